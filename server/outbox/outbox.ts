/** The outbox put together: what others ask of it, the desk where sessions say what happened, and the two loops behind it. */
import type { AlertKind } from '../../shared/alert.ts';
import { BatonError } from '../../shared/errors.ts';
import type { SiteId } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createDispatcher, takenMs } from './dispatcher.ts';
import { createExpander } from './expander.ts';
import type { AlertRoute, Channels, Draft, NewDelivery, Outbox, OutboxStore } from './ports.ts';

export interface OutboxDeps {
	readonly clock: Clock;
	readonly log: Log;
	readonly store: OutboxStore;
	readonly channels: Channels;
	readonly routes: readonly AlertRoute[];
	readonly newId: () => string;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
	/** No other process is on the same database. */
	readonly alone: boolean;
}

export interface RunningOutbox extends Outbox {
	/** Where sessions ask whether anybody wants to hear, and say that there is something. */
	readonly desk: { wants(siteId: SiteId, kind: AlertKind): boolean; written(): void };
	/** Begins to send what waits. Never rejects. */
	start(): void;
	/** Resolves once nothing is under way: what was is due again. */
	stop(): Promise<void>;
}

/** How often is looked for what nobody called for: what other processes left, and what is due again. */
const pollMs = 5_000;
const payloadBytes = 32 * 1024;

const fits = ({ payload }: Draft): boolean => Buffer.byteLength(JSON.stringify(payload)) <= payloadBytes;

export function createOutbox(deps: OutboxDeps): RunningOutbox {
	const { clock, log, store, channels, routes, newId, random, alone } = deps;

	const health = (what: string) => (fault: unknown) =>
		fault === null ? log.info({}, `${what} again`) : log.error({ err: fault }, `not ${what}: tried again in seconds`);

	const toNew = (drafts: readonly Draft[]): readonly NewDelivery[] =>
		drafts.map((draft) => ({ ...draft, id: newId() }));

	const dispatcher = createDispatcher({ clock, log, store, channels, random, pollMs, health: health('sending') });
	const expander = createExpander({
		...{ clock, log, store, routes, pollMs },
		toNew(drafts) {
			for (const { key } of drafts.filter((draft) => !fits(draft))) log.error({ key }, 'a delivery is too large');
			return toNew(drafts.filter(fits));
		},
		added: dispatcher.wake,
		health: health('telling alerts'),
	});

	return {
		desk: {
			wants: (siteId, kind) => routes.some((route) => route.wants(siteId, kind)),
			written: expander.wake,
		},
		async enqueue(drafts) {
			if (!drafts.every(fits)) throw new BatonError('input.invalid');
			await store.add(toNew(drafts), [], clock.now());
			dispatcher.wake();
		},
		async sendNow(draft) {
			if (!fits(draft)) throw new BatonError('input.invalid');
			const now = clock.now();
			const taken = await store.addTaken({ ...draft, id: newId() }, now, now + takenMs);
			if (taken === null) return { kind: 'failed', error: 'It was sent before.', again: false };
			return dispatcher.now(taken);
		},
		log: (of, limit) => store.log(of, limit),
		async resend(of) {
			const found = await store.resend(of, clock.now());
			if (found) dispatcher.wake();
			return found;
		},
		start() {
			const begin = (): void => {
				expander.wake();
				dispatcher.wake();
			};
			if (!alone) begin();
			// A store that does not answer: what was in hand comes back by itself, only later.
			else void store.untake().then(begin, begin);
		},
		async stop() {
			await expander.stop();
			await dispatcher.stop();
		},
	};
}
