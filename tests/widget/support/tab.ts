import type { Ack, Entry } from '../../../shared/entry.ts';
import type { VisitorEvent } from '../../../shared/feed.ts';
import { clientIdOf, genOf, sessionIdOf } from '../../../shared/ids.ts';
import type { ConnectionState } from '../../../shared/live/connect.ts';
import type { ChatDeps, ChatSession } from '../../../widget/session/chat.ts';
import { createChatSession, longestCrossingMs } from '../../../widget/session/chat-session.ts';
import type { MintLock } from '../../../widget/session/mint-lock.ts';
import { createManualClock } from '../../net/support/manual-clock.ts';
import { type Deferred, defer } from '../../net/support/moments.ts';
import { createWidgetMemory } from '../../support/widget-memory.ts';

export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

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

/** One tab of a browser, on connections that the test moves. */
export function createTab(browser = createWidgetMemory(), mintLock = noLocks) {
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

export const liveEvent = (open: boolean): VisitorEvent => ({
	type: 'live',
	live: { turn: null, agentTyping: false, gen: genOf(1), open, nobody: null },
});
