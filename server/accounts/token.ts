/** Tokens of cookies and links: 32 random bytes for the person, their SHA-256 for the table. */
import { createHash } from 'node:crypto';
import type { FillRandom } from '../../shared/ids.ts';

export const makeToken = (fill: FillRandom): string => Buffer.from(fill(new Uint8Array(32))).toString('base64url');

/** A fast hash is right here: what is hashed can't be guessed. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Anything else was never given out; it needs no look into a table. */
export const isToken = (text: string): boolean => /^[0-9A-Za-z_-]{43}$/.test(text);
