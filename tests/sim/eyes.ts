/** Many who look as one. */
import type { Eyes } from './ledger.ts';

type Name = keyof Eyes;

const names: readonly Name[] = [
	'written',
	'fenced',
	'handed',
	'heard',
	'served',
	'provided',
	'emitted',
	'subscribed',
	'received',
	'ended',
	'asked',
	'answered',
	'outbox',
	'loaded',
	'closed',
	'jumped',
	'booted',
	'crashed',
	'faulted',
	'trespassed',
	'stored',
	'stepped',
	'quiet',
];

/** Each is told in the order of the list. Only those who look at a thing are asked about it. */
export function allEyes(list: readonly Eyes[]): Required<Eyes> {
	const told = Object.fromEntries(
		names.map((name) => {
			const lookers = list.filter((eyes) => eyes[name] !== undefined);
			return [
				name,
				(...values: readonly unknown[]) => {
					for (const eyes of lookers) {
						// The values are those of this very name.
						const look = eyes[name] as (...values: readonly unknown[]) => void;
						look(...values);
					}
				},
			];
		}),
	);
	// Every name stands in the list above.
	return told as unknown as Required<Eyes>;
}
