import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultSiteSettings } from '../../shared/account.ts';
import { siteIdOf } from '../../shared/ids.ts';
import { describeStores } from '../support/store.ts';
import { bodyOf, type House, openHouse } from './support/house.ts';

const refused = (code: string, detail: object = {}) => expect.objectContaining({ code, detail });

describeStores('websites', (store) => {
	let house: House;
	beforeAll(async () => {
		house = await openHouse(store());
	});
	afterAll(() => house.stop());
	beforeEach(() => {
		house.changes.length = 0;
	});

	test('several in an account, each with its own key, in the order they were made', async () => {
		const account = await house.account();
		const first = await house.sites.create(account, { address: 'shop.example' });
		house.clock.advance(1);
		const second = await house.sites.create(account, { address: 'https://www.bērni.lv/sākums', name: 'Bērnu preces' });
		expect(first).toEqual({
			id: expect.any(String),
			key: expect.stringMatching(/^pk_[0-9A-Za-z]{22}$/),
			name: 'shop.example',
			origins: ['https://shop.example', 'https://www.shop.example'],
			demo: false,
			settings: defaultSiteSettings,
			createdAt: house.clock.now() - 1,
		});
		expect(second).toMatchObject({
			name: 'Bērnu preces',
			origins: ['https://www.xn--brni-bva.lv', 'https://xn--brni-bva.lv'],
		});
		expect(second.key).not.toBe(first.key);
		expect(await house.sites.list(account)).toEqual([first, second]);
		expect(await house.sites.list(await house.account())).toEqual([]);
	});

	test('are found at once by key and by id, and not after they were removed', async () => {
		const account = await house.account();
		const site = await house.sites.create(account, { address: 'shop.example' });
		expect(house.sites.siteByKey(site.key)).toEqual({ ...site, accountId: account });
		expect(house.sites.siteById(site.id)).toEqual({ ...site, accountId: account });
		expect(house.authorities.accountOf(site.id)).toBe(account);
		await house.sites.remove(account, site.id);
		expect(house.sites.siteByKey(site.key)).toBeNull();
		expect(house.authorities.accountOf(site.id)).toBeNull();
		expect(house.changes).toEqual([
			{ type: 'site-changed', siteId: site.id },
			{ type: 'site-removed', siteId: site.id },
		]);
	});

	test('keep the settings that a change does not name', async () => {
		const account = await house.account();
		const { id } = await house.sites.create(account, { address: 'shop.example' });
		house.changes.length = 0;
		const changed = await house.sites.update(account, id, {
			name: 'Shop',
			settings: { greeting: "It's <b>50 % off</b>", side: 'left', colour: undefined },
		});
		expect(changed).toMatchObject({
			name: 'Shop',
			settings: { ...defaultSiteSettings, greeting: "It's <b>50 % off</b>", side: 'left' },
		});
		expect(await house.sites.update(account, id, { settings: { language: 'lv' } })).toMatchObject({
			name: 'Shop',
			settings: { side: 'left', language: 'lv' },
		});
		expect(house.changes.map(({ type }) => type)).toEqual(['site-changed', 'site-changed']);
		await house.sites.update(account, id, {});
		expect(house.changes).toHaveLength(2);
	});

	test('allow more origins, each once, and fewer', async () => {
		const account = await house.account();
		const { id } = await house.sites.create(account, { address: 'shop.example' });
		const added = await house.sites.addOrigin(account, id, 'http://localhost:8080/test');
		expect(added.origins).toEqual(['https://shop.example', 'https://www.shop.example', 'http://localhost:8080']);
		expect((await house.sites.addOrigin(account, id, 'www.shop.example')).origins).toEqual(added.origins);
		const fewer = await house.sites.removeOrigin(account, id, 'https://www.shop.example');
		expect(fewer.origins).toEqual(['https://shop.example', 'http://localhost:8080']);
		expect((await house.sites.removeOrigin(account, id, 'https://never.example')).origins).toEqual(fewer.origins);
	});

	test('lose no origin when two are added at once', async () => {
		const account = await house.account();
		const { id } = await house.sites.create(account, { address: 'shop.example' });
		await Promise.all(['one.example', 'two.example'].map((address) => house.sites.addOrigin(account, id, address)));
		expect(house.sites.siteById(id)?.origins.toSorted()).toEqual(
			['https://one.example', 'https://shop.example', 'https://two.example']
				.flatMap((origin) => [origin, origin.replace('//', '//www.')])
				.toSorted(),
		);
	});

	test('have a bound, and so have their origins', async () => {
		const account = await house.account();
		const { id } = await house.sites.create(account, { address: 'shop.example' });
		for (let count = 0; count < 48; count++) await house.sites.addOrigin(account, id, `http://10.0.0.${count}`);
		await expect(house.sites.addOrigin(account, id, 'one-more.example')).rejects.toEqual(refused('limit.reached'));
		expect(house.sites.siteById(id)?.origins).toHaveLength(50);
	});

	test.each(['shop', 'javascript:alert(1)', 'me@shop.example'])(
		'%j is no address, and the field is named',
		async (address) => {
			const account = await house.account();
			const { id } = await house.sites.create(account, { address: 'shop.example' });
			await expect(house.sites.create(account, { address })).rejects.toEqual(
				refused('input.invalid', { field: 'address' }),
			);
			await expect(house.sites.addOrigin(account, id, address)).rejects.toEqual(
				refused('input.invalid', { field: 'address' }),
			);
		},
	);

	test("I29: another account's site is one that does not exist", async () => {
		const account = await house.account();
		const other = await house.sites.create(await house.account(), { address: 'shop.example' });
		for (const id of [other.id, siteIdOf(randomUUID())]) {
			const acts = [
				house.sites.update(account, id, { name: 'Mine' }),
				house.sites.addOrigin(account, id, 'evil.example'),
				house.sites.removeOrigin(account, id, 'https://shop.example'),
				house.sites.install(account, id),
				house.sites.remove(account, id),
			];
			for (const act of acts) await expect(act).rejects.toEqual(refused('not-found'));
		}
		expect(house.sites.siteById(other.id)).toMatchObject(other);
	});

	describe('the install page', () => {
		const ask = (key: string, origin: string | undefined, host = 'chat.example') =>
			house.send('GET', '/widget/config', { query: new URLSearchParams({ site: key }), headers: { origin, host } });

		test('is told which page was given the widget, and which were refused until they are allowed', async () => {
			const account = await house.account();
			const { id, key } = await house.sites.create(account, { address: 'shop.example' });
			expect(await house.sites.install(account, id)).toEqual({ now: house.clock.now(), seen: null, blocked: [] });
			expect((await ask(key, 'https://one.example')).status).toBe(403);
			house.clock.advance(1_000);
			expect((await ask(key, 'https://www.two.example')).status).toBe(403);
			expect((await ask(key, 'https://www.shop.example')).status).toBe(200);
			house.clock.advance(3_000);
			const now = house.clock.now();
			expect(await house.sites.install(account, id)).toEqual({
				now,
				seen: { origin: 'https://www.shop.example', at: now - 3_000 },
				blocked: [
					{ origin: 'https://www.two.example', at: now - 3_000 },
					{ origin: 'https://one.example', at: now - 4_000 },
				],
			});
			await house.sites.addOrigin(account, id, 'https://www.two.example');
			expect((await house.sites.install(account, id)).blocked.map(({ origin }) => origin)).toEqual([
				'https://one.example',
			]);
			expect((await ask(key, 'https://two.example')).status).toBe(200);
		});

		test('is not fooled by our own test page, nor filled by strangers', async () => {
			const account = await house.account();
			const { id, key } = await house.sites.create(account, { address: 'shop.example' });
			for (const own of [undefined, 'https://chat.example']) expect((await ask(key, own)).status).toBe(200);
			for (const hostile of [
				'null',
				'javascript:alert(1)',
				'<script>',
				'https://a.example/path',
				`https://${'a'.repeat(400)}.example`,
			]) {
				expect((await ask(key, hostile)).status).toBe(403);
			}
			expect(await house.sites.install(account, id)).toMatchObject({ seen: null, blocked: [] });
			for (let count = 0; count < 100; count++) await ask(key, `https://${count}.example`);
			const { blocked } = await house.sites.install(account, id);
			expect(blocked.map(({ origin }) => origin)).toEqual(
				Array.from({ length: 10 }, (_, at) => `https://${99 - at}.example`),
			);
		});
	});

	test('a page gets what the widget needs, and nothing else', async () => {
		const account = await house.account();
		const { id, key } = await house.sites.create(account, { address: 'shop.example', name: 'Shop' });
		await house.sites.update(account, id, {
			settings: { colour: '#112233', privacyUrl: 'https://shop.example/privacy' },
		});
		const answer = await house.send('GET', '/widget/config', {
			query: new URLSearchParams({ site: key }),
			headers: { origin: 'https://shop.example' },
		});
		expect(answer.headers).toEqual({
			'content-type': 'application/json; charset=utf-8',
			vary: 'Origin',
			'cache-control': 'public, max-age=60',
			'access-control-allow-origin': 'https://shop.example',
		});
		expect(bodyOf(answer)).toEqual({
			name: 'Shop',
			greeting: '',
			language: 'auto',
			colour: '#112233',
			side: 'right',
			disclosure: true,
			privacyUrl: 'https://shop.example/privacy',
		});
	});

	test.each([
		['unknown', 404, 'not-found'],
		['', 404, 'not-found'],
		['known', 403, 'auth.origin'],
	])('a page with the key "%s" is refused: %i, and no cache keeps that', async (name, status, code) => {
		const site = await house.sites.create(await house.account(), { address: 'shop.example' });
		const answer = await house.send('GET', '/widget/config', {
			query: new URLSearchParams({ site: name === 'known' ? site.key : name }),
			headers: { origin: 'https://other.example' },
		});
		expect([answer.status, bodyOf(answer)]).toEqual([status, { error: { code, retryable: false } }]);
		expect(answer.headers).toMatchObject({
			'cache-control': 'no-store',
			vary: 'Origin',
			'access-control-allow-origin': '*',
		});
	});
});
