/** Somebody's server that takes what webhooks bring: it answers as it is told and keeps what it heard. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

export type Answer = (response: ServerResponse, heard: Heard) => void;

export const ok: Answer = (response) => void response.writeHead(204).end();
export const status =
	(code: number, text = '', headers: Readonly<Record<string, string>> = {}): Answer =>
	(response) =>
		void response.writeHead(code, headers).end(text);

export interface Receiver extends AsyncDisposable {
	readonly url: string;
	readonly port: number;
	readonly heard: readonly Heard[];
	answer: Answer;
	/** Resolves once that many have come. */
	until(count: number): Promise<readonly Heard[]>;
}

export async function openReceiver(answer: Answer = ok): Promise<Receiver> {
	const heard: Heard[] = [];
	const waiting = new Set<() => void>();
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
			heard.push(one);
			receiver.answer(response, one);
			for (const look of [...waiting]) look();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	// It listens on TCP.
	const { port } = server.address() as AddressInfo;
	const receiver: Receiver = {
		url: `http://127.0.0.1:${port}`,
		port,
		heard,
		answer,
		until: (count) =>
			new Promise((resolve) => {
				function look(): void {
					if (heard.length < count) return;
					waiting.delete(look);
					resolve(heard);
				}
				waiting.add(look);
				look();
			}),
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return receiver;
}

/** As a receiver checks it: written here from the convention's own words, not taken from the code that signs. */
export function verifies(secret: string, { headers, body }: Heard, now: number): boolean {
	const id = String(headers['webhook-id']);
	const timestamp = String(headers['webhook-timestamp']);
	if (!/^\d+$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > 300) return false;
	const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
	const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
	return String(headers['webhook-signature'])
		.split(' ')
		.some((one) => {
			const [version, signature = ''] = one.split(',');
			const given = Buffer.from(signature, 'base64');
			return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
		});
}
