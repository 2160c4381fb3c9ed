/**
 * The server in a process of its own: the real `createApp` and the real transport. Replaced: the AI, and the clock by one
 * that can be moved on. Looked at, not changed: the journal, the database's statements, each socket's `send`.
 */
import { randomFillSync } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { createApp } from '../../../server/app.ts';
import { silentLog } from '../../../server/log.ts';
import { createHttpMount } from '../../../server/net/http.ts';
import type { Endpoint } from '../../../server/net/transport.ts';
import { createUwsTransport } from '../../../server/net/uws.ts';
import type { AiSetup, Knowledge } from '../../../server/rpc/ports.ts';
import { type OpenDatabase, openDatabase } from '../../../server/store/database.ts';
import { createStores } from '../../../server/store/stores.ts';
import { createVisitorTokens } from '../../../server/visitor/token.ts';
import { unreachable } from '../../../shared/unreachable.ts';
import { owner } from '../../support/server.ts';
import { type BoundaryWatch, createBoundaryWatch } from './boundary-watch.ts';
import { createFastResponder, type FastResponder } from './fast-responder.ts';
import type { Ask, Asked } from './house-talk.ts';
import { createMovingClock } from './moving-clock.ts';

const absent = (): never => {
	throw new Error('nobody asks for this here');
};

/** Sees each statement of the journal at the moment it goes to the database. */
function seenJournal(journalDb: OpenDatabase['journalDb'], watch: BoundaryWatch): OpenDatabase['journalDb'] {
	return new Proxy(journalDb, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			if (name !== 'executeQuery') return value.bind(target);
			return (query: { readonly parameters: readonly unknown[] }, ...rest: unknown[]) => {
				const [sessions] = query.parameters;
				if (typeof sessions === 'string' && sessions.startsWith('[{')) {
					// Written by the journal's one statement: a row for each session of the batch.
					for (const row of JSON.parse(sessions)) watch.sentToDatabase(row.id, row.last_seq);
				}
				return Reflect.apply(value, target, [query, ...rest]);
			};
		},
	});
}

function seenEndpoint<Data>(
	endpoint: Endpoint<Data>,
	watch: BoundaryWatch,
	responder: FastResponder,
	name: () => string,
): Endpoint<Data> {
	return {
		...endpoint,
		handle(connection) {
			const { socket } = connection;
			const outlet = watch.makeOutlet(name());
			const send = socket.send.bind(socket);
			socket.send = (text) => {
				if (socket.readyState === 1) watch.handed(outlet, text);
				send(text);
			};
			// Before the handler's own listener: who holds a piece back for this moment lets go of it first.
			socket.on('message', (data) => {
				for (const id of watch.inbound(outlet, data.toString())) responder.arrived(id);
			});
			endpoint.handle(connection);
		},
	};
}

export interface HouseOptions {
	/** Null: PGlite in the folder. */
	readonly databaseUrl: string | null;
	readonly folder: string;
}

export async function openHouse({ databaseUrl, folder }: HouseOptions) {
	const clock = createMovingClock();
	const log = silentLog;
	const watch = createBoundaryWatch();
	const responder = createFastResponder(watch.speech);
	const database = await openDatabase(
		databaseUrl === null ? { kind: 'pglite', folder } : { kind: 'postgres', url: databaseUrl, log },
	);
	const stores = createStores({
		database: { ...database, journalDb: seenJournal(database.journalDb, watch) },
		clock,
		log,
	});
	const { journal } = stores;
	const app = createApp({
		clock,
		log,
		stores: {
			...stores,
			journal: {
				...journal,
				async commit(commit) {
					watch.asked(commit);
					const outcome = await journal.commit(commit);
					if (outcome.kind === 'committed') watch.committed(commit);
					return outcome;
				},
			},
		},
		fillRandom: (bytes) => randomFillSync(bytes),
		newId: () => uuid(),
		tokens: createVisitorTokens(new Uint8Array(32)),
		country: () => null,
		deviceOf: () => ({ device: 'desktop', browser: '', system: '' }),
		ai: {
			responder,
			phrases: { apology: () => 'I could not answer.' },
			knowledge: new Proxy({}, { get: absent }) as Knowledge,
			aiSetup: new Proxy({}, { get: absent }) as AiSetup,
		},
		demo: () => ({ status: absent, start: absent, stop: absent, remove: absent, close() {} }),
		publicUrl: null,
		trustedProxies: 0,
		defaultPlan: 'pro',
		owner,
		version: 'takeovers',
		// A visitor here lives through years of conversation in a minute.
		messageRate: { burst: 1_000_000, perMinute: 60_000_000 },
	});
	await app.start();
	const onFault = (fault: unknown): void => {
		throw fault;
	};
	let sockets = 0;
	const named = (kind: string) => () => {
		sockets += 1;
		return `${kind} socket ${sockets}`;
	};
	const transport = await createUwsTransport({
		host: '127.0.0.1',
		port: 0,
		endpoints: {
			visitor: seenEndpoint(app.endpoints.visitor, watch, responder, named('visitor')),
			member: seenEndpoint(app.endpoints.member, watch, responder, named('member')),
		},
		clock,
		limits: { callsPerSecond: 1_000_000, callBurst: 1_000_000 },
		http: createHttpMount({ routes: app.routes, contentSecurityPolicy: "default-src 'none'", onFault }),
		onFault,
	});

	async function answer(ask: Ask): Promise<unknown> {
		switch (ask.ask) {
			case 'login':
				return `baton=${(await app.logins.begin(ask.memberId)).token}`;
			case 'plan': {
				const [account] = app.register.current().accounts.values();
				if (account === undefined) throw new Error('there is no account');
				await app.register.apply(() => stores.accounts.setPlan(account.id, ask.plan));
				return null;
			}
			case 'lost':
				await watch.until((state) => ask.sessions.every((id) => state(id).lost));
				return null;
			case 'advance': {
				clock.advance(ask.ms);
				// What rang has been told to the sessions; one more commit each has its time.
				for (let turn = 0; turn < 5; turn += 1) await nextTurn();
				return ask.sessions.filter((id) => watch.isHeld(id)).length;
			}
			case 'report':
				return watch.report();
			case 'stop':
				await transport.close();
				await app.stop();
				await database.close();
				return null;
			default:
				return unreachable(ask);
		}
	}

	return { base: `http://127.0.0.1:${transport.port}`, answer };
}

/** The child's side of the channel. */
export async function serve(options: HouseOptions): Promise<void> {
	const house = await openHouse(options);
	process.on('message', (message) => {
		// Our own parent says it, in these words.
		const { id, ask } = message as Asked;
		house.answer(ask).then(
			(value) => {
				process.send?.({ id, value });
				if (ask.ask === 'stop') process.disconnect();
			},
			(error: unknown) => process.send?.({ id, value: null, error: String(error) }),
		);
	});
	// ^C is meant for the parent, which ends this process when it has read everything.
	process.on('SIGINT', () => {});
	process.once('disconnect', () => process.exit(0));
	process.send?.({ base: house.base });
}
