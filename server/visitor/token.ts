/** What a browser shows to be known again: a signed statement of who it is, on which site. No secret is in it. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { VisitorFacts } from '../../shared/card.ts';
import { type SiteId, siteIdOf, type VisitorId, visitorIdOf } from '../../shared/ids.ts';

export interface VisitorClaims {
	readonly siteId: SiteId;
	readonly visitorId: VisitorId;
	/** Only in tokens that the server minted for its own demo visitors: their country and device are not from the wire. */
	readonly facts?: VisitorFacts | undefined;
}

export interface VisitorTokens {
	mint(claims: VisitorClaims): string;
	/** Null: not ours, damaged, or of another site. */
	read(token: string, siteId: SiteId): VisitorClaims | null;
}

const schema = z.object({
	s: z.string(),
	v: z.string(),
	f: z
		.object({
			country: z.string().length(2).nullable(),
			device: z.enum(['mobile', 'tablet', 'desktop']),
			browser: z.string().max(60),
			system: z.string().max(60),
		})
		.optional(),
});

/** @param key 32 bytes kept for this use alone. */
export function createVisitorTokens(key: Uint8Array): VisitorTokens {
	const sign = (body: string): Buffer => createHmac('sha256', key).update(body).digest();

	return {
		mint({ siteId, visitorId, facts }) {
			const claims = { s: siteId, v: visitorId, ...(facts === undefined ? {} : { f: facts }) };
			const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
			return `${body}.${sign(body).toString('base64url')}`;
		},
		read(token, siteId) {
			const [body, signature, rest] = token.split('.');
			if (body === undefined || signature === undefined || rest !== undefined) return null;
			const given = Buffer.from(signature, 'base64url');
			const right = sign(body);
			if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
			// Signed by us, so it parses; a token of an older shape does not.
			const claims = schema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
			if (!claims.success || claims.data.s !== siteId) return null;
			const { s, v, f } = claims.data;
			return { siteId: siteIdOf(s), visitorId: visitorIdOf(v), facts: f };
		},
	};
}
