import { type Accessor, createContext, useContext } from 'solid-js';
import type { SiteView } from '../../shared/account.ts';

const SiteContext = createContext<Accessor<SiteView>>();
export const SiteProvider = SiteContext.Provider;

/** The website whose pages are shown: everything under `/sites/:siteId`. */
export function useSite(): Accessor<SiteView> {
	const site = useContext(SiteContext);
	if (site === undefined) throw new Error('no site above this component');
	return site;
}
