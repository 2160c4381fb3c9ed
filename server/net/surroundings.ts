/**
 * What stands between people and this process, as far as their requests show it: a proxy that is not declared, that adds
 * no address, that hides the name people came under. Each is told once to the operator's log and kept for the owner's page.
 */
import type { SurroundingsCode, SurroundingsFinding } from '../../shared/account.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { clientAddress, isLocalAddress } from './address.ts';

export interface Seen {
	readonly headers: Readonly<Record<string, string | undefined>>;
	/** Of the TCP peer. */
	readonly remoteAddress: string;
}

export interface Surroundings {
	/** A socket was asked for, of a visitor or of staff. */
	connected(seen: Seen): void;
	/** Staff were refused because their page's address is not ours. */
	staffRefused(seen: Seen): void;
	/** In the order in which they were first seen. */
	findings(): readonly SurroundingsFinding[];
	/** The same, as the log says it. */
	sentences(): readonly string[];
}

export interface SurroundingsDeps {
	readonly clock: Pick<Clock, 'now'>;
	readonly log: Log;
	readonly publicUrl: string | null;
	readonly trustedProxies: number;
}

/** One sentence each: what is, and what to set. Never a value that a request brought: anybody can write those. */
const sentences: Readonly<Record<SurroundingsCode, string>> = {
	'proxy-undeclared':
		'A proxy forwards visitors, and TRUSTED_PROXIES is 0: set it to the number of proxies in front of Baton.',
	'proxy-missing':
		'TRUSTED_PROXIES is set, and connections come without that many X-Forwarded-For entries: lower it, or let the proxy add the header (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
	'proxy-more':
		'TRUSTED_PROXIES is too low: the address that it leads to is another proxy. Set it to the number of all proxies in front of Baton.',
	'public-url': 'A proxy stands in front, and PUBLIC_URL is not set: set it to the address that people use.',
	'wrong-origin':
		"Somebody was refused at the sign-in, because the browser's address is not this server's: set PUBLIC_URL to what the address bar shows, or let the proxy pass the name on (nginx: proxy_set_header Host $http_host;).",
};

/** Pure: what one connection shows. */
export function shownBy(
	{ headers, remoteAddress }: Seen,
	{ publicUrl, trustedProxies }: Pick<SurroundingsDeps, 'publicUrl' | 'trustedProxies'>,
): readonly SurroundingsCode[] {
	const forwardedFor = headers['x-forwarded-for'];
	const hops = (forwardedFor ?? '').split(',').filter((hop) => hop.trim() !== '');
	// Only a machine nearby is a proxy of ours; the header of a stranger is the stranger's.
	if (!isLocalAddress(remoteAddress)) return [];
	const codes: SurroundingsCode[] = [];
	if (hops.length > 0 && publicUrl === null) codes.push('public-url');
	if (trustedProxies === 0) {
		if (hops.length > 0) codes.push('proxy-undeclared');
		return codes;
	}
	// Without the header: from a proxy that adds none, if they came under the public name; else straight to this process.
	const named = publicUrl !== null && headers['host'] === new URL(publicUrl).host;
	if (hops.length < trustedProxies && (hops.length > 0 || named)) codes.push('proxy-missing');
	const { isLocal } = clientAddress({ socketAddress: remoteAddress, forwardedFor, trustedProxies });
	const farther = hops.slice(0, -trustedProxies).at(-1);
	if (isLocal && farther !== undefined && !isLocalAddress(farther)) codes.push('proxy-more');
	return codes;
}

export function createSurroundings(deps: SurroundingsDeps): Surroundings {
	const { clock, log } = deps;
	const found = new Map<SurroundingsCode, number>();

	function find(code: SurroundingsCode): void {
		if (found.has(code)) return;
		found.set(code, clock.now());
		log.warn({ finding: code }, sentences[code]);
	}

	return {
		connected(seen) {
			for (const code of shownBy(seen, deps)) find(code);
		},
		staffRefused({ headers }) {
			// Browsers say so when another site's page tried it: that refusal is right, and nothing is to be set.
			if (headers['sec-fetch-site'] === 'cross-site') return;
			find('wrong-origin');
		},
		findings: () => [...found].map(([code, seenAt]) => ({ code, seenAt })),
		sentences: () => [...found.keys()].map((code) => sentences[code]),
	};
}
