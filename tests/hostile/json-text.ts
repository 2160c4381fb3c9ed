/** JSON as text with whatever in it: a `Raw` is written as it stands, and objects are lists of pairs, so that a key may come twice. */
export class Raw {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

export type Node = null | boolean | number | string | Raw | readonly Node[] | Members;

/** An object, in its order. */
export class Members {
	readonly pairs: readonly (readonly [string, Node])[];
	constructor(pairs: readonly (readonly [string, Node])[]) {
		this.pairs = pairs;
	}
	with(key: string, value: Node): Members {
		return new Members([...this.pairs, [key, value]]);
	}
}

/** A path of keys and places. */
export type Path = readonly (string | number)[];

export function nodeOf(value: unknown): Node {
	if (value === null || value === undefined) return null;
	if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
	if (Array.isArray(value)) return value.map(nodeOf);
	return new Members(Object.entries(value).map(([key, one]) => [key, nodeOf(one)]));
}

export function textOf(node: Node): string {
	if (node instanceof Raw) return node.text;
	if (node instanceof Members) {
		return `{${node.pairs.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`;
	}
	// `Array.isArray` does not narrow a readonly list away from the rest.
	if (node !== null && typeof node === 'object') return `[${(node as readonly Node[]).map(textOf).join(',')}]`;
	return JSON.stringify(node);
}

/** Every place of a value, the whole one first. */
export function placesIn(node: Node, at: Path = []): readonly Path[] {
	if (node instanceof Members) return [at, ...node.pairs.flatMap(([key, value]) => placesIn(value, [...at, key]))];
	return [at];
}

export function at(node: Node, path: Path): Node {
	const [first, ...rest] = path;
	if (first === undefined) return node;
	if (!(node instanceof Members)) return null;
	return at(node.pairs.find(([key]) => key === first)?.[1] ?? null, rest);
}

/** `change` gets the value at the path; undefined removes it. */
export function changed(node: Node, path: Path, change: (value: Node) => Node | undefined): Node | undefined {
	const [first, ...rest] = path;
	if (first === undefined) return change(node);
	if (!(node instanceof Members)) return node;
	return new Members(
		node.pairs.flatMap(([key, value]): (readonly [string, Node])[] => {
			if (key !== first) return [[key, value]];
			const made = changed(value, rest, change);
			return made === undefined ? [] : [[key, made]];
		}),
	);
}
