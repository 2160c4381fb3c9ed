/** One request to a receiver: bounded in time and size, pinned to an address that was looked at, and never redirected. */
import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type WebhookFault, webhookLimits } from '../../shared/webhook.ts';
import type { Clock } from '../clock.ts';
import { AddressRefused, codeOf, faultOf } from './fault-of.ts';
import { mayReach, type Reach } from './reach.ts';

export interface Posting {
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export type Posted =
	/** `text`: the beginning of what it said. */
	| {
			readonly kind: 'answered';
			readonly status: number;
			readonly text: string;
			readonly retryAfter: string;
			readonly location: string;
	  }
	| { readonly kind: 'fault'; readonly fault: WebhookFault; readonly detail: string };

export type Post = (posting: Posting, signal: AbortSignal) => Promise<Posted>;

export interface Address {
	readonly address: string;
	readonly family: number;
}

export interface PostDeps {
	readonly clock: Clock;
	/** All addresses of a name; rejects as `dns.lookup` does. */
	readonly resolve: (host: string) => Promise<readonly Address[]>;
	readonly reach: Reach;
}

const answerBytes = 2 * 1024;
const headerBytes = 16 * 1024;

const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

export function createPost({ clock, resolve, reach }: PostDeps): Post {
	type Found = { readonly all: readonly Address[]; readonly first: Address } | { readonly error: Error };

	async function find(host: string): Promise<Found> {
		try {
			const all = await resolve(host);
			const [first] = all;
			// One bad address spoils the name: who owns it could send us to either.
			const good = all.every(({ address }) => mayReach(address, reach));
			return first === undefined || !good ? { error: new AddressRefused(host) } : { all, first };
		} catch (error) {
			return { error: error instanceof Error ? error : new Error('the name could not be looked up') };
		}
	}

	async function answer(...[host, options, done]: Parameters<LookupFunction>): Promise<void> {
		const found = await find(host);
		if ('error' in found) done(found.error, []);
		else if (options.all === true) done(null, [...found.all]);
		else done(null, found.first.address, found.first.family);
	}

	/** What the socket asks: it connects to what is answered here, so nothing can change between the look and the call. */
	const lookup: LookupFunction = (...asked) => void answer(...asked);

	return ({ url, headers, body }, signal) =>
		new Promise((resolvePosted) => {
			const host = bare(url.hostname);
			const detail = url.host;
			let request: ClientRequest | null = null;
			let settled = false;
			const timer = clock.setTimer(webhookLimits.attemptMs, () => settle({ kind: 'fault', fault: 'timeout', detail }));
			const stop = () => settle({ kind: 'fault', fault: 'stopped', detail: '' });

			function settle(posted: Posted): void {
				if (settled) return;
				settled = true;
				timer.cancel();
				signal.removeEventListener('abort', stop);
				resolvePosted(posted);
				// Whatever it still says is not heard.
				request?.destroy();
			}

			function fail(error: unknown): void {
				const fault = faultOf(error);
				const code = fault === 'other' ? codeOf(error) : '';
				settle({ kind: 'fault', fault, detail: code === '' ? detail : `${detail} (${code})` });
			}

			if (signal.aborted) {
				stop();
				return;
			}
			signal.addEventListener('abort', stop, { once: true });
			// A literal address is never looked up.
			if (/^[\d.]+$|:/.test(host) && !mayReach(host, reach)) {
				fail(new AddressRefused(host));
				return;
			}
			try {
				const send = url.protocol === 'https:' ? secureRequest : plainRequest;
				request = send(url, {
					method: 'POST',
					// Each attempt looks again: no connection of an earlier one is used.
					agent: false,
					lookup,
					maxHeaderSize: headerBytes,
					headers: {
						...headers,
						'content-type': 'application/json',
						'content-length': String(Buffer.byteLength(body)),
						'accept-encoding': 'identity',
					},
				});
			} catch (error) {
				fail(error);
				return;
			}
			request.on('error', fail);
			request.on('response', (response) => hear(response, settle));
			request.end(body);
		});
}

function hear(response: IncomingMessage, settle: (posted: Posted) => void): void {
	const { statusCode: status = 0, headers } = response;
	const chunks: Buffer[] = [];
	let heard = 0;
	const answer = () =>
		settle({
			kind: 'answered',
			status,
			text: Buffer.concat(chunks).subarray(0, answerBytes).toString('utf8'),
			retryAfter: headers['retry-after'] ?? '',
			location: headers.location ?? '',
		});
	// It arrived, whatever it says about it.
	if (status >= 200 && status < 300) {
		answer();
		return;
	}
	response.on('data', (chunk: Buffer) => {
		chunks.push(chunk);
		heard += chunk.length;
		if (heard >= answerBytes) answer();
	});
	response.on('end', answer);
	// The status is known: half a sentence about it is better than none.
	response.on('error', answer);
}
