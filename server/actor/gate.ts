/**
 * The output gate's commit: nothing durable leaves before it returns `committed` (R0, I11). An unknown outcome is read back
 * and the same entries are tried again for ten seconds; then the life is given up.
 */
import type { Entry } from '../../shared/entry.ts';
import type { SessionState } from '../../shared/fold.ts';
import { durations } from '../../shared/limits.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { alertsOf, type Telling } from '../session/alerts.ts';
import type { Life } from './life.ts';
import {
	type AlertDesk,
	type Commit,
	type CommitOutcome,
	type Journal,
	type SessionFacts,
	StoreFault,
} from './ports.ts';

export interface GateDeps {
	readonly clock: Clock;
	readonly journal: Journal;
	readonly log: Log;
	readonly alerts?: AlertDesk | undefined;
}

/** What a step wrote, and the fold around it. */
export interface Written {
	readonly entries: readonly Entry[];
	readonly before: SessionState;
	readonly after: SessionState;
	readonly wakeAt: number | null;
}

export type GateOutcome = CommitOutcome['kind'] | 'failed';

export async function commitEntries(
	deps: GateDeps,
	session: SessionFacts,
	life: Life,
	written: Written,
): Promise<GateOutcome> {
	const alerts = wantedAlerts(deps.alerts, session, written);
	const outcome = await commitOnce(deps, session, life, written, alerts);
	if (outcome === 'committed' && alerts.length > 0) deps.alerts?.written();
	return outcome;
}

const none: readonly Telling[] = [];

function wantedAlerts(desk: AlertDesk | undefined, { siteId }: SessionFacts, { before, entries }: Written) {
	return desk === undefined ? none : alertsOf(before, entries).filter(({ kind }) => desk.wants(siteId, kind));
}

async function commitOnce(
	{ clock, journal, log }: GateDeps,
	session: SessionFacts,
	life: Life,
	{ entries, after, wakeAt }: Written,
	alerts: readonly Telling[],
): Promise<GateOutcome> {
	const mode = after.mode === 'new' ? 'ai-responding' : after.mode;
	const commit: Commit = {
		session,
		epoch: life.epoch,
		create: life.create,
		entries,
		projection: {
			mode,
			gen: after.gen,
			holderId: after.holder?.memberId ?? null,
			messages: after.messages,
			lastAt: after.lastAt,
			openedAt: after.openedAt,
			wakeAt,
		},
		...(alerts.length === 0 ? {} : { alerts }),
	};
	const giveUpAt = clock.monotonic() + durations.unknownOutcomeMs;
	let pause = 50;
	let unknown = false;
	for (;;) {
		try {
			if (unknown) {
				const known = await readBack(journal, commit);
				if (known !== null) return known;
			}
			return (await journal.commit(commit)).kind;
		} catch (error) {
			if (!(error instanceof StoreFault)) throw error;
			unknown ||= error.outcome === 'unknown';
			log.warn({ session: session.id, outcome: error.outcome, err: error }, 'a commit was not confirmed');
		}
		if (clock.monotonic() + pause >= giveUpAt) return 'failed';
		await new Promise<void>((resume) => clock.setTimer(pause, resume));
		pause = Math.min(1_000, pause * 2);
	}
}

/** Whether a commit of unknown outcome happened; null: it did not, and may be tried again. */
async function readBack(journal: Journal, { session, epoch, entries }: Commit): Promise<GateOutcome | null> {
	const position = await journal.position(session.id);
	if (position === null) return null;
	if (position.epoch !== epoch) return 'fenced';
	const last = entries.at(-1);
	return last !== undefined && position.lastSeq >= last.seq ? 'committed' : null;
}
