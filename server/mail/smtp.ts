/** Letters to the one mail server of this house. What it answers comes back in its own words. */
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { Sent } from '../outbox/ports.ts';
import type { Letter } from './letter.ts';
import type { SmtpConfig } from './smtp-url.ts';

export interface Postman {
	/** One attempt. Never rejects. */
	send(letter: Letter, id: string, signal: AbortSignal): Promise<Sent>;
}

/** Each shorter than an attempt may last, so that the server's silence is told as what it is. */
const waitsMs = {
	connectionTimeout: 10_000,
	greetingTimeout: 10_000,
	socketTimeout: 20_000,
	dnsTimeout: 10_000,
} as const;

export function createPostman({ host, port, secure, auth, from }: SmtpConfig): Postman {
	const transport = createTransport({
		...{ host, port, secure, ...waitsMs },
		...(auth === null ? {} : { auth: { ...auth } }),
		// A password never travels in the clear, except to this machine itself.
		requireTLS: auth !== null && !isLoopback(host),
		tls: { minVersion: 'TLSv1.2' },
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	const domain = from.address.split('@').at(-1) ?? 'localhost';

	return {
		send(letter, id, signal) {
			if (!z.email().safeParse(letter.to).success) {
				return Promise.resolve({ kind: 'failed', error: 'This is no mail address.', again: false });
			}
			const going = transport.sendMail({
				// A copy: the library writes into what it is given.
				from: { ...from },
				to: { name: '', address: letter.to },
				subject: letter.subject,
				text: letter.text,
				html: letter.html,
				// The same letter tried twice can be told from two letters.
				messageId: `<${id}@${domain}>`,
				headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
			});
			const stopped = new Promise<Sent>((resolve) => {
				const end = (): void => resolve({ kind: 'failed', error: 'It took too long.', again: true });
				if (signal.aborted) end();
				else signal.addEventListener('abort', end, { once: true });
			});
			const sent: Promise<Sent> = going.then(
				() => ({ kind: 'sent' }),
				(error: unknown) => failureOf(error, auth),
			);
			return Promise.race([sent, stopped]);
		},
	};
}

function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

const fault = z.object({
	message: z.string(),
	code: z.string().optional(),
	command: z.string().optional(),
	response: z.string().optional(),
	responseCode: z.number().optional(),
});

/** A refusal of this letter or its receiver is for good; of us, of the line or of the moment it is not: the owner may mend it. */
export function failureOf(thrown: unknown, auth: SmtpConfig['auth']): Sent {
	const parsed = fault.safeParse(thrown);
	if (!parsed.success) return { kind: 'failed', error: 'The mail could not be sent.', again: true };
	const { message, command = '', response, responseCode = 0 } = parsed.data;
	const permanent = responseCode >= 500 && /^(?:MAIL FROM|RCPT TO|DATA|API)$/.test(command);
	const said = withoutSecrets(response ?? message, auth);
	const error = command === 'STARTTLS' ? `No encryption with the mail server: ${said}` : said;
	return { kind: 'failed', error, again: !permanent };
}

/** A server may repeat what it was sent. */
function withoutSecrets(said: string, auth: SmtpConfig['auth']): string {
	const line = said.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
	const secrets =
		auth === null
			? []
			: [auth.pass, ...[auth.pass, `\0${auth.user}\0${auth.pass}`].map((text) => Buffer.from(text).toString('base64'))];
	const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
	return clean.slice(0, 300) || 'The mail server gave no reason.';
}
