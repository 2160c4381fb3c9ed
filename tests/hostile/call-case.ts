/** One hostile thing said on an open socket, and what may be answered. */
import { Members, type Node, textOf } from './json-text.ts';
import { frameOf, opcodes, textFrame } from './wire.ts';

export interface CallCase {
	readonly place: string;
	readonly mutation: string;
	/** As it goes over the connection. */
	readonly bytes: readonly Buffer[];
	/** Calls of the socket's rate that it costs. */
	readonly cost: number;
	/** Request ids that must be answered. */
	readonly answers: readonly (number | string)[];
	/** Of these: with an error. */
	readonly refused: readonly (number | string)[];
	/** I29: these two with the same bytes. */
	readonly twins: readonly [number, number] | null;
	/** I13: these two with the same bytes, and the third with a conflict. */
	readonly repeated: readonly [number, number, number] | null;
	/** It must end the socket with one of these; null: without a close frame. */
	readonly ends: readonly (number | null)[] | null;
	/** It may end the login, and then the socket. */
	readonly endsLogin: boolean;
}

const plain = {
	cost: 1,
	answers: [],
	refused: [],
	twins: null,
	repeated: null,
	ends: null,
	endsLogin: false,
} as const satisfies Omit<CallCase, 'place' | 'mutation' | 'bytes'>;

export type CaseParts = Partial<Omit<CallCase, 'place' | 'mutation'>> & { readonly bytes: CallCase['bytes'] };

export const caseOf = (place: string, mutation: string, parts: CaseParts): CallCase => ({
	...plain,
	place,
	mutation,
	...parts,
});

/** A call as the official client wrote one, with another id and another input; undefined: none. */
export function callWith(recorded: Members, id: Node, input: Node | undefined): Members {
	const params = recorded.pairs.find(([key]) => key === 'params')?.[1];
	const rest = params instanceof Members ? params.pairs.filter(([key]) => key !== 'input') : [];
	const made: readonly (readonly [string, Node])[] = input === undefined ? rest : [...rest, ['input', input]];
	return new Members(
		recorded.pairs.map(([key, value]) => [key, key === 'id' ? id : key === 'params' ? new Members(made) : value]),
	);
}

export const said = (...nodes: readonly Node[]): readonly Buffer[] => nodes.map((node) => textFrame(textOf(node)));

/** A message in pieces, with a ping in the middle. */
export function inPieces(text: string, pieces: number): Buffer {
	const bytes = Buffer.from(text);
	const size = Math.max(1, Math.ceil(bytes.length / pieces));
	const parts: Buffer[] = [];
	for (let from = 0; from < bytes.length; from += size) {
		const last = from + size >= bytes.length;
		parts.push(
			frameOf(
				bytes.subarray(from, from + size),
				(last ? 0x80 : 0) | (from === 0 ? opcodes.text : opcodes.continuation),
			),
		);
		if (!last) parts.push(frameOf(Buffer.from('p'), 0x80 | opcodes.ping));
	}
	return Buffer.concat(parts);
}
