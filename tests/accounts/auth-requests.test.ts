import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../support/store.ts';
import { bodyOf, type House, openHouse, password } from './support/house.ts';

const newcomer = { email: 'first.owner@example.com', password };
const refusal = (code: string, more: object = {}) => ({ error: { code, retryable: false, ...more } });
const unknownToken = 'A'.repeat(43);

describe('requests to /auth', () => {
	const paths = ['/auth/setup', '/auth/join', '/auth/sign-in', '/auth/sign-out', '/auth/reset', '/auth/forgot'];
	describe('are refused', () => {
		let store: TestStore;
		let house: House;
		beforeAll(async () => {
			store = await openTestStore('pglite');
		});
		afterAll(() => store.close());
		beforeEach(async () => {
			house = await openHouse(store);
		});
		afterEach(() => house.stop());
		const json = { token: unknownToken, ...newcomer };

		test.each(paths)('%s from a page that is not ours', async (path) => {
			for (const origin of ['https://evil.example', 'https://chat.example:8443', 'null', '', undefined]) {
				const answer = await house.send('POST', path, { json, headers: { origin } });
				expect([answer.status, bodyOf(answer)]).toEqual([403, refusal('auth.origin')]);
			}
		});

		test.each(paths.filter((path) => path !== '/auth/sign-out'))('%s that is not JSON', async (path) => {
			for (const type of ['text/plain', 'application/x-www-form-urlencoded', undefined]) {
				const answer = await house.send('POST', path, { json, headers: { 'content-type': type } });
				expect([answer.status, bodyOf(answer)]).toEqual([400, refusal('input.invalid')]);
			}
			const broken = await house.send('POST', path, { body: Buffer.from('{') });
			expect([broken.status, bodyOf(broken)]).toEqual([400, refusal('input.invalid')]);
		});

		test('with a bad field, by its name', async () => {
			for (const [field, value] of [
				['email', 'not an e-mail'],
				['email', 7],
				['password', 'too short'],
				['token', null],
				['language', 'xx'],
			] as const) {
				const answer = await house.send('POST', '/auth/join', { json: { ...json, [field]: value } });
				expect([answer.status, bodyOf(answer)]).toEqual([400, refusal('input.invalid', { field })]);
			}
		});

		test('beyond the wrong passwords that one e-mail is granted, known or not, from wherever they come', async () => {
			const known = `${randomUUID()}@example.com`;
			await house.member(await house.account(), 'agent', known);
			for (const email of [known, 'nobody@example.com']) {
				const attempt = (count: number, word: string) =>
					house.send('POST', '/auth/sign-in', {
						json: { email, password: word },
						remoteAddress: `192.0.2.${count}`,
					});
				for (let count = 0; count < 10; count++) expect((await attempt(count, 'wrong password')).status).toBe(401);
				const refused = await attempt(11, password);
				expect(refused.status).toBe(429);
				expect(bodyOf(refused)).toEqual({ error: { code: 'rate.limited', retryable: true, retryAfterMs: 10_000 } });
				expect(refused.headers?.['retry-after']).toBe('10');
			}
			house.clock.advance(10_000);
			const json = { email: known, password };
			expect((await house.send('POST', '/auth/sign-in', { json })).status).toBe(200);
		});

		test('beyond the failures that one address is granted', async () => {
			for (let count = 0; count < 30; count++) {
				expect((await house.send('POST', '/auth/join', { json })).status).toBe(410);
			}
			expect((await house.send('POST', '/auth/join', { json })).status).toBe(429);
			expect((await house.send('POST', '/auth/join', { json, remoteAddress: '192.0.2.2' })).status).toBe(410);
		});

		test('never for right passwords, however many', async () => {
			const email = `${randomUUID()}@example.com`;
			await house.member(await house.account(), 'agent', email);
			for (let count = 0; count < 40; count++) {
				const answer = await house.send('POST', '/auth/sign-in', { json: { email, password } });
				expect(answer.status).toBe(200);
			}
		});
	});
});
