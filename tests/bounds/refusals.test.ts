/** I30: each bound grants what it says and refuses the next one with a code and a time, and memory stays where it was. */
import { callTRPCProcedure } from '@trpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionActor } from '../../server/actor/front.ts';
import { createSystemClock } from '../../server/clock.ts';
import { createKeyedLimiter } from '../../server/net/token-bucket.ts';
import { createMemberProcedures } from '../../server/rpc/authority.ts';
import { createMonitorRouter } from '../../server/rpc/monitor.ts';
import { createPerConnection } from '../../server/rpc/per-connection.ts';
import type { Authority, Connection } from '../../server/rpc/ports.ts';
import { createVisitorRouter } from '../../server/rpc/visitor.ts';
import { greet } from '../../server/rpc/visitor-hello.ts';
import { createBatches } from '../../server/store/journal-batches.ts';
import { closeCodes } from '../../shared/close-codes.ts';
import { accountIdOf, loginIdOf, memberIdOf, visitorIdOf } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { createWorld, settle, siteId, visitorId, type World } from '../actor/world.ts';
import { idOf } from '../session/samples.ts';
import { commitOf, newSession, said } from '../store/transcripts.ts';

let world: World;
beforeEach(() => {
	world = createWorld();
});
afterEach(() => world.stop());

const overload = { ok: false, refusal: { code: 'overload', detail: { retryAfterMs: expect.any(Number) } } };
/** As a procedure throws it. */
const overloaded = { cause: { code: 'overload', detail: { retryAfterMs: expect.any(Number) } } };

interface TestConnection extends Connection {
	readonly closedWith: readonly number[];
	end(): void;
}

function connect(): TestConnection {
	const closed = new AbortController();
	const closedWith: number[] = [];
	return {
		id: crypto.randomUUID(),
		writable: () => Promise.resolve(),
		close: (code) => void closedWith.push(code),
		closed: closed.signal,
		closedWith,
		end: () => closed.abort(),
	};
}

async function visiting(): Promise<SessionActor> {
	const actor = await world.open();
	actor.presence.visitorConnected('tab');
	return actor;
}

/** Starts the procedure and, where it is a stream, takes its first event. */
async function run(router: ReturnType<typeof memberRouter>, path: string, input: unknown, connection: Connection) {
	const signal = new AbortController().signal;
	const ctx = { loginId: loginIdOf('login'), connection, baseUrl: '', insecure: false };
	const type = path === 'takeOver' ? 'mutation' : 'subscription';
	const result: unknown = await callTRPCProcedure({
		router,
		path,
		getRawInput: async () => input,
		ctx,
		type,
		signal,
		batchIndex: 0,
	});
	if (type === 'mutation') return result;
	// A subscription is an async generator.
	const stream = result as AsyncGenerator;
	await stream.next();
	return stream;
}

function memberRouter() {
	const accountId = accountIdOf('account');
	const profile = { displayName: 'Anna', sound: 'all', language: 'en', theme: 'system' } as const;
	const authority: Authority = {
		loginId: loginIdOf('login'),
		memberId: memberIdOf('anna'),
		accountId,
		email: '',
		role: 'owner',
		plan: 'pro',
		profile,
	};
	const authorities = { of: () => authority, accountOf: () => accountId, planOf: () => 'pro' as const };
	return createMonitorRouter(createMemberProcedures(authorities), {
		authorities,
		directory: world.directory,
		clock: world.clock,
		bootId: 'boot',
		hintLimit: () => null,
	});
}

describe('I30 at the bound, and one above', () => {
	test('events that wait for one session', async () => {
		const actor = await visiting();
		let go = (): void => {};
		world.store.hold = new Promise((resolve) => {
			go = resolve;
		});
		const say = (n: number) => actor.tell({ type: 'visitor.said', clientId: idOf(`m${n}`), text: `Message ${n}` });
		const first = say(0);
		await settle();
		const waiting = Array.from({ length: limits.mailboxEvents }, (_, n) => say(n + 1));
		expect(await say(1_000)).toEqual(overload);
		world.store.hold = null;
		go();
		for (const told of await Promise.all([first, ...waiting])) expect(told).toMatchObject({ ok: true });
		expect(await say(1_000), 'and later it is heard').toMatchObject({ ok: true });
	});

	test('commits of one session that wait for the store', async () => {
		let go = (): void => {};
		const held = new Promise<void>((resolve) => {
			go = resolve;
		});
		const batches = createBatches({
			lanes: 1,
			clock: createSystemClock(),
			async write(commits) {
				await held;
				return commits.map(() => ({ kind: 'committed' as const }));
			},
		});
		const session = newSession(siteId);
		const add = (n: number) => batches.add(commitOf({ session, entries: [said(n)] }));
		const waiting = Array.from({ length: 100 }, (_, n) => add(n + 1));
		await expect(add(101)).rejects.toMatchObject({
			code: 'store.unavailable',
			outcome: 'refused',
			detail: { retryAfterMs: 1_000 },
		});
		go();
		for (const one of await Promise.all(waiting)) expect(one).toEqual({ kind: 'committed' });
		await batches.stop();
	});

	test('lists and sessions that one dashboard follows', async () => {
		const actor = await visiting();
		const router = memberRouter();
		const connection = connect();
		const streams = [];
		for (let n = 0; n < limits.memberFeeds; n += 1) {
			const list = n % 2 === 0;
			const input = list ? { siteId } : { sessionId: actor.session.id };
			streams.push(await run(router, list ? 'list' : 'watch', input, connection));
		}
		await expect(run(router, 'list', { siteId }, connection)).rejects.toMatchObject(overloaded);
		await expect(run(router, 'watch', { sessionId: actor.session.id }, connection)).rejects.toMatchObject(overloaded);
		const other = await run(router, 'list', { siteId }, connect());
		expect(actor.presence.watchers, 'one row a member').toHaveLength(1);
		for (const stream of [...streams, other]) await (stream as AsyncGenerator).return(undefined);
		expect(actor.presence.watchers).toHaveLength(0);
		await ((await run(router, 'list', { siteId }, connection)) as AsyncGenerator).return(undefined);
	});

	test('calls of one socket without an answer', async () => {
		const actor = await visiting();
		await actor.tell({ type: 'visitor.said', clientId: idOf('question'), text: 'How much?' });
		const { id: sessionId } = actor.session;
		const router = memberRouter();
		const connection = connect();
		let go = (): void => {};
		world.store.hold = new Promise((resolve) => {
			go = resolve;
		});
		const take = (n: number, at: Connection) =>
			run(router, 'takeOver', { sessionId, gen: 1, clientId: `take-over-${n}` }, at).catch((error: unknown) => error);
		const calls = Array.from({ length: limits.callsUnderWay }, (_, n) => take(n, connection));
		await settle();
		expect(await take(1_000, connection)).toMatchObject(overloaded);
		world.store.hold = null;
		go();
		await Promise.all(calls);
		expect(await take(1_001, connection), 'answered calls leave their place').toMatchObject({
			cause: { code: 'control.stale' },
		});
	});

	test('feeds of one visitor', async () => {
		const actor = await visiting();
		const router = createVisitorRouter({
			clock: world.clock,
			directory: world.directory,
			agentsOnline: () => true,
			messageLimit: () => null,
			hintLimit: () => null,
		});
		const connection = connect();
		const ctx = { siteId, connection, binding: { ok: true as const, actor, visitorId, token: '' } };
		const feed = async (): Promise<AsyncGenerator> => {
			const call = { router, path: 'feed', getRawInput: async () => undefined, ctx, signal: connection.closed };
			const stream: unknown = await callTRPCProcedure({ ...call, type: 'subscription', batchIndex: 0 });
			// A subscription is an async generator.
			await (stream as AsyncGenerator).next();
			return stream as AsyncGenerator;
		};
		for (let n = 0; n < 4; n += 1) await feed();
		await expect(feed()).rejects.toMatchObject(overloaded);
	});

	test('tabs of one visitor', async () => {
		const deps = {
			directory: world.directory,
			tokens: { mint: () => 'token', read: () => ({ visitorId: visitorIdOf('visitor_many') }) },
			fillRandom: (bytes: Uint8Array<ArrayBuffer>) => bytes.fill(9),
		};
		const facts = { country: null, device: 'desktop', browser: '', system: '' } as const;
		const hello = (connection: Connection) =>
			greet(deps, {
				siteId,
				connection,
				connectionParams: { hello: 'open', token: 'token' },
				factsOf: () => facts,
				mayStart: () => true,
				languages: [],
			});
		const tabs = Array.from({ length: limits.socketsPerSession }, connect);
		for (const tab of tabs) expect(await hello(tab)).toMatchObject({ ok: true });
		const more = connect();
		expect(await hello(more)).toEqual({ ok: false });
		expect(more.closedWith).toEqual([closeCodes.rate]);
		tabs[0]?.end();
		expect(await hello(connect())).toMatchObject({ ok: true });
	});

	test('keys that a limiter remembers', () => {
		const limiter = createKeyedLimiter({ clock: world.clock, burst: 1, perMinute: 1, maxKeys: 100 });
		for (let n = 0; n < 10_000; n += 1) limiter.take(`key ${n}`);
		expect(limiter.size()).toBe(100);
		expect(limiter.take('key 9999')).toMatchObject({ ok: false, retryAfterMs: 60_000 });
	});

	test('what is counted by connection ends once', () => {
		const bound = createPerConnection(1);
		const connection = connect();
		const end = bound.begin(connection);
		expect(() => bound.begin(connection)).toThrow('overload');
		end();
		end();
		bound.begin(connection);
		expect(() => bound.begin(connection)).toThrow('overload');
	});
});
