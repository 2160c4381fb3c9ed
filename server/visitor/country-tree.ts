/** The search tree of a country database, gone through once: a damaged file is refused when it is brought, not when a visitor comes. */

export interface TreeShape {
	readonly nodeCount: number;
	/** Bits of one of a node's two records. */
	readonly recordSize: 24 | 28 | 32;
	/** Of an address: 32 or 128. */
	readonly bits: 32 | 128;
}

interface Step {
	readonly node: number;
	readonly depth: number;
	/** The address so far. */
	readonly prefix: bigint;
}

/**
 * False: a path is longer than an address. Throws whatever `read` throws.
 * @param read decodes the record of an address; called for one address of each record
 */
export function treeIsSound(bytes: Buffer, shape: TreeShape, read: (address: string) => void): boolean {
	const { nodeCount, bits } = shape;
	const seen = new Uint8Array(nodeCount);
	const records = new Set<number>();
	const open: Step[] = [{ node: 0, depth: 0, prefix: 0n }];
	for (let step = open.pop(); step !== undefined; step = open.pop()) {
		// Several networks may share a part of the tree.
		if (seen[step.node] === 1) continue;
		seen[step.node] = 1;
		if (step.depth >= bits) return false;
		for (const side of [0, 1] as const) {
			const value = recordAt(bytes, shape, step.node, side);
			const next = { node: value, depth: step.depth + 1, prefix: (step.prefix << 1n) | BigInt(side) };
			if (value < nodeCount) open.push(next);
			else if (value > nodeCount && !records.has(value)) {
				records.add(value);
				read(addressOf(next.prefix << BigInt(bits - next.depth), bits));
			}
		}
	}
	return records.size > 0;
}

/** In a node of 28-bit records the middle byte holds the upper four bits of both. */
function recordAt(bytes: Buffer, { recordSize }: TreeShape, node: number, side: 0 | 1): number {
	const at = (node * recordSize) / 4;
	switch (recordSize) {
		case 24:
			return bytes.readUIntBE(at + side * 3, 3);
		case 28: {
			const middle = bytes.readUInt8(at + 3);
			return side === 0
				? (middle >> 4) * 0x1_00_00_00 + bytes.readUIntBE(at, 3)
				: (middle & 0x0f) * 0x1_00_00_00 + bytes.readUIntBE(at + 4, 3);
		}
		case 32:
			return bytes.readUInt32BE(at + side * 4);
	}
}

function addressOf(value: bigint, bits: 32 | 128): string {
	const hex = value.toString(16).padStart(bits / 4, '0');
	if (bits === 128) return (hex.match(/.{4}/g) ?? []).join(':');
	return (hex.match(/.{2}/g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.');
}
