/**
 * The processes on one database, as this one sees them: once a second it says that it lives and who is connected to it,
 * learns what it was overtaken in, and takes up what a process that is gone has left.
 */
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Attendance } from './attendance.ts';
import type { SessionActor } from './front.ts';
import type { Neighbours } from './ownership.ts';
import type { NeighbourStore } from './ports.ts';

export interface Neighbourhood extends Neighbours {
	/** Resolves once the others are known. Never rejects. */
	start(): Promise<void>;
	stop(): Promise<void>;
}

export interface NeighbourhoodDeps {
	readonly clock: Clock;
	readonly log: Log;
	readonly store: NeighbourStore;
	readonly attendance: () => Attendance;
	readonly actors: () => Iterable<SessionActor>;
	/** A process is gone: its sessions are nobody's. */
	readonly orphaned: () => void;
}

interface Known {
	beat: number;
	/** Looks in a row at which it had said nothing new. */
	silent: number;
	/** Looks in a row at which it had no connection to the database: the system ends those of a process that dies. */
	cut: number;
}

const lookMs = 1_000;
/** The others may only be a moment late with their new connections. */
const firstLooksMs = 300;
const silentLooks = 5;
const cutLooks = 2;

export function createNeighbourhood(deps: NeighbourhoodDeps): Neighbourhood {
	const { clock, log, store, orphaned } = deps;
	const known = new Map<string, Known>();
	let timer: Timer | null = null;
	let looking: Promise<void> = Promise.resolve();
	let stopped = false;

	async function look(): Promise<void> {
		const actors = [...deps.actors()];
		const visitors = actors
			.filter((actor) => actor.ownership.following && actor.presence.tabs > 0)
			.map(({ session }) => session.id);
		const { here: members, awayHere: away } = deps.attendance();
		const rows = await store.beat({ members, away, visitors });
		const seen = new Set(rows.map(({ id }) => id));
		let died = false;
		for (const { id, beat, connected } of rows) {
			const before = known.get(id) ?? { beat, silent: -1, cut: 0 };
			const silent = before.beat === beat ? before.silent + 1 : 0;
			const now = { beat, silent, cut: connected ? 0 : before.cut + 1 };
			known.set(id, now);
			if (now.silent < silentLooks && now.cut < cutLooks) continue;
			await store.bury(id, beat);
			known.delete(id);
			died = true;
		}
		for (const id of [...known.keys()]) {
			if (seen.has(id)) continue;
			known.delete(id);
			died = true;
		}
		const others = rows.filter(({ id }) => known.has(id));
		deps
			.attendance()
			.setElsewhere(new Set(others.flatMap((one) => one.members)), new Set(others.flatMap((one) => one.away)));
		const visitorsElsewhere = new Set(others.flatMap((one) => one.visitors));
		for (const { presence, session } of actors) presence.setElsewhere(visitorsElsewhere.has(session.id));
		for (const actor of actors) {
			const { following, owner } = actor.ownership;
			if (following && (owner === null || !known.has(owner))) void actor.activate();
		}
		if (died) orphaned();
		await overtaken(actors);
	}

	async function overtaken(actors: readonly SessionActor[]): Promise<void> {
		if (known.size === 0 && !actors.some(({ ownership }) => ownership.following)) return;
		const byId = new Map(actors.map((actor) => [actor.session.id, actor]));
		for (const position of await store.positions([...byId.keys()])) {
			const actor = byId.get(position.id);
			if (actor?.ownership.behind(position) === true) void actor.look();
		}
	}

	/** One at a time; a store that does not answer is asked again. */
	function lookSoon(ms: number): void {
		timer = clock.setTimer(ms, () => {
			looking = look()
				.catch((error: unknown) => log.warn({ err: error }, 'the other processes could not be asked'))
				.finally(() => {
					if (!stopped) lookSoon(lookMs);
				});
		});
	}

	return {
		alive: (owner) => known.get(owner)?.cut === 0,
		async start() {
			await look().catch((error: unknown) => log.warn({ err: error }, 'the other processes could not be asked'));
			lookSoon(firstLooksMs);
		},
		async stop() {
			stopped = true;
			timer?.cancel();
			await looking;
			await store.leave().catch((error: unknown) => log.warn({ err: error }, 'the other processes could not be told'));
		},
	};
}
