/** One session as this member sees it: the fold of its feed, what they wrote, and the commands they may give. */
import { type Accessor, batch, createMemo, createSignal, onCleanup } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import type { Ack } from '../../shared/entry.ts';
import type { MemberLive } from '../../shared/feed.ts';
import { type ClientId, type Gen, genOf, type SessionId } from '../../shared/ids.ts';
import type { Failure } from '../../shared/live/failure.ts';
import type { OutboxItem } from '../../shared/live/outbox.ts';
import { createOutbox, type OutboxStorage } from '../../shared/live/outbox-runner.ts';
import { emptyView, foldFeed, pendingItems, type SessionView } from '../../shared/live/session-view.ts';
import { followSession } from '../live.ts';
import type { Desk } from '../shell/desk.tsx';
import { recall, remember } from '../shell/remember.ts';
import { command, freshClientId } from './command.ts';
import { type Row, rowsOf } from './rows.ts';

export interface Written {
	/** `ai`: a whisper. */
	readonly to: 'visitor' | 'ai';
	readonly text: string;
	/** The control that the writer saw (I3). */
	readonly gen: Gen;
}

/** What a page brings along: where unsent text survives a reload, and ids for commands. */
export interface Keeping {
	readonly storage: OutboxStorage;
	readonly makeClientId: () => ClientId;
}

const inThisBrowser = (sessionId: SessionId): Keeping => ({
	storage: {
		load: () => recall(`outbox.${sessionId}`),
		save: (text) => remember(`outbox.${sessionId}`, text),
	},
	makeClientId: freshClientId,
});

export type Intent = 'take-over' | 'release' | 'keep';

export interface Session {
	readonly view: Accessor<SessionView<MemberLive>>;
	readonly rows: readonly Row[];
	/** Written here and not in the transcript yet. */
	readonly pending: Accessor<readonly OutboxItem<Written>[]>;
	readonly failure: Accessor<Failure | null>;
	readonly gen: Accessor<Gen>;
	/** Which command is under way. */
	readonly doing: Accessor<Intent | null>;
	/** Rejects with what the server answered. */
	takeOver(): Promise<void>;
	release(): Promise<void>;
	keep(): Promise<void>;
	send(text: string): void;
	/** In private, to the AI. */
	whisper(text: string): void;
	retry(item: OutboxItem<Written>): void;
	discard(item: OutboxItem<Written>): Written | null;
	typing(on: boolean): void;
}

function parseWritten(stored: unknown): Written | null {
	if (typeof stored !== 'object' || stored === null || !('text' in stored && 'gen' in stored && 'to' in stored))
		return null;
	const { to, text, gen } = stored;
	// Whatever can't be told to be for the visitor is never sent to them.
	if (to !== 'visitor' && to !== 'ai') return null;
	return typeof text === 'string' && typeof gen === 'number' ? { to, text, gen: genOf(gen) } : null;
}

export function createSession(
	desk: Pick<Desk, 'api' | 'line' | 'online' | 'me'> & { readonly host: Pick<Desk['host'], 'clock'> },
	sessionId: SessionId,
	{ storage, makeClientId }: Keeping = inThisBrowser(sessionId),
): Session {
	const { api, host } = desk;
	const { clock } = host;
	const [view, setView] = createSignal<SessionView<MemberLive>>(emptyView);
	const [rows, setRows] = createStore<Row[]>([]);
	const [failure, setFailure] = createSignal<Failure | null>(null);
	const [doing, setDoing] = createSignal<Intent | null>(null);

	// `opened` may be in memory only: then `live` knows the control before the fold does.
	const gen = createMemo(() => genOf(Math.max(view().state.gen, view().live?.gen ?? 0)));

	/** Where my own commands have led: what I wrote before my takeover was acknowledged is not stale to me. */
	const ledTo = new Map<Gen, Gen>();
	const current = (seen: Gen): Gen => {
		let now = seen;
		for (let next = ledTo.get(now); next !== undefined && next > now; next = ledTo.get(now)) now = next;
		return now;
	};
	const led = (from: Gen, ack: Ack): Ack => {
		if (ack.gen > from) ledTo.set(from, ack.gen);
		return ack;
	};
	let takingOver: Promise<unknown> = Promise.resolve();

	const outbox = createOutbox<Written>({
		clock,
		makeClientId,
		parseBody: parseWritten,
		storage,
		async send({ clientId, body }) {
			// The reply may be written while the takeover is under way; it must not arrive before it.
			await takingOver;
			const seen = current(body.gen);
			const said = { sessionId, gen: seen, clientId, text: body.text };
			return body.to === 'ai' ? api.monitor.whisper.mutate(said) : led(seen, await api.monitor.reply.mutate(said));
		},
	});
	const [outboxState, setOutboxState] = createSignal(outbox.state);
	const unlisten = outbox.subscribe(setOutboxState);
	outbox.connected(desk.online());
	const unlistenLine = desk.line.subscribe(({ kind }) => outbox.connected(kind === 'live'));

	const unfollow = followSession({
		api,
		clock,
		sessionId,
		onEvent(event) {
			batch(() => {
				setFailure(null);
				const before = view();
				const after = foldFeed(before, event, clock.now());
				setView(after);
				if (event.type === 'welcome' && event.reset) outbox.reset();
				if (event.type === 'entries') outbox.seen(event.entries);
				if (after.entries !== before.entries) {
					setRows(reconcile([...rowsOf(after.entries, desk.me().id)], { key: 'key' }));
				}
			});
		},
		onEnd: setFailure,
	});

	onCleanup(() => {
		unfollow();
		unlistenLine();
		unlisten();
		outbox.stop();
	});

	async function run(intent: Intent, send: (gen: Gen) => Promise<Ack>): Promise<void> {
		if (doing() !== null) return;
		setDoing(intent);
		try {
			await send(current(gen()));
		} finally {
			setDoing(null);
		}
	}

	return {
		view,
		rows,
		pending: createMemo(() => pendingItems(view(), outboxState())),
		failure,
		gen,
		doing,
		takeOver: () =>
			run('take-over', (seen) => {
				const taken = command(
					clock,
					(clientId) => api.monitor.takeOver.mutate({ sessionId, gen: seen, clientId }),
					makeClientId,
				);
				takingOver = taken.then(
					(ack) => led(seen, ack),
					// Its own caller tells; a reply that waited goes on and is answered for itself.
					() => undefined,
				);
				return taken;
			}),
		release: () =>
			run('release', (seen) =>
				command(clock, (clientId) => api.monitor.release.mutate({ sessionId, gen: seen, clientId }), makeClientId),
			),
		keep: () =>
			run('keep', (seen) =>
				command(clock, (clientId) => api.monitor.keep.mutate({ sessionId, gen: seen, clientId }), makeClientId),
			),
		send: (text) => void outbox.write({ to: 'visitor', text, gen: gen() }),
		whisper: (text) => void outbox.write({ to: 'ai', text, gen: gen() }),
		retry(item) {
			// A refusal is remembered under its client id; asking again is a new intent under the control seen now.
			const failed = outbox.discard(item.clientId);
			if (failed !== null) outbox.write({ ...failed.body, gen: gen() });
		},
		discard: (item) => outbox.discard(item.clientId)?.body ?? null,
		typing(on) {
			// Typing may be lost (I25).
			void api.monitor.typing.mutate({ sessionId, on }).catch(() => undefined);
		},
	};
}
