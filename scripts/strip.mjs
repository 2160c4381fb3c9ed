// Strips the types of the server's sources, for `stripped.mjs`.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './pinned-node.mjs';
import { keyOf, strippedFile } from './stripped.mjs';

/** @type {Record<string, string>} */
const stripped = {};
for (const folder of process.argv.slice(2)) {
	for (const file of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
		if (!file.isFile() || !file.name.endsWith('.ts')) continue;
		const source = readFileSync(join(file.parentPath, file.name), 'utf8');
		stripped[keyOf(source)] = stripTypeScriptTypes(source);
	}
}
mkdirSync(dirname(strippedFile), { recursive: true });
// A server may be starting meanwhile.
writeFileSync(`${strippedFile}.new`, JSON.stringify(stripped));
renameSync(`${strippedFile}.new`, strippedFile);
