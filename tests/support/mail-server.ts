/** A real mail server on a free port: keeps what it was sent, and refuses what the test says. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface MailServer {
	readonly port: number;
	readonly mails: readonly ParsedMail[];
	/** Receivers that were named, refused ones too. */
	readonly asked: readonly string[];
	/** Connections that were opened. */
	readonly callers: number;
	/** Resolves once there was one. */
	readonly called: Promise<void>;
	/** Resolves with the mail of that number, counted from 0, once it is there. */
	mail(index: number): Promise<ParsedMail>;
	/** What a receiver is answered: null takes it. */
	refuse(answer: (address: string) => { readonly code: number; readonly text: string } | null): void;
	/** Callers wait, without a greeting, until the next call. */
	hold(on: boolean): void;
	close(): Promise<void>;
}

export async function openMailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
	const mails: ParsedMail[] = [];
	const asked: string[] = [];
	const waiting = new Set<() => void>();
	let callers = 0;
	let ring = (): void => {};
	const called = new Promise<void>((resolve) => {
		ring = resolve;
	});
	let held: (() => void)[] | null = null;
	let answer: Parameters<MailServer['refuse']>[0] = () => null;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		...options,
		onConnect(_session, done) {
			callers += 1;
			ring();
			if (held === null) done();
			else held.push(() => done());
		},
		onRcptTo({ address }, _session, done) {
			asked.push(address);
			const refusal = answer(address);
			done(refusal === null ? null : Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
		},
		onData(stream, _session, done) {
			simpleParser(stream, (fault: unknown, mail) => {
				if (fault instanceof Error) {
					done(fault);
					return;
				}
				mails.push(mail);
				for (const look of waiting) look();
				done();
			});
		},
	});
	// A client that hangs up in the middle is no fault of the test.
	server.on('error', () => {});
	const listening = once(server.server, 'listening');
	server.listen(port, '127.0.0.1');
	await listening;
	return {
		// A server that listens on TCP has an address of this shape.
		port: (server.server.address() as AddressInfo).port,
		mails,
		asked,
		called,
		get callers() {
			return callers;
		},
		mail: (index) =>
			new Promise((resolve) => {
				const look = (): void => {
					const mail = mails[index];
					if (mail === undefined) return;
					waiting.delete(look);
					resolve(mail);
				};
				waiting.add(look);
				look();
			}),
		refuse(next) {
			answer = next;
		},
		hold(on) {
			for (const go of held ?? []) go();
			held = on ? [] : null;
		},
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}
