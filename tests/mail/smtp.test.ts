/** Mail against a real server: what arrives, and what the owner is told when it does not. */
import { afterEach, expect, test } from 'vitest';
import { type Letter, letterOf } from '../../server/mail/letter.ts';
import { createPostman } from '../../server/mail/smtp.ts';
import { parseSmtpUrl, type SmtpConfig } from '../../server/mail/smtp-url.ts';
import { type MailServer, openMailServer } from '../support/mail-server.ts';
import { freePort } from '../support/server.ts';

let server: MailServer | null = null;
afterEach(async () => {
	await server?.close();
	server = null;
});

function configOf(url: string): SmtpConfig {
	const config = parseSmtpUrl(url);
	if (config === null) throw new Error('no such address');
	return config;
}

const letter = (to = 'anna@example.com', subject = 'A visitor asks for a person'): Letter =>
	letterOf(to, { language: 'en', subject, paragraphs: ['Hello'], quote: 'Where is my order?' });

const signal = new AbortController().signal;

/** A server of this test's own, and a postman who goes there. */
async function open(options: Parameters<typeof openMailServer>[0] = {}, user = '', scheme = 'smtp') {
	server = await openMailServer(options);
	const from = 'from=Baton%20%3Cbaton@example.com%3E';
	const host = scheme === 'smtps' ? 'localhost' : '127.0.0.1';
	const postman = createPostman(configOf(`${scheme}://${user}${host}:${server.port}?${from}`));
	return { server, send: (one = letter()) => postman.send(one, 'id-1', signal) };
}

test('a letter arrives in plain text and HTML, from the named sender', async () => {
	const { send, server: there } = await open();
	expect(await send(letter('anna@example.com', 'Jautājums – veikals'))).toEqual({ kind: 'sent' });
	const mail = await there.mail(0);
	expect(mail.subject).toBe('Jautājums – veikals');
	expect(mail.from?.value).toEqual([{ name: 'Baton', address: 'baton@example.com' }]);
	expect(mail.text).toContain('> Where is my order?');
	expect(mail.html).toContain('<blockquote');
	expect(mail.messageId).toBe('<id-1@example.com>');
	expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
});

test('a sign-in is used, and a wrong one is told in the words of the server without the password', async () => {
	const right = { authOptional: false, allowInsecureAuth: true } as const;
	const { send, server: there } = await open(
		{ ...right, onAuth: ({ username, password }, _, done) => done(null, { user: `${username}:${password}` }) },
		'chat:p%40ss@',
	);
	expect(await send()).toEqual({ kind: 'sent' });
	await there.close();
	const strict = await open(
		{ ...right, onAuth: ({ password }, _, done) => done(new Error(`no such user, ${password}`)) },
		'chat:p%40ssword@',
	);
	const refused = await strict.send();
	expect(refused).toMatchObject({ kind: 'failed', again: true });
	expect(JSON.stringify(refused)).toContain('no such user, ***');
	expect(JSON.stringify(refused)).not.toContain('p@ssword');
});

test('a receiver whom the server refuses is refused for good, in its words', async () => {
	const { send, server: there } = await open();
	there.refuse(() => ({ code: 550, text: 'No such user here' }));
	expect(await send()).toEqual({ kind: 'failed', error: '550 No such user here', again: false });
});

test('one that is put off is tried again', async () => {
	const { send, server: there } = await open();
	there.refuse(() => ({ code: 451, text: 'Greylisted, come back later' }));
	expect(await send()).toEqual({ kind: 'failed', error: '451 Greylisted, come back later', again: true });
	there.refuse(() => null);
	expect(await send()).toEqual({ kind: 'sent' });
});

test('a certificate that nobody vouches for is refused, and said', async () => {
	const { send, server: there } = await open({ secure: true }, '', 'smtps');
	expect(await send()).toMatchObject({ kind: 'failed', again: true, error: expect.stringMatching(/certificate/i) });
	expect(there.mails).toEqual([]);
});

test('where a certificate is offered on the way it is checked too', async () => {
	const { send, server: there } = await open({ disabledCommands: [] });
	expect(await send()).toMatchObject({ kind: 'failed', again: true, error: expect.stringMatching(/certificate/i) });
	expect(there.mails).toEqual([]);
});

test('a password does not travel in the clear to another machine', async () => {
	let asked = false;
	server = await openMailServer({
		...{ allowInsecureAuth: true, authOptional: false },
		onAuth(_auth, _session, done) {
			asked = true;
			done(null, { user: 'chat' });
		},
	});
	// Names this machine as another one would be named.
	const config = { ...configOf(`smtp://chat:secret@127.0.0.1:${server.port}?from=a@example.com`), host: '0.0.0.0' };
	const answer = await createPostman(config).send(letter(), 'id-1', signal);
	expect(answer).toMatchObject({ kind: 'failed', again: true, error: expect.stringMatching(/^No encryption/) });
	expect(asked).toBe(false);
});

test('a port where nobody listens is told', async () => {
	const postman = createPostman(configOf(`smtp://127.0.0.1:${await freePort()}?from=a@example.com`));
	expect(await postman.send(letter(), 'id-1', signal)).toMatchObject({
		kind: 'failed',
		again: true,
		error: expect.stringContaining('ECONNREFUSED'),
	});
});

test('a server that takes the call and says nothing is left when the attempt is over', async () => {
	const { server: there } = await open();
	there.hold(true);
	const abort = new AbortController();
	const postman = createPostman(configOf(`smtp://127.0.0.1:${there.port}?from=a@example.com`));
	const going = postman.send(letter(), 'id-1', abort.signal);
	abort.abort();
	expect(await going).toMatchObject({ kind: 'failed', again: true });
	there.hold(false);
});

test.each(['anna@example.com\r\nBcc: eve@example.com', 'not an address', 'anna@example.com, eve@example.com', ''])(
	'%j is no receiver',
	async (to) => {
		const { send, server: there } = await open();
		expect(await send({ ...letter(), to })).toMatchObject({ kind: 'failed', again: false });
		expect(there.callers).toBe(0);
	},
);

test('hostile words become no header and no receiver', async () => {
	const { send, server: there } = await open();
	await send(letter('anna@example.com', 'Hello\r\nBcc: eve@example.com\r\n\r\n<b>body</b>'));
	const mail = await there.mail(0);
	expect(mail.subject).toBe('Hello Bcc: eve@example.com <b>body</b>');
	expect(mail.headers.has('bcc')).toBe(false);
	expect(there.asked).toEqual(['anna@example.com']);
});
