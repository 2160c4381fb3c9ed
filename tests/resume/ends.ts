/** Both ends as their apps have them, over Node's own WebSocket, and all that they were told. */
import { setTimeout as systemTimeout } from 'node:timers';
import { type Gathered, gather } from '../../dashboard/monitor/cards.ts';
import { command } from '../../dashboard/session/command.ts';
import type { MemberRouter, VisitorRouter } from '../../server/rpc/routers.ts';
import type { Card } from '../../shared/card.ts';
import type { Ack } from '../../shared/entry.ts';
import type { ListEvent, MemberEvent, MemberLive, SessionFeedEvent, VisitorEvent } from '../../shared/feed.ts';
import { type ClientId, type Gen, makeClientId, type SessionId, type SiteId } from '../../shared/ids.ts';
import { type Connection, createConnection } from '../../shared/live/connect.ts';
import { follow } from '../../shared/live/follow.ts';
import type { LiveClock, LiveHost } from '../../shared/live/host.ts';
import { createOutbox } from '../../shared/live/outbox-runner.ts';
import { emptyView, foldFeed, type SessionView } from '../../shared/live/session-view.ts';
import type { ChatDeps, ChatSession } from '../../widget/session/chat.ts';
import { createChatSession } from '../../widget/session/chat-session.ts';
import { createNodeHost } from '../support/live.ts';
import { createWidgetMemory } from '../support/widget-memory.ts';

/** Waiting between attempts is no part of what is shown: it goes by ten times as fast. */
const haste = 10;

const hastyClock: LiveClock = {
	now: () => Date.now(),
	monotonic: () => performance.now() * haste,
	setTimer(ms, ring) {
		const handle = systemTimeout(ring, ms / haste);
		return { cancel: () => clearTimeout(handle) };
	},
};

const hostOf = (headers: Readonly<Record<string, string>>): LiveHost => ({
	...createNodeHost(headers),
	clock: hastyClock,
});

export const newClientId = (): ClientId => makeClientId((bytes) => crypto.getRandomValues(bytes));

/** What one page was told by its subscription, in the order in which it came. */
export interface Stream<L> {
	readonly events: SessionFeedEvent<L>[];
}

export interface Acked {
	readonly clientId: ClientId;
	readonly text: string;
	readonly ack: Ack;
}

/** Calls `look` after each news until it finds what it looks for. */
export function createNews() {
	const waiting = new Set<() => void>();
	return {
		tell(): void {
			for (const look of [...waiting]) look();
		},
		until: <T>(find: () => T | null | undefined | false, what: string, patienceMs = 12_000): Promise<T> =>
			new Promise((resolve, reject) => {
				const timer = setTimeout(() => {
					waiting.delete(look);
					reject(new Error(`never came: ${what}`));
				}, patienceMs);
				// What is looked for may be on the server's side, which tells nobody.
				const again = setInterval(() => look(), 20);
				function look(): void {
					const found = find();
					if (found === null || found === undefined || found === false) return;
					clearTimeout(timer);
					clearInterval(again);
					waiting.delete(look);
					resolve(found);
				}
				waiting.add(look);
				look();
			}),
	};
}

export type News = ReturnType<typeof createNews>;

type Handlers<E> = { readonly onData: (event: { readonly id: string; readonly data: E }) => void };

/** One browser of a visitor: pages come and go, what it remembers stays. */
export function createVisitor(port: () => number, siteKey: string, news: News) {
	const { memory } = createWidgetMemory();
	const streams: Stream<unknown>[] = [];
	const acked: Acked[] = [];
	let pages = 0;
	let session: ChatSession = openPage();

	/** The page's own connection, whose subscription and acks are written down on the way. */
	function recorded(made: Connection<VisitorRouter>, stream: Stream<unknown>): Connection<VisitorRouter> {
		const { client } = made;
		const heard = {
			feed: {
				subscribe: (input: { lastEventId?: string }, handlers: Handlers<VisitorEvent> & object) =>
					client.feed.subscribe(input, {
						...handlers,
						onData(event) {
							stream.events.push(event.data);
							handlers.onData(event);
						},
					}),
			},
			say: {
				async mutate(input: { readonly clientId: ClientId; readonly text: string }) {
					const ack = await client.say.mutate(input);
					acked.push({ ...input, ack });
					return ack;
				},
			},
		};
		const watched = new Proxy(client, {
			get: (target, name) => (name === 'feed' || name === 'say' ? heard[name] : Reflect.get(target, name)),
		});
		return Object.create(made, { client: { value: watched } });
	}

	function openPage(): ChatSession {
		pages += 1;
		const page = pages;
		const connect: ChatDeps['connect'] = (hello) => {
			// A later connection of a page begins its stream anew: it may be another session.
			const stream: Stream<unknown> = { events: [] };
			streams.push(stream);
			return recorded(
				createConnection<VisitorRouter>({
					url: () => `ws://127.0.0.1:${port()}/trpc?site=${siteKey}`,
					connectionParams: hello,
					host: hostOf({ origin: `http://127.0.0.1:${port()}` }),
				}),
				stream,
			);
		};
		return createChatSession({
			connect,
			clock: hastyClock,
			memory,
			mintLock: (act) => void act(),
			makeClientId: newClientId,
			about: { language: 'en' },
			page: () => ({ url: 'https://shop.example/', title: 'Shop' }),
			changed: () => {
				if (page === pages) news.tell();
			},
		});
	}

	return {
		get chat() {
			return session;
		},
		streams,
		acked,
		memory,
		get pages() {
			return pages;
		},
		/** The page dies and another one takes its place, as after F5. */
		reload(): void {
			const dead = session;
			dead.suspend();
			session = openPage();
			if (memory.live()) session.resume();
			session.openPanel();
			news.tell();
		},
		close: () => session.suspend(),
	};
}

/** What an agent wrote, and the control that they saw. */
interface Written {
	readonly text: string;
	readonly gen: Gen;
}

/** One dashboard: the list of a website, and one session on it. */
export function createAgent(port: () => number, cookie: string, siteId: SiteId, news: News) {
	const line = createConnection<MemberRouter>({
		url: () => `ws://127.0.0.1:${port()}/trpc`,
		host: hostOf({ origin: `http://127.0.0.1:${port()}`, cookie }),
	});
	const api = line.client;
	let gathered: Gathered = { cards: new Map(), parts: null };
	const lists: ListEvent[] = [];
	let view: SessionView<MemberLive> = emptyView;
	let unfollow = (): void => {};
	const stream: Stream<MemberLive> = { events: [] };
	const acked: Acked[] = [];

	const stopList = follow<ListEvent>({
		clock: hastyClock,
		subscribe: (resume, handlers) => api.monitor.list.subscribe({ siteId, ...resume }, handlers),
		onEvent(event) {
			lists.push(event);
			gathered = gather(gathered, event);
			news.tell();
		},
		onEnd: () => {},
	});
	const id = (): SessionId => {
		if (view.sessionId === null) throw new Error('nothing is watched');
		return view.sessionId;
	};
	const outbox = createOutbox<Written>({
		clock: hastyClock,
		makeClientId: newClientId,
		parseBody: () => null,
		storage: { load: () => null, save: () => {} },
		async send({ clientId, body: { text, gen } }) {
			const ack = await api.monitor.reply.mutate({ sessionId: id(), gen, clientId, text });
			acked.push({ clientId, text, ack });
			return ack;
		},
	});
	outbox.subscribe(() => news.tell());
	const unlisten = line.subscribe(({ kind }) => outbox.connected(kind === 'live'));

	return {
		get view() {
			return view;
		},
		get card(): Card | undefined {
			return view.sessionId === null ? undefined : gathered.cards.get(view.sessionId);
		},
		cards: () => gathered.cards,
		lists,
		stream,
		acked,
		outbox,
		line,
		watch(sessionId: SessionId): void {
			unfollow = follow<MemberEvent>({
				clock: hastyClock,
				subscribe: (resume, handlers) => api.monitor.watch.subscribe({ sessionId, ...resume }, handlers),
				onEvent(event) {
					stream.events.push(event);
					view = foldFeed(view, event, Date.now());
					if (event.type === 'welcome' && event.reset) outbox.reset();
					if (event.type === 'entries') outbox.seen(event.entries);
					news.tell();
				},
				onEnd: () => {},
			});
		},
		takeOver: (gen: Gen): Promise<Ack> =>
			command(hastyClock, (clientId) => api.monitor.takeOver.mutate({ sessionId: id(), gen, clientId })),
		release: (gen: Gen): Promise<Ack> =>
			command(hastyClock, (clientId) => api.monitor.release.mutate({ sessionId: id(), gen, clientId })),
		reply: (gen: Gen, text: string) => outbox.write({ text, gen }),
		// May be lost (I25).
		typing: (on: boolean) => void api.monitor.typing.mutate({ sessionId: id(), on }).catch(() => {}),
		close(): void {
			unlisten();
			stopList();
			unfollow();
			outbox.stop();
			line.close();
		},
	};
}

export type Visitor = ReturnType<typeof createVisitor>;
export type Agent = ReturnType<typeof createAgent>;
