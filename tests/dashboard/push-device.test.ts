/** How a browser stands as a receiver of notifications. */
import { describe, expect, test } from 'vitest';
import { lackOf, type PageFacts, stateOf } from '../../dashboard/push/device.ts';
import { deviceIdOf } from '../../shared/ids.ts';
import type { PushView } from '../../shared/push.ts';

const chrome: PageFacts = {
	isSecureContext: true,
	hasWorker: true,
	hasPush: true,
	userAgent: 'Mozilla/5.0 (Linux; Android 10; K) Chrome/144.0.0.0 Mobile Safari/537.36',
	maxTouchPoints: 5,
};
const iphone = { ...chrome, userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1' };
const ipad = { ...chrome, userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15' };

describe('a browser', () => {
	test('that can do it lacks nothing, an iPhone on the Home Screen among them', () => {
		expect([chrome, iphone, ipad].map(lackOf)).toEqual([null, null, null]);
	});

	test('on plain http lacks the secure address, whatever else it can', () => {
		expect(lackOf({ ...iphone, isSecureContext: false, hasPush: false })).toBe('insecure');
	});

	test('of an iPhone or iPad in a tab has to be put on the Home Screen; a Mac has not', () => {
		expect(lackOf({ ...iphone, hasPush: false })).toBe('home-screen');
		expect(lackOf({ ...ipad, hasPush: false })).toBe('home-screen');
		expect(lackOf({ ...ipad, maxTouchPoints: 0, hasPush: false })).toBe('browser');
		expect(lackOf({ ...chrome, hasWorker: false })).toBe('browser');
	});
});

describe('it is', () => {
	const device = { id: deviceIdOf('d'), label: '', createdAt: 0, lastOkAt: null, mine: true };
	const view: PushView = { publicKey: 'k', discreet: false, devices: [{ ...device, mine: false }, device] };

	test('on where browser and server agree', () => {
		expect(stateOf(view, 'granted', true)).toEqual({ kind: 'on', device });
	});

	test('off where one of them knows nothing of it', () => {
		expect(stateOf(view, 'granted', false)).toEqual({ kind: 'off' });
		expect(stateOf({ ...view, devices: [{ ...device, mine: false }] }, 'granted', true)).toEqual({ kind: 'off' });
		expect(stateOf(view, 'default', true)).toEqual({ kind: 'off' });
	});

	test('blocked once the person said no, whatever was before', () => {
		expect(stateOf(view, 'denied', true)).toEqual({ kind: 'blocked' });
	});
});
