import { createECDH, randomBytes } from 'node:crypto';
import { decrypt } from 'http_ece';
import { describe, expect, test } from 'vitest';
import { encryptPush, isRecipient, mostPlainBytes } from '../../server/push/encrypt.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');

/** Appendix A of RFC 8291. */
const example = {
	plain: 'When I grow up, I want to be a watermelon',
	publicKey: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
	secret: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
	privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
	salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
	body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

test('the example of RFC 8291, byte for byte', () => {
	expect(encryptPush(Buffer.from(example.plain), example, example).toString('base64url')).toBe(example.body);
});

describe('another implementation', () => {
	test.each([0, 1, 17, 300, mostPlainBytes])('reads a text of %i bytes', (length) => {
		const privateKey = createECDH('prime256v1');
		privateKey.generateKeys();
		const authSecret = randomBytes(16);
		const plain = randomBytes(length);
		const body = encryptPush(
			plain,
			{ publicKey: privateKey.getPublicKey(), secret: authSecret },
			{ privateKey: example.privateKey, salt: randomBytes(16) },
		);
		expect(body.length).toBeLessThanOrEqual(4_096);
		expect(decrypt(body, { version: 'aes128gcm', privateKey, authSecret }).equals(plain)).toBe(true);
	});
});

test('what does not fit one record is refused, never cut', () => {
	expect(() => encryptPush(Buffer.alloc(mostPlainBytes + 1), example, example)).toThrow(RangeError);
});

test('keys of a browser that are none are recognised before anything is encrypted for them', () => {
	expect(isRecipient(example)).toBe(true);
	expect(isRecipient({ ...example, secret: Buffer.alloc(15) })).toBe(false);
	expect(isRecipient({ ...example, publicKey: example.publicKey.subarray(1) })).toBe(false);
	// Of the right length and on no curve.
	expect(isRecipient({ ...example, publicKey: Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]) })).toBe(false);
});
