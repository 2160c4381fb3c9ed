import { defaultSiteSettings, type SiteView } from '../../shared/account.ts';
import { BatonError } from '../../shared/errors.ts';
import { type AccountId, type FillRandom, makeSiteKey, type SiteId, type SiteKey, siteIdOf } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { Clock } from '../clock.ts';
import type { Sites } from '../rpc/ports.ts';
import type { Site, SiteStore } from '../store/sites.ts';
import { parseSiteAddress } from './address.ts';
import type { InstallWatch } from './install-watch.ts';
import type { Register } from './register.ts';

export interface NewSite {
	readonly name: string;
	readonly origins: readonly string[];
	/** Marked, and removed with one click. */
	readonly demo: boolean;
}

/** `Sites` for the dashboard, and what the rest of the server asks without waiting. */
export interface SiteKeeper extends Sites {
	siteById(id: SiteId): Site | null;
	siteByKey(key: string): Site | null;
	add(accountId: AccountId, site: NewSite): Promise<SiteView>;
}

export interface SitesDeps {
	readonly register: Register;
	readonly store: Omit<SiteStore, 'all'>;
	readonly installWatch: InstallWatch;
	readonly clock: Clock;
	readonly fill: FillRandom;
	readonly newId: () => string;
}

const maxSites = 200;
const maxOrigins = 50;

export function createSites({ register, store, installWatch, clock, fill, newId }: SitesDeps): SiteKeeper {
	const siteById = (id: SiteId): Site | null => register.current().sites.get(id) ?? null;

	/** I29: another account's site is one that does not exist. */
	function own(accountId: AccountId, id: SiteId): Site {
		const site = siteById(id);
		if (site === null || site.accountId !== accountId) throw new BatonError('not-found');
		return site;
	}

	function addressOf(typed: string) {
		const address = parseSiteAddress(typed);
		if (address === null) throw new BatonError('input.invalid', { field: 'address' });
		return address;
	}

	const sitesOf = (accountId: AccountId) =>
		[...register.current().sites.values()].filter((site) => site.accountId === accountId);

	async function add(accountId: AccountId, { name, origins, demo }: NewSite): Promise<SiteView> {
		if (sitesOf(accountId).length >= maxSites) throw new BatonError('limit.reached');
		const site: Site = {
			id: siteIdOf(newId()),
			accountId,
			key: makeSiteKey(fill),
			name,
			origins,
			demo,
			settings: defaultSiteSettings,
			createdAt: clock.now(),
		};
		await register.apply(() => store.create(site));
		return viewOf(site);
	}

	async function change(accountId: AccountId, id: SiteId, write: () => Promise<void>): Promise<SiteView> {
		own(accountId, id);
		await register.apply(write);
		// It may have been removed meanwhile.
		return viewOf(own(accountId, id));
	}

	return {
		siteById,
		// What a stranger sent as a key finds nothing if it is none.
		siteByKey: (key) => register.current().siteByKey.get(key as SiteKey) ?? null,
		add,
		list: async (accountId) => sitesOf(accountId).map(viewOf),
		async create(accountId, { address, name }) {
			const { origins, name: host } = addressOf(address);
			return add(accountId, { name: name ?? host.slice(0, limits.siteNameUnits), origins, demo: false });
		},
		update: async (accountId, id, wanted) => change(accountId, id, () => store.update(id, wanted)),
		async addOrigin(accountId, id, typed) {
			const { origins } = addressOf(typed);
			const all = new Set([...own(accountId, id).origins, ...origins]);
			if (all.size > maxOrigins) throw new BatonError('limit.reached');
			return change(accountId, id, () => store.addOrigins(id, origins));
		},
		removeOrigin: async (accountId, id, origin) => change(accountId, id, () => store.removeOrigin(id, origin)),
		async remove(accountId, id) {
			own(accountId, id);
			await register.apply(() => store.remove(id));
			installWatch.forget(id);
		},
		install: async (accountId, id) => installWatch.status(id, own(accountId, id).origins),
	};
}

/** Without what the dashboard need not know. */
function viewOf({ accountId: _, ...view }: Site): SiteView {
	return view;
}
