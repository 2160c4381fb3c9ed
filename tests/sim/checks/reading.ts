/**
 * A transcript as a person would read it with the rules beside them: who answers, what is open, which turn runs. Written
 * again from the rules, on purpose: the product's own fold is what is being checked.
 */
import type { Entry } from '../../../shared/entry.ts';
import type { MemberId } from '../../../shared/ids.ts';

export interface Reading {
	readonly seq: number;
	readonly gen: number;
	readonly who: 'nobody' | 'ai' | 'agent' | 'released' | 'left';
	readonly holder: { readonly memberId: MemberId | undefined; readonly name: string } | null;
	/** Since `agent-lost`: the seq of it. */
	readonly lostSeq: number | null;
	readonly answered: number;
	readonly lastVisitor: number;
	/** The turn that started and has not ended. */
	readonly turn: { readonly seq: number; readonly gen: number } | null;
	/** Turns since the last answer under this gen. */
	readonly attempts: number;
	readonly needsHuman: boolean;
	readonly messages: number;
}

export const nothingRead: Reading = {
	seq: 0,
	gen: 0,
	who: 'nobody',
	holder: null,
	lostSeq: null,
	answered: 0,
	lastVisitor: 0,
	turn: null,
	attempts: 0,
	needsHuman: false,
	messages: 0,
};

export const raises = (kind: Entry['kind']): boolean =>
	kind === 'opened' || kind === 'took-over' || kind === 'released' || kind === 'left';

export const isOpen = (reading: Reading): boolean => reading.lastVisitor > reading.answered;

export const aiAnswers = ({ who }: Reading): boolean => who === 'ai' || who === 'released';

export function read(before: Reading, entry: Entry): Reading {
	const next: Reading = { ...before, seq: entry.seq };
	const changed: Reading = { ...next, gen: entry.gen, holder: null, lostSeq: null, turn: null, attempts: 0 };
	switch (entry.kind) {
		case 'opened':
			return { ...changed, who: 'ai', needsHuman: false };
		case 'took-over':
			return { ...changed, who: 'agent', holder: { memberId: entry.memberId, name: entry.name }, needsHuman: false };
		case 'released':
			return { ...changed, who: 'released' };
		case 'left':
			return { ...changed, who: 'left' };
		case 'asked-for-human':
			return { ...next, needsHuman: true };
		case 'agent-lost':
			return { ...next, lostSeq: entry.seq };
		case 'agent-back':
			return { ...next, lostSeq: null };
		case 'turn-started':
			return { ...next, who: 'ai', turn: { seq: entry.seq, gen: entry.gen }, attempts: before.attempts + 1 };
		case 'ai-failed':
			return {
				...next,
				who: 'ai',
				turn: null,
				answered: Math.max(before.answered, entry.answersUpTo),
				attempts: 0,
				needsHuman: true,
			};
		case 'kept':
		case 'whisper':
		case 'left-address':
		case 'resolved':
			return next;
		case 'late-answer':
			return { ...next, messages: before.messages + 1, answered: entry.seq - 1, attempts: 0 };
		case 'message': {
			const messages = before.messages + 1;
			if (entry.author === 'visitor') return { ...next, messages, lastVisitor: entry.seq };
			if (entry.author === 'agent') return { ...next, messages, answered: entry.seq - 1, attempts: 0 };
			if (entry.interrupted) return { ...next, messages, turn: null };
			const answered = Math.max(before.answered, entry.answersUpTo);
			return { ...next, messages, turn: null, answered, attempts: 0, who: 'ai' };
		}
	}
}

/** Kinds that a role sees, by the table of the rules (SPEC section 2). */
const visitorSees: readonly Entry['kind'][] = [
	'opened',
	'message',
	'took-over',
	'released',
	'asked-for-human',
	'ai-failed',
	'left',
	'left-address',
	'late-answer',
];

export const sees = (role: 'visitor' | 'member', { kind }: Entry): boolean =>
	role === 'visitor' ? visitorSees.includes(kind) : kind !== 'turn-started';

/** What of an entry every reader is shown alike: without who of the house did it, and without ids of commands. */
export function face(entry: Entry): string {
	const { memberId: _member, clientId: _client, ...shown } = { memberId: undefined, ...entry };
	return JSON.stringify(shown);
}

const faces = new WeakMap<Entry, string>();

/** `face` of a stored entry, which is frozen. */
export function faceOf(stored: Entry): string {
	const known = faces.get(stored);
	if (known !== undefined) return known;
	const made = face(stored);
	faces.set(stored, made);
	return made;
}
