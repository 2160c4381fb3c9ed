import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSecret, SecretFault } from '../../server/accounts/secret.ts';
import type { FillRandom } from '../../shared/ids.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'baton-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let next = 0;
const fill: FillRandom = (bytes) => bytes.fill(++next);
const open = (secretKey: string | null = null, dataDir = join(folder, 'data')) =>
	openSecret({ secretKey, dataDir, fill });
const key = (secret: ReturnType<typeof open>) => secret.keyFor('visitor-token').toString('hex');

test('is made once, kept for nobody else to read, and the same at each start', () => {
	const first = open();
	const file = join(folder, 'data', 'secret.key');
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
	expect(readdirSync(join(folder, 'data'))).toEqual(['secret.key']);
	expect(key(open())).toBe(key(first));
});

test('differs from house to house, and from use to use', () => {
	const secret = open();
	expect(key(secret)).not.toBe(key(open(null, join(folder, 'other'))));
	expect(secret.keyFor('visitor-token')).not.toEqual(secret.keyFor('demo-facts'));
	expect(secret.keyFor('visitor-token')).toHaveLength(32);
});

test('of the environment goes before, and leaves no file', () => {
	const given = 'k'.repeat(32);
	expect(key(open(given))).toBe(key(open(given)));
	expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('of another process that was faster is used', () => {
	const dataDir = join(folder, 'data');
	const winner = 'w'.repeat(43);
	const racing: FillRandom = (bytes) => {
		// Between our look and our write.
		writeFileSync(join(dataDir, 'secret.key'), winner);
		return bytes.fill(7);
	};
	const secret = openSecret({ secretKey: null, dataDir, fill: racing });
	expect(key(secret)).toBe(key(open(winner)));
	expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe(winner);
});

test('that is damaged is not replaced', () => {
	open();
	const file = join(folder, 'data', 'secret.key');
	writeFileSync(file, 'half');
	expect(() => open()).toThrow(SecretFault);
	expect(() => open()).toThrow(/secret\.key is damaged: restore it/);
	expect(readFileSync(file, 'utf8')).toBe('half');
});

test('in a folder that can not be used is one sentence', () => {
	writeFileSync(join(folder, 'data'), 'a file');
	expect(() => open()).toThrow(/^The secret in .*secret\.key can not be read or made: check the permissions/);
	chmodSync(folder, 0o700);
});
