import { describe, expect, test } from 'vitest';
import { type Bases, basesAtActivation, duesOf, nextBases } from '../../server/actor/alarms.ts';
import { emptyState, type SessionState } from '../../shared/fold.ts';
import { genOf, seqOf } from '../../shared/ids.ts';
import { durations } from '../../shared/limits.ts';
import { anna } from '../session/samples.ts';

const bases: Bases = { control: 0, unanswered: 0, human: 0, lost: 0, asked: 0 };
const idleReturnMs = durations.idleReturnMs;
const withAi: SessionState = { ...emptyState, mode: 'ai-responding', gen: genOf(1) };
const held: SessionState = {
	...emptyState,
	mode: 'taken-over',
	gen: genOf(2),
	holder: { memberId: anna.memberId, name: anna.name, lostDeadline: null },
};
const waiting = { seq: seqOf(5), at: 1_000 };

describe("the visitor's grace", () => {
	test('counts from the lost socket, or from the last change of control if that is later', () => {
		expect(duesOf(withAi, { ...bases, control: 1_000 }, 4_000, idleReturnMs).grace).toBe(
			4_000 + durations.visitorGraceMs,
		);
		expect(duesOf(withAi, { ...bases, control: 9_000 }, 4_000, idleReturnMs).grace).toBe(
			9_000 + durations.visitorGraceMs,
		);
	});

	test('is long while a human holds the session, and while one is needed', () => {
		const needed: SessionState = { ...withAi, needsHuman: { why: 'button', at: 1_000 } };
		expect(duesOf(held, bases, 0, idleReturnMs).grace).toBe(durations.visitorGraceHumanMs);
		expect(duesOf(needed, bases, 0, idleReturnMs).grace).toBe(durations.visitorGraceHumanMs);
	});

	test('waits for a running turn, and does not run while a socket lives', () => {
		const turn = { turn: seqOf(3), gen: genOf(1), answersUpTo: seqOf(2) };
		expect(duesOf({ ...withAi, turn }, bases, 0, idleReturnMs).grace).toBeNull();
		expect(duesOf(withAi, bases, null, idleReturnMs).grace).toBeNull();
	});
});

describe('the idle deadlines', () => {
	test('count from the later of the unanswered message and the takeover', () => {
		const state: SessionState = { ...held, unanswered: waiting };
		const late = duesOf(state, { ...bases, unanswered: 50_000, human: 10_000 }, null, idleReturnMs);
		expect(late).toMatchObject({ idleAlarm: 50_000 + durations.idleAlarmMs, idleReturn: 50_000 + idleReturnMs });
		const taken = duesOf(state, { ...bases, unanswered: 10_000, human: 50_000 }, null, idleReturnMs);
		expect(taken.idleReturn).toBe(50_000 + idleReturnMs);
	});

	test('run only while a message waits in human hands', () => {
		expect(duesOf(held, bases, null, idleReturnMs).idleReturn).toBeNull();
		expect(duesOf({ ...withAi, unanswered: waiting }, bases, null, idleReturnMs).idleReturn).toBeNull();
	});

	test('the alarm is never later than the return', () => {
		expect(duesOf({ ...held, unanswered: waiting }, bases, null, 20_000)).toMatchObject({
			idleAlarm: 20_000,
			idleReturn: 20_000,
		});
	});
});

test('what a step has changed is counted from now, the rest stays', () => {
	const before: SessionState = { ...held, unanswered: waiting };
	const kept = nextBases(
		before,
		{ ...before, humanAt: 9 },
		{ control: 1, unanswered: 2, human: 3, lost: 4, asked: 5 },
		100,
	);
	expect(kept).toEqual({ control: 1, unanswered: 2, human: 100, lost: 4, asked: 5 });
	const released = nextBases(
		before,
		{ ...before, gen: genOf(3) },
		{ control: 1, unanswered: 2, human: 3, lost: 4, asked: 5 },
		100,
	);
	expect(released).toEqual({ control: 100, unanswered: 2, human: 100, lost: 4, asked: 5 });
});

describe('at activation (I28)', () => {
	const state: SessionState = {
		...held,
		humanAt: 1_000_000,
		unanswered: { seq: seqOf(5), at: 1_050_000 },
		holder: { memberId: anna.memberId, name: anna.name, lostDeadline: 1_060_000 + durations.agentGoneMs },
	};
	const longest = idleReturnMs;

	test('stored times count as far as they are past', () => {
		expect(basesAtActivation(state, 1_070_000, 500_000, longest)).toEqual({
			asked: 500_000,
			control: 500_000,
			unanswered: 480_000,
			human: 430_000,
			lost: 490_000,
		});
	});

	test('a wall clock that was set back puts none of them into the future', () => {
		const early = basesAtActivation(state, 900_000, 500_000, longest);
		expect(early).toEqual({ asked: 500_000, control: 500_000, unanswered: 500_000, human: 500_000, lost: 500_000 });
	});

	test('a wall clock that was set forward puts none of them further back than the longest deadline', () => {
		const late = basesAtActivation(state, 90_000_000, 500_000, longest);
		const longAgo = 500_000 - longest;
		expect(late).toEqual({ asked: 500_000, control: 500_000, unanswered: longAgo, human: longAgo, lost: longAgo });
	});
});

test('a person who was asked for is late after a minute, and no more once somebody has the session', () => {
	const asked: SessionState = { ...withAi, needsHuman: { why: 'button', at: 1_000 } };
	expect(nextBases(withAi, asked, bases, 700).asked).toBe(700);
	expect(duesOf(asked, { ...bases, asked: 700 }, null, idleReturnMs).unmet).toBe(700 + durations.nobodyCameMs);
	expect(duesOf(withAi, bases, null, idleReturnMs).unmet).toBeNull();
	expect(duesOf({ ...held, needsHuman: asked.needsHuman }, bases, null, idleReturnMs).unmet).toBeNull();
	expect(basesAtActivation(asked, 31_000, 500_000, idleReturnMs).asked).toBe(470_000);
});
