/** RFC 8292: tells push services which house a message comes from, so that they let nobody else send in its name. */
import { createECDH, createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { curve } from './encrypt.ts';

export interface Vapid {
	/** Uncompressed point, base64url: what browsers subscribe with. */
	publicKey(): string;
	/** The `Authorization` header for one push service. `subject`: whom its operators may turn to. */
	authorization(audience: string, subject: string): string;
}

/** Push services take a day at most; some count new tokens, so one is used for as long as it lives. */
const livesMs = 12 * 60 * 60_000;
const renewedBeforeMs = 60 * 60_000;
/** There are a handful of push services. */
const mostTokens = 50;

const text = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param secret 32 bytes, the same at each start: browsers are bound to the key that is drawn from it. */
export function createVapid({ secret, clock }: { readonly secret: Uint8Array; readonly clock: Clock }): Vapid {
	let drawn: ReturnType<typeof keyFrom> | null = null;
	/** Drawn when it is asked for first: a house without push is spared it at each start. */
	function keys() {
		drawn ??= keyFrom(secret);
		return drawn;
	}
	const tokens = new Map<string, { readonly token: string; readonly until: number }>();

	function tokenFor(audience: string, subject: string): string {
		const name = `${audience} ${subject}`;
		const now = clock.now();
		const known = tokens.get(name);
		// A wall clock that was set back must not leave a token that lives too long.
		if (known !== undefined && known.until > now + renewedBeforeMs && known.until <= now + livesMs) return known.token;
		const until = now + livesMs;
		const head = text({ typ: 'JWT', alg: 'ES256' });
		const claims = text({ aud: audience, exp: Math.floor(until / 1_000), sub: subject });
		const signature = sign('sha256', Buffer.from(`${head}.${claims}`), {
			key: keys().key,
			dsaEncoding: 'ieee-p1363',
		});
		const token = `${head}.${claims}.${signature.toString('base64url')}`;
		if (tokens.size >= mostTokens) tokens.clear();
		tokens.set(name, { token, until });
		return token;
	}

	return {
		publicKey: () => keys().publicKey.toString('base64url'),
		authorization: (audience, subject) =>
			`vapid t=${tokenFor(audience, subject)}, k=${keys().publicKey.toString('base64url')}`,
	};
}

/** Not every 32 bytes are a private key of the curve; those that are none are hashed until they are. */
function keyFrom(secret: Uint8Array): { readonly key: KeyObject; readonly publicKey: Buffer } {
	const pair = createECDH(curve);
	for (let scalar = Buffer.from(secret); ; scalar = createHash('sha256').update(scalar).digest()) {
		try {
			pair.setPrivateKey(scalar);
		} catch {
			continue;
		}
		const publicKey = pair.getPublicKey();
		const text64 = (part: Buffer): string => part.toString('base64url');
		const [d, x, y] = [text64(scalar), text64(publicKey.subarray(1, 33)), text64(publicKey.subarray(33))];
		return { key: createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', d, x, y } }), publicKey };
	}
}
