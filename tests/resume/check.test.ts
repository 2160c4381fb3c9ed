/** The checker finds what is planted: every way in which a stream, a view or a transcript may be wrong. */
import { describe, expect, test } from 'vitest';
import { projectFor } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import type { SessionFeedEvent } from '../../shared/feed.ts';
import { clientIdOf, genOf, memberIdOf, type Seq, seqOf, sessionIdOf } from '../../shared/ids.ts';
import { emptyView, foldFeed, type SessionView } from '../../shared/live/session-view.ts';
import { faultsOfStream, faultsOfWriting, type Premises, type Told, type Written } from './check.ts';

type Live = { readonly turn: Seq | null };
type Event = SessionFeedEvent<Live>;

const at = (seq: number, gen = 1) => ({ seq: seqOf(seq), gen: genOf(gen), at: seq });
const said = (seq: number, text: string, gen = 1): Entry => ({
	...at(seq, gen),
	kind: 'message',
	author: 'visitor',
	text,
	clientId: clientIdOf(`client-id-of-${seq}`),
});

const stored: readonly Entry[] = [
	{ ...at(1), kind: 'opened', reopened: false },
	said(2, 'One'),
	{ ...at(3), kind: 'turn-started', answersUpTo: seqOf(2) },
	{
		...at(4),
		kind: 'message',
		author: 'ai',
		text: 'An ans',
		turn: seqOf(3),
		interrupted: true,
		answersUpTo: seqOf(2),
		sources: [],
	},
	{ ...at(5, 2), kind: 'took-over', memberId: memberIdOf('member-a'), name: 'Anna', entrance: 'button' },
	said(6, 'Two', 2),
];
const entry = (seq: number): Entry => {
	const found = stored.find((one) => one.seq === seq);
	const seen = found === undefined ? null : projectFor('member', found);
	if (seen === null) throw new Error(`no entry ${seq}`);
	return seen;
};
const entries = (...seqs: readonly number[]): Event => ({ type: 'entries', entries: seqs.map(entry) });
const piece = (offset: number, text: string, turn = 3, gen = 1): Event => ({
	type: 'piece',
	turn: seqOf(turn),
	gen: genOf(gen),
	offset,
	text,
});
const welcome = (reset: boolean): Event => ({ type: 'welcome', reset, now: 0, sessionId: sessionIdOf('session_a') });
const live: Event = { type: 'live', live: { turn: seqOf(3) } };

/** Cut in the middle of the turn, and whole. */
const whole: readonly Event[] = [
	welcome(true),
	entries(1, 2),
	live,
	piece(0, 'An '),
	welcome(false),
	live,
	piece(3, 'ans'),
	entries(4, 5),
	entries(6),
];

const viewOf = (events: readonly Event[]): SessionView<Live> =>
	events.reduce<SessionView<Live>>((view, event) => foldFeed(view, event, 0), emptyView);
const look = (events: readonly Event[], change: Partial<Told> = {}): readonly string[] =>
	faultsOfStream({ audience: 'member', events, view: viewOf(events), stored, ...change }, {});

describe('a stream', () => {
	test('that is whole is found whole, and its premises are counted', () => {
		const premises: Premises = {};
		expect(faultsOfStream({ audience: 'member', events: whole, view: viewOf(whole), stored }, premises)).toEqual([]);
		expect(premises).toEqual({ I1: 1, I19: 1, I6: 1, I20: 1 });
	});

	test.each<[string, readonly Event[], string]>([
		['an entry again', [...whole, entries(6)], 'I19'],
		['an entry again after a reconnect', whole.with(4, welcome(false)).toSpliced(5, 0, entries(2)), 'I19'],
		['a hole', whole.with(7, entries(5)), 'I19'],
		['out of order', [welcome(true), entries(1, 2), entries(5), entries(4), entries(6)], 'I19'],
		['the last one missing', whole.slice(0, -1), 'I20'],
		['begun anew without need', [...whole, welcome(true), entries(1, 2, 4, 5, 6)], 'I19'],
		['text again', whole.with(6, piece(0, 'An ans')), 'I19'],
		['text with a hole', whole.with(6, piece(4, 'ns')), 'I19'],
		['text that is not what was stored', whole.with(6, piece(3, 'other')), 'I6'],
		['text after the takeover', [...whole, piece(6, 'wer')], 'I1'],
	])('%s', (_, events, rule) => {
		expect(look(events).some((fault) => fault.startsWith(rule))).toBe(true);
	});

	test('a page that shows something else than it was told', () => {
		expect(look(whole, { view: viewOf(whole.slice(0, -1)) })).toContainEqual(expect.stringMatching(/^I20/));
	});
});

describe('what was written', () => {
	const acked = [
		{ clientId: clientIdOf('client-id-of-2'), text: 'One', ack: { seq: seqOf(2) } },
		{ clientId: clientIdOf('client-id-of-6'), text: 'Two', ack: { seq: seqOf(6) } },
	];
	const written: Written = { texts: ['One', 'Two'], author: 'visitor', acked, unsent: 0, failed: 0 };
	const judge = (change: Partial<Written>, transcript = stored): readonly string[] =>
		faultsOfWriting({ ...written, ...change }, transcript, {});

	test('and is there is found whole', () => {
		expect(judge({})).toEqual([]);
	});

	test.each<[string, readonly string[], string]>([
		['missing', judge({}, stored.slice(0, -1)), 'I11'],
		['twice', judge({}, [...stored, { ...said(7, 'Two'), clientId: clientIdOf('another-id') }]), 'I11'],
		['in another order', judge({ texts: ['Two', 'One'] }), 'I11'],
		['a hole in the numbers', judge({}, stored.toSpliced(2, 1)), 'I12'],
		[
			'acknowledged as another',
			judge({ acked: [{ clientId: clientIdOf('client-id-of-2'), text: 'One', ack: { seq: seqOf(6) } }] }),
			'I13',
		],
		['still waiting', judge({ unsent: 1 }), 'I21'],
		['stored and called failed', judge({ failed: 1 }), 'I21'],
	])('%s', (_, faults, rule) => {
		expect(faults.some((fault) => fault.startsWith(rule))).toBe(true);
	});
});
