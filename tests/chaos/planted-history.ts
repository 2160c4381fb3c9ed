/** A history in which all is well, small enough to be read: what is planted into it must be found. */

import { projectFor } from '../../shared/audience.ts';
import type { Card } from '../../shared/card.ts';
import type { Entry } from '../../shared/entry.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { clientIdOf, type Gen, genOf, type MemberId, memberIdOf, seqOf, sessionIdOf } from '../../shared/ids.ts';
import type { FeedEvent, History, Op, Shown, Stream, Verb } from './history.ts';

export const sessionId = sessionIdOf('session_0123456789012345678901');
export const anna = memberIdOf('anna');
const bert = memberIdOf('bert');

const frame = (seq: number, gen: number, at = seq * 100) => ({ seq: seqOf(seq), gen: genOf(gen), at });

/** A question answered, a takeover in the middle of the next answer, a human stretch, and the AI again. */
export const transcript: readonly Entry[] = [
	{ ...frame(1, 1), kind: 'opened', reopened: false },
	{ ...frame(2, 1), kind: 'message', author: 'visitor', text: 'One?', clientId: clientIdOf('say-1') },
	{ ...frame(3, 1), kind: 'turn-started', answersUpTo: seqOf(2) },
	{ ...frame(4, 1), ...answer('First.', 3, 2) },
	{ ...frame(5, 1), kind: 'message', author: 'visitor', text: 'Two?', clientId: clientIdOf('say-2') },
	{ ...frame(6, 1), kind: 'turn-started', answersUpTo: seqOf(5) },
	{ ...frame(7, 1), ...answer('Sec', 6, 5), interrupted: true },
	{
		...frame(8, 2),
		kind: 'took-over',
		memberId: anna,
		name: 'Anna',
		entrance: 'button',
		clientId: clientIdOf('take-1'),
	},
	{
		...frame(9, 2),
		kind: 'message',
		author: 'agent',
		text: 'Hello',
		memberId: anna,
		name: 'Anna',
		clientId: clientIdOf('reply-1'),
	},
	{ ...frame(10, 2), kind: 'message', author: 'visitor', text: 'Three?', clientId: clientIdOf('say-3') },
	{ ...frame(11, 3), kind: 'released', name: 'Anna', why: 'left', clientId: clientIdOf('release-1') },
	{ ...frame(12, 3), kind: 'turn-started', answersUpTo: seqOf(10) },
	{ ...frame(13, 3), ...answer('Third.', 12, 10) },
];

function answer(text: string, turn: number, answersUpTo: number) {
	return {
		kind: 'message',
		author: 'ai',
		text,
		turn: seqOf(turn),
		interrupted: false,
		answersUpTo: seqOf(answersUpTo),
		sources: [],
	} as const;
}

interface Told {
	readonly client: string;
	readonly verb: Verb;
	readonly id: string;
	readonly text?: string;
	readonly gen?: number;
	readonly at: number;
}

function op({ client, verb, id, text = '', gen, at }: Told, answer: Op['attempts'][number]['answer']): Op {
	const attempt = { at, answeredAt: answer === null ? null : at + 10, answer };
	return {
		client,
		verb,
		clientId: clientIdOf(id),
		sessionId,
		text,
		gen: gen === undefined ? null : genOf(gen),
		attempts: [attempt],
	};
}

const ok = (seq: number, gen: number) => ({ kind: 'ok', ack: { seq: seqOf(seq), gen: genOf(gen) } }) as const;
const refused = (code: ErrorCode, holder?: string) =>
	({ kind: 'refused', error: { code, retryable: false, ...(holder === undefined ? {} : { holder }) } }) as const;

/** Asked twice, and told the same. */
function repeated(one: Op): Op {
	return { ...one, attempts: [...one.attempts, ...one.attempts] };
}

export const ops: readonly Op[] = [
	repeated(op({ client: 'visitor', verb: 'say', id: 'say-1', text: 'One?', at: 200 }, ok(2, 1))),
	op({ client: 'visitor', verb: 'say', id: 'say-2', text: 'Two?', at: 500 }, ok(5, 1)),
	op({ client: 'Anna', verb: 'takeOver', id: 'take-1', gen: 1, at: 800 }, ok(8, 2)),
	op({ client: 'Bert', verb: 'takeOver', id: 'take-2', gen: 1, at: 801 }, refused('control.held', 'Anna')),
	op({ client: 'Anna', verb: 'reply', id: 'reply-1', text: 'Hello', gen: 2, at: 900 }, ok(9, 2)),
	op({ client: 'visitor', verb: 'say', id: 'say-3', text: 'Three?', at: 1_000 }, ok(10, 2)),
	op({ client: 'Anna', verb: 'reply', id: 'stale', text: 'Too late', gen: 1, at: 1_050 }, refused('control.stale')),
	op({ client: 'Anna', verb: 'release', id: 'release-1', gen: 2, at: 1_100 }, ok(11, 3)),
	op({ client: 'Bert', verb: 'reply', id: 'lost', text: 'Perhaps', gen: 3, at: 1_400 }, { kind: 'lost' }),
];

/** Frame by frame, with a line that was lost and asked again before entry 10. */
function streamOf(client: string, audience: Stream['audience']): Stream {
	const shown: Shown[] = [];
	let askedAt = 100;
	const show = (at: number, event: FeedEvent): void => void shown.push({ at, askedAt, event });
	const welcome = (reset: boolean): FeedEvent => ({ type: 'welcome', reset, now: 0, sessionId });
	const level = (gen: Gen, turn: number | null): FeedEvent =>
		// As much of the level as the checker reads.
		({ type: 'live', live: { turn: turn === null ? null : seqOf(turn), gen, open: true } }) as unknown as FeedEvent;
	show(110, welcome(true));
	for (const entry of transcript) {
		if (entry.seq === 10) {
			askedAt = 950;
			show(960, welcome(false));
			show(970, level(entry.gen, null));
		}
		const seen = projectFor(audience, entry);
		if (seen !== null) show(entry.at + 5, { type: 'entries', entries: [seen] });
		if (entry.kind !== 'turn-started') continue;
		const text =
			transcript.flatMap((one) =>
				one.kind === 'message' && one.author === 'ai' && one.turn === entry.seq ? [one.text] : [],
			)[0] ?? '';
		show(entry.at + 10, level(entry.gen, entry.seq));
		const half = Math.ceil(text.length / 2);
		const piece = { type: 'piece', turn: entry.seq, gen: entry.gen } as const;
		show(entry.at + 20, { ...piece, offset: 0, text: text.slice(0, half) });
		if (half < text.length) show(entry.at + 30, { ...piece, offset: half, text: text.slice(half) });
	}
	show(1_400, level(genOf(3), null));
	return { client, audience, shown, open: true };
}

const card = { id: sessionId, gen: genOf(3), messages: 7, holder: null } as unknown as Card;

export const sound: History = {
	begunAt: 0,
	restedAt: 5_000,
	ops,
	streams: [streamOf('visitor page 1', 'visitor'), streamOf('visitor page 2', 'visitor'), streamOf('Anna', 'member')],
	lists: [{ client: 'Anna', cards: [card] }],
	transcripts: { [sessionId]: transcript },
};

export const another: MemberId = bert;
