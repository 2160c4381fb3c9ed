import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeStores } from '../support/store.ts';
import { cookieLines, cookieOf, forgetEverybody, type House, openHouse, password } from './support/house.ts';

describeStores('logins', (store) => {
	let house: House;
	beforeEach(async () => {
		await forgetEverybody(store());
		house = await openHouse(store());
	});
	afterEach(() => house.stop());

	test('signing out ends the login at once, and again changes nothing', async () => {
		await house.member(await house.account(), 'agent', 'agent@example.com');
		const json = { email: 'agent@example.com', password };
		const cookie = cookieOf(await house.send('POST', '/auth/sign-in', { json }));
		const loginId = house.logins.identify({ cookie })?.loginId;
		for (let time = 0; time < 2; time++) {
			const answer = await house.send('POST', '/auth/sign-out', { headers: { cookie } });
			house.clock.advance(250);
			expect(answer.status).toBe(200);
			expect(cookieLines(answer)).toEqual([
				'__Host-baton=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure',
				'baton=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
			]);
		}
		expect(house.logins.identify({ cookie })).toBeNull();
		expect(house.changes.filter(({ type }) => type === 'login-ended')).toMatchObject([{ loginId }]);
	});

	test('made by another process a moment ago: a socket is let in where others write too, and a stranger is not', async () => {
		const id = await house.member(await house.account(), 'agent');
		const other = await openHouse(store());
		const { token } = await other.logins.begin(id);
		const headers = { cookie: `baton=${token}`, origin: 'http://localhost' };
		expect(house.logins.identify(headers)).toBeNull();
		const found = house.logins.recognise(headers);
		house.clock.advance(250);
		expect((await found) !== null).toBe(store().kind === 'postgres');
		const nobody = house.logins.recognise({ ...headers, cookie: `baton=${token.slice(0, -1)}_` });
		house.clock.advance(250);
		expect(await nobody).toBeNull();
		expect(await house.logins.recognise({})).toBeNull();
		await other.stop();
	});

	describe('a login', () => {
		const days = (count: number) => count * 24 * 60 * 60_000;

		test('ends 30 days after its last use', async () => {
			const { loginId } = await house.someone('agent');
			house.clock.jumpWall(days(30) - 1);
			expect(house.authorities.of(loginId)).not.toBeNull();
			house.clock.jumpWall(1);
			expect(house.authorities.of(loginId)).toBeNull();
			await house.register.refresh();
			expect(house.changes.map(({ type }) => type)).toContain('login-ended');
		});

		test('that is used lives on', async () => {
			const { loginId } = await house.someone('agent');
			house.clock.jumpWall(days(29));
			expect(house.authorities.of(loginId)).not.toBeNull();
			house.clock.advance(10 * 60_000);
			// The books are kept by a timer; what it writes can be waited for by reading after it.
			await expect
				.poll(() => house.register.current().logins.get(loginId)?.expiresAt)
				.toBe(house.clock.now() + days(30));
			house.clock.jumpWall(days(29));
			expect(house.authorities.of(loginId)).not.toBeNull();
		});

		test('of a person with very many browsers replaces the one unused for longest', async () => {
			const id = await house.member(await house.account(), 'agent');
			const logins = [];
			for (let count = 0; count < 51; count++) {
				logins.push(await house.logins.begin(id));
				house.clock.jumpWall(1);
			}
			const alive = logins.map(({ loginId }) => house.authorities.of(loginId) !== null);
			expect(alive).toEqual([false, ...Array.from({ length: 50 }, () => true)]);
		});
	});
});
