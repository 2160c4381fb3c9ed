/** The three places' checks find what is planted, and nothing in what is right. */
import { describe, expect, test } from 'vitest';
import type { Entry, EntryBody } from '../../shared/entry.ts';
import type { Piece } from '../../shared/feed.ts';
import { clientIdOf, genOf, memberIdOf, type SessionId, seqOf, sessionIdOf } from '../../shared/ids.ts';
import { createBoundaryWatch } from './support/boundary-watch.ts';
import { taggedId } from './support/entrances.ts';
import type { Speech } from './support/fast-responder.ts';
import { createFaults } from './support/faults.ts';
import { createStreamCheck } from './support/stream-check.ts';
import { createTranscriptCheck } from './support/transcript-check.ts';

const id: SessionId = sessionIdOf('session_0000000000000000000000');
const anna = memberIdOf('00000000-0000-7000-8000-000000000001');

const entry = (seq: number, gen: number, body: EntryBody & { readonly clientId?: string }): Entry => {
	const { clientId, ...rest } = body;
	const frame = { ...rest, seq: seqOf(seq), gen: genOf(gen), at: seq };
	return clientId === undefined ? frame : { ...frame, clientId: clientIdOf(clientId) };
};
const opened = entry(1, 1, { kind: 'opened', reopened: false });
const asked = entry(2, 1, { kind: 'message', author: 'visitor', text: 'How long?' });
const turn = (seq: number, gen: number): Entry => entry(seq, gen, { kind: 'turn-started', answersUpTo: seqOf(2) });
const text = (seq: number, gen: number, of: number, said: string, interrupted = true): Entry =>
	entry(seq, gen, {
		kind: 'message',
		author: 'ai',
		text: said,
		turn: seqOf(of),
		interrupted,
		answersUpTo: seqOf(2),
		sources: [],
	});
const takeoverId = taggedId({ entrance: 'button', before: 'opened' });
const taken = (seq: number, gen: number): Entry =>
	entry(seq, gen, { kind: 'took-over', memberId: anna, name: 'Anna', entrance: 'button', clientId: takeoverId });
const released = (seq: number, gen: number): Entry => entry(seq, gen, { kind: 'released', name: 'Anna', why: 'left' });
const piece = (of: number, gen: number, offset: number, said: string): Piece => ({
	type: 'piece',
	turn: seqOf(of),
	gen: genOf(gen),
	offset,
	text: said,
});

const begin = [opened, asked, turn(3, 1)];
const takeover = [text(4, 1, 3, 'It is '), taken(5, 2)];

describe('at the sockets', () => {
	/** A session in which the AI has said "It is ", and a socket that was handed it. */
	function talking() {
		const faults = createFaults('there');
		const watch = createBoundaryWatch(faults);
		const outlet = watch.makeOutlet('socket');
		const abort = new AbortController();
		const speech: Speech = {
			sessionId: id,
			signal: abort.signal,
			taken: '',
			offered: '',
			ended: false,
			abortedAt: null,
		};
		const commit = (entries: readonly Entry[]) => ({ session: { id }, entries }) as Parameters<typeof watch.asked>[0];
		const hand = (data: object): void =>
			watch.handed(outlet, JSON.stringify({ id: 1, result: { type: 'data', data: { id: `${id}:1.0.0`, data } } }));
		const write = (entries: readonly Entry[]): void => {
			watch.asked(commit(entries));
			watch.sentToDatabase(id, entries.at(-1)?.seq ?? 0);
			watch.committed(commit(entries));
		};
		const stop = (): void => {
			abort.abort();
			speech.abortedAt = performance.now();
		};
		write(begin);
		watch.speech.began(speech);
		hand({ type: 'entries', entries: [opened, asked] });
		watch.speech.emitting(speech);
		speech.offered = 'It is ';
		speech.taken = 'It is ';
		hand(piece(3, 1, 0, 'It is '));
		return { faults, watch, outlet, speech, hand, write, commit, stop };
	}
	type Talking = ReturnType<typeof talking>;

	test('a takeover as it should be', () => {
		const { faults, watch, outlet, stop, write, hand } = talking();
		const command = {
			method: 'mutation',
			params: { path: 'monitor.takeOver', input: { sessionId: id, clientId: takeoverId } },
		};
		expect(watch.inbound(outlet, JSON.stringify({ id: 7, ...command }))).toEqual([id]);
		stop();
		write(takeover);
		watch.handed(outlet, JSON.stringify({ id: 7, result: { type: 'data', data: { seq: 5, gen: 2 } } }));
		hand({ type: 'entries', entries: takeover });
		expect(faults.told).toEqual([]);
		expect(watch.report()).toMatchObject({
			byEntrance: { button: 1 },
			byBefore: { opened: 1 },
			rules: { I1: 1, I5: 1, I6: 1 },
			pieces: 1,
		});
	});

	/** Taken over as it should be. */
	function over({ stop, write }: Talking): void {
		stop();
		write(takeover);
	}

	const planted: readonly (readonly [string, string, (talking: Talking) => void])[] = [
		[
			'a piece after the statement went out, before its answer',
			'I1',
			({ stop, watch, commit, hand }) => {
				stop();
				watch.asked(commit(takeover));
				watch.sentToDatabase(id, 5);
				hand(piece(3, 1, 6, 'a lamp'));
			},
		],
		[
			'a piece after the commit',
			'I1',
			(talk) => {
				over(talk);
				talk.hand(piece(3, 1, 6, 'a lamp'));
			},
		],
		[
			'a piece of a turn that has been answered',
			'I1',
			({ write, hand }) => {
				write([text(4, 1, 3, 'It is ', false)]);
				hand(piece(3, 1, 6, 'a lamp'));
			},
		],
		[
			'an AI entry of an older gen behind the takeover',
			'I1',
			({ stop, write, hand }) => {
				stop();
				write([...takeover, text(6, 1, 3, 'late')]);
				hand({ type: 'entries', entries: [...takeover, text(6, 1, 3, 'late')] });
			},
		],
		[
			'a running turn that is named after the takeover',
			'I1',
			(talk) => {
				over(talk);
				talk.hand({ type: 'live', live: { turn: 3 } });
			},
		],
		['an entry before its commit', 'R0', ({ hand }) => hand({ type: 'entries', entries: takeover })],
		[
			'an ack before its commit',
			'R0',
			({ watch, outlet }) => {
				outlet.commands.set(7, takeoverId);
				watch.handed(outlet, JSON.stringify({ id: 7, result: { type: 'data', data: { seq: 5, gen: 2 } } }));
			},
		],
		[
			'a provider that goes on after the commit',
			'I5',
			({ write, watch, speech }) => {
				write(takeover);
				watch.speech.emitting(speech);
			},
		],
		[
			'a provider call while a person holds it',
			'I5',
			(talk) => {
				over(talk);
				talk.watch.speech.began(talk.speech);
			},
		],
		['two provider calls for one turn', 'I7', ({ watch, speech }) => watch.speech.began(speech)],
		['a stored text that is shorter', 'I6', ({ write }) => write([text(4, 1, 3, 'It'), taken(5, 2)])],
		['a stored text that nobody published', 'I6', ({ write }) => write([text(4, 1, 3, 'It is a'), taken(5, 2)])],
		['a published text that is not stored', 'I6', ({ write }) => write([taken(4, 2)])],
	];

	test.each(planted)('finds %s', (_, rule, plant) => {
		const world = talking();
		plant(world);
		expect(world.faults.told.map((told) => told.split(',')[0])).toContain(rule);
	});

	test('the takeover is not counted before the first piece, nor after the end', () => {
		const before = talking();
		before.speech.taken = '';
		before.speech.offered = '';
		before.stop();
		before.write([taken(4, 2)]);
		expect(before.watch.report().apart).toEqual({ 'before the first piece': 1 });
		const after = talking();
		after.speech.ended = true;
		after.stop();
		after.write(takeover);
		expect(after.watch.report()).toMatchObject({ byEntrance: {}, apart: { 'the answer was over': 1 } });
	});
});

describe('in a client', () => {
	function listening() {
		const faults = createFaults('there');
		const counts = { cut: 0, pieces: 0, compared: 0 };
		const check = createStreamCheck('tab', faults, counts);
		check.hear({ type: 'welcome', reset: true, now: 0, sessionId: id });
		check.hear({ type: 'entries', entries: [opened, asked] });
		check.hear({ type: 'live', live: { turn: 3 } });
		check.hear(piece(3, 1, 0, 'It '));
		check.hear(piece(3, 1, 3, 'is '));
		return { faults, counts, check };
	}

	test('a takeover as it should be', () => {
		const { faults, counts, check } = listening();
		check.hear({ type: 'entries', entries: takeover });
		check.hear({ type: 'live', live: { turn: null } });
		check.hear({ type: 'entries', entries: [released(6, 3)] });
		check.hear({ type: 'live', live: { turn: 7 } });
		check.hear(piece(7, 3, 0, 'Two days.'));
		expect(faults.told).toEqual([]);
		expect(counts).toEqual({ cut: 1, pieces: 3, compared: 1 });
		expect(check.state).toEqual({ gen: 3, seq: 6, held: false, left: false, turn: 7, pieces: 1, shown: 9, open: true });
	});

	type Listening = ReturnType<typeof listening>;
	const planted: readonly (readonly [string, string, (listening: Listening) => void])[] = [
		[
			'a piece behind took-over',
			'I1',
			({ check }) => {
				check.hear({ type: 'entries', entries: takeover });
				check.hear(piece(3, 1, 6, 'a lamp'));
			},
		],
		[
			'a piece behind the ack of the takeover',
			'I1',
			({ check }) => {
				check.acknowledged(2);
				check.hear(piece(3, 1, 6, 'a lamp'));
			},
		],
		['a piece before the entry that began its gen', 'I1', ({ check }) => check.hear(piece(7, 3, 0, 'Two'))],
		['a hole in the text', 'I1', ({ check }) => check.hear(piece(3, 1, 9, 'lamp'))],
		[
			'a piece of a turn whose text is kept',
			'I1',
			({ check }) => {
				check.hear({ type: 'entries', entries: [text(4, 1, 3, 'It is ', false)] });
				check.hear(piece(3, 1, 6, 'a lamp'));
			},
		],
		[
			'an AI entry behind took-over',
			'I1',
			({ check }) => check.hear({ type: 'entries', entries: [taken(4, 2), text(5, 1, 3, 'It is ')] }),
		],
		[
			'less kept than was shown',
			'I6',
			({ check }) => check.hear({ type: 'entries', entries: [text(4, 1, 3, 'It '), taken(5, 2)] }),
		],
		['an entry that comes twice', 'I19', ({ check }) => check.hear({ type: 'entries', entries: [asked] })],
	];

	test.each(planted)('finds %s', (_, rule, plant) => {
		const world = listening();
		plant(world);
		expect(world.faults.told.map((told) => told.split(',')[0])).toContain(rule);
	});
});

describe('in the transcript', () => {
	function rulesIn(entries: readonly Entry[]): readonly (string | undefined)[] {
		const faults = createFaults('there');
		const counts = {
			entries: 0,
			takeovers: 0,
			interrupted: 0,
			withQuestion: 0,
			withoutQuestion: 0,
			texts: 0,
			retries: 0,
		};
		const check = createTranscriptCheck('session', faults, counts);
		for (const one of entries) check.hear(one);
		return faults.told.map((told) => told.split(',')[0]);
	}

	test('a takeover and a release as they should be', () => {
		expect(rulesIn([...begin, ...takeover, released(6, 3), turn(7, 3), text(8, 3, 7, 'Two days.', false)])).toEqual([]);
	});

	test.each<readonly [string, string, readonly Entry[]]>([
		['a hole in the numbers', 'I12', [opened, turn(3, 1)]],
		['AI text behind took-over', 'I1', [...begin, taken(4, 2), text(5, 2, 3, 'It is ')]],
		['AI text of an older gen', 'I1', [...begin, ...takeover, released(6, 3), turn(7, 3), text(8, 1, 7, 'Two', false)]],
		['a second controller', 'I2', [...begin, ...takeover, taken(6, 3)]],
		['a gen that jumps', 'I2', [...begin, text(4, 1, 3, 'It is '), taken(5, 3)]],
		['a turn in human hands', 'I5', [...begin, ...takeover, turn(6, 2)]],
		['a cut text that nothing cut', 'I6', [...begin, text(4, 1, 3, 'It is '), turn(5, 1)]],
		['no turn for an open question', 'I7', [...begin, ...takeover, released(6, 3), taken(7, 4)]],
		['a fourth attempt', 'I7', [...begin, turn(4, 1), turn(5, 1), turn(6, 1)]],
	])('finds %s', (_, rule, entries) => {
		expect(rulesIn(entries)).toContain(rule);
	});
});
