/** What a repeated command is told from another one by (I13). */
import type { Entry } from './entry.ts';

/** Two 32-bit FNV-style hashes and the length: tells a repeated body from another one under the same client id. */
export function digestOf(text: string): string {
	let a = 0x811c9dc5;
	let b = 0x9747b28c;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		a = Math.imul(a ^ unit, 0x01000193);
		b = Math.imul(b ^ unit, 0x85ebca6b) ^ (b >>> 13);
	}
	return `${text.length}:${(a >>> 0).toString(36)}:${(b >>> 0).toString(36)}`;
}

/** What a repeated command is compared by: its kind and, for a message, its text. */
export const bodyDigest = (kind: string, text = ''): string => digestOf(`${kind}\n${text}`);

/** The same of the entry that the command has written. */
export function entryDigest(entry: Entry): string {
	const said = 'text' in entry ? entry.text : 'email' in entry ? entry.email : 'done' in entry && String(entry.done);
	return bodyDigest(entry.kind, said || '');
}
