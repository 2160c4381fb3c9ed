/** The server in its lives: the real `createApp` over a store that stays. A crash takes everything else. */

import type { Responder } from '../../server/actor/ports.ts';
import { type App, createApp } from '../../server/app.ts';
import { type Log, silentLog } from '../../server/log.ts';
import type { AiSetup, Knowledge } from '../../server/rpc/ports.ts';
import type { Stores } from '../../server/store/stores.ts';
import { createVisitorTokens } from '../../server/visitor/token.ts';
import { createHost, type Host, type Network } from './network.ts';
import type { Random } from './random.ts';
import { makersOf } from './routers.ts';
import type { Mortal, Time } from './time.ts';

export interface Life extends Mortal {
	/** 1, 2, 3 … */
	readonly number: number;
	readonly app: App;
	readonly stores: Stores;
	readonly host: Host;
	/** Accounts are read: sockets are taken. */
	readonly accepts: boolean;
	/** Virtual monotonic ms at which it began. */
	readonly bornAt: number;
}

export interface House {
	/** The newest life; it may be dead. */
	readonly life: Life;
	/** Begins a life; it takes sockets once it has read its accounts. */
	boot(): Life;
	/** Memory is gone and every socket with it; the store stays. */
	crash(): void;
}

export interface HouseOptions {
	readonly time: Time;
	readonly random: Random;
	readonly network: Network;
	readonly storesFor: (life: Mortal) => Stores;
	readonly responderFor: (life: Mortal, number: number) => Responder;
	readonly apology?: (() => string) | undefined;
	readonly log?: Log | undefined;
	/** The store did not answer at the start: the process ends, and its keeper starts it again. */
	readonly notStarted?: (() => void) | undefined;
	/** An exception that reached the edge of the process, or should have. */
	readonly onFault: (fault: unknown) => void;
}

const absent = (): never => {
	throw new Error('nobody asks for this in a simulation');
};
const nothing = <T extends object>(): T => new Proxy({}, { get: () => absent }) as T;

const tokens = createVisitorTokens(Buffer.alloc(32, 7));

export function createHouse(options: HouseOptions): House {
	const { time, random, network, log = silentLog } = options;
	let count = 0;

	function begin(): Life {
		count += 1;
		const state = { dead: false, accepts: false };
		const chance = random.fork(`life ${count}`);
		let ids = count * 1_000_000;
		const stores = options.storesFor(state);
		const app = createApp({
			clock: time.clockOf(state),
			log,
			stores,
			fillRandom: chance.fill,
			newId() {
				ids += 1;
				return `00000000-0000-7000-9000-${String(ids).padStart(12, '0')}`;
			},
			tokens,
			country: () => 'LV',
			deviceOf: () => ({ device: 'desktop', browser: '', system: '' }),
			ai: {
				responder: options.responderFor(state, count),
				phrases: { apology: options.apology ?? (() => 'I could not answer.') },
				knowledge: nothing<Knowledge>(),
				aiSetup: nothing<AiSetup>(),
			},
			demo: () => ({ status: absent, start: absent, stop: absent, remove: absent, close() {} }),
			publicUrl: null,
			trustedProxies: 0,
			defaultPlan: 'pro',
			owner: null,
			version: '0.0.0',
			makeRouters: makersOf(count),
		});
		const host = createHost(time, state, app.endpoints, options.onFault);
		void app.start().then(
			() => {
				state.accepts = true;
			},
			() => {
				if (!state.dead) options.notStarted?.();
			},
		);
		const life: Life = {
			number: count,
			app,
			stores,
			host,
			bornAt: time.monotonic(),
			get dead() {
				return state.dead;
			},
			get accepts() {
				return state.accepts;
			},
		};
		network.host = host;
		kill = () => {
			state.dead = true;
		};
		return life;
	}

	let kill = (): void => {};
	let current: Life | null = null;
	const house: House = {
		get life() {
			if (current === null) throw new Error('the house was never started');
			return current;
		},
		boot() {
			current = begin();
			return current;
		},
		crash() {
			const { host } = house.life;
			kill();
			network.host = null;
			network.lost(host);
		},
	};
	return house;
}
