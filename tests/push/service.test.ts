/** A member's own browsers, on both databases. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../server/net/http-types.ts';
import type { Authority } from '../../server/rpc/ports.ts';
import { deviceIdOf } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { describeStores } from '../support/store.ts';
import { openPushHouse, type PushHouse, phone } from './support/push-house.ts';
import { openPushService, type TestPushService } from './support/push-service.ts';

describeStores('a member’s browsers', (store) => {
	let service: TestPushService;
	let house: PushHouse;
	let who: Authority;

	beforeAll(async () => {
		service = await openPushService();
	});
	afterAll(() => service[Symbol.asyncDispose]());
	beforeEach(async () => {
		house = await openPushHouse(store());
		who = await house.person();
	});
	afterEach(async () => {
		await store().db.deleteFrom('accounts').execute();
	});

	const keysFor = async (by: Authority) => service.browser((await house.push.service.view(by)).publicKey).keys;
	const on = async (by: Authority, keys?: Awaited<ReturnType<typeof keysFor>>) =>
		house.push.service.subscribe(by, keys ?? (await keysFor(by)), phone);

	test('are listed with what they call themselves, newest first, and no secret of theirs', async () => {
		const keys = await keysFor(who);
		await on(who, keys);
		house.clock.advance(1_000);
		const elsewhere = await house.signIn(who);
		const { devices } = await on(elsewhere);
		expect(devices).toMatchObject([
			{ label: 'Chrome 144 · Android', mine: true, lastOkAt: null },
			{ label: 'Chrome 144 · Android', mine: false },
		]);
		for (const part of Object.values(keys)) expect(JSON.stringify(devices)).not.toContain(part);
	});

	test('one that subscribes again stays one', async () => {
		const keys = await keysFor(who);
		const [first] = (await on(who, keys)).devices;
		expect((await on(who, keys)).devices).toEqual([first]);
	});

	test('one that somebody else signs in on is theirs, and no longer the first one’s', async () => {
		const keys = await keysFor(who);
		await on(who, keys);
		const other = await house.person();
		await on(other, keys);
		expect(await house.push.targetsOf(who.memberId)).toEqual([]);
		expect(await house.push.targetsOf(other.memberId)).toHaveLength(1);
	});

	test('what waits for the first one is not shown to somebody else who signs in on it (I29)', async () => {
		const keys = await keysFor(who);
		await on(who, keys);
		const [target = ''] = await house.push.targetsOf(who.memberId);
		await on(await house.person(), keys);
		const before = service.arrived.length;
		expect(await house.send(house.push, target, { kind: 'test' })).toMatchObject({ kind: 'failed', again: false });
		expect(service.arrived).toHaveLength(before);
	});

	test('are ten at most; at the bound one that is known may still come back', async () => {
		const keys = await keysFor(who);
		await on(who, keys);
		const rest = await Promise.allSettled(Array.from({ length: limits.pushDevices + 2 }, () => on(who)));
		expect(rest.filter(({ status }) => status === 'fulfilled')).toHaveLength(limits.pushDevices - 1);
		await expect(on(who)).rejects.toMatchObject({ code: 'limit.reached' });
		expect((await on(who, keys)).devices).toHaveLength(limits.pushDevices);
	});

	test('with keys that nothing can be encrypted for, or elsewhere than the internet, are refused', async () => {
		const keys = await keysFor(who);
		const off = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString('base64url');
		await expect(on(who, { ...keys, p256dh: off })).rejects.toMatchObject({ detail: { field: 'p256dh' } });
		await expect(on(who, { ...keys, endpoint: 'http://10.0.0.1/a' })).rejects.toMatchObject({
			detail: { field: 'endpoint' },
		});
		expect((await house.push.service.view(who)).devices).toEqual([]);
	});

	test('are their own business: somebody else’s answers as one that does not exist (I29)', async () => {
		const [device] = (await on(who)).devices;
		const id = device?.id ?? deviceIdOf('');
		const other = await house.person();
		const missing = deviceIdOf(randomUUID());
		for (const one of [id, missing]) {
			await expect(house.push.service.remove(other, one)).rejects.toMatchObject({ code: 'not-found' });
			await expect(house.push.service.test(other, one)).rejects.toMatchObject({ code: 'not-found' });
		}
		expect((await house.push.service.remove(who, id)).devices).toEqual([]);
	});

	test('a test tells what the push service really said', async () => {
		const [device] = (await on(who)).devices;
		const id = device?.id ?? deviceIdOf('');
		expect(await house.push.service.test(who, id)).toEqual({ ok: true });
		expect(service.arrived.at(-1)?.message).toMatchObject({ title: 'Notifications work', url: '/account/alerts' });
		service.answers.push({ status: 403, body: 'invalid JWT provided' });
		expect(await house.push.service.test(who, id)).toEqual({
			ok: false,
			error: 'The push service answered 403: invalid JWT provided',
		});
	});

	test('signing out takes that browser along, and no other', async () => {
		await on(who);
		const elsewhere = await house.signIn(who);
		await on(elsewhere);
		await house.signOut(who);
		expect((await house.push.service.view(elsewhere)).devices).toMatchObject([{ mine: true }]);
	});

	describe('a browser that changed its endpoint by itself', () => {
		const request = (by: Authority | null, body: unknown): HttpRequest => ({
			method: 'POST',
			path: '/push/renew',
			query: new URLSearchParams(),
			headers: { 'content-type': 'application/json', ...(by === null ? {} : { cookie: by.loginId }) },
			remoteAddress: '127.0.0.1',
			body: Buffer.from(JSON.stringify(body)),
			signal: new AbortController().signal,
		});
		const renew = async (by: Authority | null, body: unknown) =>
			(await house.push.route.handler(request(by, body))).status;

		test('is reached at the new one, as the same device', async () => {
			const [old, next] = [await keysFor(who), await keysFor(who)];
			const [device] = (await on(who, old)).devices;
			expect(await renew(who, { old: old.endpoint, subscription: next })).toBe(204);
			expect(await house.push.targetsOf(who.memberId)).toEqual([device?.id]);
			await house.push.service.test(who, device?.id ?? deviceIdOf(''));
			expect(service.arrived.at(-1)?.endpoint).toBe(next.endpoint);
		});

		test('is nobody else’s to move', async () => {
			const [old, next] = [await keysFor(who), await keysFor(who)];
			await on(who, old);
			const other = await house.person();
			expect(await renew(null, { old: old.endpoint, subscription: next })).toBe(401);
			expect(await renew(other, { old: old.endpoint, subscription: next })).toBe(404);
			expect(await renew(who, { old: old.endpoint, subscription: { ...next, endpoint: 'http://10.0.0.1/' } })).toBe(
				400,
			);
			expect(await renew(who, 'nonsense')).toBe(400);
			const [device] = (await house.push.service.view(who)).devices;
			await house.push.service.test(who, device?.id ?? deviceIdOf(''));
			expect(service.arrived.at(-1)?.endpoint).toBe(old.endpoint);
			expect(house.faults).toEqual([]);
		});
	});
});
