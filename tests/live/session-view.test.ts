import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../server/session/events.ts';
import { step } from '../../server/session/step.ts';
import { projectFor } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import type { SessionFeedEvent, VisitorLive } from '../../shared/feed.ts';
import { emptyState, type SessionState } from '../../shared/fold.ts';
import { clientIdOf, genOf, memberIdOf, noSeq, type Seq, seqOf, sessionIdOf } from '../../shared/ids.ts';
import { emptyOutbox, stepOutbox } from '../../shared/live/outbox.ts';
import { emptyView, foldFeed, pendingItems, type SessionView } from '../../shared/live/session-view.ts';

type View = SessionView<VisitorLive>;
type Event = SessionFeedEvent<VisitorLive>;

const sessionId = sessionIdOf('session_0123456789012345678901');
const agent = { memberId: memberIdOf('m'), name: 'Agent' };
const welcome = (reset: boolean): Event => ({ type: 'welcome', reset, now: 1_000, sessionId });
const liveOf = (turn: Seq | null): Event => ({
	type: 'live',
	live: { turn, agentTyping: false, gen: genOf(1), open: true, nobody: null },
});
const pieceOf = (turn: number, gen: number, offset: number, text: string): Event => ({
	type: 'piece',
	turn: seqOf(turn),
	gen: genOf(gen),
	offset,
	text,
});
const foldAll = (events: readonly Event[], from: View = emptyView): View =>
	events.reduce((view, event) => foldFeed(view, event, 0), from);

/** A session run by the real rules, and the feed's own reading loop over it. */
function createModel() {
	let state: SessionState = emptyState;
	let entries: readonly Entry[] = [];
	let text = '';
	let ids = 0;
	const cursor = { seq: noSeq, turn: noSeq, offset: 0 };
	let told: string | null = null;
	const turn = () => state.turn;

	function tell(event: SessionEvent): void {
		const result = step(state, { ...event, at: 0, published: text });
		if (!result.ok) return;
		const before = state.turn?.turn;
		state = result.after;
		entries = [...entries, ...result.entries];
		if (state.turn?.turn !== before) text = '';
	}

	return {
		entries: () => entries,
		state: () => state,
		published: () => (turn() === null ? '' : text),
		tell,
		publish(more: string) {
			if (turn() !== null) text += more;
		},
		complete() {
			const now = turn();
			if (now !== null && text !== '') tell({ type: 'turn.completed', ...now, sources: [], asks: null });
		},
		fail() {
			const now = turn();
			if (now !== null) tell({ type: 'turn.failed', ...now, why: 'provider', apology: 'Sorry.' });
		},
		clientId: () => clientIdOf(`client-${ids++}`),
		cursor: () => ({ ...cursor }),
		connect(from: typeof cursor | null): Event {
			Object.assign(cursor, from ?? { seq: noSeq, turn: noSeq, offset: 0 });
			told = null;
			return welcome(from === null);
		},
		/** The next thing that the feed would send, or null. */
		next(): Event | null {
			const page = entries.filter((entry) => entry.seq > cursor.seq).slice(0, 3);
			if (page.length > 0) {
				cursor.seq = page.at(-1)?.seq ?? cursor.seq;
				const seen = page.map((entry) => projectFor('visitor', entry)).filter((entry) => entry !== null);
				return { type: 'entries', entries: seen };
			}
			const now = turn();
			const live = JSON.stringify(now?.turn ?? null);
			if (live !== told) {
				told = live;
				return liveOf(now?.turn ?? null);
			}
			if (now === null) return null;
			const offset = cursor.turn === now.turn ? cursor.offset : 0;
			if (offset >= text.length) return null;
			cursor.turn = now.turn;
			cursor.offset = text.length;
			return pieceOf(now.turn, now.gen, offset, text.slice(offset));
		},
	};
}

const likely = (weight: number, ...names: readonly string[]) => ({ weight, arbitrary: fc.constantFrom(...names) });
const moves = fc.oneof(
	likely(8, 'say', 'take', 'release'),
	likely(10, 'publish', 'read'),
	likely(4, 'complete', 'reply', 'cut', 'lose', 'stale'),
	likely(1, 'fail', 'leave', 'open', 'reset'),
);

test('I1, I19, I20: through cuts, losses, resets and late pieces the view ends equal to the transcript', () => {
	const premises = { bubbles: 0, takeovers: 0, resumes: 0 };
	fc.assert(
		fc.property(fc.array(moves, { minLength: 10, maxLength: 120, size: 'max' }), (script) => {
			const model = createModel();
			let view = foldFeed<VisitorLive>(emptyView, model.connect(null), 0);
			const past: Event[] = [];
			const take = (event: Event): void => {
				view = foldFeed(view, event, 0);
				if (event.type === 'piece' || event.type === 'entries') past.push(event);
				if (view.bubble !== null) {
					premises.bubbles += 1;
					expect(view.bubble.gen).toBeGreaterThanOrEqual(view.state.gen);
					expect(view.state.mode).not.toBe('taken-over');
					expect(view.bubble.turn).toBeGreaterThan(view.endedTurn);
				}
			};
			const say = (): void => model.tell({ type: 'visitor.said', clientId: model.clientId(), text: 'hello' });
			model.tell({ type: 'visitor.opened' });
			for (const move of script) {
				const gen = model.state().gen;
				if (move === 'say') say();
				if (move === 'publish') model.publish('some words ');
				if (move === 'complete') model.complete();
				if (move === 'fail') model.fail();
				if (move === 'take') model.tell({ type: 'agent.tookOver', agent, gen, clientId: model.clientId() });
				if (move === 'reply') model.tell({ type: 'agent.said', agent, gen, clientId: model.clientId(), text: 'hi' });
				if (move === 'release') model.tell({ type: 'agent.released', agent, gen, clientId: model.clientId() });
				if (move === 'leave') model.tell({ type: 'visitor.left', why: 'visitor' });
				if (move === 'open') model.tell({ type: 'visitor.opened' });
				if (move === 'take' && model.state().gen > gen) premises.takeovers += 1;
				if (move === 'read') {
					const event = model.next();
					if (event !== null) take(event);
				}
				if (move === 'cut') {
					premises.resumes += 1;
					take(model.connect(model.cursor()));
				}
				if (move === 'lose') {
					// Sent, but the socket died before it arrived: the client's cursor is still the old one.
					const from = model.cursor();
					model.next();
					take(model.connect(from));
				}
				if (move === 'reset') {
					past.length = 0;
					take(model.connect(null));
				}
				if (move === 'stale') for (const event of past.slice(-4)) take(event);
			}
			for (let event = model.next(); event !== null; event = model.next()) take(event);
			expect(view.entries).toEqual(
				model
					.entries()
					.map((entry) => projectFor('visitor', entry))
					.filter((entry) => entry !== null),
			);
			expect(view.state.gen).toBe(model.state().gen);
			expect(view.state.mode === 'released' ? 'ai-responding' : view.state.mode).toBe(
				model.state().mode === 'released' ? 'ai-responding' : model.state().mode,
			);
			expect(view.bubble?.text ?? '').toBe(model.published());
		}),
		{ numRuns: 500 },
	);
	expect(Math.min(...Object.values(premises))).toBeGreaterThan(100);
});

describe('session view', () => {
	const asked: Entry = {
		kind: 'message',
		author: 'visitor',
		text: 'hi',
		seq: seqOf(2),
		gen: genOf(1),
		at: 0,
		clientId: clientIdOf('mine-0001'),
	};
	const start: readonly Event[] = [welcome(true), { type: 'entries', entries: [asked] }, liveOf(seqOf(3))];

	test('pieces that overlap or repeat are joined by their offset', () => {
		const view = foldAll([...start, pieceOf(3, 1, 0, 'one '), pieceOf(3, 1, 2, 'e two '), pieceOf(3, 1, 0, 'one')]);
		expect(view.bubble?.text).toBe('one two ');
	});

	test('a hole is never shown: the text waits for its entry', () => {
		const view = foldAll([...start, pieceOf(3, 1, 0, 'one '), pieceOf(3, 1, 8, 'three')]);
		expect(view.bubble?.text).toBe('one ');
	});

	test('a bubble whose turn the feed no longer names is dropped', () => {
		expect(foldAll([...start, pieceOf(3, 1, 0, 'one'), liveOf(null)]).bubble).toBeNull();
	});

	test('a reset forgets all, and is counted', () => {
		const view = foldAll([...start, pieceOf(3, 1, 0, 'one'), welcome(true)]);
		expect(view).toMatchObject({ entries: [], bubble: null, live: null, resetCount: 2 });
		expect(view.state).toBe(emptyState);
	});

	test('what is pending is drawn once: not when its entry is there', () => {
		const at = (id: string) => ({ type: 'written', clientId: clientIdOf(id), body: 'x', at: 0 }) as const;
		const outbox = stepOutbox(stepOutbox(emptyOutbox, at('mine-0001')), at('mine-0002'));
		expect(pendingItems(foldAll(start), outbox).map(({ clientId }) => clientId)).toEqual(['mine-0002']);
	});
});
