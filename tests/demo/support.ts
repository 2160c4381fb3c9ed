import type { Chat, VisitorView } from '../../server/demo/chat.ts';
import type { Entry, EntryBody } from '../../shared/entry.ts';
import type { VisitorEvent } from '../../shared/feed.ts';
import { genOf, noSeq, seqOf, sessionIdOf } from '../../shared/ids.ts';
import { emptyView, foldFeed } from '../../shared/live/session-view.ts';
import { createManualClock, type ManualClock } from '../net/support/manual-clock.ts';

/** Lets promises settle, then moves time, until the work is done. */
export async function runThrough(clock: ManualClock, work: Promise<unknown>, stepMs = 200): Promise<void> {
	let done = false;
	const settled = work.finally(() => {
		done = true;
	});
	// A rejection is the caller's to see.
	settled.catch(() => {});
	for (let step = 0; !done; step += 1) {
		if (step > 50_000) throw new Error('it never ends');
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
		clock.advance(stepMs);
	}
	await settled;
}

export interface StubChat extends Chat {
	/** As the server would: an entry arrives. */
	write(body: EntryBody): void;
	readonly log: readonly string[];
}

/** A chat without a server: the AI answers each message after two seconds, unless a person has the session. */
export function createStubChat(clock = createManualClock()): StubChat {
	let view: VisitorView = emptyView;
	let closed = false;
	let gen = 1;
	const log: string[] = [];
	const listeners = new Set<() => void>();
	const hear = (event: VisitorEvent) => {
		view = foldFeed(view, event, clock.now());
		for (const listener of [...listeners]) listener();
	};
	const live = { turn: null, agentTyping: false, gen: genOf(1), open: true, nobody: null };
	const write = (body: EntryBody): Entry => {
		if (body.kind === 'took-over' || body.kind === 'released') gen += 1;
		const entry = { ...body, seq: seqOf(view.state.lastSeq + 1), gen: genOf(gen), at: clock.now() };
		hear({ type: 'entries', entries: [entry] });
		return entry;
	};
	hear({ type: 'welcome', reset: true, now: clock.now(), sessionId: sessionIdOf('session_stub') });
	hear({ type: 'live', live });
	write({ kind: 'opened', reopened: false });
	return {
		log,
		write: (body) => void write(body),
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
			log.push(`says ${text}`);
			const { seq } = write({ kind: 'message', author: 'visitor', text });
			clock.setTimer(2_000, () => {
				if (closed || view.state.mode === 'taken-over') return;
				const answer = { text: 'The answer.', turn: noSeq, interrupted: false, answersUpTo: seq, sources: [] } as const;
				write({ kind: 'message', author: 'ai', ...answer });
			});
			return seq;
		},
		async askForHuman() {
			log.push('asks for a person');
			write({ kind: 'asked-for-human', why: 'button' });
			return true;
		},
		async end() {
			log.push('ends');
			return true;
		},
		typing: (on) => void (on && log.push('types')),
		page: ({ url }) => void log.push(`goes to ${url}`),
		close() {
			closed = true;
			for (const listener of [...listeners]) listener();
		},
	};
}
