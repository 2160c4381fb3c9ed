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
		const attendance = createAttendance({ back: () => told.push('back'), gone: () => told.push('gone'), failed() {} });
		return { attendance, told };
	}

	test('one of two tabs closed is nothing', () => {
		const { attendance, told } = open();
		const first = attendance.connected(anna.memberId);
		const second = attendance.connected(anna.memberId);
		first();
		expect(attendance.attending(anna.memberId)).toBe(true);
		expect(told).toEqual(['back']);
		second();
		expect(attendance.attending(anna.memberId)).toBe(false);
		expect(told).toEqual(['back', 'gone']);
	});

	test('a tab that is closed twice counts once', () => {
		const { attendance, told } = open();
		const first = attendance.connected(anna.memberId);
		attendance.connected(anna.memberId);
		first();
		first();
		expect(attendance.attending(anna.memberId)).toBe(true);
		expect(told).toEqual(['back']);
	});
});
