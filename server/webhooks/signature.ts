/** The Standard Webhooks convention: who knows the secret can tell that a body is ours, whole and fresh. */
import { createHmac } from 'node:crypto';
import type { FillRandom } from '../../shared/ids.ts';
import { webhookLimits } from '../../shared/webhook.ts';

const prefix = 'whsec_';

export const makeSecret = (fill: FillRandom): string =>
	`${prefix}${Buffer.from(fill(new Uint8Array(32))).toString('base64')}`;

export interface Secrets {
	readonly secret: string;
	readonly oldSecret: string;
	readonly rotatedAt: number | null;
}

/** Until when the replaced secret signs too; null: it does not. */
export function oldSecretUntil({ oldSecret, rotatedAt }: Secrets, now: number): number | null {
	if (oldSecret === '' || rotatedAt === null) return null;
	const until = rotatedAt + webhookLimits.oldSecretMs;
	return until > now ? until : null;
}

function signature(secret: string, signed: string): string {
	const key = Buffer.from(secret.slice(prefix.length), 'base64');
	return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

/** `now`: wall clock, ms. The id is equal at each attempt, the timestamp is the attempt's own. */
export function signedHeaders(
	secrets: Secrets,
	id: string,
	body: string,
	now: number,
): Readonly<Record<string, string>> {
	const timestamp = String(Math.floor(now / 1_000));
	const valid = oldSecretUntil(secrets, now) === null ? [secrets.secret] : [secrets.secret, secrets.oldSecret];
	return {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': valid.map((secret) => signature(secret, `${id}.${timestamp}.${body}`)).join(' '),
	};
}
