/** Ends an exhaustive `switch`: a case that was forgotten does not compile. */
export function unreachable(value: never): never {
	throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
