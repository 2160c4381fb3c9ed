/** RFC 8291: a message that nobody but one browser can read, in one record of aes128gcm (RFC 8188). Pure. */
import { createCipheriv, createECDH, hkdfSync } from 'node:crypto';

/** The browser's own, as it gave them away when it subscribed. */
export interface Recipient {
	/** Uncompressed point on P-256, 65 bytes. */
	readonly publicKey: Uint8Array;
	/** 16 bytes that only the browser and we know. */
	readonly secret: Uint8Array;
}

/** Used once: the same pair again would give the text away. */
export interface Once {
	/** A private key on P-256, 32 bytes. */
	readonly privateKey: Uint8Array;
	/** 16 bytes. */
	readonly salt: Uint8Array;
}

export const curve = 'prime256v1';
/** Push services refuse bodies above 4 KiB; the header, the tag and one byte of padding go off that. */
const recordBytes = 4_096;
const headerBytes = 16 + 4 + 1 + 65;
export const mostPlainBytes = recordBytes - headerBytes - 16 - 1;

const derive = (key: Uint8Array, salt: Uint8Array, info: Uint8Array | string, bytes: number): Buffer =>
	Buffer.from(hkdfSync('sha256', key, salt, info, bytes));

/** Throws where the recipient's key is no point of the curve, or the text is too long. */
export function encryptPush(plain: Uint8Array, { publicKey, secret }: Recipient, { privateKey, salt }: Once): Buffer {
	if (plain.length > mostPlainBytes) throw new RangeError('too long for one push message');
	const own = createECDH(curve);
	own.setPrivateKey(privateKey);
	const ownPublic = own.getPublicKey();
	const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, ownPublic]);
	const key = derive(own.computeSecret(publicKey), secret, info, 32);
	const cipher = createCipheriv(
		'aes-128-gcm',
		derive(key, salt, 'Content-Encoding: aes128gcm\0', 16),
		derive(key, salt, 'Content-Encoding: nonce\0', 12),
	);
	const size = Buffer.alloc(5);
	size.writeUInt32BE(recordBytes);
	size.writeUInt8(ownPublic.length, 4);
	// 2 closes the last record.
	const sealed = Buffer.concat([cipher.update(plain), cipher.update(Uint8Array.of(2)), cipher.final()]);
	return Buffer.concat([salt, size, ownPublic, sealed, cipher.getAuthTag()]);
}

/** Whether a browser's keys can be encrypted for. */
export function isRecipient({ publicKey, secret }: Recipient): boolean {
	if (publicKey.length !== 65 || secret.length !== 16) return false;
	try {
		const probe = createECDH(curve);
		probe.setPrivateKey(Buffer.alloc(32, 1));
		probe.computeSecret(publicKey);
		return true;
	} catch {
		// No point of the curve.
		return false;
	}
}
