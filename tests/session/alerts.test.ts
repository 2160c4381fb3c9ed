/** What of a transcript is told beyond the dashboards. */
import { expect, test } from 'vitest';
import { alertsOf } from '../../server/session/alerts.ts';
import type { Entry, EntryBody } from '../../shared/entry.ts';
import { emptyState, fold } from '../../shared/fold.ts';
import { genOf, memberIdOf, seqOf } from '../../shared/ids.ts';

const memberId = memberIdOf('00000000-0000-7000-8000-000000000001');

const entriesOf = (from: number, bodies: readonly EntryBody[]): readonly Entry[] =>
	bodies.map((body, i) => ({ ...body, seq: seqOf(from + i), gen: genOf(1), at: i }));

/** What the last step of a transcript is told as. */
function told(before: readonly EntryBody[], step: readonly EntryBody[]): readonly string[] {
	const state = fold(emptyState, entriesOf(1, before));
	return alertsOf(state, entriesOf(before.length + 1, step)).map(
		({ kind, seq, why }) => `${seq} ${kind}${why === null ? '' : ` ${why}`}`,
	);
}

const opened: EntryBody = { kind: 'opened', reopened: false };
const question: EntryBody = { kind: 'message', author: 'visitor', text: 'Where is my order?' };
const answer = (interrupted: boolean): EntryBody => ({
	...{ kind: 'message', author: 'ai', text: 'On its way.', turn: seqOf(3), interrupted, answersUpTo: seqOf(2) },
	sources: [],
});
const started: EntryBody = { kind: 'turn-started', answersUpTo: seqOf(2) };
const asked: EntryBody = { kind: 'asked-for-human', why: 'button' };
const left: EntryBody = { kind: 'left', why: 'grace' };
const tookOver: EntryBody = { kind: 'took-over', memberId, name: 'Anna', entrance: 'reply' };

test('a first message tells of the session and of itself, and not of the turn', () => {
	expect(told([], [opened, question, started])).toEqual(['1 session-opened', '2 message']);
});

test('a takeover by reply: text that was cut short is not told, who took over and what they said is', () => {
	const said: EntryBody = { kind: 'message', author: 'agent', text: 'Hello', memberId, name: 'Anna' };
	expect(told([opened, question, started], [answer(true), tookOver, said])).toEqual(['5 took-over', '6 message']);
});

test('what is whispered to the AI is told to nobody', () => {
	const whisper: EntryBody = { kind: 'whisper', memberId, name: 'Anna', text: 'Mention the sale' };
	expect(told([opened, question, started], [whisper])).toEqual([]);
	// Nor does it see to whoever waits.
	expect(told([opened, question, started, answer(true), whisper], [left])).toEqual(['6 missed unanswered']);
});

test('reasons go along', () => {
	const failed: EntryBody = { kind: 'ai-failed', text: 'Sorry', why: 'timeout', turn: seqOf(3), answersUpTo: seqOf(2) };
	expect(told([opened, question, started], [failed])).toEqual(['4 ai-failed timeout']);
	expect(told([opened, question], [asked])).toEqual(['3 human-asked button']);
	expect(told([opened, tookOver], [{ kind: 'released', name: 'Anna', why: 'idle' }])).toEqual(['3 released idle']);
});

test('who leaves with an answer is not missed; who asked for a person, or got an apology or nothing, is', () => {
	expect(told([opened, question, started, answer(false)], [left])).toEqual([]);
	expect(told([opened, question, started, answer(false), asked], [left])).toEqual(['6 missed button']);
	expect(told([opened, question, started], [answer(true), left])).toEqual(['5 missed unanswered']);
	const failed: EntryBody = { kind: 'ai-failed', text: 'Sorry', why: 'timeout', turn: seqOf(3), answersUpTo: seqOf(2) };
	expect(told([opened, question, started, failed], [left])).toEqual(['5 missed unanswered']);
	expect(told([opened, question, asked, tookOver], [left])).toEqual(['5 missed unanswered']);
});
