/** A list that is asked for part after part, as far as its reader wants it. */
import { type Accessor, createSignal } from 'solid-js';
import type { Desk } from '../shell/desk.tsx';
import { createLoaded, type Loaded } from './loaded.tsx';

export interface Grown<T> extends Loaded<T> {
	/** The next part is on its way. */
	readonly growing: Accessor<boolean>;
	grow(): Promise<void>;
	/** Something else is wanted: from the first part on. */
	again(): Promise<void>;
}

/** @param ask is told how many parts are wanted */
export function createGrown<T>(desk: Desk, ask: (parts: number) => Promise<T>): Grown<T> {
	const [growing, setGrowing] = createSignal(false);
	let parts = 1;
	const loaded = createLoaded(desk, () => ask(parts));
	return {
		...loaded,
		growing,
		async grow() {
			parts += 1;
			setGrowing(true);
			await loaded.reload();
			setGrowing(false);
		},
		again() {
			parts = 1;
			return loaded.reload();
		},
	};
}
