/** The real server, a real mail server: a visitor asks for a person while nobody is there. */
import type { ParsedMail } from 'mailparser';
import { afterEach, expect, test } from 'vitest';
import { memberWire, newClientId, post, signIn, visitorWire } from '../support/clients.ts';
import { type MailServer, openMailServer } from '../support/mail-server.ts';
import { owner, type RunningServer, startServer } from '../support/server.ts';

let mail: MailServer | undefined;
let server: RunningServer | undefined;
afterEach(async () => {
	mail?.hold(false);
	await server?.remove();
	await mail?.close();
});

async function open(): Promise<{ readonly server: RunningServer; readonly mail: MailServer; readonly key: string }> {
	mail = await openMailServer();
	server = await startServer({ env: { SMTP_URL: `smtp://127.0.0.1:${mail.port}?from=baton@example.com` } });
	const wire = memberWire(server.base, await signIn(server.base));
	const { key } = await wire.client.sites.create.mutate({ address: 'shop.example' });
	wire.close();
	return { server, mail, key };
}

/** A visitor who asks for a person; resolves once that is acknowledged. */
async function ask({ base }: RunningServer, key: string): Promise<string> {
	const visitor = visitorWire(base, key);
	const { sessionId } = await visitor.greet();
	await visitor.client.say.mutate({ clientId: newClientId(), text: 'Where is my <b>order</b>?' });
	await visitor.client.askForHuman.mutate({ clientId: newClientId() });
	visitor.close();
	return sessionId;
}

/** The way that a link of the mail leads, below the server's own address. */
const linkIn = ({ text = '' }: ParsedMail, start: string): readonly string[] =>
	(text.split(/\s/).find((word) => word.includes(`/${start}/`)) ?? '').split('/').slice(3);

test('a mail with a link is there within ten seconds; the link takes over once, for its member alone, by a tap alone', async () => {
	const { server: house, mail: post_, key } = await open();
	const sessionId = await ask(house, key);
	const acked = performance.now();
	const letter = await post_.mail(0);
	expect(performance.now() - acked).toBeLessThan(10_000);
	expect(letter.to).toMatchObject({ value: [{ address: owner.email }] });
	expect(letter.text).toContain('> Where is my <b>order</b>?');
	expect(letter.html).toContain('Where is my &lt;b&gt;order&lt;/b&gt;?');
	const [page, token = '', siteId, session] = linkIn(letter, 'take-over');
	expect([page, session]).toEqual(['take-over', sessionId]);

	// A scanner of mails follows every link.
	const scanned = await fetch(`${house.base}/take-over/${token}/${siteId}/${session}`);
	expect([scanned.status, scanned.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);

	const wire = memberWire(house.base, await signIn(house.base));
	const invited = await wire.client.members.invite.mutate({ role: 'agent' });
	const agent = { email: 'agent@example.com', password: 'a quiet harbour 8' };
	await post(house.base, '/auth/join', { token: invited.url.split('/').at(-1), ...agent });
	const other = memberWire(house.base, await signIn(house.base, agent));
	const clientId = newClientId();
	const notTheirs = { data: { baton: expect.objectContaining({ code: 'auth.link' }) } };
	await expect(other.client.alerts.link.query({ token })).rejects.toMatchObject(notTheirs);
	await expect(other.client.alerts.takeOver.mutate({ token, clientId })).rejects.toMatchObject(notTheirs);

	expect(await wire.client.alerts.link.query({ token })).toMatchObject({ sessionId, state: 'free' });
	expect(await wire.client.alerts.takeOver.mutate({ token, clientId })).toMatchObject({ gen: 2 });
	await expect(wire.client.alerts.takeOver.mutate({ token, clientId: newClientId() })).rejects.toMatchObject(notTheirs);
	await expect(wire.client.alerts.link.query({ token })).rejects.toMatchObject(notTheirs);
	expect((await wire.client.alerts.get.query()).log).toMatchObject([{ about: 'human-asked', state: 'sent' }]);
	wire.close();
	other.close();
	// The agent joined later, and nobody was told twice.
	expect(post_.mails).toHaveLength(1);
}, 300_000);

test('kill -9 between the commit and the mail: the next life sends it', async () => {
	const { server: house, mail: post_, key } = await open();
	post_.hold(true);
	await ask(house, key);
	// The mail server has been called and says nothing: it is under way.
	await post_.called;
	await house.kill();
	expect(post_.mails).toEqual([]);
	post_.hold(false);
	await house.restart();
	expect((await post_.mail(0)).subject).toContain('A visitor asks for a person');
}, 300_000);

test('with somebody at a dashboard nobody is called, unless they want it', async () => {
	const { server: house, mail: post_, key } = await open();
	const wire = memberWire(house.base, await signIn(house.base));
	const { preferences } = await wire.client.alerts.get.query();
	expect(preferences.onlyUnattended).toBe(true);
	await ask(house, key);
	const { kinds, ...rest } = preferences;
	await wire.client.alerts.update.mutate({
		...rest,
		...{ kinds: [...kinds], sites: 'all', hours: null, onlyUnattended: false },
	});
	await ask(house, key);
	await post_.mail(0);
	expect(await wire.client.alerts.testMail.mutate()).toEqual({ ok: true });
	expect((await post_.mail(1)).subject).toBe('Test: Baton can reach you');
	expect(post_.mails).toHaveLength(2);
	post_.refuse(() => ({ code: 550, text: 'Mailbox full' }));
	expect(await wire.client.alerts.testMail.mutate()).toEqual({ ok: false, error: '550 Mailbox full' });
	expect((await wire.client.alerts.get.query()).log[0]).toMatchObject({ state: 'failed', error: '550 Mailbox full' });
	wire.close();
}, 300_000);

test('a forgotten password: the same answer for everybody, and a link for who is here', async () => {
	const { server: house, mail: post_ } = await open();
	const forgot = (email: string) => post(house.base, '/auth/forgot', { email });
	const answers = [await forgot('nobody@example.com'), await forgot(` ${owner.email.toUpperCase()} `)];
	expect(answers.map(({ status }) => status)).toEqual([200, 200]);
	expect(await answers[0]?.text()).toBe(await answers[1]?.text());
	const letter = await post_.mail(0);
	expect(post_.asked).toEqual([owner.email]);
	const [, token] = linkIn(letter, 'reset');
	const password = 'another harbour 9';
	expect((await post(house.base, '/auth/reset', { token, password })).status).toBe(200);
	await signIn(house.base, { email: owner.email, password });
	expect((await post(house.base, '/auth/reset', { token, password })).status).toBe(410);
	// Somebody who asks again and again fills nobody's inbox.
	for (let i = 0; i < 6; i++) expect((await forgot(owner.email)).status).toBe(200);
	const stranger = await post(house.base, '/auth/forgot', { email: owner.email }, { origin: 'https://evil.example' });
	expect(stranger.status).toBe(403);
	await post_.mail(2);
	expect(post_.mails).toHaveLength(3);
}, 300_000);
