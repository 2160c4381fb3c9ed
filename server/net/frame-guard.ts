/** Looks at a frame's bytes before anything parses them: how deep it nests and how many calls it carries. */

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

export interface FrameShape {
	/** Greatest nesting of arrays and objects. */
	readonly depth: number;
	/** Elements of a top-level array, else 1. */
	readonly calls: number;
}

/**
 * One pass over the bytes. Text that is not JSON gets some answer too: all that matters is that whatever `JSON.parse`
 * would accept is never deeper or longer than what is said here. UTF-8 continuation bytes are all above 0x7f, so no
 * byte of a longer character looks like a bracket.
 */
export function measureFrame(bytes: Uint8Array): FrameShape {
	let depth = 0;
	let deepest = 0;
	let commas = 0;
	let inString = false;
	let batch = false;
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index];
		if (inString) {
			if (byte === backslash) index++;
			else if (byte === quote) inString = false;
			continue;
		}
		switch (byte) {
			case quote:
				inString = true;
				break;
			case openBracket:
			case openBrace:
				if (depth === 0 && byte === openBracket) batch = true;
				depth++;
				if (depth > deepest) deepest = depth;
				break;
			case closeBracket:
			case closeBrace:
				depth--;
				break;
			case comma:
				if (depth === 1 && batch) commas++;
				break;
			default:
				break;
		}
	}
	return { depth: deepest, calls: batch ? commas + 1 : 1 };
}
