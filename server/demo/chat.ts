/** A simulated visitor's end of the real protocol: the official client over a WebSocket, as the widget uses it. */
import type { Page } from '../../shared/card.ts';
import type { VisitorEvent, VisitorLive } from '../../shared/feed.ts';
import { type FillRandom, makeClientId, type Seq } from '../../shared/ids.ts';
import { createConnection } from '../../shared/live/connect.ts';
import { failureOf } from '../../shared/live/failure.ts';
import { follow } from '../../shared/live/follow.ts';
import type { LiveHost, SocketClass } from '../../shared/live/host.ts';
import { emptyView, foldFeed, type SessionView } from '../../shared/live/session-view.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Clock } from '../clock.ts';
import type { VisitorRouter } from '../rpc/routers.ts';

export type VisitorView = SessionView<VisitorLive>;

/** What a visit needs of a chat. Calls resolve when the server has answered; null and false: it will not any more. */
export interface Chat {
	readonly view: VisitorView;
	/** Told after each change of `view`, and once when the chat is closed for good. */
	onChange(listener: () => void): () => void;
	/** Closed for good, by the server or by us. */
	readonly closed: boolean;
	/** The `seq` of the message in the transcript. */
	say(text: string): Promise<Seq | null>;
	askForHuman(): Promise<boolean>;
	end(): Promise<boolean>;
	typing(on: boolean): void;
	page(page: Page): void;
	close(): void;
}

export interface ChatDeps {
	/** `ws://HOST/trpc?site=KEY` */
	readonly url: string;
	/** Minted by the server: who this visitor is, with country and device. */
	readonly token: string;
	readonly language: Language;
	readonly page: Page;
	readonly clock: Clock;
	readonly random: () => number;
	readonly fillRandom: FillRandom;
	/** Node's own WebSocket. */
	readonly WebSocket: SocketClass;
}

const attempts = 6;
const pauseMs = 2_000;

export function openChat({ url, token, language, page, clock, random, fillRandom, WebSocket }: ChatDeps): Chat {
	const host: LiveHost = {
		clock,
		random,
		hidden: () => false,
		onWake: () => () => {},
		WebSocket,
		makeEvent: (type) => new Event(type),
	};
	const listeners = new Set<() => void>();
	let view: VisitorView = emptyView;
	let opened = false;
	let closed = false;

	const changed = (): void => {
		for (const listener of [...listeners]) listener();
	};

	const connection = createConnection<VisitorRouter>({
		url: () => url,
		// The panel was opened once; after that the visitor only comes back.
		connectionParams: () => {
			const hello = opened ? 'resume' : 'open';
			return { hello, token, language, url: page.url, title: page.title };
		},
		host,
	});
	const { client } = connection;

	function close(): void {
		if (closed) return;
		closed = true;
		stopFollowing();
		connection.close();
		changed();
	}

	connection.subscribe((state) => {
		if (state.kind === 'live') opened = true;
		if (state.kind === 'stopped') close();
	});
	const stopFollowing = follow<VisitorEvent>({
		clock,
		subscribe: (input, handlers) => client.feed.subscribe(input, handlers),
		onEvent(event) {
			opened = true;
			view = foldFeed(view, event, clock.now());
			changed();
		},
		onEnd: close,
	});

	const pause = (ms: number) =>
		new Promise<void>((resolve) => {
			clock.setTimer(ms, resolve);
		});

	/** The same call under the same client id until the server has said yes or no. */
	async function persist<T>(call: () => Promise<T>): Promise<T | null> {
		for (let attempt = 0; attempt < attempts && !closed; attempt += 1) {
			try {
				return await call();
			} catch (thrown) {
				const failure = failureOf(thrown);
				if (failure.kind === 'stopped') return null;
				if (failure.kind === 'refused' && !failure.error.retryable) return null;
				await pause(failure.kind === 'refused' ? (failure.error.retryAfterMs ?? pauseMs) : pauseMs);
			}
		}
		return null;
	}

	/** Droppable: nobody waits for it. */
	const hint = (call: Promise<unknown>): void => void call.catch(() => {});

	return {
		get view() {
			return view;
		},
		get closed() {
			return closed;
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async say(text) {
			const clientId = makeClientId(fillRandom);
			return (await persist(() => client.say.mutate({ clientId, text })))?.seq ?? null;
		},
		async askForHuman() {
			const clientId = makeClientId(fillRandom);
			return (await persist(() => client.askForHuman.mutate({ clientId }))) !== null;
		},
		end: async () => (await persist(() => client.end.mutate())) !== null,
		typing: (on) => hint(client.typing.mutate({ on })),
		page: (next) => hint(client.page.mutate(next)),
		close,
	};
}
