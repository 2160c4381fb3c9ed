/** What a feed says, in frames that a slow socket can hold (I24), and how many there may be. */
import { callTRPCProcedure } from '@trpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { foldList } from '../../dashboard/monitor/cards.ts';
import { createLiveList, type LiveList } from '../../server/actor/live-list.ts';
import { StoreFault } from '../../server/actor/ports.ts';
import type { VisitorContext } from '../../server/rpc/context.ts';
import { listFeed } from '../../server/rpc/list-feed.ts';
import { createVisitorRouter } from '../../server/rpc/visitor.ts';
import type { Card } from '../../shared/card.ts';
import type { ListEvent } from '../../shared/feed.ts';
import { genOf, type SessionId, seqOf, sessionIdOf } from '../../shared/ids.ts';
import { createWorld, listen, settle, siteId, visitorId, type World } from '../actor/world.ts';
import { idOf } from '../session/samples.ts';

/** A frame on its way may double while its socket stands still, and other calls share the socket. */
const frameBytes = 200 * 1024;

let world: World;
beforeEach(() => {
	world = createWorld();
});
afterEach(() => world.stop());

const connection = () => ({
	id: 'c1',
	writable: () => Promise.resolve(),
	close() {},
	closed: new AbortController().signal,
});

const idAt = (n: number): SessionId => sessionIdOf(`session_${String(n).padStart(22, '0')}`);

function cardAt(n: number, text = 'Good morning'): Card {
	return {
		id: idAt(n),
		gen: genOf(1),
		mode: 'ai-responding',
		presence: 'online',
		facts: { country: 'LV', device: 'desktop', browser: 'Firefox 144', system: 'Linux' },
		page: { url: `https://shop.example/${'ā'.repeat(900)}`, title: 'Shop' },
		openedAt: n,
		reopened: false,
		messages: 1,
		last: { author: 'visitor', name: '', text, at: n },
		heard: { seq: seqOf(2), author: 'visitor' },
		holder: null,
		generating: false,
		needsHuman: null,
		waitingSince: null,
		overdue: null,
		typing: false,
		watchers: [],
	};
}

interface Listening {
	readonly events: readonly ListEvent[];
	readonly ids: readonly string[];
	stop(): void;
}

function hearList(list: LiveList, lastEventId?: string): Listening {
	const abort = new AbortController();
	const events: ListEvent[] = [];
	const ids: string[] = [];
	const feed = listFeed({
		list,
		bootId: 'boot',
		connection: connection(),
		lastEventId,
		signal: abort.signal,
		clock: world.clock,
		check() {},
	});
	void (async () => {
		for await (const [id, data] of feed) {
			ids.push(id);
			events.push(data);
		}
	})();
	return { events, ids, stop: () => abort.abort() };
}

const cardsOf = (events: readonly ListEvent[]) => [...events.reduce(foldList, new Map<SessionId, Card>()).values()];
const inOrder = (cards: readonly Card[]) => [...cards].sort((a, b) => a.id.localeCompare(b.id));

describe('the list', () => {
	test('I24 of a thousand cards comes in frames that a slow socket can hold', async () => {
		const list = createLiveList();
		for (let n = 0; n < 1_000; n += 1) list.put(idAt(n), cardAt(n));
		const heard = hearList(list);
		await settle();
		expect(Math.max(...heard.events.map((event) => Buffer.byteLength(JSON.stringify(event))))).toBeLessThan(frameBytes);
		expect(heard.events[0]?.type).toBe('snapshot');
		expect(heard.events.map((event) => event.more === true)).toEqual(
			heard.events.map((_, n) => n < heard.events.length - 1),
		);
		expect(inOrder(cardsOf(heard.events))).toEqual(inOrder(list.cards));
		heard.stop();
	});

	test('I19 is whole for who is cut off in the middle of it, whatever happens meanwhile', async () => {
		const list = createLiveList();
		for (let n = 0; n < 1_000; n += 1) list.put(idAt(n), cardAt(n));
		const heard = hearList(list);
		await settle();
		heard.stop();
		for (let part = 0; part < heard.events.length; part += 1) {
			list.put(idAt(part), null);
			list.put(idAt(500 + part), cardAt(500 + part, `Changed ${part}`));
			const again = hearList(list, heard.ids[part]);
			await settle();
			const seen = [...heard.events.slice(0, part + 1), ...again.events];
			expect(inOrder(cardsOf(seen))).toEqual(inOrder(list.cards));
			again.stop();
		}
	});

	test('I19 is whole although more have gone than are remembered', async () => {
		const list = createLiveList();
		for (let n = 0; n < 3_000; n += 1) list.put(idAt(n), cardAt(n));
		for (let n = 1_000; n < 3_000; n += 1) list.put(idAt(n), null);
		const heard = hearList(list);
		await settle();
		expect(heard.events.filter((event) => event.type === 'snapshot')).toHaveLength(1);
		expect(inOrder(cardsOf(heard.events))).toEqual(inOrder(list.cards));
		heard.stop();
	});

	test('says something to who comes back, also when nothing has changed: silence looks like no connection', async () => {
		const list = createLiveList();
		list.put(idAt(1), cardAt(1));
		const heard = hearList(list);
		await settle();
		heard.stop();
		const again = hearList(list, heard.ids.at(-1));
		await settle();
		expect(again.events).toMatchObject([{ type: 'changes', cards: [], gone: [] }]);
		again.stop();
	});
});

describe('a session', () => {
	test('I24 with long messages comes in frames that a slow socket can hold', async () => {
		const actor = await world.open();
		for (let n = 0; n < 60; n += 1)
			await actor.tell({ type: 'visitor.said', clientId: idOf(`long${n}`), text: '€'.repeat(4_000) });
		const abort = new AbortController();
		const heard = listen(actor, 'visitor', () => 0);
		await settle();
		expect(heard.entries).toHaveLength(61);
		const longest = Math.max(...heard.batches.map((entries) => Buffer.byteLength(JSON.stringify(entries))));
		expect(longest).toBeLessThan(frameBytes);
		heard.stop();
		abort.abort();
	});
});

describe('a visitor', () => {
	async function contextOf(): Promise<VisitorContext> {
		const actor = await world.open();
		actor.presence.visitorConnected('c1');
		return { siteId, connection: connection(), binding: { ok: true, actor, visitorId, token: 'token' } };
	}
	const router = () =>
		createVisitorRouter({
			clock: world.clock,
			directory: world.directory,
			messageLimit: () => null,
			hintLimit: () => null,
			agentsOnline: () => true,
		});

	test('I30 has no use for many feeds on one socket', async () => {
		const ctx = await contextOf();
		const abort = new AbortController();
		const caller = router().createCaller(ctx, { signal: abort.signal });
		const open = async () => (await caller.feed())[Symbol.asyncIterator]().next();
		const results = await Promise.allSettled(Array.from({ length: 20 }, open));
		expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(4);
		expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: { cause: { code: 'overload' } } });
		expect(results[0]).toMatchObject({ status: 'fulfilled' });
		abort.abort();
	});

	test('is told that the store is down as that, and may try again', async () => {
		const ctx = await contextOf();
		const visitor = router();
		const { actor } = ctx.binding.ok ? ctx.binding : expect.fail();
		await actor.tell({ type: 'visitor.said', clientId: idOf('first'), text: 'Hello' });
		await actor.tell({ type: 'visitor.left', why: 'visitor' });
		await settle();
		world.store.down = true;
		const asked = callTRPCProcedure({
			router: visitor,
			path: 'say',
			ctx,
			getRawInput: async () => ({ clientId: idOf('second'), text: 'Anybody?' }),
			type: 'mutation',
			signal: new AbortController().signal,
			batchIndex: 0,
		});
		const error: unknown = await asked.catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ cause: expect.any(StoreFault) });
		const shape = visitor._def._config.errorFormatter({
			error: error as never,
			shape: { code: -32603, message: '', data: {} as never },
			type: 'mutation',
			path: 'say',
			input: undefined,
			ctx,
		});
		expect(shape).toMatchObject({ data: { baton: { code: 'store.unavailable', retryable: true } } });
	});
});
