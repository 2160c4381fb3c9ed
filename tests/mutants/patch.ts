/** A planted bug: one change to one file of the product, and what it breaks. */

/** Where a fault can't show in the simulation, because it replaces that part. */
export type Blind =
	/** Its store is in memory: the statement and the batches are not in it. */
	| 'store'
	/** Its lines are no sockets: nothing is buffered, dropped or framed. */
	| 'socket'
	/** It has one process: nobody else owns the session. */
	| 'one process'
	/** Its AI is one of its own: what the real one reads out of a transcript is not in it. */
	| 'responder'
	/** The other end never sends what this guards against: it is the second wall behind the first. */
	| 'second wall';

export interface Patch {
	readonly name: string;
	readonly file: string;
	/** Stands in the file exactly once. */
	readonly find: string;
	readonly replace: string;
	/** The rule of docs/spec.md that it breaks. */
	readonly rule: string;
	/** How a careful person comes to write this. */
	readonly mistake: string;
	/** Null: the simulation is asked first. */
	readonly blind: Blind | null;
	/** Test files that are asked after it, in this order. */
	readonly tests: readonly string[];
}

/** The patched source. Throws where the text is not there exactly once: the source has moved on, and so must the patch. */
export function applyPatch({ name, file, find, replace }: Patch, source: string): string {
	const times = source.split(find).length - 1;
	if (times !== 1) throw new Error(`${name}: its text stands ${times} times in ${file}, not once`);
	if (find === replace) throw new Error(`${name}: changes nothing`);
	// A function: `$&` in a replacement is nothing special here.
	return source.replace(find, () => replace);
}
