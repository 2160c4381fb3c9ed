/**
 * The visitor's side of a session: when to connect and as what, what to keep, and what a person sees. Without Solid and
 * without DOM. `open` starts or reopens; `resume` joins a live session and never makes one (SPEC section 2).
 */
import type { VisitorRouter } from '../../server/rpc/visitor.ts';
import { closeCodes, isNotLive, mayBeAnswered } from '../../shared/close-codes.ts';
import type { Ack } from '../../shared/entry.ts';
import type { VisitorEvent, VisitorLive } from '../../shared/feed.ts';
import type { Connection, ConnectionState } from '../../shared/live/connect.ts';
import { failureOf } from '../../shared/live/failure.ts';
import { follow } from '../../shared/live/follow.ts';
import { type OutboxItem, unsent } from '../../shared/live/outbox.ts';
import { createOutbox } from '../../shared/live/outbox-runner.ts';
import { emptyView, foldFeed, type SessionView } from '../../shared/live/session-view.ts';
import { sendCommand, tellEnd } from './calls.ts';
import type { ChatDeps, ChatSession, Phase } from './chat.ts';
import { type Command, parseCommand } from './command.ts';
import { forgetVisitor } from './memory.ts';

const longestMintMs = 10_000;
/** Tabs run in processes of their own: what one has stored reaches another within this time, unless the machine is very busy. */
export const longestCrossingMs = 250;
const idle: ConnectionState = { kind: 'connecting' };

export function createChatSession(deps: ChatDeps): ChatSession {
	const { clock, memory, changed } = deps;
	let phase: Phase = 'closed';
	let panelOpen = false;
	let connection: Connection<VisitorRouter> | null = null;
	let view: SessionView<VisitorLive> = emptyView;
	/** After a reset the old view stays on the screen until the new one is whole. */
	let staged: SessionView<VisitorLive> | null = null;
	/** Rises with each connection: answers to an older one are nobody's. */
	let life = 0;
	let stopFeed = (): void => {};
	/** The token that the tabs have settled on; before that a message might go to a visitor who is given up. */
	let settled: string | null = null;
	/** This connection was told that its session is live. */
	let wasLive = false;
	/** "End chat" on its way: what is opened before the server has heard of it would be ended too. */
	let ending: Promise<void> | null = null;
	/** The start screen stood here before this connection, and comes back if there is nothing to join. */
	let fromStart = false;

	const outbox = createOutbox<Command>({
		send,
		clock,
		storage: memory.outbox,
		makeClientId: deps.makeClientId,
		parseBody: parseCommand,
	});
	outbox.subscribe(({ items }) => {
		// Only what was typed is worth an explanation; a control that came too late just does nothing.
		for (const { clientId, body, status } of items) {
			if (!('text' in body) && status.kind === 'failed') outbox.discard(clientId);
		}
		changed();
	});

	function become(next: Phase): void {
		phase = next;
		changed();
	}

	function disconnect(): void {
		life += 1;
		stopFeed();
		stopFeed = () => {};
		outbox.connected(false);
		connection?.close();
		connection = null;
		staged = null;
	}

	function start(kind: 'open' | 'resume'): void {
		disconnect();
		fromStart = kind === 'resume' && phase === 'ended';
		become('open');
		const begun = life;
		if (ending === null) begin(kind);
		else
			void ending.then(() => {
				if (begun === life) begin(kind);
			});
	}

	function begin(kind: 'open' | 'resume'): void {
		if (kind === 'resume' || memory.token() !== null) {
			void connect(kind);
			return;
		}
		const mine = life;
		deps.mintLock(async () => {
			if (mine !== life) return;
			const minted = connect(kind);
			// Another tab was first: this one needs no lock.
			if (memory.token() === null) await minted;
		});
	}

	/** Resolves when the token is known or will not be. */
	function connect(kind: 'open' | 'resume'): Promise<void> {
		const mine = life;
		let opening = kind === 'open';
		const token = memory.token();
		const made = deps.connect(() => ({
			...deps.about,
			...deps.page(),
			hello: opening ? 'open' : 'resume',
			...(memory.token() === null ? {} : { token: memory.token() ?? '' }),
		}));
		connection = made;
		settled = null;
		wasLive = false;
		made.subscribe((state) => {
			if (mine !== life) return;
			// Once it was opened, a lost socket only joins again: a session that another tab has ended stays ended.
			if (state.kind === 'live') opening = false;
			if (state.kind === 'stopped') stopped(state.code, opening);
			else outbox.connected(state.kind === 'live' && settled !== null);
			changed();
		});
		stopFeed = follow<VisitorEvent>({
			subscribe: (input, handlers) => made.client.feed.subscribe(input, handlers),
			clock,
			onEvent: (event) => {
				if (mine === life) take(event);
			},
			// A refusal here comes with a close code, which decides.
			onEnd: () => {},
		});
		return new Promise((resolve) => {
			const timer = clock.setTimer(longestMintMs, resolve);
			const ask = (): void => {
				made.client.hello.query().then(
					(answer) => {
						timer.cancel();
						resolve();
						if (mine === life) learn(answer.token, token, made);
					},
					(thrown: unknown) => {
						if (mine !== life || failureOf(thrown).kind === 'stopped') return resolve();
						clock.setTimer(1_000, ask);
					},
				);
			};
			ask();
		});
	}

	function learn(token: string, sent: string | null, made: Connection<VisitorRouter>): void {
		const mine = life;
		const stored = memory.token();
		if (stored !== null && stored !== sent && stored !== token) {
			// Without locks two tabs can be two visitors for a moment: the first write wins, and this tab joins it.
			start('open');
			return;
		}
		if (stored !== token) memory.setToken(token);
		if (!memory.live()) memory.setLive(true);
		if (token !== sent) {
			// Or both believe that they were first. The last write is what stays, for both.
			clock.setTimer(longestCrossingMs, () => {
				if (mine === life) learn(token, token, made);
			});
			return;
		}
		settled = token;
		outbox.connected(made.state.kind === 'live');
	}

	function stopped(code: number, opening: boolean): void {
		const over = isNotLive(code);
		memory.setLive(mayBeAnswered(code));
		disconnect();
		const forgotten = code === closeCodes.forgotten;
		if (forgotten) forgetVisitor(memory, outbox);
		// The line was away for longer than the grace. Whoever waits for an answer is still here, and it may be stored by now.
		const waits = unsent(outbox.state).length > 0 || (panelOpen && view.state.lastVisitorSeq > view.state.answered);
		if (over && !opening && waits) {
			start('open');
			return;
		}
		if (!panelOpen || forgotten) view = emptyView;
		const shown = fromStart || forgotten ? 'ended' : 'dormant';
		const next = panelOpen ? shown : 'closed';
		become(over || forgotten ? next : 'refused');
		if (code === closeCodes.answered) deps.answered?.();
	}

	function take(event: VisitorEvent): void {
		const next = foldFeed(staged ?? view, event, clock.now());
		if (event.type === 'welcome' && event.reset) {
			staged = next;
			outbox.reset();
		} else if (staged !== null && event.type !== 'live') {
			staged = next;
		} else {
			view = next;
			staged = null;
		}
		if (event.type === 'entries') outbox.seen(event.entries);
		const open = event.type === 'live' && event.live.open;
		wasLive ||= open;
		if (event.type === 'live' && !open && (wasLive || view.state.mode === 'left')) left();
		else changed();
	}

	/** The visitor ended it in some tab. What was written here and not sent opens it again. */
	function left(): void {
		disconnect();
		view = emptyView;
		become(panelOpen ? 'ended' : 'closed');
		if (unsent(outbox.state).length > 0) start('open');
		// I22: the tab that ends it takes the mark away first. It stands there again: a tab has opened it meanwhile.
		else if (memory.live()) start('resume');
	}

	function resume(): void {
		if (phase !== 'open' && phase !== 'refused') start('resume');
		else if (settled !== null && memory.token() !== null && memory.token() !== settled) start('open');
	}

	async function send(item: OutboxItem<Command>): Promise<Ack> {
		const mine = life;
		if (connection === null) throw new Error('no connection');
		return sendCommand(connection.client, item, () => {
			if (mine === life) start('open');
		});
	}

	return {
		get phase() {
			return phase;
		},
		get view() {
			return view;
		},
		get link() {
			return connection?.state ?? idle;
		},
		outbox,
		openPanel() {
			panelOpen = true;
			if (phase === 'closed') start('open');
		},
		closePanel() {
			panelOpen = false;
			if (phase !== 'dormant' && phase !== 'ended') return;
			view = emptyView;
			become('closed');
		},
		resume,
		startNew() {
			view = emptyView;
			start('open');
		},
		write(command) {
			outbox.write(command);
			if (phase === 'dormant') start('open');
		},
		end() {
			const leaving = connection;
			memory.setLive(false);
			outbox.clear();
			// The socket stays until the server knows; the person need not wait for that.
			life += 1;
			stopFeed();
			connection = null;
			staged = null;
			view = emptyView;
			become('ended');
			if (leaving === null) return;
			const told = tellEnd(leaving, clock).then(() => {
				if (ending === told) ending = null;
			});
			ending = told;
		},
		typing(on) {
			if (connection?.state.kind === 'live') void connection.client.typing.mutate({ on }).catch(() => {});
		},
		pageChanged() {
			if (connection?.state.kind === 'live') void connection.client.page.mutate(deps.page()).catch(() => {});
		},
		suspend: () => connection?.suspend(),
		wake() {
			connection?.resume();
			// Pages in the cache are not told what other tabs do.
			if (memory.live()) resume();
		},
	};
}
