/** How many were missed on a site, as a level: asked of the store once a second, and only while a dashboard is told of it. */
import type { SiteId } from '../../shared/ids.ts';
import type { MissedNews } from '../../shared/missed-list.ts';
import type { Clock, Timer } from '../clock.ts';
import { createSignal, type Signal } from './signal.ts';

export interface NewsOfSite {
	/** Null: not asked yet. */
	readonly news: MissedNews | null;
	readonly changed: Signal;
	/** Calling it again does nothing. */
	stop(): void;
}

export interface NewsDeps {
	readonly clock: Clock;
	readonly read: (siteId: SiteId) => Promise<MissedNews>;
}

const everyMs = 1_000;

export function createMissedNews({ clock, read }: NewsDeps): (siteId: SiteId) => NewsOfSite {
	const asked = new Map<SiteId, ReturnType<typeof start>>();

	function start(siteId: SiteId) {
		const changed = createSignal();
		let timer: Timer | null = null;
		let news: MissedNews | null = null;
		let stopped = false;
		async function ask(): Promise<void> {
			timer = null;
			try {
				const next = await read(siteId);
				const isNew = next.stamp !== news?.stamp;
				news = next;
				if (isNew) changed.wake();
			} catch {
				// A store that is away: what was told stays, and it is asked again.
			}
			if (!stopped) timer = clock.setTimer(everyMs, () => void ask());
		}
		void ask();
		return {
			readers: 0,
			changed,
			get news() {
				return news;
			},
			stop() {
				stopped = true;
				timer?.cancel();
			},
		};
	}

	return (siteId) => {
		const site = asked.get(siteId) ?? start(siteId);
		asked.set(siteId, site);
		site.readers += 1;
		let reading = true;
		return {
			changed: site.changed,
			get news() {
				return site.news;
			},
			stop() {
				if (!reading) return;
				reading = false;
				site.readers -= 1;
				if (site.readers > 0) return;
				site.stop();
				asked.delete(siteId);
			},
		};
	};
}
