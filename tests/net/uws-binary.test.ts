import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

// `@uwsjs` is a third party's repackaging of uWebSockets.js. The lockfile pins the package; this pins the machine code in
// it, so that it can be compared with the official repository: `git ls-tree v20.51.0 uws_linux_x64_127.node` must print
// the same blob.
const known = {
	sha256: 'f687e7c3666b5cca9d355184bbf07bb0550f5ba0d3ffd453248ccfec552dde6c',
	blob: 'fd5825387bc81adf0302dd97d43c2c24fdc8b304',
	bytes: 6_898_512,
};

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('uWebSockets.js binary', () => {
	it('is the one that was examined', () => {
		const binary = readFileSync(createRequire(import.meta.url).resolve('@uwsjs/linux-x64-22/uws.node'));
		expect({
			sha256: createHash('sha256').update(binary).digest('hex'),
			blob: createHash('sha1').update(`blob ${binary.length}\0`).update(binary).digest('hex'),
			bytes: binary.length,
		}).toEqual(known);
	});
});
