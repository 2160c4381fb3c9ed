// Puts a compressed copy beside each built text, so that no start of the server waits for that.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const texts = new Set(['.html', '.js', '.mjs', '.css', '.json', '.webmanifest', '.txt', '.svg']);
/** Below this a packed one saves no packet on the wire. */
const worthwhileBytes = 512;

/**
 * `x.js` gets `x.js.br` and `x.js.gz` beside it, as the server's static files take them.
 * @param {string} folder
 */
export function pack(folder) {
	for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		const path = join(file.parentPath, file.name);
		if (!file.isFile() || !texts.has(extname(file.name))) continue;
		const plain = readFileSync(path);
		if (plain.length <= worthwhileBytes) continue;
		const size = { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
		const copies = {
			br: brotliCompressSync(plain, { params: size }),
			gz: gzipSync(plain, { level: constants.Z_BEST_COMPRESSION }),
		};
		for (const [end, copy] of Object.entries(copies)) {
			if (copy.length < plain.length) writeFileSync(`${path}.${end}`, copy);
		}
	}
}
