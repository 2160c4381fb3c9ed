/** Web Push as a way out: one message to one browser, through the push service that the browser has chosen. */
import { createHash } from 'node:crypto';
import type { FillRandom } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { Channel, Delivery, Sent } from '../outbox/ports.ts';
import type { PushStore, Subscription } from '../store/push.ts';
import { encryptPush } from './encrypt.ts';
import { parseEndpoint } from './endpoint.ts';
import { messageOf, type PushPayload, pushPayload } from './message.ts';
import { ForbiddenAddress, type Posted, post } from './post.ts';
import type { Vapid } from './vapid.ts';

export interface PushChannelDeps {
	readonly store: Pick<PushStore, 'load' | 'delivered' | 'gone'>;
	readonly vapid: Pick<Vapid, 'authorization'>;
	/** Whom a push service's operators may turn to: an https address of this house. Null: the browser's own way to it. */
	readonly publicUrl: string | null;
	readonly fillRandom: FillRandom;
	readonly clock: Clock;
	/** Tests: push services on this machine are spoken to, over plain http. */
	readonly local: boolean;
}

/** A phone that was off: whoever waited for a person has gone after this. */
const ttlSeconds = 10 * 60;
const mostRetryMs = 60 * 60_000;
/** Half a minute is not what a person at a test button waits for, and the outbox has its own patience. */
const mostAttemptMs = 15_000;

/** The scalar of a key that is used once; of 2^32 draws one is no key, and the next is taken. */
function drawKey(fill: FillRandom): Uint8Array {
	for (;;) {
		const bytes = fill(new Uint8Array(32));
		// Below the order of the curve, which begins with FFFFFFFF 00000000, and not zero.
		if (bytes.subarray(0, 4).some((byte) => byte !== 255) && bytes.some((byte) => byte !== 0)) return bytes;
	}
}

/** At most 32 characters of base64url (RFC 8030); the push service need not learn the session's id. */
const topicOf = (tag: string): string => createHash('sha256').update(tag).digest('base64url').slice(0, 32);

const failed = (error: string, again: boolean, retryAfterMs?: number): Sent => ({
	kind: 'failed',
	error: error.slice(0, 300),
	again,
	...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

export function createPushChannel(deps: PushChannelDeps): Channel {
	const { store, vapid, publicUrl, fillRandom, clock, local } = deps;

	function subjectFor({ baseUrl }: Subscription): string {
		const known = publicUrl ?? baseUrl;
		// Browsers subscribe over plain http on their own machine only: no operator could reach it anyway.
		return known.startsWith('https://') ? known : 'mailto:baton@localhost';
	}

	async function attempt(to: Subscription, url: URL, payload: PushPayload, signal: AbortSignal): Promise<Posted> {
		const recipient = { publicKey: bytesOf(to.p256dh), secret: bytesOf(to.auth) };
		const once = { privateKey: drawKey(fillRandom), salt: fillRandom(new Uint8Array(16)) };
		const { bytes, tag } = messageOf(payload, to);
		const body = encryptPush(bytes, recipient, once);
		const headers = {
			authorization: vapid.authorization(url.origin, subjectFor(to)),
			'content-encoding': 'aes128gcm',
			'content-type': 'application/octet-stream',
			'content-length': String(body.length),
			ttl: String(ttlSeconds),
			urgency: 'high',
			topic: topicOf(tag),
		};
		return post({ url, headers, body, local, signal: AbortSignal.any([signal, AbortSignal.timeout(mostAttemptMs)]) });
	}

	/** RFC 8030: what became of it. */
	async function judge(to: Subscription, { status, retryAfter, text }: Posted): Promise<Sent> {
		if (status >= 200 && status < 300) {
			// It has arrived, whether or not that can be written down: it must not be sent again.
			await store.delivered(to.id, clock.now()).catch(() => undefined);
			return { kind: 'sent' };
		}
		const said = oneLine(text);
		const told = `The push service answered ${status}${said === '' ? '.' : `: ${said}`}`;
		if (status === 404 || status === 410) {
			await store.gone(to.id, to.endpoint);
			return failed('This device takes no more notifications: turn them on there again.', false);
		}
		if (status === 429 || status >= 500) return failed(told, true, retryMs(retryAfter, clock.now()));
		return failed(told, false);
	}

	return {
		kind: 'push',
		async send({ target, payload }: Delivery, signal): Promise<Sent> {
			const parsed = pushPayload.safeParse(payload);
			if (!parsed.success) return failed('This message can not be shown as a notification.', false);
			const to = await store.load(target, clock.now());
			if (to === null) return failed('This device was removed, or signed out.', false);
			const url = parseEndpoint(to.endpoint, local);
			if (url === null) return failed(notPublic, false);
			let posted: Posted;
			try {
				posted = await attempt(to, url, parsed.data, signal);
			} catch (error) {
				return failed(faultText(error), !(error instanceof ForbiddenAddress));
			}
			return judge(to, posted);
		},
	};
}

const notPublic = 'This device names a push service that is not on the public internet.';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');

const oneLine = (text: string): string =>
	text
		.replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
		.trim()
		.slice(0, 200);

/** What a person who runs a server can act on; the endpoint itself is a secret and stays out. */
function faultText(error: unknown): string {
	if (error instanceof ForbiddenAddress) return notPublic;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	if (
		error instanceof Error &&
		(error.name === 'TimeoutError' || error.name === 'AbortError' || code === 'ABORT_ERR')
	) {
		return 'The push service did not answer in time.';
	}
	return `The push service could not be reached${code === '' ? '.' : ` (${code}).`}`;
}

/** Seconds or a date; nonsense is no wish. */
function retryMs(header: string | undefined, now: number): number | undefined {
	if (header === undefined) return undefined;
	const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
	return Number.isFinite(ms) ? Math.min(Math.max(0, ms), mostRetryMs) : undefined;
}
