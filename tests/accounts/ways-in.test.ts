import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeStores } from '../support/store.ts';
import {
	bodyOf,
	cookieOf,
	forgetEverybody,
	type House,
	type HouseOptions,
	openHouse,
	password,
} from './support/house.ts';

const newcomer = { email: 'First.Owner@Example.com', password, language: 'lv' };
const refusal = (code: string, more: object = {}) => ({ error: { code, retryable: false, ...more } });
const unknownToken = 'A'.repeat(43);

describeStores('the ways in', (store) => {
	let house: House;
	const open = async (options: HouseOptions = {}) => {
		house = await openHouse(store(), options);
		return house;
	};
	beforeEach(() => forgetEverybody(store()));
	afterEach(() => house.stop());

	const tokenOf = (path: string) => path.split('/')[2] ?? '';
	const setupToken = () => (house.started.kind === 'link' ? tokenOf(house.started.path) : '');
	const whoIs = (cookie: string, origin = 'https://chat.example') => house.logins.identify({ cookie, origin });

	describe('first start', () => {
		test('with nobody here a one-time link makes the owner, on the default plan, and signs them in', async () => {
			await open({ defaultPlan: 'standard' });
			expect(house.started).toEqual({ kind: 'link', path: expect.stringMatching(/^\/setup\/[\w-]{43}$/) });
			expect(bodyOf(await house.send('GET', '/auth/state'))).toEqual({
				signedIn: false,
				setupNeeded: true,
				mail: false,
			});

			const answer = await house.send('POST', '/auth/setup', { json: { token: setupToken(), ...newcomer } });
			expect(answer.status).toBe(200);
			const identity = whoIs(cookieOf(answer));
			expect(identity && house.authorities.of(identity.loginId)).toMatchObject({
				email: 'first.owner@example.com',
				role: 'owner',
				plan: 'standard',
				profile: { displayName: '', sound: 'all', language: 'lv', theme: 'system' },
			});
			const state = await house.send('GET', '/auth/state', { headers: { cookie: cookieOf(answer) } });
			expect(bodyOf(state)).toEqual({ signedIn: true, setupNeeded: false, mail: false });
		});

		test('the link works once', async () => {
			await open();
			const json = { token: setupToken(), ...newcomer };
			const answers = await Promise.all([
				house.send('POST', '/auth/setup', { json }),
				house.send('POST', '/auth/setup', { json: { ...json, email: 'second@example.com' } }),
			]);
			expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200, 410]));
			expect(house.register.current().members.size).toBe(1);
		});

		test('a new start makes a new link, and the old one holds no more', async () => {
			await open();
			const old = setupToken();
			await house.stop();
			await open();
			expect(setupToken()).not.toBe(old);
			const answer = await house.send('POST', '/auth/setup', { json: { token: old, ...newcomer } });
			expect([answer.status, bodyOf(answer)]).toEqual([410, refusal('auth.link')]);
			expect((await house.send('POST', '/auth/setup', { json: { token: setupToken(), ...newcomer } })).status).toBe(
				200,
			);
		});

		test('with the owner in the environment there is no link, and the next start changes nothing', async () => {
			const owner = { email: 'owner@example.com', password: 'from the environment' };
			await open({ owner });
			expect(house.started).toEqual({ kind: 'owner-created', email: owner.email });
			await house.stop();
			await open({ owner: { ...owner, password: 'another password' } });
			expect(house.started).toEqual({ kind: 'nothing' });
			expect((await house.send('POST', '/auth/sign-in', { json: owner })).status).toBe(200);
		});

		test('two processes that start at once on one database make one owner', async () => {
			const owner = { email: 'owner@example.com', password };
			const [one, two] = await Promise.all([openHouse(store(), { owner }), openHouse(store(), { owner })]);
			house = one;
			expect([one.started.kind, two.started.kind].sort()).toEqual(['nothing', 'owner-created']);
			await two.stop();
		});
	});

	describe('an invitation', () => {
		test('makes a member of the account with the given role, once', async () => {
			await open();
			const admin = await house.someone('admin');
			const { url, expiresAt } = await house.members.invite(admin, 'agent', 'https://chat.example');
			expect(url).toMatch(/^https:\/\/chat\.example\/join\/[\w-]{43}$/);
			expect(expiresAt - house.clock.now()).toBe(7 * 24 * 60 * 60_000);
			const json = { ...newcomer, token: url.split('/').at(-1) };
			const answer = await house.send('POST', '/auth/join', { json });
			const identity = whoIs(cookieOf(answer));
			expect(identity && house.authorities.of(identity.loginId)).toMatchObject({
				accountId: admin.accountId,
				role: 'agent',
				email: 'first.owner@example.com',
			});
			const again = await house.send('POST', '/auth/join', { json: { ...json, email: 'other@example.com' } });
			expect([again.status, bodyOf(again)]).toEqual([410, refusal('auth.link')]);
		});

		test('an e-mail that is taken is refused, and the link still works for another', async () => {
			await open();
			const owner = await house.someone('owner');
			const { url } = await house.members.invite(owner, 'viewer', '');
			const json = { ...newcomer, token: tokenOf(url) };
			const taken = await house.send('POST', '/auth/join', { json: { ...json, email: owner.email.toUpperCase() } });
			expect([taken.status, bodyOf(taken)]).toEqual([409, refusal('auth.taken')]);
			expect((await house.send('POST', '/auth/join', { json })).status).toBe(200);
		});

		test('does not hold after seven days, nor as another kind of link', async () => {
			await open();
			const { url } = await house.members.invite(await house.someone('owner'), 'viewer', '');
			const json = { ...newcomer, token: tokenOf(url) };
			expect((await house.send('POST', '/auth/setup', { json })).status).toBe(410);
			expect((await house.send('POST', '/auth/reset', { json })).status).toBe(410);
			house.clock.jumpWall(7 * 24 * 60 * 60_000);
			expect((await house.send('POST', '/auth/join', { json })).status).toBe(410);
		});

		test.each(['', 'x', unknownToken, `${unknownToken}A`, 'ā'.repeat(43)])('%j is no link', async (token) => {
			await open();
			const answer = await house.send('POST', '/auth/join', { json: { ...newcomer, token } });
			expect([answer.status, bodyOf(answer)]).toEqual([410, refusal('auth.link')]);
		});
	});

	describe('a password', () => {
		test('signs in, whatever the case and blanks of the e-mail', async () => {
			await open();
			const id = await house.member(await house.account(), 'agent', 'agent@example.com');
			const answer = await house.send('POST', '/auth/sign-in', { json: { email: ' Agent@EXAMPLE.com ', password } });
			expect([answer.status, bodyOf(answer)]).toEqual([200, { ok: true }]);
			const identity = whoIs(cookieOf(answer));
			expect(identity && house.authorities.of(identity.loginId)?.memberId).toBe(id);
		});

		test('that is wrong, an e-mail that nobody has, and a disabled member are answered alike', async () => {
			await open();
			const owner = await house.someone('owner');
			await house.member(owner.accountId, 'agent', 'agent@example.com');
			const disabled = await house.member(owner.accountId, 'agent', 'disabled@example.com');
			await house.members.setDisabled(owner, disabled, true);
			const answers = await Promise.all(
				[
					{ email: 'agent@example.com', password: 'not the password' },
					{ email: 'nobody@example.com', password },
					{ email: 'disabled@example.com', password },
					{ email: 'no e-mail at all', password },
				].map((json) => house.send('POST', '/auth/sign-in', { json })),
			);
			for (const answer of answers) expect(answer).toEqual(answers[0]);
			expect([answers[0]?.status, answers[0] && bodyOf(answers[0])]).toEqual([401, refusal('auth.credentials')]);
		});

		test('may be typed on a keyboard that composes letters differently', async () => {
			await open();
			const id = await house.member(await house.account(), 'agent', 'agent@example.com');
			const passwordHash = await house.passwords.hash('pārdroši garā'.normalize('NFD'));
			await house.db.updateTable('members').set({ password_hash: passwordHash }).where('id', '=', id).execute();
			const json = { email: 'agent@example.com', password: 'pārdroši garā'.normalize('NFC') };
			expect((await house.send('POST', '/auth/sign-in', { json })).status).toBe(200);
		});

		test('is hashed anew when the costs have changed', async () => {
			await open();
			const id = await house.member(await house.account(), 'agent', 'agent@example.com');
			const { createPasswords } = await import('../../server/accounts/passwords.ts');
			const old = await createPasswords({ memoryKib: 32, passes: 2 }).hash(password);
			await house.db.updateTable('members').set({ password_hash: old }).where('id', '=', id).execute();
			const signIn = () => house.send('POST', '/auth/sign-in', { json: { email: 'agent@example.com', password } });
			const stored = async () => {
				const row = await house.db
					.selectFrom('members')
					.select('password_hash')
					.where('id', '=', id)
					.executeTakeFirst();
				return row?.password_hash;
			};
			expect((await signIn()).status).toBe(200);
			const renewed = await stored();
			expect(renewed).toContain('m=64,t=1');
			expect((await signIn()).status).toBe(200);
			expect(await stored()).toBe(renewed);
		});

		test('replaces the browser’s earlier login', async () => {
			await open();
			await house.member(await house.account(), 'agent', 'agent@example.com');
			const json = { email: 'agent@example.com', password };
			const first = cookieOf(await house.send('POST', '/auth/sign-in', { json }));
			const before = whoIs(first);
			const second = cookieOf(await house.send('POST', '/auth/sign-in', { json, headers: { cookie: first } }));
			expect(whoIs(first)).toBeNull();
			expect(whoIs(second)).not.toBeNull();
			expect(house.changes.filter(({ type }) => type === 'login-ended')).toMatchObject([{ loginId: before?.loginId }]);
		});
	});

	describe('a reset link', () => {
		const reset = (token: string, next: string) =>
			house.send('POST', '/auth/reset', { json: { token, password: next } });

		test('sets the password once, ends every login, and signs in', async () => {
			await open();
			const agent = await house.someone('agent');
			const { path } = await house.links.create({ kind: 'reset', memberId: agent.memberId });
			const answer = await reset(tokenOf(path), 'a new password');
			expect(answer.status).toBe(200);
			expect(house.authorities.of(agent.loginId)).toBeNull();
			expect(whoIs(cookieOf(answer))).not.toBeNull();
			expect((await reset(tokenOf(path), 'one more password')).status).toBe(410);
			const signIn = (word: string) =>
				house.send('POST', '/auth/sign-in', { json: { email: agent.email, password: word } });
			expect((await signIn('a new password')).status).toBe(200);
			expect((await signIn(password)).status).toBe(401);
		});

		test('holds for a day; a newer one replaces it; a disabled member has none', async () => {
			await open();
			const owner = await house.someone('owner');
			const agent = await house.member(owner.accountId, 'agent');
			const link = async () => tokenOf((await house.links.create({ kind: 'reset', memberId: agent })).path);
			const [first, second] = [await link(), await link()];
			expect((await reset(first, 'a new password')).status).toBe(410);
			house.clock.jumpWall(24 * 60 * 60_000);
			expect((await reset(second, 'a new password')).status).toBe(410);
			const third = await link();
			await house.members.setDisabled(owner, agent, true);
			expect((await reset(third, 'a new password')).status).toBe(410);
		});
	});

	test('no cookie and no link is in the database as it is', async () => {
		await open();
		const token = setupToken();
		const cookie = cookieOf(await house.send('POST', '/auth/setup', { json: { token, ...newcomer } }));
		const owner = whoIs(cookie);
		const authority = owner && house.authorities.of(owner.loginId);
		if (!authority) throw new Error('signed in');
		const { url } = await house.members.invite(authority, 'agent', '');
		const tables = await Promise.all(
			(['members', 'logins', 'links'] as const).map((table) => house.db.selectFrom(table).selectAll().execute()),
		);
		expect(tables.map((rows) => rows.length)).toEqual([1, 1, 1]);
		const text = JSON.stringify(tables);
		for (const secret of [token, cookie.split('=')[1], tokenOf(url), password]) expect(text).not.toContain(secret);
	});
});
