/**
 * Remembers which pages asked for the widget, for the install page (SPEC section 7). Memory only, bounded: anybody may
 * send any `Origin`.
 */
import type { InstallStatus } from '../../shared/account.ts';
import type { SiteId } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';

export interface InstallWatch {
	/** A page of this origin was given the widget. */
	seen(siteId: SiteId, origin: string): void;
	/** A page of this origin was refused. `origin` has been parsed: it is what a browser would send. */
	blocked(siteId: SiteId, origin: string): void;
	/** `allowed`: the site's origins now; one that was blocked before it was allowed is no longer told. */
	status(siteId: SiteId, allowed: readonly string[]): InstallStatus;
	forget(siteId: SiteId): void;
}

/** The newest few: an owner looks for the page that they have just opened. */
const blockedPerSite = 10;

interface Visits {
	seen: { readonly origin: string; readonly at: number } | null;
	readonly blocked: Map<string, number>;
}

export function createInstallWatch(clock: Pick<Clock, 'now'>): InstallWatch {
	// Sites that exist: whoever calls has looked the site up.
	const visits = new Map<SiteId, Visits>();

	function of(siteId: SiteId): Visits {
		const known = visits.get(siteId) ?? { seen: null, blocked: new Map<string, number>() };
		visits.set(siteId, known);
		return known;
	}

	return {
		seen(siteId, origin) {
			of(siteId).seen = { origin, at: clock.now() };
		},
		blocked(siteId, origin) {
			const { blocked } = of(siteId);
			blocked.delete(origin);
			const oldest = blocked.keys().next();
			if (blocked.size >= blockedPerSite && !oldest.done) blocked.delete(oldest.value);
			blocked.set(origin, clock.now());
		},
		status(siteId, allowed) {
			const { seen = null, blocked = [] } = visits.get(siteId) ?? {};
			const refused = [...blocked].filter(([origin]) => !allowed.includes(origin)).reverse();
			return { now: clock.now(), seen, blocked: refused.map(([origin, at]) => ({ origin, at })) };
		},
		forget: (siteId) => void visits.delete(siteId),
	};
}
