/** Endpoints, deliveries and what becomes of them, on both databases. */
import { beforeEach, expect, test } from 'vitest';
import { siteIdOf, webhookIdOf } from '../../shared/ids.ts';
import { webhookLimits } from '../../shared/webhook.ts';
import { addSite } from '../ai/support.ts';
import { describeStores } from '../support/store.ts';
import { alertOf } from './support/alerts.ts';
import { events, type House, openWebhooks, program } from './support/house.ts';
import { openReceiver, status, verifies } from './support/receiver.ts';

const hookUrl = 'https://hooks.slack.com/services/T000/B000/abcdefghijkl';
const botToken = '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

describeStores('webhooks', (store) => {
	let house: House;
	beforeEach(async () => {
		await store().clear();
		house = await openWebhooks(store());
		return () => house.stop();
	});

	const alert = (change: Parameters<typeof alertOf>[0] = {}) => alertOf({ siteId: house.siteId, ...change });
	async function tell(change: Parameters<typeof alertOf>[0] = {}): Promise<void> {
		await house.outbox.enqueue(await house.route.draftsFor(alert(change)));
	}
	const only = async () => {
		const [first] = await house.service.list(house.siteId);
		if (first === undefined) throw new Error('there is none');
		return first;
	};

	test('a site that has none is of interest to nobody; one that has is heard at once', async () => {
		expect(house.route.wants(house.siteId, 'human-asked')).toBe(false);
		const { webhook } = await house.service.create(house.siteId, program('http://127.0.0.1:9/'));
		expect(house.route.wants(house.siteId, 'human-asked')).toBe(true);
		expect(house.route.wants(house.siteId, 'message')).toBe(false);
		expect(house.route.wants(siteIdOf(crypto.randomUUID()), 'human-asked')).toBe(false);
		await house.service.update(house.siteId, webhook.id, { events: { ...events, message: true } });
		expect(house.route.wants(house.siteId, 'message')).toBe(true);
		await house.service.update(house.siteId, webhook.id, { enabled: false });
		expect(house.route.wants(house.siteId, 'human-asked')).toBe(false);
		await house.service.update(house.siteId, webhook.id, { enabled: true });
		await house.service.remove(house.siteId, webhook.id);
		expect(house.route.wants(house.siteId, 'human-asked')).toBe(false);
		expect(await house.service.list(house.siteId)).toEqual([]);
	});

	test('a site has ten at most, even if two come at once', async () => {
		const create = () => house.service.create(house.siteId, program('http://127.0.0.1:9/'));
		for (let index = 0; index < 9; index += 1) await create();
		const both = await Promise.allSettled([create(), create()]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(create()).rejects.toMatchObject({ code: 'limit.reached' });
		expect(await house.service.list(house.siteId)).toHaveLength(10);
		const other = await addSite(store().db);
		expect((await house.service.create(other, program('http://127.0.0.1:9/'))).webhook.enabled).toBe(true);
	});

	test('a receiver that fails and recovers gets it once, under one id, signed, with its way to the chat', async () => {
		await using receiver = await openReceiver(status(500, 'no_text'));
		const { webhook, secret } = await house.service.create(house.siteId, program(receiver.url));
		await tell();
		await tell();
		expect(await house.outbox.attempt()).toMatchObject([{ kind: 'failed', error: 'It answered: 500, no_text' }]);
		expect(await only()).toMatchObject({ failingSince: house.clock.now(), lastError: 'It answered: 500, no_text' });
		receiver.answer = status(200);
		house.clock.advance(60_000);
		expect(await house.outbox.attempt()).toEqual([{ kind: 'sent' }]);
		expect(await house.outbox.attempt()).toEqual([]);
		const [first, second] = receiver.heard;
		if (first === undefined || second === undefined || secret === null) throw new Error('too little came');
		expect(receiver.heard).toHaveLength(2);
		expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
		expect(second.body).toBe(first.body);
		expect(Number(second.headers['webhook-timestamp'])).toBe(Number(first.headers['webhook-timestamp']) + 60);
		expect(verifies(secret, second, house.clock.now())).toBe(true);
		expect(verifies(secret, { ...second, body: `${second.body} ` }, house.clock.now())).toBe(false);
		expect(verifies(`whsec_${'A'.repeat(44)}`, second, house.clock.now())).toBe(false);
		expect(second.headers['user-agent']).toBe('Baton/1.2.3');
		expect(JSON.parse(second.body)).toMatchObject({
			id: first.headers['webhook-id'],
			type: 'human.asked',
			session: { url: `https://chat.example/sites/${house.siteId}/monitor/${alert().sessionId}` },
		});
		expect(await only()).toMatchObject({ failingSince: null, lastError: '' });
		const log = await house.service.deliveries(house.siteId, webhook.id);
		expect(log).toMatchObject([{ about: 'human-asked', state: 'sent', attempts: 2, error: '' }]);
	});

	test('a rotated secret signs beside the new one for a day', async () => {
		await using receiver = await openReceiver();
		const { webhook, secret: old } = await house.service.create(house.siteId, program(receiver.url));
		const { secret, webhook: rotated } = await house.service.rotateSecret(house.siteId, webhook.id);
		expect(rotated.oldSecretUntil).toBe(house.clock.now() + webhookLimits.oldSecretMs);
		if (secret === null || old === null) throw new Error('no secret');
		expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
		expect(secret).not.toBe(old);
		const both = async () => {
			await house.service.test(house.siteId, webhook.id);
			const last = receiver.heard.at(-1);
			if (last === undefined) throw new Error('nothing came');
			return [verifies(secret, last, house.clock.now()), verifies(old, last, house.clock.now())];
		};
		expect(await both()).toEqual([true, true]);
		house.clock.advance(webhookLimits.oldSecretMs - 1);
		expect(await both()).toEqual([true, true]);
		house.clock.advance(1);
		expect(await both()).toEqual([true, false]);
		expect(await only()).toMatchObject({ oldSecretUntil: null });
	});

	test('what fails for three days is switched off and says why; switched on again it begins anew', async () => {
		await using receiver = await openReceiver(status(404));
		const { webhook } = await house.service.create(house.siteId, program(receiver.url));
		await tell();
		await house.outbox.attempt();
		house.clock.advance(webhookLimits.pauseAfterMs - 1);
		await house.outbox.attempt();
		expect(await only()).toMatchObject({ enabled: true, paused: null });
		house.clock.advance(1);
		await house.outbox.attempt();
		expect(await only()).toMatchObject({ enabled: false, paused: 'failing', lastError: 'It answered: 404' });
		expect(house.route.wants(house.siteId, 'human-asked')).toBe(false);
		// No storm afterwards: what still waits is told that it is off.
		expect(await house.outbox.attempt()).toMatchObject([{ kind: 'failed', again: false, error: 'It is switched off' }]);
		expect(receiver.heard).toHaveLength(3);
		const log = await house.service.deliveries(house.siteId, webhook.id);
		await expect(house.service.resend(house.siteId, webhook.id, log[0]?.id ?? '')).rejects.toMatchObject({
			code: 'input.invalid',
		});
		receiver.answer = status(200);
		const on = await house.service.update(house.siteId, webhook.id, { enabled: true });
		expect(on).toMatchObject({ enabled: true, paused: null, failingSince: null, lastError: '' });
		await house.service.resend(house.siteId, webhook.id, log[0]?.id ?? '');
		expect(await house.outbox.attempt()).toEqual([{ kind: 'sent' }]);
	});

	test('one success between failures begins the three days anew', async () => {
		await using receiver = await openReceiver(status(500));
		await house.service.create(house.siteId, program(receiver.url));
		await tell({ key: 'a' });
		await house.outbox.attempt();
		house.clock.advance(webhookLimits.pauseAfterMs - 1);
		receiver.answer = status(200);
		await house.outbox.attempt();
		receiver.answer = status(500);
		await tell({ key: 'b' });
		house.clock.advance(10);
		await house.outbox.attempt();
		expect(await only()).toMatchObject({ enabled: true, failingSince: house.clock.now() });
	});

	test('410 switches it off at once and says so', async () => {
		await using receiver = await openReceiver(status(410));
		await house.service.create(house.siteId, program(receiver.url));
		await tell();
		expect(await house.outbox.attempt()).toMatchObject([{ kind: 'failed', again: false }]);
		expect(await only()).toMatchObject({ enabled: false, paused: 'gone' });
	});

	test('a test says what really happened, counts for nothing when it fails, and works while it is off', async () => {
		await using receiver = await openReceiver(status(403, 'not you'));
		const { webhook } = await house.service.create(house.siteId, program(receiver.url));
		await house.service.update(house.siteId, webhook.id, { enabled: false });
		expect(await house.service.test(house.siteId, webhook.id)).toEqual({
			ok: false,
			error: 'It answered: 403, not you',
		});
		expect(await only()).toMatchObject({ failingSince: null });
		receiver.answer = status(204);
		expect(await house.service.test(house.siteId, webhook.id)).toEqual({ ok: true, error: '' });
		expect(JSON.parse(receiver.heard[1]?.body ?? '')).toMatchObject({ type: 'test', site: { name: 'A shop' } });
		const log = await house.service.deliveries(house.siteId, webhook.id);
		expect(log).toMatchObject([{ state: 'sent' }, { state: 'failed', error: 'It answered: 403, not you' }]);
	});

	test('Slack and Telegram get text, no signature, and no address of theirs is told again', async () => {
		await using receiver = await openReceiver((response, { path }) => response.writeHead(403).end(`no ${path}`));
		const slack = await house.service.create(house.siteId, {
			...program(`${receiver.url}/services/T000/B0001234/s3cr3t-s3cr3t`),
			format: 'slack',
		});
		house.clock.advance(1);
		const telegram = await house.service.create(house.siteId, {
			...program(`${receiver.url}/bot${botToken}/sendMessage`),
			format: 'telegram',
			chatId: '-100123',
			language: 'lv',
		});
		expect([slack.secret, telegram.secret]).toEqual([null, null]);
		await tell();
		for (const sent of await house.outbox.attempt()) {
			expect(sent).toMatchObject({ kind: 'failed', again: true });
			expect(JSON.stringify(sent)).not.toMatch(/s3cr3t|AAHdq|B0001234/);
		}
		const bodies = receiver.heard.map(({ body }): unknown => JSON.parse(body));
		expect(bodies[0]).toMatchObject({ text: expect.stringContaining('asks for a person') });
		expect(bodies[1]).toMatchObject({ chat_id: '-100123', text: expect.stringContaining('vēlas runāt ar cilvēku') });
		for (const { headers } of receiver.heard) expect(headers['webhook-signature']).toBe(undefined);
		const seen = JSON.stringify(await house.service.list(house.siteId));
		expect(seen).not.toMatch(/s3cr3t|AAHdq|B0001234/);
		await expect(house.service.rotateSecret(house.siteId, slack.webhook.id)).rejects.toMatchObject({
			code: 'input.invalid',
		});
	});

	test('an address is taken as people type it, and wrong ones are refused by field', async () => {
		const create = (change: object) =>
			house.service.create(house.siteId, { ...program('https://a.example/in'), ...change });
		expect((await create({ url: 'https://user:pass@a.example/in?key=1#x' })).webhook.shownUrl).toBe(
			'https://a.example/in?…',
		);
		expect((await create({ format: 'slack', url: hookUrl })).webhook.shownUrl).toBe('https://hooks.slack.com/…ijkl');
		expect((await create({ format: 'telegram', url: botToken, chatId: '@news_of_shop' })).webhook).toMatchObject({
			shownUrl: 'https://api.telegram.org/bot123456789:…',
			chatId: '@news_of_shop',
			unread: true,
		});
		expect((await create({ url: 'http://192.168.1.2/in' })).webhook.unread).toBe(false);
		expect((await create({ url: 'http://localhost:8080/in' })).webhook.unread).toBe(true);
		for (const url of [
			'shop.example',
			'ftp://a.example',
			'javascript:alert(1)',
			'http://',
			'https://a.example:99999',
		]) {
			await expect(create({ url })).rejects.toMatchObject({ code: 'input.invalid', detail: { field: 'url' } });
		}
		await expect(create({ format: 'telegram', url: 'https://a.example/in', chatId: '1' })).rejects.toMatchObject({
			detail: { field: 'url' },
		});
		await expect(create({ format: 'telegram', url: botToken, chatId: 'me' })).rejects.toMatchObject({
			detail: { field: 'chatId' },
		});
	});

	test('I29: another site’s webhook is one that does not exist', async () => {
		const { webhook } = await house.service.create(house.siteId, program('http://127.0.0.1:9/'));
		const other = await addSite(store().db);
		const missing = webhookIdOf(crypto.randomUUID());
		for (const [siteId, id] of [
			[other, webhook.id],
			[house.siteId, missing],
		] as const) {
			const calls = [
				() => house.service.update(siteId, id, { enabled: false }),
				() => house.service.remove(siteId, id),
				() => house.service.rotateSecret(siteId, id),
				() => house.service.test(siteId, id),
				() => house.service.deliveries(siteId, id),
				() => house.service.resend(siteId, id, 'delivery-1'),
			];
			for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'not-found' });
		}
		expect(await only()).toMatchObject({ enabled: true, oldSecretUntil: null });
	});

	test('a webhook goes with its site, and what was on its way to it is told so', async () => {
		await house.service.create(house.siteId, program('http://127.0.0.1:9/'));
		await tell();
		await store().db.deleteFrom('sites').where('id', '=', house.siteId).execute();
		expect(await house.outbox.attempt()).toMatchObject([{ again: false, error: 'It was removed' }]);
	});

	test('sending by hand is bounded', async () => {
		const bounded = await openWebhooks(store(), { sendLimit: () => 5_000 });
		const { webhook } = await bounded.service.create(bounded.siteId, program('http://127.0.0.1:9/'));
		const refused = { code: 'rate.limited', detail: { retryAfterMs: 5_000 } };
		await expect(bounded.service.test(bounded.siteId, webhook.id)).rejects.toMatchObject(refused);
		await expect(bounded.service.resend(bounded.siteId, webhook.id, 'x')).rejects.toMatchObject(refused);
		await bounded.stop();
	});

	test('what another process changed is heard within two seconds on Postgres; an embedded database has no other', async () => {
		const { webhook } = await house.service.create(house.siteId, program('http://127.0.0.1:9/'));
		if (store().kind === 'pglite') {
			expect(house.clock.pending).toBe(0);
			return;
		}
		await house.store.update(webhook.id, { enabled: false });
		expect(house.route.wants(house.siteId, 'human-asked')).toBe(true);
		house.clock.advance(2_000);
		await expect.poll(() => house.route.wants(house.siteId, 'human-asked')).toBe(false);
	});
});
