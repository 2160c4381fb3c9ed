/**
 * What an event does to a session: the entries it writes, or why it is refused. Pure; the machine and its guards both
 * ask here, so a transition can't be allowed in one place and refused in the other.
 */
import type { Entry, EntryBody } from '../../shared/entry.ts';
import type { ErrorCode, ErrorDetail } from '../../shared/errors.ts';
import { fold, type SessionState } from '../../shared/fold.ts';
import { type ClientId, type Gen, genOf, type Seq, seqOf } from '../../shared/ids.ts';
import { maxAttempts } from '../../shared/limits.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Agent, SessionEvent, StampedEvent } from './events.ts';

export interface Refusal {
	readonly code: ErrorCode;
	readonly detail: ErrorDetail;
}

export type Step =
	| { readonly ok: true; readonly entries: readonly Entry[]; readonly after: SessionState }
	| { readonly ok: false; readonly refusal: Refusal };

type Draft = EntryBody & { readonly clientId?: ClientId | undefined };

const refuse = (code: ErrorCode, detail: ErrorDetail = {}): Step => ({ ok: false, refusal: { code, detail } });

const raisesGen = (kind: EntryBody['kind']): boolean =>
	kind === 'opened' || kind === 'took-over' || kind === 'released' || kind === 'left';

/** Gives drafts their dense numbers (I12) and the gen they stand under. */
function stamp(state: SessionState, drafts: readonly Draft[], at: number): readonly Entry[] {
	let seq: number = state.lastSeq;
	let gen: Gen = state.gen;
	return drafts.map((draft) => {
		seq += 1;
		if (raisesGen(draft.kind)) gen = genOf(gen + 1);
		return { ...draft, seq: seqOf(seq), gen, at };
	});
}

/** The drafts, and one more turn at once if they leave the AI in control with a visitor message unanswered (I7). */
function write(state: SessionState, event: StampedEvent, drafts: readonly Draft[]): Step {
	const entries = stamp(state, drafts, event.at);
	const after = fold(state, entries);
	if (!wantsTurn(after)) return { ok: true, entries, after };
	const turn = stamp(after, [{ kind: 'turn-started', answersUpTo: after.lastVisitorSeq }], event.at);
	return { ok: true, entries: [...entries, ...turn], after: fold(after, turn) };
}

const aiControls = (state: SessionState): boolean => state.mode === 'ai-responding' || state.mode === 'released';

const wantsTurn = (state: SessionState): boolean =>
	aiControls(state) && state.turn === null && state.unanswered !== null;

const beginsNoTurn: ReadonlySet<SessionEvent['type']> = new Set([
	'visitor.said',
	'visitor.asked',
	'visitor.leftAddress',
	'agent.whispered',
]);

/**
 * Whether what a fold found open is taken up (`resumed`) before the event. I18: a visitor's word would begin a turn
 * past the bound on attempts, and a wish for a person, an address or a whisper has no place beside one.
 */
export const takesUpFirst = (state: SessionState, event: SessionEvent): boolean =>
	wantsTurn(state) && beginsNoTurn.has(event.type);

/** The published part of a cut turn, under its old gen (I6); nothing published, nothing stored. */
function interrupted(state: SessionState, event: StampedEvent): readonly Draft[] {
	if (state.turn === null || event.published === '') return [];
	const { turn, answersUpTo } = state.turn;
	return [{ kind: 'message', author: 'ai', text: event.published, turn, interrupted: true, answersUpTo, sources: [] }];
}

/** I2, I3: whose control it is, and that a command saw the control that stands. Null: it may go on. */
function staleness(state: SessionState, agent: Agent, gen: Gen): Step | null {
	if (state.mode === 'new') return refuse('not-found');
	if (state.mode === 'left') return refuse('session.left');
	const other = state.holder !== null && state.holder.memberId !== agent.memberId ? state.holder : null;
	if (other !== null) return refuse('control.held', { holder: other.name, gen: state.gen });
	if (gen !== state.gen) return refuse('control.stale', { gen: state.gen });
	return null;
}

/** I3: for what is done to a session that has left and was missed. Null: it may go on. */
function lateness(state: SessionState, gen: Gen): Step | null {
	if (state.mode === 'new') return refuse('not-found');
	if (state.mode !== 'left' || state.missed === null) return refuse('session.illegal');
	return gen === state.gen ? null : refuse('control.stale', { gen: state.gen });
}

/**
 * Whether the entries may wait in memory for the first other one: an opening costs no row. One that shows the visitor an
 * answer is written at once, or it would be news to them again.
 */
export const mayWait = (before: SessionState, entries: readonly Entry[]): boolean =>
	before.lateSeq <= before.openedSeq && entries.every((entry) => entry.kind === 'opened');

function turnIsCurrent(state: SessionState, turn: Seq, gen: Gen): boolean {
	return state.turn !== null && state.turn.turn === turn && state.turn.gen === gen && state.gen === gen;
}

const illegal = (state: SessionState): Step =>
	refuse(state.mode === 'left' ? 'session.left' : state.mode === 'new' ? 'session.not-open' : 'session.illegal');

const isLive = (state: SessionState): boolean => state.mode !== 'new' && state.mode !== 'left';

/** The last answer: guards and action of one transition ask the same question several times. */
let last: { readonly event: StampedEvent; readonly state: SessionState; readonly step: Step } | null = null;

/** What the event does in this state. Pure: the memory only saves asking again. */
export function step(state: SessionState, event: StampedEvent): Step {
	if (last?.event === event && last.state === state) return last.step;
	const answer = decide(state, event);
	last = { event, state, step: answer };
	return answer;
}

function decide(state: SessionState, event: StampedEvent): Step {
	switch (event.type) {
		case 'visitor.opened':
			if (isLive(state)) return illegal(state);
			return write(state, event, [
				{ kind: 'opened', reopened: state.mode === 'left' },
				...(event.earlier ?? []).map(({ agent, text, of }): Draft => ({ kind: 'late-answer', ...agent, text, of })),
			]);
		case 'visitor.said': {
			if (!isLive(state)) return illegal(state);
			const { clientId, text } = event;
			return write(state, event, [{ kind: 'message', author: 'visitor', text, clientId }]);
		}
		case 'visitor.asked': {
			const asked = state.needsHuman?.why === 'button' || state.needsHuman?.why === 'words';
			if (!aiControls(state) || asked) return illegal(state);
			return write(state, event, [{ kind: 'asked-for-human', why: event.why, clientId: event.clientId }]);
		}
		case 'visitor.wentBackToAi':
			if (state.mode !== 'taken-over') return illegal(state);
			return write(state, event, [
				{ kind: 'released', name: state.holder?.name ?? '', why: 'visitor', clientId: event.clientId },
			]);
		case 'visitor.leftAddress':
			if (!isLive(state)) return illegal(state);
			return write(state, event, [{ kind: 'left-address', email: event.email, clientId: event.clientId }]);
		case 'visitor.left':
			if (!isLive(state)) return illegal(state);
			// A running turn delays the grace's `left` until its answer is stored.
			if (event.why === 'grace' && state.turn !== null) return refuse('session.illegal');
			// I10: `left` raises the gen and ends every control.
			return write(state, event, [...interrupted(state, event), { kind: 'left', why: event.why }]);
		case 'agent.tookOver': {
			const stale = staleness(state, event.agent, event.gen);
			if (stale !== null) return stale;
			if (state.mode === 'taken-over') return illegal(state);
			return write(state, event, [...interrupted(state, event), takeover(event, 'button', event.clientId)]);
		}
		case 'agent.said': {
			const stale = staleness(state, event.agent, event.gen);
			if (stale !== null) return stale;
			const { agent, text, clientId } = event;
			const message: Draft = {
				kind: 'message',
				author: 'agent',
				text,
				clientId,
				memberId: agent.memberId,
				name: state.holder?.name ?? agent.name,
			};
			if (state.mode === 'taken-over') return write(state, event, [message]);
			// A reply while the AI controls is takeover and message in one commit.
			return write(state, event, [...interrupted(state, event), takeover(event, 'reply'), message]);
		}
		case 'agent.released': {
			const stale = staleness(state, event.agent, event.gen);
			if (stale !== null) return stale;
			if (state.mode !== 'taken-over') return refuse('control.not-held');
			return write(state, event, [
				{ kind: 'released', name: state.holder?.name ?? '', why: 'left', clientId: event.clientId },
			]);
		}
		case 'agent.kept': {
			const stale = staleness(state, event.agent, event.gen);
			if (stale !== null) return stale;
			if (state.mode !== 'taken-over') return refuse('control.not-held');
			return write(state, event, [{ kind: 'kept', memberId: event.agent.memberId, clientId: event.clientId }]);
		}
		case 'agent.whispered': {
			const stale = staleness(state, event.agent, event.gen);
			if (stale !== null) return stale;
			const { agent, text, clientId } = event;
			return write(state, event, [{ kind: 'whisper', ...agent, text, clientId }]);
		}
		case 'agent.answeredLate': {
			const unfit = lateness(state, event.gen);
			if (unfit !== null) return unfit;
			const { agent, text, clientId } = event;
			return write(state, event, [{ kind: 'late-answer', ...agent, text, clientId }]);
		}
		case 'agent.resolved': {
			const unfit = lateness(state, event.gen);
			if (unfit !== null) return unfit;
			const { agent, done, clientId } = event;
			return write(state, event, [{ kind: 'resolved', memberId: agent.memberId, done, clientId }]);
		}
		case 'agent.lost':
			if (state.mode !== 'taken-over' || state.holder?.lostDeadline !== null) return illegal(state);
			return write(state, event, [
				{ kind: 'agent-lost', deadline: event.deadline, ...(event.away === true ? { away: true } : {}) },
			]);
		case 'agent.back':
			if (state.mode !== 'taken-over' || state.holder?.lostDeadline === null) return illegal(state);
			return write(state, event, [{ kind: 'agent-back' }]);
		case 'control.returned':
			if (state.mode !== 'taken-over') return illegal(state);
			if (event.gen !== state.gen) return refuse('control.stale', { gen: state.gen });
			return write(state, event, [{ kind: 'released', name: state.holder?.name ?? '', why: event.why }]);
		case 'turn.completed': {
			if (!turnIsCurrent(state, event.turn, event.gen) || state.turn === null) return illegal(state);
			const { turn, answersUpTo } = state.turn;
			const text = event.published;
			const answer: Draft = {
				kind: 'message',
				author: 'ai',
				text,
				turn,
				interrupted: false,
				answersUpTo,
				sources: event.sources,
			};
			const asks: readonly Draft[] =
				event.asks === null || state.needsHuman !== null ? [] : [{ kind: 'asked-for-human', why: event.asks }];
			return write(state, event, [answer, ...asks]);
		}
		case 'turn.failed': {
			if (!turnIsCurrent(state, event.turn, event.gen) || state.turn === null) return illegal(state);
			// I18: a fault before any text gets one retry, as a turn of its own; then an apology, never silence.
			if (event.published === '' && state.attempts < 2) {
				return write({ ...state, turn: null }, event, []);
			}
			const { turn, answersUpTo } = state.turn;
			const failed: Draft = { kind: 'ai-failed', text: event.apology, why: event.why, turn, answersUpTo };
			return write(state, event, [...interrupted(state, event), failed]);
		}
		case 'resumed': {
			if (!wantsTurn(state)) return illegal(state);
			// I18: crashes count as attempts, and these are bounded.
			if (state.attempts < maxAttempts) return write(state, event, []);
			const answersUpTo = state.lastVisitorSeq;
			const turn = state.lastSeq;
			return write(state, event, [{ kind: 'ai-failed', text: event.apology, why: 'restarts', turn, answersUpTo }]);
		}
		default:
			return unreachable(event);
	}
}

function takeover(event: { readonly agent: Agent }, entrance: 'button' | 'reply', clientId?: ClientId): Draft {
	const { memberId, name } = event.agent;
	return { kind: 'took-over', memberId, name, entrance, ...(clientId === undefined ? {} : { clientId }) };
}
