/** What can be reached from here: the server under its own and its public address, and the mail server. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { fine, saidOf, type Verdict, wrong } from './verdict.ts';

const patienceMs = 5_000;

export async function readyVerdict(base: string): Promise<Verdict> {
	const url = `${base}/readyz`;
	try {
		const { status } = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
		if (status === 200) return fine(`Server: ready at ${base}.`);
		return wrong(
			`Server: ${url} answers ${status}`,
			'its database does not answer, or it is just ending; its log says which',
		);
	} catch (error) {
		return wrong(
			`Server: ${url} does not answer (${saidOf(error)})`,
			'are HOST and PORT the ones that it was started with?',
		);
	}
}

/** Through the proxy, as a browser comes: a page first, then a WebSocket. */
export async function publicVerdicts(publicUrl: string): Promise<readonly Verdict[]> {
	const url = `${publicUrl}/healthz`;
	let status: number;
	let text: string;
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
		[status, text] = [response.status, await response.text()];
	} catch (error) {
		return [
			wrong(
				`Public address: ${url} does not answer from this machine (${saidOf(error)})`,
				'check the name (DNS), the certificate, ports 80 and 443, and that the proxy runs',
			),
		];
	}
	if (status !== 200 || text.trim() !== 'ok') {
		return [
			wrong(
				`Public address: ${url} answers ${status} and not this server`,
				"point the proxy at this server's HOST and PORT",
			),
		];
	}
	if (await takesWebSockets(publicUrl)) return [fine(`Public address: ${publicUrl} leads here, WebSockets too.`)];
	return [
		wrong(
			`Public address: ${publicUrl} passes pages on, but no WebSockets: no chat can be live`,
			'let the proxy pass Upgrade and Connection on (nginx: the two lines of deploy/nginx.conf)',
		),
	];
}

function takesWebSockets(publicUrl: string): Promise<boolean> {
	return new Promise((resolve) => {
		// Of no site: it is taken, told that there is none, and closed.
		const socket = new WebSocket(`${publicUrl.replace(/^http/, 'ws')}/trpc?site=doctor`);
		const timer = setTimeout(() => done(false), patienceMs);
		let over = false;
		// Closing one that is not open yet is an error again, told at once.
		function done(open: boolean): void {
			if (over) return;
			over = true;
			clearTimeout(timer);
			resolve(open);
			socket.close();
		}
		socket.addEventListener('open', () => done(true));
		socket.addEventListener('error', () => done(false));
		socket.addEventListener('close', () => done(false));
	});
}

/** Connects and hears the greeting; nothing is sent. */
export async function mailVerdict(smtpUrl: string): Promise<Verdict> {
	const fix = 'check SMTP_URL (smtp://user:password@host:587 or smtps://…:465) and that this machine may connect out';
	if (!URL.canParse(smtpUrl)) return wrong('Mail: SMTP_URL is no address', fix);
	const { protocol, hostname, port } = new URL(smtpUrl);
	if (protocol !== 'smtp:' && protocol !== 'smtps:') return wrong('Mail: SMTP_URL is no address of a mail server', fix);
	const isTls = protocol === 'smtps:';
	const place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (isTls ? 465 : 587) };
	const name = `${place.host}:${place.port}`;
	try {
		const greeting = await firstLine(isTls ? connectTls({ ...place, servername: place.host }) : connectTcp(place));
		if (/^220[ -]/.test(greeting)) return fine(`Mail: ${name} greets.`);
		return wrong(`Mail: ${name} answers, but not as a mail server that takes mail`, fix);
	} catch (error) {
		return wrong(`Mail: ${name} can not be reached (${saidOf(error)})`, fix);
	}
}

function firstLine(socket: Socket): Promise<string> {
	return new Promise<string>((resolve, reject) => {
		let text = '';
		socket.setEncoding('utf8');
		socket.setTimeout(patienceMs, () => reject(new Error('it says nothing')));
		socket.once('error', reject);
		socket.once('close', () => reject(new Error('it closed the connection')));
		socket.on('data', (part: string) => {
			text += part;
			if (text.includes('\n') || text.length > 1_000) resolve(text);
		});
	}).finally(() => socket.destroy());
}
