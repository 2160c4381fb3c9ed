/** One POST to a push service. The address that its name leads to is looked at and connected to in one go. */
import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './endpoint.ts';

export interface Posted {
	readonly status: number;
	/** Seconds, or a date (RFC 9110). */
	readonly retryAfter: string | undefined;
	/** The beginning of what it said. */
	readonly text: string;
}

export interface Post {
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
	readonly signal: AbortSignal;
	/** Tests: the push service is on this machine. */
	readonly local: boolean;
}

/** The name leads into this network, or nowhere. */
export class ForbiddenAddress extends Error {
	constructor(host: string) {
		super(`${host} is not an address on the public internet`);
		this.name = 'ForbiddenAddress';
	}
}

/** Refuses the name if any of its addresses is not public: which of them is connected to is not ours to say. */
const publicOnly: LookupFunction = (host, options, done) => {
	lookup(host, { ...options, all: true }, (error, addresses) => {
		if (error !== null) return done(error, '', 0);
		const [first] = addresses;
		if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
			return done(new ForbiddenAddress(host), '', 0);
		}
		if (options.all === true) done(null, addresses);
		else done(null, first.address, first.family);
	});
};

/** An answer is a line or two; more is not read. */
const mostAnswerBytes = 2_048;

/** Follows no redirect. Rejects where there is no answer. */
export function post({ url, headers, body, signal, local }: Post): Promise<Posted> {
	return new Promise((resolve, reject) => {
		const options = { method: 'POST', headers, signal, ...(local ? {} : { lookup: publicOnly }) };
		const request = (url.protocol === 'http:' ? requestHttp : requestHttps)(url, options, (response) => {
			const parts: Buffer[] = [];
			let bytes = 0;
			const settle = (): void => {
				response.destroy();
				const text = Buffer.concat(parts).subarray(0, mostAnswerBytes).toString();
				resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text });
			};
			response.on('data', (part: Buffer) => {
				parts.push(part);
				bytes += part.length;
				if (bytes >= mostAnswerBytes) settle();
			});
			response.once('end', settle);
			// The status has arrived, and it decides.
			response.once('error', settle);
		});
		request.once('error', reject);
		request.end(body);
	});
}
