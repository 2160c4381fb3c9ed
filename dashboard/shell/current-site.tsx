/** The website whose menu is shown: the one in the address, else the one used last, else the first. */
import { useLocation } from '@solidjs/router';
import { type Accessor, createContext, createEffect, createMemo, type ParentProps, useContext } from 'solid-js';
import type { SiteView } from '../../shared/account.ts';
import { useDesk } from './desk.tsx';
import { isLastSite, remember } from './remember.ts';

const CurrentSiteContext = createContext<Accessor<SiteView | undefined>>();

export function CurrentSite(props: ParentProps) {
	const { me } = useDesk();
	const place = useLocation();
	const inAddress = createMemo(() => /^\/sites\/([^/]+)/.exec(place.pathname)?.[1]);
	const site = createMemo(() => {
		const { sites } = me();
		return sites.find(({ id }) => id === inAddress()) ?? sites.find(({ id }) => isLastSite(id)) ?? sites[0];
	});
	createEffect(() => {
		const now = site();
		if (now !== undefined && now.id === inAddress()) remember('site', now.id);
	});
	return <CurrentSiteContext.Provider value={site}>{props.children}</CurrentSiteContext.Provider>;
}

export function useCurrentSite(): Accessor<SiteView | undefined> {
	const site = useContext(CurrentSiteContext);
	if (site === undefined) throw new Error('no current site above this component');
	return site;
}
