/** How many were missed on the website in the header: the number in its menu, on every page. */
import {
	type Accessor,
	createContext,
	createEffect,
	createMemo,
	createSignal,
	onCleanup,
	type ParentProps,
	useContext,
} from 'solid-js';
import { follow } from '../../shared/live/follow.ts';
import type { MissedNews } from '../../shared/missed-list.ts';
import { useCurrentSite } from '../shell/current-site.tsx';
import { useDesk } from '../shell/desk.tsx';

const NewsContext = createContext<Accessor<MissedNews | null>>();

export function MissedNewsProvider(props: ParentProps) {
	const desk = useDesk();
	const site = useCurrentSite();
	const [news, setNews] = createSignal<MissedNews | null>(null);
	const siteId = createMemo(() => (desk.may('watch') ? site()?.id : undefined));
	createEffect(() => {
		const id = siteId();
		setNews(null);
		if (id === undefined) return;
		const stop = follow<MissedNews>({
			clock: desk.host.clock,
			subscribe: (resume, handlers) => desk.api.missed.feed.subscribe({ siteId: id, ...resume }, handlers),
			onEvent: setNews,
			// Refused: the page itself says why.
			onEnd: () => setNews(null),
		});
		onCleanup(stop);
	});
	return <NewsContext.Provider value={news}>{props.children}</NewsContext.Provider>;
}

/** Null: not known, or not for this member. */
export function useMissedNews(): Accessor<MissedNews | null> {
	const news = useContext(NewsContext);
	if (news === undefined) throw new Error('no news of the missed above this component');
	return news;
}
