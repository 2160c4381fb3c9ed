/** From alerts to what is sent because of them: each route says whom it tells. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { backoffMs } from './backoff.ts';
import { createLoop, type Loop } from './loop.ts';
import type { Alert, AlertRoute, Draft, NewDelivery, OutboxStore, TakenAlert } from './ports.ts';

export interface ExpanderDeps {
	readonly clock: Clock;
	readonly log: Log;
	readonly store: Pick<OutboxStore, 'takeAlerts' | 'add' | 'postpone'>;
	readonly routes: readonly AlertRoute[];
	readonly toNew: (drafts: readonly Draft[]) => readonly NewDelivery[];
	/** Something is to be sent. */
	readonly added: () => void;
	readonly pollMs: number;
	readonly health: (fault: unknown) => void;
}

const partLength = 50;
const takenMs = 30_000;
/** A route that has not answered by then is asked again later. */
const routeMs = 10_000;
/** What nobody could be told of for so long is news no more. */
const tooOldMs = 24 * 60 * 60_000;

export function createExpander(deps: ExpanderDeps): Loop {
	const { clock, log, store, routes, toNew, added, pollMs, health } = deps;

	async function ask(route: AlertRoute, alert: Alert): Promise<readonly Draft[] | null> {
		if (!route.wants(alert.siteId, alert.kind)) return [];
		let late = clock.setTimer(0, () => {});
		const never = new Promise<never>((_resolve, reject) => {
			late = clock.setTimer(routeMs, () => reject(new Error('a route did not answer in time')));
		});
		try {
			return await Promise.race([route.draftsFor(alert), never]);
		} catch (error) {
			log.error(
				{ err: error, session: alert.sessionId, seq: alert.seq, kind: alert.kind },
				'an alert has no receivers yet',
			);
			return null;
		} finally {
			late.cancel();
		}
	}

	/** One route's fault keeps no other from being heard: what they say is stored, and known keys are left alone. */
	async function expand({
		alert,
		attempts,
	}: TakenAlert): Promise<{ readonly drafts: readonly Draft[]; readonly told: boolean }> {
		const said = await Promise.all(routes.map((route) => ask(route, alert)));
		const drafts = said.flatMap((one) => one ?? []);
		const told = !said.includes(null) || clock.now() - alert.at > tooOldMs;
		if (!told) await store.postpone(alert, clock.now() + backoffMs(attempts, 0.5));
		return { drafts, told };
	}

	async function round(): Promise<void> {
		for (;;) {
			const now = clock.now();
			const taken = await store.takeAlerts({ now, until: now + takenMs, limit: partLength });
			let drafts: Draft[] = [];
			let told: Alert[] = [];
			const flush = async (): Promise<void> => {
				if (drafts.length > 0 || told.length > 0) await store.add(toNew(drafts), told, clock.now());
				if (drafts.length > 0) added();
				drafts = [];
				told = [];
			};
			for (const one of taken) {
				// Who is told of it may depend on what was told before, so that must be written down; messages come in crowds.
				const alone = one.alert.kind !== 'message';
				if (alone) await flush();
				const came = await expand(one);
				drafts.push(...came.drafts);
				if (came.told) told.push(one.alert);
				if (alone) await flush();
			}
			await flush();
			if (taken.length < partLength) return;
		}
	}

	return createLoop({ clock, pollMs, round, health });
}
