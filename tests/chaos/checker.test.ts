/** The checker is believed because it finds each of these, and nothing in a history that is sound. */
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../shared/entry.ts';
import { clientIdOf, genOf, seqOf } from '../../shared/ids.ts';
import { check } from './check/check.ts';
import type { FeedEvent, History, Op, Shown } from './history.ts';
import { another, ops, sessionId, sound, transcript } from './planted-history.ts';

const stored = (entries: readonly Entry[]): History => ({ ...sound, transcripts: { [sessionId]: entries } });

const change = (seq: number, by: object): History =>
	stored(transcript.map((entry) => (entry.seq === seq ? ({ ...entry, ...by } as Entry) : entry)));

/** Also in what was shown, so that only the rule itself can tell. */
function changeEverywhere(seq: number, by: object): History {
	const swap = (entry: Entry): Entry => (entry.seq === seq ? ({ ...entry, ...by } as Entry) : entry);
	const streams = sound.streams.map((stream) => ({
		...stream,
		shown: stream.shown.map((one) =>
			one.event.type === 'entries' ? { ...one, event: { ...one.event, entries: one.event.entries.map(swap) } } : one,
		),
	}));
	return { ...change(seq, by), streams };
}

/** With one more entry at the end. */
const further = (by: object): History =>
	stored([...transcript, { seq: seqOf(14), gen: genOf(3), at: 1_400, ...by } as Entry]);

const without = (seq: number): History => stored(transcript.filter((entry) => entry.seq !== seq));

function asked(id: string, by: (op: Op) => Partial<Op>): History {
	const found = ops.some(({ clientId }) => clientId === id);
	if (!found) throw new Error(`nobody asked ${id}`);
	return { ...sound, ops: ops.map((op) => (op.clientId === id ? { ...op, ...by(op) } : op)) };
}

function stream(n: number, by: (shown: readonly Shown[]) => readonly Shown[]): History {
	return { ...sound, streams: sound.streams.map((one, i) => (i === n ? { ...one, shown: by(one.shown) } : one)) };
}

const shows = (seq: number) => (one: Shown) =>
	one.event.type === 'entries' && one.event.entries.some((entry) => entry.seq === seq);

const piece = (turn: number, gen: number, offset: number, text: string): Shown => ({
	at: 0,
	askedAt: 0,
	event: { type: 'piece', turn: seqOf(turn), gen: genOf(gen), offset, text },
});

const insertAfter = (seq: number, more: Shown) => (shown: readonly Shown[]) =>
	shown.flatMap((one) => (shows(seq)(one) ? [one, more] : [one]));

const again = (op: Op, answer: Op['attempts'][number]['answer']): Partial<Op> => ({
	attempts: [...op.attempts, { at: 2_000, answeredAt: 2_010, answer }],
});

const whisperedTo: FeedEvent = {
	type: 'entries',
	entries: [{ seq: seqOf(9), gen: genOf(2), at: 900, kind: 'whisper', name: 'Anna', text: 'Be brief' }],
};

const plants: readonly (readonly [string, string, RegExp, History])[] = [
	['I11', 'an acknowledged message is gone', /say "Three\?" .*acknowledged and is there 0 times/, without(10)],
	['I11', 'it is there twice', /acknowledged and is there 2 times/, further({ ...transcript[9], seq: 14 })],
	['I11', 'it says something else', /is there as something else/, changeEverywhere(10, { text: 'Four?' })],
	['I11', 'nobody asked for it', /was asked for by nobody/, change(10, { clientId: clientIdOf('made-up') })],
	[
		'I11',
		'an unknown one is there twice',
		/of unknown outcome is there 2 times/,
		stored([
			...transcript,
			...[14, 15].map(
				(seq) =>
					({
						seq,
						gen: 3,
						at: 1_400,
						kind: 'message',
						author: 'agent',
						text: 'Perhaps',
						clientId: 'lost',
					}) as unknown as Entry,
			),
		]),
	],
	[
		'I11',
		'whoever came after an ack stands before it',
		/came after the ack of .* and stands before it/,
		asked('say-1', ({ attempts }) => ({ attempts: attempts.map((one) => ({ ...one, at: 700, answeredAt: 710 })) })),
	],
	[
		'I13',
		'a repeat is told another number',
		/acknowledged as entry 9 and is entry 10/,
		asked('say-3', (op) => again(op, { kind: 'ok', ack: { seq: seqOf(9), gen: genOf(2) } })),
	],
	[
		'I13',
		'another body under a known id is there',
		/was refused \(message.conflict\) and is there/,
		asked('reply-1', (op) => ({
			attempts: op.attempts.map((one) => ({
				...one,
				answer: { kind: 'refused', error: { code: 'message.conflict', retryable: false } },
			})),
		})),
	],
	[
		'I3',
		'a stale command is there',
		/was refused \(control.stale\) and is there/,
		further({ kind: 'message', author: 'agent', text: 'Too late', clientId: 'stale', memberId: 'anna', name: 'Anna' }),
	],
	[
		'I9',
		'a refused command is there',
		/was refused \(control.held\) and is there/,
		further({ kind: 'took-over', gen: 4, memberId: 'bert', name: 'Bert', entrance: 'button', clientId: 'take-2' }),
	],
	[
		'I2',
		'the loser is not told who holds it',
		/was not told who holds it/,
		asked('take-2', ({ attempts }) => ({
			attempts: attempts.map((one) => ({
				...one,
				answer: { kind: 'refused', error: { code: 'control.held', retryable: false } },
			})),
		})),
	],
	[
		'I2',
		'two takeovers of one control are acknowledged',
		/were both acknowledged/,
		asked('take-2', (op) => again(op, { kind: 'ok', ack: { seq: seqOf(8), gen: genOf(2) } })),
	],
	[
		'I2',
		'a second controller',
		/makes a second controller/,
		change(9, { kind: 'took-over', gen: 3, memberId: another }),
	],
	['I2', 'a control number is skipped', /has gen 4 where 3 is due/, changeEverywhere(11, { gen: genOf(4) })],
	['I12', 'a hole', /stands at place/, without(6)],
	[
		'I1',
		'the AI talks over the human',
		/while a human answers/,
		change(9, { author: 'ai', turn: 6, answersUpTo: 5, interrupted: true }),
	],
	['I4', 'an agent who does not hold it', /by somebody who does not hold/, changeEverywhere(9, { memberId: another })],
	[
		'I4',
		"a member's id reaches a visitor",
		/was shown a member's id/,
		stream(0, (shown) =>
			shown.map((one) =>
				shows(9)(one) ? { ...one, event: { type: 'entries', entries: [must(transcript[8])] } } : one,
			),
		),
	],
	[
		'I4',
		'a whisper reaches a visitor',
		/was shown the whisper in entry 9/,
		stream(0, (shown) => shown.map((one) => (shows(9)(one) ? { ...one, event: whisperedTo } : one))),
	],
	[
		'I3',
		'a whisper while another holds it',
		/by somebody while another holds/,
		changeEverywhere(9, { kind: 'whisper', memberId: another }),
	],
	[
		'I11',
		'a whisper says something else',
		/whisper "Be brief" .*is there as something else/,
		{
			...further({ kind: 'whisper', memberId: another, name: 'Bert', text: 'Be long', clientId: 'lost' }),
			ops: ops.map((op) => (op.clientId === 'lost' ? { ...op, verb: 'whisper', text: 'Be brief' } : op)),
		},
	],
	['I5', 'a turn starts under a human', /while a human answers/, change(9, { kind: 'turn-started', answersUpTo: 5 })],
	['I7', 'no turn after a release', /is followed by no turn/, change(12, { kind: 'asked-for-human', why: 'button' })],
	['I8', 'an agent is given up who was never lost', /time was not over/, change(11, { why: 'agent-gone' })],
	[
		'I10',
		'something is said after the end',
		/after the session had left/,
		change(12, { kind: 'left', gen: 4, why: 'visitor' }),
	],
	['I18', 'a question is answered twice', /answers for a second time/, change(5, { ...transcript[3], seq: 5 })],
	['I18', 'a question is never answered', /was never answered/, stored(transcript.slice(0, 12))],
	['R0', 'something was shown that was never stored', /shown entry 13 .*never stored/, stored(transcript.slice(0, 12))],
	['R0', 'it was shown as something else', /shown entry 10 as something else/, change(10, { at: 1 })],
	[
		'I1',
		'a piece after the takeover',
		/shown a piece of turn 6 under gen 1/,
		stream(0, insertAfter(8, piece(6, 1, 3, 'ond'))),
	],
	[
		'I1',
		"a piece in a member's stream, while the human holds it",
		/shown a piece of turn 9/,
		stream(2, insertAfter(9, piece(9, 2, 0, 'Hm'))),
	],
	[
		'I6',
		'what was stored is not what was published',
		/is not what was published/,
		changeEverywhere(7, { text: 'Sunday' }),
	],
	[
		'I19',
		'an entry is repeated',
		/was shown entry 9 where 10 was next/,
		stream(0, (shown) => shown.flatMap((one) => (shows(9)(one) ? [one, one] : [one]))),
	],
	[
		'I19',
		'an entry is left out',
		/was shown entry 10 where 9 was next/,
		stream(2, (shown) => shown.filter((one) => !shows(9)(one))),
	],
	[
		'I19',
		'a piece is left out',
		/goes on at 3 and not at 0/,
		stream(1, (shown) =>
			shown.filter(({ event }) => !(event.type === 'piece' && event.turn === 3 && event.offset === 0)),
		),
	],
	[
		'I20',
		'a page was left behind',
		/was left at entry 11 of 13/,
		stream(0, (shown) => shown.filter((one) => !shows(13)(one))),
	],
	[
		'I20',
		'a card says something else',
		/card of .* says .*"messages":6/,
		{
			...sound,
			lists: sound.lists.map((list) => ({ ...list, cards: list.cards.map((card) => ({ ...card, messages: 6 })) })),
		},
	],
	['I20', 'a card is missing', /card of .* says null/, { ...sound, lists: [{ client: 'Anna', cards: [] }] }],
	[
		'I16',
		'who asks after an ack does not see it',
		/asked after entry 9 was acknowledged and was shown no more than 8/,
		stream(2, (shown) => {
			const late = shown.filter(shows(9));
			return shown
				.filter((one) => !shows(9)(one))
				.flatMap((one) =>
					one.askedAt === 950 && one.event.type === 'live' && late.length > 0 ? [one, ...late.splice(0)] : [one],
				);
		}),
	],
	[
		'I17',
		'the level is not the fold',
		/was told of gen 2, and the transcript .* folds to 3/,
		stream(0, (shown) =>
			shown.map((one, i) =>
				i === shown.length - 1 && one.event.type === 'live'
					? ({ ...one, event: { ...one.event, live: { ...one.event.live, gen: 2 } } } as Shown)
					: one,
			),
		),
	],
	[
		'I22',
		'two tabs differ',
		/the tabs of .* stand at entries/,
		stream(1, (shown) => shown.filter((one) => !shows(13)(one))),
	],
];

function must<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('the sample lacks it');
	return value;
}

describe('the checker', () => {
	test('finds nothing in a sound history, and has asked every rule', () => {
		const { faults, premises } = check(sound);
		expect(faults).toEqual([]);
		for (const rule of new Set(plants.map(([id]) => id))) {
			if (!['I8', 'I10'].includes(rule)) expect([rule, premises[rule] ?? 0]).not.toEqual([rule, 0]);
		}
	});

	test.each(plants)('%s: %s', (rule, _, words, history) => {
		const { faults } = check(history);
		expect(faults.filter((fault) => fault.startsWith(`${rule}: `)).join('\n')).toMatch(words);
	});
});
