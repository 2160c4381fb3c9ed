import { expect, test } from 'vitest';
import { createPasswords } from '../../server/accounts/passwords.ts';

const costs = { memoryKib: 64, passes: 1 };

test('a password is argon2id of 19 MiB and two passes, with a salt of its own', async () => {
	const passwords = createPasswords();
	const [one, two] = await Promise.all([passwords.hash('the same words'), passwords.hash('the same words')]);
	expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	expect(one).not.toBe(two);
	expect(await passwords.verify(one, 'the same words')).toEqual({ ok: true, outdated: false });
	expect(await passwords.verify(one, 'other words')).toEqual({ ok: false, outdated: false });
});

test('where nobody is, the same work is done, and nothing fits', async () => {
	const passwords = createPasswords(costs);
	expect(await passwords.verify(null, '')).toEqual({ ok: false, outdated: false });
	expect(await passwords.verify(null, '\0'.repeat(32))).toEqual({ ok: false, outdated: false });
	// With real costs the work shows: far more than a comparison that is skipped.
	const real = createPasswords();
	const spent = async (stored: string | null) => {
		const before = performance.now();
		await real.verify(stored, 'wrong');
		return performance.now() - before;
	};
	const stored = await real.hash('right');
	await spent(stored);
	expect(await spent(null)).toBeGreaterThan((await spent(stored)) / 10);
});

test('I30: a flood of attempts is refused before it fills memory, and what waits is served', async () => {
	const passwords = createPasswords(costs);
	const stored = await passwords.hash('right');
	const flood = Array.from({ length: 100 }, () => passwords.verify(stored, 'right'));
	const outcomes = await Promise.allSettled(flood);
	expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(42);
	const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
	expect(refused.every(({ reason }) => reason.code === 'overload' && reason.detail.retryAfterMs > 0)).toBe(true);
	expect((await passwords.verify(stored, 'right')).ok).toBe(true);
});

test('a damaged hash is a fault, and the place of who asked is free again', async () => {
	const passwords = createPasswords(costs);
	for (let count = 0; count < 5; count++) await expect(passwords.verify('damaged', 'x')).rejects.toThrow();
	expect((await passwords.verify(await passwords.hash('right'), 'right')).ok).toBe(true);
});
