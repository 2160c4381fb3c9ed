/** Fetches GeoLite2-Country with the owner's own account. Neither key nor account number is ever part of what is said. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Environment } from '../config.ts';

export const maxmindBase = 'https://download.maxmind.com';

const path = '/geoip/databases/GeoLite2-Country/download?suffix=tar.gz';
/** The archive has some 6 MB. */
const maxBytes = 32 * 1024 * 1024;
const maxRedirects = 3;
/** For the whole of one file, ms: a slow line needs a minute. */
const deadlineMs = 180_000;

export type Downloaded =
	| { readonly ok: true; readonly bytes: Buffer }
	/** A sentence for the person at the keyboard. */
	| { readonly ok: false; readonly problem: string };

export interface MaxmindDeps {
	readonly env: Environment;
	readonly clock: Clock;
	/** Another address stands in for MaxMind's in tests. */
	readonly base: string;
}

/** Foreseen; its message is the sentence. */
class DownloadFault extends Error {}

const credentials = z.object({
	account: z.string().regex(/^\d{1,12}$/),
	key: z.string().regex(/^[\w-]{10,100}$/),
});

export async function downloadCountries({ env, clock, base }: MaxmindDeps): Promise<Downloaded> {
	const named = { account: env['MAXMIND_ACCOUNT_ID']?.trim(), key: env['MAXMIND_LICENSE_KEY']?.trim() };
	if (!named.account || !named.key)
		return refuse(
			'Set MAXMIND_ACCOUNT_ID and MAXMIND_LICENSE_KEY: both are in your account on maxmind.com, which costs nothing.',
		);
	const told = credentials.safeParse(named);
	if (!told.success)
		return refuse('MAXMIND_ACCOUNT_ID must be a number, and MAXMIND_LICENSE_KEY the key as MaxMind showed it.');
	const { account, key } = told.data;
	const authorization = `Basic ${Buffer.from(`${account}:${key}`).toString('base64')}`;
	try {
		const told256 = await get(new URL(`${path}.sha256`, base), { authorization, clock, maxBytes: 1024 });
		const wanted = /^[0-9a-f]{64}\b/i.exec(told256.toString('latin1'))?.[0].toLowerCase();
		if (wanted === undefined) return refuse('MaxMind did not say which checksum the file has. Try again later.');
		const bytes = await get(new URL(path, base), { authorization, clock, maxBytes });
		const found = createHash('sha256').update(bytes).digest('hex');
		if (found !== wanted)
			return refuse('What came is not what MaxMind promised (its checksum differs). Run the command again.');
		return { ok: true, bytes };
	} catch (error) {
		if (error instanceof DownloadFault) return refuse(error.message);
		throw error;
	}
}

const refuse = (problem: string): Downloaded => ({ ok: false, problem });

interface Getting {
	readonly authorization: string;
	readonly clock: Clock;
	readonly maxBytes: number;
}

async function get(url: URL, { authorization, clock, maxBytes: most }: Getting): Promise<Buffer> {
	const abort = new AbortController();
	const deadline = clock.setTimer(deadlineMs, () => abort.abort());
	try {
		let at = url;
		for (let hops = 0; hops <= maxRedirects; hops += 1) {
			// What stands behind a redirect is a storage house of theirs: it is given the address and nothing else.
			const headers = at.origin === url.origin ? { authorization } : {};
			const response = await fetch(at, { headers, redirect: 'manual', signal: abort.signal });
			const location = response.headers.get('location');
			if (response.status < 300 || response.status >= 400 || location === null) return await bodyOf(response, most);
			at = new URL(location, at);
			// Never from https to something that others can read or change.
			if (at.protocol !== url.protocol) throw new DownloadFault('MaxMind sent us to an address that is not safe.');
			await response.body?.cancel();
		}
		throw new DownloadFault('MaxMind sent us around in a circle. Try again later.');
	} catch (error) {
		if (error instanceof DownloadFault) throw error;
		if (abort.signal.aborted)
			throw new DownloadFault(`MaxMind did not send the file within ${deadlineMs / 60_000} minutes. Try again later.`);
		throw new DownloadFault(`${url.host} could not be reached, or the connection broke${codeOf(error)}.`);
	} finally {
		deadline.cancel();
	}
}

async function bodyOf(response: Response, most: number): Promise<Buffer> {
	if (response.status === 401)
		throw new DownloadFault(
			'MaxMind does not know this account number with this key: check both (a new key works after some minutes).',
		);
	if (response.status === 403)
		throw new DownloadFault(
			'MaxMind does not give this account the file: accept the GeoLite2 licence in your account.',
		);
	if (response.status === 429) throw new DownloadFault('MaxMind allows no more downloads today. Try again tomorrow.');
	if (response.status !== 200 || response.body === null)
		throw new DownloadFault(`MaxMind answered ${response.status}. Try again later.`);
	const body: AsyncIterable<Uint8Array> = response.body;
	const parts: Uint8Array[] = [];
	let length = 0;
	for await (const part of body) {
		length += part.byteLength;
		if (length > most) throw new DownloadFault('MaxMind sends far more than a country database. Nothing was changed.');
		parts.push(part);
	}
	return Buffer.concat(parts);
}

/** The system's name of the fault, ENOTFOUND for one: never a text that might hold an address with its secrets. */
function codeOf(error: unknown): string {
	const cause = error instanceof Error ? error.cause : undefined;
	const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
	return /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? ` (${code})` : '';
}
