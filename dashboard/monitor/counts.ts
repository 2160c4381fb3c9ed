import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { useDesk } from '../shell/desk.tsx';
import { type Counts, countCards } from './cards.ts';
import { useLiveCards } from './live-cards.tsx';

const none: Counts = { online: 0, needHuman: 0, calling: 0 };

/** The numbers of the live list, counted anew with each of its changes. */
export function createCounts(): Accessor<Counts> {
	const { me } = useDesk();
	const list = useLiveCards();
	const [counts, set] = createSignal(none);
	createEffect(() => {
		const cards = list();
		const count = () => set(cards === null ? none : countCards(cards.plain().values(), me().id));
		count();
		if (cards !== null) onCleanup(cards.onChange(count));
	});
	return counts;
}
