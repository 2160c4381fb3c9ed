import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createVapid } from '../../server/push/vapid.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

const tokenOf = (header: string) => /t=([\w.-]+)/.exec(header)?.[1];

test('the same secret is the same key, and another secret another', () => {
	const clock = createManualClock();
	const secret = randomBytes(32);
	expect(createVapid({ secret, clock }).publicKey()).toBe(createVapid({ secret, clock }).publicKey());
	expect(createVapid({ secret: randomBytes(32), clock }).publicKey()).not.toBe(
		createVapid({ secret, clock }).publicKey(),
	);
});

test('32 bytes that are no key of the curve lead to one all the same', () => {
	const clock = createManualClock();
	for (const byte of [0, 255]) {
		expect(Buffer.from(createVapid({ secret: Buffer.alloc(32, byte), clock }).publicKey(), 'base64url')).toHaveLength(
			65,
		);
	}
});

test('a token is used until an hour before its end, and none lives a day', () => {
	const clock = createManualClock();
	const vapid = createVapid({ secret: randomBytes(32), clock });
	const ask = () => tokenOf(vapid.authorization('https://push.example.com', 'https://chat.example'));
	const first = ask();
	clock.advance(11 * 60 * 60_000 - 1);
	expect(ask()).toBe(first);
	clock.advance(1);
	const second = ask();
	expect(second).not.toBe(first);
	const { exp } = JSON.parse(Buffer.from(second?.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
	expect(exp * 1_000 - clock.now()).toBe(12 * 60 * 60_000);
	// I28: the wall clock was set back; the old one would live too long now.
	clock.jumpWall(-24 * 60 * 60_000);
	expect(ask()).not.toBe(second);
});
