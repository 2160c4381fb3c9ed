/** Where limits bite, by site: counts only, of the last day, in memory. */
import type { SiteId } from '../../shared/ids.ts';
import { type LimitBite, type LimitKind, limitKinds } from '../../shared/trust.ts';
import type { Clock } from '../clock.ts';

const minuteMs = 60_000;
const hourMinutes = 60;
const dayMinutes = 24 * hourMinutes;

interface Counted {
	/** By minute of the monotonic clock, oldest first. */
	readonly minutes: Map<number, number>;
	lastAt: number;
}

export interface LimitWatch {
	hit(siteId: SiteId, kind: LimitKind): void;
	of(siteId: SiteId): readonly LimitBite[];
}

export function createLimitWatch(
	clock: Pick<Clock, 'now' | 'monotonic'>,
	onHit?: (kind: LimitKind) => void,
): LimitWatch {
	const sites = new Map<SiteId, Map<LimitKind, Counted>>();
	const minuteNow = (): number => Math.floor(clock.monotonic() / minuteMs);

	function prune({ minutes }: Counted): void {
		const oldest = minuteNow() - dayMinutes;
		for (const minute of minutes.keys()) {
			if (minute > oldest) return;
			minutes.delete(minute);
		}
	}

	const sum = ({ minutes }: Counted, since: number): number =>
		[...minutes].reduce((total, [minute, count]) => (minute > since ? total + count : total), 0);

	return {
		hit(siteId, kind) {
			const kinds = sites.get(siteId) ?? new Map<LimitKind, Counted>();
			sites.set(siteId, kinds);
			const counted = kinds.get(kind) ?? { minutes: new Map<number, number>(), lastAt: 0 };
			kinds.set(kind, counted);
			prune(counted);
			const minute = minuteNow();
			counted.minutes.set(minute, (counted.minutes.get(minute) ?? 0) + 1);
			counted.lastAt = clock.now();
			onHit?.(kind);
		},
		of(siteId) {
			return limitKinds.flatMap((kind): readonly LimitBite[] => {
				const counted = sites.get(siteId)?.get(kind);
				if (counted === undefined) return [];
				prune(counted);
				const lastDay = sum(counted, minuteNow() - dayMinutes);
				if (lastDay === 0) return [];
				return [{ kind, lastHour: sum(counted, minuteNow() - hourMinutes), lastDay, lastAt: counted.lastAt }];
			});
		},
	};
}
