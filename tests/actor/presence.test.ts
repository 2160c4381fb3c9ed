/** Who is there: people are counted, not sockets. */
import { describe, expect, test } from 'vitest';
import { createAttendance } from '../../server/actor/attendance.ts';
import { createPresence } from '../../server/actor/presence.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { anna } from '../session/samples.ts';

test('a visitor is lost with the last of their tabs, not before (I22)', () => {
	const clock = createManualClock();
	const presence = createPresence(clock, null, () => {});
	presence.visitorConnected('first');
	presence.visitorConnected('second');
	clock.advance(1_000);
	presence.visitorGone('first');
	expect(presence).toMatchObject({ online: true, lostAt: null });
	clock.advance(1_000);
	presence.visitorGone('second');
	expect(presence).toMatchObject({ online: false, lostAt: 2_000 });
});

test('a socket that ends twice is lost once', () => {
	const clock = createManualClock();
	const presence = createPresence(clock, null, () => {});
	presence.visitorConnected('only');
	presence.visitorGone('only');
	clock.advance(1_000);
	presence.visitorGone('only');
	expect(presence.lostAt).toBe(0);
});

describe('an agent attends while any dashboard of theirs lives (I8)', () => {
	function open() {
		const told: string[] = [];
		const attendance = createAttendance({
			back: () => told.push('back'),
			gone: (_, away) => told.push(away ? 'away' : 'gone'),
			failed() {},
		});
		return { attendance, told };
	}

	test('one of two tabs closed is nothing', () => {
		const { attendance, told } = open();
		const first = attendance.connected(anna.memberId);
		const second = attendance.connected(anna.memberId);
		first.gone();
		expect(attendance.attending(anna.memberId)).toBe(true);
		expect(told).toEqual(['back']);
		second.gone();
		expect(attendance.attending(anna.memberId)).toBe(false);
		expect(told).toEqual(['back', 'gone']);
	});

	test('a tab that is closed twice counts once', () => {
		const { attendance, told } = open();
		const first = attendance.connected(anna.memberId);
		attendance.connected(anna.memberId);
		first.gone();
		first.gone();
		expect(attendance.attending(anna.memberId)).toBe(true);
		expect(told).toEqual(['back']);
	});
});

describe('a dashboard behind another app of a phone is not looked at', () => {
	function open() {
		const told: string[] = [];
		const attendance = createAttendance({
			back: () => told.push('back'),
			gone: (_, away) => told.push(away ? 'away' : 'gone'),
			failed() {},
		});
		return { attendance, told };
	}
	const { memberId } = anna;

	test('it says so before its socket dies, and the death of the socket changes nothing', () => {
		const { attendance, told } = open();
		const phone = attendance.connected(memberId);
		phone.setAway(true);
		phone.setAway(true);
		expect([attendance.attending(memberId), attendance.away(memberId), attendance.here]).toEqual([false, true, []]);
		phone.gone();
		phone.setAway(false);
		expect(attendance.away(memberId)).toBe(true);
		expect(told).toEqual(['back', 'away']);
	});

	test('it comes back on the same socket or on a new one', () => {
		const { attendance, told } = open();
		const first = attendance.connected(memberId);
		first.setAway(true);
		first.setAway(false);
		expect([attendance.attending(memberId), attendance.away(memberId)]).toEqual([true, false]);
		first.setAway(true);
		first.gone();
		attendance.connected(memberId);
		expect([attendance.attending(memberId), attendance.away(memberId)]).toEqual([true, false]);
		expect(told).toEqual(['back', 'away', 'back', 'away', 'back']);
	});

	test('one that connects from behind another app brings nobody back (I27)', () => {
		const { attendance, told } = open();
		const phone = attendance.connected(memberId, true);
		expect(attendance.attending(memberId)).toBe(false);
		phone.gone();
		expect(told).toEqual([]);
	});

	test('who goes last decides: a desktop that is lost after the phone went away is lost', () => {
		const { attendance, told } = open();
		const phone = attendance.connected(memberId);
		const desktop = attendance.connected(memberId);
		phone.setAway(true);
		expect(attendance.attending(memberId)).toBe(true);
		desktop.gone();
		expect(attendance.away(memberId)).toBe(false);
		expect(told).toEqual(['back', 'gone']);
	});

	test('what another process has heard counts here', () => {
		const { attendance, told } = open();
		const one = new Set([memberId]);
		const none: ReadonlySet<typeof memberId> = new Set();
		attendance.setElsewhere(one, none);
		attendance.setElsewhere(none, one);
		expect([attendance.attending(memberId), attendance.away(memberId)]).toEqual([false, true]);
		attendance.setElsewhere(one, none);
		attendance.setElsewhere(none, none);
		expect(attendance.away(memberId)).toBe(false);
		expect(told).toEqual(['back', 'away', 'back', 'gone']);
	});

	test('I8 what was heard here counts no more once they came back at another process and were lost there', () => {
		const { attendance, told } = open();
		const none: ReadonlySet<typeof memberId> = new Set();
		const phone = attendance.connected(memberId);
		phone.setAway(true);
		phone.gone();
		attendance.setElsewhere(new Set([memberId]), none);
		expect(attendance.awayHere).toEqual([]);
		attendance.setElsewhere(none, none);
		expect(attendance.away(memberId)).toBe(false);
		expect(told).toEqual(['back', 'away', 'back', 'gone']);
	});
});
