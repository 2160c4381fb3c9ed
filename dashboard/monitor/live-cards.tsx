/** The live list of the website in the header, on every page: sounds and the window's title need it too. */
import {
	type Accessor,
	createContext,
	createEffect,
	createMemo,
	on,
	onCleanup,
	type ParentProps,
	useContext,
} from 'solid-js';
import { createLiveCards, type LiveCards } from '../live.ts';
import { useCurrentSite } from '../shell/current-site.tsx';
import { useDesk } from '../shell/desk.tsx';

const LiveCardsContext = createContext<Accessor<LiveCards | null>>();

/** A plan may be changed from outside while the page explains that it lacks: look again now and then. */
const refusedAgainMs = 15_000;

export function LiveCardsProvider(props: ParentProps) {
	const desk = useDesk();
	const site = useCurrentSite();
	const siteId = createMemo(() => site()?.id);
	const list = createMemo<LiveCards | null>(() => {
		const id = siteId();
		if (id === undefined) return null;
		const cards = createLiveCards({ api: desk.api, clock: desk.host.clock }, id);
		onCleanup(() => cards.stop());
		return cards;
	});
	createEffect(
		on(
			() => list()?.failure(),
			(failure) => {
				if (failure?.kind !== 'refused') return;
				const timer = setTimeout(() => {
					void desk.refreshMe().catch(() => undefined);
					list()?.retry();
				}, refusedAgainMs);
				onCleanup(() => clearTimeout(timer));
			},
		),
	);
	return <LiveCardsContext.Provider value={list}>{props.children}</LiveCardsContext.Provider>;
}

/** Null: there is no website yet. */
export function useLiveCards(): Accessor<LiveCards | null> {
	const list = useContext(LiveCardsContext);
	if (list === undefined) throw new Error('no live list above this component');
	return list;
}
