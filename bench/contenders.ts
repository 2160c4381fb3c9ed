/**
 * The servers that are measured, each in a process of its own: Baton on either database, and beside it what it stands on
 * (a raw uWebSockets.js echo) and what it could have been (`ws` with the official tRPC adapter, kept in memory).
 */
import { randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { initTRPC, tracked } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { v7 as uuid } from 'uuid';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Responder } from '../server/actor/ports.ts';
import { createAiServices } from '../server/ai/services.ts';
import { createApp } from '../server/app.ts';
import { createSystemClock } from '../server/clock.ts';
import { silentLog } from '../server/log.ts';
import { createUwsTransport } from '../server/net/uws.ts';
import { openDatabase } from '../server/store/database.ts';
import { createStores } from '../server/store/stores.ts';
import { createVisitorTokens } from '../server/visitor/token.ts';
import { articleIdOf, type FillRandom } from '../shared/ids.ts';
import { type CommitTimes, createCommitMeter, forgetful } from './commit-meter.ts';

export type Contender = 'baton-pglite' | 'baton-postgres' | BatonInSpeed | 'raw-echo' | 'ws-adapter';

/** On Postgres with an AI that says a word every few ms; `forgetful` acknowledges without storing. */
export type BatonInSpeed = 'baton-durable' | 'baton-forgetful';

export interface Started {
	readonly port: number;
	/** Baton only: the site's key, and the owner's cookie. */
	readonly key: string;
	readonly cookie: string;
	readonly siteId: string;
}

const nothing = { key: '', cookie: '', siteId: '' };
const commitMeter = createCommitMeter();

/** What this process measured of its commits since it was asked last. */
export const commitTimes = (): CommitTimes => commitMeter.take();
const fillRandom: FillRandom = (bytes) => randomFillSync(bytes);

export function start(contender: Contender, databaseUrl: string): Promise<Started> {
	switch (contender) {
		case 'baton-pglite':
		case 'baton-postgres':
			return startBaton(contender === 'baton-postgres' ? databaseUrl : null);
		case 'baton-durable':
		case 'baton-forgetful':
			return startBaton(databaseUrl, { forgets: contender === 'baton-forgetful' });
		case 'raw-echo':
			return startEcho();
		case 'ws-adapter':
			return startAdapter();
	}
}

async function startBaton(
	databaseUrl: string | null,
	speed: { readonly forgets: boolean } | null = null,
): Promise<Started> {
	const clock = createSystemClock();
	const log = silentLog;
	const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const database = await openDatabase(
		databaseUrl === null ? { kind: 'pglite', folder } : { kind: 'postgres', url: databaseUrl, log },
	);
	const stores = createStores({ database, clock, log, onBatch: commitMeter.onBatch });
	const services = createAiServices({
		clock,
		log,
		knowledge: stores.knowledge,
		siteAi: stores.siteAi,
		newArticleId: () => articleIdOf(uuid()),
		serverEndpoint: null,
	});
	const ai = speed === null ? services : { ...services, responder: talkative };
	const journal = speed?.forgets === true ? forgetful(stores.journal) : stores.journal;
	const idle = { offered: false, siteId: null, visitors: 0 };
	const owner = { email: 'owner@example.com', password: 'a quiet harbour 7' };
	const app = createApp({
		clock,
		log,
		stores: { ...stores, journal: commitMeter.measured(journal) },
		fillRandom,
		newId: () => uuid(),
		tokens: createVisitorTokens(new Uint8Array(32)),
		country: () => null,
		deviceOf: () => ({ device: 'desktop', browser: '', system: '' }),
		ai,
		demo: () => ({
			status: async () => idle,
			start: async () => idle,
			stop: async () => idle,
			remove: async () => idle,
			close() {},
		}),
		publicUrl: null,
		trustedProxies: 0,
		defaultPlan: 'pro',
		owner,
		version: 'bench',
		messageRate: { burst: 1_000_000, perMinute: 60_000_000 },
	});
	await app.start();
	const [account] = app.register.current().accounts.values();
	const [member] = app.register.current().members.values();
	if (account === undefined || member === undefined) throw new Error('the owner was not made');
	const site = await app.sites.create(account.id, { address: 'shop.example' });
	const { token } = await app.logins.begin(member.id);
	const transport = await createUwsTransport({
		host: '127.0.0.1',
		port: 0,
		endpoints: app.endpoints,
		clock,
		limits: { callsPerSecond: 1_000_000, callBurst: 1_000_000 },
		onFault: (fault) => console.error(fault),
	});
	return { port: transport.port, key: site.key, cookie: `baton=${token}`, siteId: site.id };
}

/** ms between two words: as a fast model streams. */
const wordMs = 20;

/** Talks until it is cut: who takes over finds it in mid-stream. */
const talkative: Responder = {
	async *respond({ signal }) {
		for (let word = 0; !signal.aborted && word < 2_000; word += 1) {
			await sleep(wordMs);
			yield { type: 'text', text: `word ` };
		}
		yield { type: 'done', sources: [], asks: null };
	},
};

async function startEcho(): Promise<Started> {
	const uws = await import('uWebSockets.js');
	return new Promise((resolve) => {
		uws
			.App()
			.ws('/*', { message: (ws, message, isBinary) => void ws.send(message, isBinary) })
			.listen('127.0.0.1', 0, (socket) => {
				if (socket === false) throw new Error('the echo could not listen');
				resolve({ ...nothing, port: uws.us_socket_local_port(socket) });
			});
	});
}

/** The same exchange the documented way: a call, an ack from memory, one watching subscription. No store, no rules. */
async function startAdapter(): Promise<Started> {
	const { router, procedure } = initTRPC.create({ isDev: false });
	const heard: { readonly id: number; readonly text: string }[] = [];
	let wake = (): void => {};
	const appRouter = router({
		say: procedure.input(z.object({ clientId: z.string(), text: z.string().max(4_000) })).mutation(({ input }) => {
			heard.push({ id: heard.length + 1, text: input.text });
			wake();
			return { seq: heard.length, gen: 1 };
		}),
		watch: procedure.subscription(async function* ({ signal }) {
			for (let next = 0; signal?.aborted !== true; ) {
				const entry = heard[next];
				if (entry === undefined) {
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
					continue;
				}
				next += 1;
				yield tracked(String(entry.id), { type: 'entries', entries: [{ kind: 'message', text: entry.text }] });
			}
		}),
	});
	const wss = new WebSocketServer({ host: '127.0.0.1', port: 0 });
	await new Promise<void>((resolve) => wss.once('listening', resolve));
	applyWSSHandler({ wss, router: appRouter });
	const address = wss.address();
	if (address === null || typeof address === 'string') throw new Error('the adapter could not listen');
	return { ...nothing, port: address.port };
}
