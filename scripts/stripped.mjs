// Loaded before the server (`node --import`): Node would strip the types of each file at each start, a fifth of all that a start computes. The
// build has done it; a file that has changed since is not in there, and Node strips it as ever.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

/** JSON: the stripped text of each source, by `keyOf`. */
export const strippedFile = join(import.meta.dirname, '..', 'dist', 'server', 'stripped.json');

/**
 * By content: a file of any age and place that reads the same.
 * @param {string} source
 */
export const keyOf = (source) => createHash('sha256').update(source).digest('base64url').slice(0, 22);

/** @returns {Record<string, string>} */
function read() {
	try {
		return existsSync(strippedFile) ? JSON.parse(readFileSync(strippedFile, 'utf8')) : {};
	} catch {
		// Cut short, or not ours to read: a slower start, and nothing else.
		return {};
	}
}

/** Node 22.15 has hooks; a server that is started by an older one does without. */
if (typeof registerHooks === 'function') {
	const kept = read();
	registerHooks({
		load(url, context, nextLoad) {
			if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
			const code = kept[keyOf(readFileSync(new URL(url), 'utf8'))];
			return code === undefined ? nextLoad(url, context) : { format: 'module', source: code, shortCircuit: true };
		},
	});
}
