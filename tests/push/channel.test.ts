/** From a draft's payload to what the browser decrypts, over a real push service's rules and a real store. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Authority } from '../../server/rpc/ports.ts';
import { describeStores } from '../support/store.ts';
import { openPushHouse, type PushHouse, phone } from './support/push-house.ts';
import { openPushService, type TestPushService } from './support/push-service.ts';

const payload = {
	kind: 'alert',
	alert: 'human-asked',
	siteId: '0b6cbb4e-63d8-4a4f-8b0a-1c9d5b8b8a11',
	siteName: 'A quiet shop',
	sessionId: 'session_abcdefghijklmnopqrstuv',
	text: 'Where is my order?',
	// What other channels want to know.
	country: 'LV',
} as const;

describeStores('a push message', (store) => {
	let service: TestPushService;
	let house: PushHouse;
	let who: Authority;
	let target: string;

	beforeAll(async () => {
		service = await openPushService();
	});
	afterAll(() => service[Symbol.asyncDispose]());
	beforeEach(async () => {
		house = await openPushHouse(store());
		who = await house.person();
		const { publicKey } = await house.push.service.view(who);
		const { devices } = await house.push.service.subscribe(who, service.browser(publicKey).keys, phone);
		target = devices[0]?.id ?? '';
	});
	afterEach(async () => {
		service.answers.length = 0;
		await store().db.deleteFrom('accounts').execute();
	});

	const last = () => service.arrived.at(-1);
	const count = () => service.arrived.length;

	test('arrives, signed by the house and readable by that browser alone', async () => {
		expect(await house.send(house.push, target, payload)).toEqual({ kind: 'sent' });
		expect(last()?.message).toEqual({
			title: 'A visitor asks for a person · A quiet shop',
			body: 'Where is my order?',
			url: '/sites/0b6cbb4e-63d8-4a4f-8b0a-1c9d5b8b8a11/monitor/session_abcdefghijklmnopqrstuv',
			tag: 'baton-session_abcdefghijklmnopqrstuv',
		});
		expect(last()?.claims).toMatchObject({ aud: service.origin, sub: 'https://chat.example' });
		const { ttl, urgency, topic, authorization } = last()?.headers ?? {};
		expect({ ttl, urgency }).toEqual({ ttl: '600', urgency: 'high' });
		expect(topic).toMatch(/^[\w-]{1,32}$/);
		// Nothing of the session is told to the push service.
		expect(JSON.stringify({ topic, authorization })).not.toContain('session_');
		expect((await house.push.service.view(who)).devices).toMatchObject([{ lastOkAt: house.clock.now() }]);
	});

	test('arrives after a restart: the key that the browser is bound to is the same', async () => {
		expect(await house.send(house.restarted(), target, payload)).toEqual({ kind: 'sent' });
	});

	test('to a member who wants them discreet repeats nothing of the visitor', async () => {
		await house.push.service.setDiscreet(who, true);
		await house.send(house.push, target, payload);
		expect(last()?.message).toMatchObject({ body: 'Open Baton to read it.' });
		expect(JSON.stringify(last()?.message)).not.toContain('order');
		await house.push.service.setDiscreet(who, false);
		await house.send(house.push, target, payload);
		expect(last()?.message).toMatchObject({ body: 'Where is my order?' });
	});

	test.each([404, 410])('that is answered %i: the browser is forgotten, and not tried again', async (status) => {
		service.answers.push({ status });
		expect(await house.send(house.push, target, payload)).toMatchObject({ kind: 'failed', again: false });
		expect(await house.push.targetsOf(who.memberId)).toEqual([]);
		expect(await house.send(house.push, target, payload)).toMatchObject({ kind: 'failed', again: false });
	});

	test.each([
		[429, { 'retry-after': '30' }, true, 30_000],
		[503, {}, true, undefined],
		[500, { 'retry-after': 'soon' }, true, undefined],
		[429, { 'retry-after': '999999' }, true, 3_600_000],
		[413, {}, false, undefined],
		[400, {}, false, undefined],
		[403, {}, false, undefined],
		[301, { location: 'http://127.0.0.1:1/' }, false, undefined],
	])('that is answered %i %o is tried again: %s', async (status, headers, again, retryAfterMs) => {
		service.answers.push({ status, headers: { ...headers }, body: 'What\nthe service says' });
		const sent = await house.send(house.push, target, payload);
		expect(sent).toMatchObject({ kind: 'failed', again });
		expect(sent.kind === 'failed' && sent.retryAfterMs).toBe(retryAfterMs);
		expect(sent.kind === 'failed' && sent.error).toBe(`The push service answered ${status}: What the service says`);
		// It stays: the next one may get through.
		expect(await house.push.targetsOf(who.memberId)).toEqual([target]);
	});

	test('that gets no answer ends with its attempt', async () => {
		service.answers.push('hang');
		const attempt = new AbortController();
		const sent = house.send(house.push, target, payload, attempt.signal);
		attempt.abort();
		expect(await sent).toEqual({ kind: 'failed', error: 'The push service did not answer in time.', again: true });
	});

	test('with a payload that is no notification is never sent', async () => {
		const before = count();
		for (const wrong of [{}, { ...payload, sessionId: '../../admin' }, { ...payload, alert: 'nonsense' }]) {
			expect(await house.send(house.push, target, wrong)).toMatchObject({ kind: 'failed', again: false });
		}
		expect(count()).toBe(before);
	});

	describe('goes nowhere any more', () => {
		test.each(['signed out', 'disabled', 'expired', 'removed'])('once its member is %s', async (how) => {
			const before = count();
			if (how === 'signed out') await house.signOut(who);
			if (how === 'disabled') await house.members.setDisabled(house.accountId, who.memberId, true);
			if (how === 'expired') house.clock.jumpWall(60_000);
			if (how === 'removed') await house.members.remove(house.accountId, who.memberId);
			expect(await house.push.targetsOf(who.memberId)).toEqual([]);
			const error = 'This device was removed, or signed out.';
			expect(await house.send(house.push, target, payload)).toEqual({ kind: 'failed', error, again: false });
			expect(count()).toBe(before);
		});

		test('for what names no subscription at all', async () => {
			expect(await house.send(house.push, "x' or 1=1", payload)).toMatchObject({ kind: 'failed', again: false });
		});
	});

	test('from a house that nobody has named tells how that browser reaches it', async () => {
		const nameless = await openPushHouse(store(), { publicUrl: null });
		const other = await nameless.person();
		const { publicKey } = await nameless.push.service.view(other);
		const at = async (baseUrl: string) => {
			const browser = { headers: {}, baseUrl };
			const { devices } = await nameless.push.service.subscribe(other, service.browser(publicKey).keys, browser);
			const known = new Set(devices.map(({ id }) => id));
			for (const id of known) await nameless.send(nameless.push, id, payload);
			return service.arrived.slice(-known.size).map(({ claims }) => claims.sub);
		};
		expect(await at('https://lan.example')).toEqual(['https://lan.example']);
		expect(await at('http://localhost:3000')).toContain('mailto:baton@localhost');
	});
});
