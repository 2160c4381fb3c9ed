/** The whole way on a running server: a visitor asks for a person, and a program hears of it once, though it was down. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberWire, newClientId, signIn, visitorWire } from '../support/clients.ts';
import { owner, type RunningServer, startServer } from '../support/server.ts';
import { events } from '../webhooks/support/house.ts';
import { openReceiver, status, verifies } from '../webhooks/support/receiver.ts';

let server: RunningServer;
beforeAll(async () => {
	server = await startServer({ env: {} });
});
afterAll(() => server.remove());

test('a visitor asks for a person: a receiver that was down hears of it once, signed, under one id', async () => {
	await using receiver = await openReceiver(status(503, 'restarting'));
	const staff = memberWire(server.base, await signIn(server.base, owner));
	const { webhooks, sites } = staff.client;
	const site = await sites.create.mutate({ address: 'linen.example' });
	const { webhook, secret } = await webhooks.create.mutate({
		siteId: site.id,
		format: 'baton',
		url: `${receiver.url}/baton`,
		chatId: '',
		language: 'en',
		events: { ...events, 'ai-failed': false, missed: false },
	});
	const visitor = visitorWire(server.base, site.key);
	const { sessionId } = await visitor.greet();
	await visitor.client.say.mutate({ clientId: newClientId(), text: 'Where is my <order>?' });
	await visitor.client.askForHuman.mutate({ clientId: newClientId() });

	await receiver.until(1);
	receiver.answer = status(200);
	const [down, up] = await receiver.until(2);
	if (down === undefined || up === undefined || secret === null) throw new Error('too little came');
	expect(up.path).toBe('/baton');
	expect(up.headers['webhook-id']).toBe(down.headers['webhook-id']);
	expect(up.body).toBe(down.body);
	expect(verifies(secret, up, Date.now())).toBe(true);
	const body: unknown = JSON.parse(up.body);
	expect(body).toMatchObject({
		version: 1,
		id: up.headers['webhook-id'],
		type: 'human.asked',
		site: { id: site.id, name: 'linen.example' },
		session: {
			id: sessionId,
			url: expect.stringMatching(new RegExp(`^http://[\\w.:]+/sites/${site.id}/monitor/${sessionId}$`)),
		},
		data: { why: 'button', lastMessage: 'Where is my <order>?', cut: false },
	});

	const named = { siteId: site.id, webhookId: webhook.id };
	const logged = () => webhooks.deliveries.query(named);
	await expect.poll(async () => (await logged())[0]?.state).toBe('sent');
	expect(await logged()).toMatchObject([{ about: 'human-asked', state: 'sent', attempts: 2 }]);

	// Sent again by hand it bears the same id: a program that keeps what it has seen skips it.
	const [line] = await logged();
	await webhooks.resend.mutate({ ...named, deliveryId: line?.id ?? '' });
	const [, , again] = await receiver.until(3);
	expect(again?.headers['webhook-id']).toBe(up.headers['webhook-id']);

	// A test goes at once, and says what really happened.
	receiver.answer = status(401, 'who are you');
	expect(await webhooks.test.mutate(named)).toEqual({ ok: false, error: 'It answered: 401, who are you' });
	receiver.answer = status(200);
	expect(await webhooks.test.mutate(named)).toEqual({ ok: true, error: '' });

	// Nothing of it was sent twice by itself, and the log is gone with the webhook.
	expect(receiver.heard).toHaveLength(5);
	await webhooks.remove.mutate(named);
	await expect(logged()).rejects.toThrow('not-found');
	staff.close();
	visitor.close();
});
