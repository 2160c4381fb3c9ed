import { TRPCClientError } from '@trpc/client';
import { describe, expect, test } from 'vitest';
import { closeCodes } from '../../shared/close-codes.ts';
import type { Ack, Entry } from '../../shared/entry.ts';
import { type ErrorCode, wireErrorOf } from '../../shared/errors.ts';
import type { VisitorEvent } from '../../shared/feed.ts';
import { clientIdOf, genOf, seqOf, sessionIdOf } from '../../shared/ids.ts';
import type { ConnectionState } from '../../shared/live/connect.ts';
import type { ChatDeps, ChatSession } from '../../widget/session/chat.ts';
import { createChatSession, longestCrossingMs } from '../../widget/session/chat-session.ts';
import type { MintLock } from '../../widget/session/mint-lock.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { type Deferred, defer } from '../net/support/moments.ts';
import { createWidgetMemory } from '../support/widget-memory.ts';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const refusal = (code: ErrorCode) =>
	new TRPCClientError(code, {
		result: { error: { code: -32_000, message: code, data: { baton: wireErrorOf(code) } } },
	});

/** One connection as the session sees it, moved by the test. */
interface FakeConnection {
	readonly hello: Readonly<Record<string, string>>;
	helloAgain(): Readonly<Record<string, string>>;
	readonly said: {
		readonly input: { readonly clientId: string; readonly text?: string; readonly email?: string };
		readonly answer: Deferred<Ack>;
	}[];
	readonly token: Deferred<{ token: string }>;
	become(state: ConnectionState): void;
	event(event: VisitorEvent): void;
	closed: boolean;
	/** What "End chat" waits for; null: nothing. */
	ended: Deferred<void> | null;
}

const noLocks: MintLock = (act) => void act();

function createTab(browser = createWidgetMemory(), mintLock = noLocks) {
	const clock = createManualClock();
	const connections: FakeConnection[] = [];
	let ids = 0;
	const connect = (hello: () => Readonly<Record<string, string>>): unknown => {
		let state: ConnectionState = { kind: 'connecting' };
		let listener = (_: ConnectionState): void => {};
		let onData = (_: { id: string; data: VisitorEvent }): void => {};
		const made: FakeConnection = {
			hello: hello(),
			helloAgain: hello,
			said: [],
			token: defer(),
			closed: false,
			ended: null,
			become(next) {
				state = next;
				listener(next);
			},
			event: (data) => onData({ id: '1', data }),
		};
		connections.push(made);
		return {
			client: {
				hello: { query: () => made.token.promise },
				feed: {
					subscribe(_: unknown, handlers: { onData: typeof onData }) {
						({ onData } = handlers);
						return { unsubscribe: () => {} };
					},
				},
				say: {
					mutate(input: FakeConnection['said'][number]['input']) {
						const answer = defer<Ack>();
						made.said.push({ input, answer });
						return answer.promise;
					},
				},
				leaveAddress: {
					mutate(input: FakeConnection['said'][number]['input']) {
						const answer = defer<Ack>();
						made.said.push({ input, answer });
						return answer.promise;
					},
				},
				end: { mutate: () => made.ended?.promise ?? Promise.resolve() },
			},
			get state() {
				return state;
			},
			subscribe(told: typeof listener) {
				listener = told;
				return () => {};
			},
			suspend() {},
			resume() {},
			close() {
				made.closed = true;
			},
		};
	};
	let news = 0;
	const session: ChatSession = createChatSession({
		connect: connect as ChatDeps['connect'],
		clock,
		memory: browser.memory,
		mintLock,
		makeClientId: () => clientIdOf(`client-${ids++}`),
		about: { language: 'en' },
		page: () => ({ url: 'https://shop.example/', title: 'Shop' }),
		answered: () => {
			news += 1;
		},
		changed: () => {},
	});
	const now = (): FakeConnection => {
		const last = connections.at(-1);
		if (last === undefined) throw new Error('nothing was connected');
		return last;
	};
	/** The server accepts the hello; no time passes. */
	async function answer(token = 'token-a', entries: readonly Entry[] = []): Promise<void> {
		const connection = now();
		connection.become({ kind: 'live' });
		connection.event({ type: 'welcome', reset: true, now: 0, sessionId: sessionIdOf('session_1') });
		if (entries.length > 0) connection.event({ type: 'entries', entries });
		connection.event(liveEvent(true));
		connection.token.resolve({ token });
		await settle();
	}
	/** The server accepts the hello, and the tabs have settled on the token. */
	async function accept(token?: string, entries?: readonly Entry[]): Promise<void> {
		await answer(token, entries);
		clock.advance(longestCrossingMs);
	}
	return { ...browser, clock, connections, session, now, answer, accept, news: () => news };
}

const liveEvent = (open: boolean): VisitorEvent => ({
	type: 'live',
	live: { turn: null, agentTyping: false, gen: genOf(1), open, nobody: null },
});
const stopped = (code: number): ConnectionState => ({ kind: 'stopped', code });
const message = (seq: number, text: string): Entry => ({
	kind: 'message',
	author: 'visitor',
	text,
	seq: seqOf(seq),
	gen: genOf(1),
	at: 0,
});
const answer = (seq: number, answersUpTo: number): Entry => ({
	kind: 'message',
	author: 'ai',
	text: 'An answer.',
	turn: seqOf(seq - 1),
	answersUpTo: seqOf(answersUpTo),
	interrupted: false,
	sources: [],
	seq: seqOf(seq),
	gen: genOf(1),
	at: 0,
});

describe('a visitor’s session', () => {
	test('starts when the panel is opened; what was opened once is only joined again', async () => {
		const tab = createTab();
		expect(tab.connections).toEqual([]);
		tab.session.openPanel();
		expect(tab.now().hello).toEqual({ language: 'en', url: 'https://shop.example/', title: 'Shop', hello: 'open' });
		await tab.accept();
		expect(tab.now().helloAgain()).toMatchObject({ hello: 'resume', token: 'token-a' });
		expect([...tab.store]).toEqual([
			['token', 'token-a'],
			['live', '1'],
		]);
	});

	test('that is not live any more leaves only the launcher, and the visitor stays who they are', async () => {
		const tab = createTab();
		tab.memory.setToken('token-a');
		tab.memory.setLive(true);
		tab.session.resume();
		expect(tab.now().hello).toMatchObject({ hello: 'resume', token: 'token-a' });
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.session.phase).toBe('closed');
		expect([...tab.store]).toEqual([['token', 'token-a']]);
		expect(tab.connections).toHaveLength(1);
	});

	test.each([
		[closeCodes.answered, 1],
		[closeCodes.awaited, 0],
	])(
		'that is not live and may be answered (%i) is asked for again on the next page, and told of once',
		(code, told) => {
			const tab = createTab();
			tab.memory.setToken('token-a');
			tab.memory.setLive(true);
			tab.session.resume();
			tab.now().become(stopped(code));
			expect(tab.session.phase).toBe('closed');
			expect(tab.news()).toBe(told);
			expect(tab.connections, 'on this page nothing more is asked').toHaveLength(1);
			expect(tab.memory.live()).toBe(true);
			tab.session.openPanel();
			expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		},
	);

	test('an address goes as a message does: once, kept until it is acknowledged; refused, it stays to be mended', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.session.write({ kind: 'address', text: 'visitor@example' });
		expect(tab.now().said.map(({ input }) => input)).toMatchObject([{ email: 'visitor@example' }]);
		tab.now().said[0]?.answer.reject(refusal('input.invalid'));
		await settle();
		const [refused] = tab.session.outbox.state.items;
		expect(refused?.status.kind).toBe('failed');
		expect(refused?.body).toEqual({ kind: 'address', text: 'visitor@example' });
	});

	test('an address to a session that has left opens it again', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.session.write({ kind: 'address', text: 'visitor@example.com' });
		const first = tab.now().said[0];
		first?.answer.reject(refusal('session.left'));
		await settle();
		expect(tab.now().hello).toMatchObject({ hello: 'open' });
		await tab.accept();
		expect(tab.now().said.map(({ input }) => input)).toEqual([first?.input]);
	});

	test('with an open panel it stays readable, and the next message opens it again', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a', [message(2, 'before'), answer(4, 2)]);
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.session.phase).toBe('dormant');
		expect(tab.session.view.entries).toHaveLength(2);
		tab.session.write({ kind: 'say', text: 'still there?' });
		expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		await tab.accept();
		expect(tab.now().said.map(({ input }) => input.text)).toEqual(['still there?']);
	});

	test('with a question that nobody has answered on this screen it is opened again at once, and the answer is shown', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a', [message(2, 'anyone?')]);
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.session.phase).toBe('open');
		expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		tab.session.closePanel();
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.connections).toHaveLength(2);
	});

	test('of a visitor who was erased is gone from this browser, and who goes on is somebody new', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a', [message(1, 'Hello')]);
		tab.session.write({ kind: 'say', text: 'And more' });
		tab.now().become(stopped(closeCodes.forgotten));
		expect(tab.session.phase).toBe('ended');
		expect(tab.session.view.entries).toEqual([]);
		expect(tab.session.outbox.state.items).toEqual([]);
		expect(tab.memory.token()).toBeNull();
		expect(tab.memory.live()).toBe(false);
		tab.session.startNew();
		expect(tab.now().hello).toMatchObject({ hello: 'open' });
		expect(tab.now().hello).not.toHaveProperty('token');
	});

	test('of a visitor who was blocked leaves the page', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.now().become(stopped(closeCodes.blocked));
		expect(tab.session.phase).toBe('refused');
		// Should they be let in again, they are who they were.
		expect(tab.memory.token()).toBe('token-a');
	});

	test('with unsent text it is opened again at once', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.now().become({ kind: 'connecting' });
		tab.session.write({ kind: 'say', text: 'on the way' });
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.connections).toHaveLength(2);
		expect(tab.now().hello).toMatchObject({ hello: 'open' });
		// A server that answers an opening like that is not asked again.
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.connections).toHaveLength(2);
	});

	test.each([closeCodes.origin, closeCodes.site, closeCodes.blocked])(
		'refused with %i hides the widget',
		async (code) => {
			const tab = createTab();
			tab.session.openPanel();
			tab.now().become(stopped(code));
			expect(tab.session.phase).toBe('refused');
		},
	);

	test('a message to a session that has left is sent again, under the same id, on a connection that opens it', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.session.write({ kind: 'say', text: 'hello' });
		const first = tab.now().said[0];
		first?.answer.reject(refusal('session.left'));
		await settle();
		expect(tab.now().hello).toMatchObject({ hello: 'open' });
		await tab.accept();
		expect(tab.now().said.map(({ input }) => input)).toEqual([first?.input]);
		expect(tab.session.outbox.state.items[0]?.status.kind).toBe('sending');
	});

	test('ended in another tab: the start screen here; text that was not sent opens it again', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		// The tab that ends it takes the mark away first.
		tab.memory.setLive(false);
		tab.now().event(liveEvent(false));
		expect(tab.session.phase).toBe('ended');
		expect(tab.now().closed).toBe(true);
		expect(tab.memory.live()).toBe(false);

		const busy = createTab();
		busy.session.openPanel();
		await busy.accept();
		busy.session.write({ kind: 'say', text: 'wait' });
		busy.now().event(liveEvent(false));
		expect(busy.session.phase).toBe('open');
		expect(busy.now().hello).toMatchObject({ hello: 'open' });
	});

	test('I22 ended and opened again in another tab, told late: this one joins, and knows the start screen if it can’t', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.now().event(liveEvent(false));
		expect(tab.session.phase).toBe('open');
		expect(tab.now().hello).toMatchObject({ hello: 'resume' });
		await tab.accept('token-a', [message(4, 'again')]);
		expect(tab.session.view.entries).toHaveLength(1);
		expect(tab.memory.live()).toBe(true);

		tab.now().event(liveEvent(false));
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.session.phase).toBe('ended');
		expect(tab.memory.live()).toBe(false);
	});

	test('I22 a page out of the cache joins what other tabs opened meanwhile', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.session.end();
		await settle();
		tab.session.suspend();
		tab.session.wake();
		expect(tab.session.phase).toBe('ended');
		tab.memory.setLive(true);
		tab.session.wake();
		expect(tab.now().hello).toMatchObject({ hello: 'resume' });
		await tab.accept();
		expect(tab.session.phase).toBe('open');
	});

	test('a new chat begins only once the server knows that the old one has ended', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		const old = tab.now();
		old.ended = defer();
		tab.session.end();
		tab.session.startNew();
		await settle();
		expect(tab.session.phase).toBe('open');
		expect(tab.connections).toHaveLength(1);
		old.ended.resolve();
		await settle();
		expect(tab.connections).toHaveLength(2);
		expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
	});

	test('a reset shows nothing half: the old conversation stays until the new one is whole', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a', [message(2, 'one')]);
		const before = tab.session.view;
		tab.now().event({ type: 'welcome', reset: true, now: 0, sessionId: sessionIdOf('session_1') });
		tab.now().event({ type: 'entries', entries: [message(2, 'one'), message(3, 'two')] });
		expect(tab.session.view).toBe(before);
		tab.now().event(liveEvent(true));
		expect(tab.session.view.entries).toHaveLength(2);
	});
});

describe('tabs that open at the same moment', () => {
	test('with locks the second waits for the first one’s token', async () => {
		const browser = createWidgetMemory();
		const queue: (() => Promise<void>)[] = [];
		let busy = false;
		const lock: MintLock = (act) => {
			queue.push(act);
			const next = async (): Promise<void> => {
				if (busy) return;
				busy = true;
				for (let turn = queue.shift(); turn !== undefined; turn = queue.shift()) await turn();
				busy = false;
			};
			void next();
		};
		const one = createTab(browser, lock);
		const two = createTab(browser, lock);
		one.session.openPanel();
		two.session.openPanel();
		await settle();
		expect([one.connections.length, two.connections.length]).toEqual([1, 0]);
		await one.accept('token-a');
		expect(two.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
	});

	test('without locks the first write wins, and nothing is sent as a visitor who is given up', async () => {
		const browser = createWidgetMemory();
		const one = createTab(browser);
		const two = createTab(browser);
		one.session.openPanel();
		two.session.openPanel();
		two.session.write({ kind: 'say', text: 'hello' });
		await one.accept('token-a');
		const first = two.now();
		await two.accept('token-b');
		expect(first.said).toEqual([]);
		expect(first.closed).toBe(true);
		expect(two.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		await two.accept('token-a');
		expect(two.now().said.map(({ input }) => input.text)).toEqual(['hello']);
		expect(browser.memory.token()).toBe('token-a');
	});

	// Browsers run tabs in processes of their own: what one writes reaches the other later, and the last write stays.
	test('without locks, when both believe they were first: they are one visitor before anything is sent', async () => {
		const [one, two] = [createTab(), createTab()];
		one.session.openPanel();
		two.session.openPanel();
		two.session.write({ kind: 'say', text: 'hello' });
		await one.answer('token-a');
		await two.answer('token-b');
		const given = two.now();
		two.store.set('token', 'token-a');
		two.clock.advance(longestCrossingMs);
		one.clock.advance(longestCrossingMs);
		expect(given.said).toEqual([]);
		expect(given.closed).toBe(true);
		expect(two.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		await two.accept('token-a');
		expect(two.now().said.map(({ input }) => input.text)).toEqual(['hello']);
		expect(one.connections.length).toBe(1);
	});

	test('an old token that the server no longer takes is replaced by one, whichever tab was first', async () => {
		const [one, two] = [createTab(), createTab()];
		for (const { store, session } of [one, two]) {
			store.set('token', 'token-old');
			session.openPanel();
		}
		two.session.write({ kind: 'say', text: 'hello' });
		await one.answer('token-a');
		await two.answer('token-b');
		const given = two.now();
		two.store.set('token', 'token-a');
		two.clock.advance(longestCrossingMs);
		expect(given.said).toEqual([]);
		expect(two.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
	});

	test('without locks, when the other token comes later still, the tab joins it on the news', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a');
		tab.store.set('token', 'token-b');
		tab.session.resume();
		expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-b' });
		await tab.accept('token-b');
		tab.session.resume();
		expect(tab.connections.length).toBe(2);
	});

	test('where nothing can be stored, what is written is sent all the same', async () => {
		const browser = createWidgetMemory();
		const tab = createTab({ ...browser, memory: { ...browser.memory, setToken: () => {} } });
		tab.session.openPanel();
		tab.session.write({ kind: 'say', text: 'hello' });
		await tab.accept('token-a');
		expect(tab.now().said.map(({ input }) => input.text)).toEqual(['hello']);
		expect(tab.connections.length).toBe(1);
	});
});
