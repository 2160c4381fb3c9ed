/** What the dashboard gives people to copy. */
import { randomFillSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifySnippet } from '../../dashboard/webhooks/snippet.ts';
import { makeSecret, signedHeaders } from '../../server/webhooks/signature.ts';

type Verify = (secret: string, headers: Readonly<Record<string, string>>, body: string) => boolean;

test('the snippet tells what is from Baton, and nothing else', async () => {
	// The text itself is run, as somebody would paste it.
	const module = (await import(`data:text/javascript,${encodeURIComponent(verifySnippet)}`)) as {
		readonly isFromBaton: Verify;
	};
	const { isFromBaton } = module;
	const make = () => makeSecret((bytes) => randomFillSync(bytes));
	const [secret, oldSecret] = [make(), make()];
	const now = Date.now();
	const body = '{"type":"test","text":"ā"}';
	const sign = (at: number, rotatedAt: number | null) =>
		signedHeaders({ secret, oldSecret, rotatedAt }, 'd-1', body, at);
	expect(isFromBaton(secret, sign(now, null), body)).toBe(true);
	expect(isFromBaton(oldSecret, sign(now, null), body)).toBe(false);
	expect(isFromBaton(oldSecret, sign(now, now), body)).toBe(true);
	expect(isFromBaton(secret, sign(now, null), `${body} `)).toBe(false);
	expect(isFromBaton(secret, sign(now - 400_000, null), body)).toBe(false);
	expect(isFromBaton(secret, { ...sign(now, null), 'webhook-timestamp': 'soon' }, body)).toBe(false);
	expect(isFromBaton(secret, { ...sign(now, null), 'webhook-id': 'd-2' }, body)).toBe(false);
});

test('a signature is the one of the convention’s own example', () => {
	const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
	const headers = signedHeaders(
		{ secret, oldSecret: '', rotatedAt: null },
		'msg_p5jXN8AQM9LWM0D4loKWxJek',
		'{"test": 2432232314}',
		1_614_265_330_000,
	);
	expect(headers).toEqual({
		'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		'webhook-timestamp': '1614265330',
		'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
	});
});
