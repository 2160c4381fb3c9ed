/** All live sessions of this process: finds, opens, joins and puts to rest. The procedures' front door. */
import type { Page, VisitorFacts } from '../../shared/card.ts';
import type { ReleaseWhy } from '../../shared/entry.ts';
import { BatonError } from '../../shared/errors.ts';
import {
	type FillRandom,
	type MemberId,
	makeSessionId,
	type SessionId,
	type SiteId,
	type VisitorId,
} from '../../shared/ids.ts';
import { durations, limits } from '../../shared/limits.ts';
import type { Language } from '../../shared/text/language.ts';
import type { SessionEvent } from '../session/events.ts';
import type { ActorDeps } from './actor-deps.ts';
import { whenAnswered } from './answering.ts';
import { type Attendance, createAttendance } from './attendance.ts';
import { evict, visitorKey } from './evict.ts';
import type { SessionActor } from './front.ts';
import { lostNow } from './holder.ts';
import { createHolds, type Held } from './holds.ts';
import { createLate, type Late } from './late.ts';
import type { LiveList } from './live-list.ts';
import { createLiveLists } from './live-lists.ts';
import { createNeighbourhood } from './neighbourhood.ts';
import type { LateAnswers, NeighbourStore, SessionFacts, SessionIndex } from './ports.ts';
import { isLive, reopen } from './reopen.ts';
import { createSessionActor } from './session-actor.ts';
import { faultOf, unlessSetAside } from './set-aside.ts';
import { createSweep } from './sweep.ts';
import { createTurns } from './turns.ts';
import { wakeAll } from './wake-all.ts';

export interface Visit {
	readonly siteId: SiteId;
	readonly visitorId: VisitorId;
	readonly language: Language;
	readonly facts: VisitorFacts;
	readonly page: Page | null;
}

/** What must ask the store rejects with `StoreFault` where the store does not answer. */
export interface Directory {
	readonly attendance: Attendance;
	/** Opens, reopens or joins the visitor's session on the site. */
	open(visit: Visit): Promise<SessionActor>;
	/** Joins the visitor's live session; null: there is none, and none is made. */
	resume(siteId: SiteId, visitorId: VisitorId): Promise<SessionActor | null>;
	/** A session by id, live or at rest, kept in memory until it is let go; null: unknown on that site (I29). */
	hold(siteId: SiteId, id: SessionId): Promise<Held | null>;
	/** Runs something on a session, live or at rest, and lets it rest again; null: unknown on that site. */
	use<T>(siteId: SiteId, id: SessionId, run: (actor: SessionActor) => Promise<T>): Promise<T | null>;
	readonly late: Late;
	/** What a session was made with, live or at rest, without waking it. */
	find(id: SessionId): Promise<SessionFacts | null>;
	/** Sessions of a site that are in memory. */
	sessions(siteId: SiteId): readonly (SessionFacts & { readonly live: boolean })[];
	/** It was not evicted. */
	has(actor: SessionActor): boolean;
	/** Sessions that are deleted: nothing of them stays in memory, and what they still write meets no row. Which ones. */
	evict(fits: (session: SessionFacts) => boolean): Promise<readonly SessionId[]>;
	list(siteId: SiteId): LiveList;
	/** Gives back what the member holds, as far as the filter goes. */
	endControl(memberId: MemberId, why: Extract<ReleaseWhy, 'authority'>): Promise<void>;
	/** Learns which other processes there are. Never rejects. */
	meet(): Promise<void>;
	/** Activates the sessions that had not left when the process ended, earliest deadline first. Never rejects. */
	wakeAll(): Promise<void>;
	/** The site is gone with everything in it. */
	removeSite(siteId: SiteId): Promise<void>;
	/**
	 * Sessions in which nothing has happened for so long keep their card, their deadlines and their fold, and let the
	 * rest go; it happens by itself. Returns how many are at rest.
	 */
	putToRest(quietMs: number): number;
	readonly size: number;
	/** Resolves when no answer is being written here, at the time given (monotonic ms), or in a hurry. */
	answered(until: number, hurry: AbortSignal): Promise<void>;
	stop(): Promise<void>;
}

export interface DirectoryDeps extends Omit<ActorDeps, 'touched' | 'attending' | 'away' | 'neighbours'> {
	/** Other processes may be on the same database. */
	readonly neighbours?: NeighbourStore | undefined;
	readonly index: SessionIndex;
	/** Absent: nobody answers later. */
	readonly late?: LateAnswers | undefined;
	readonly fillRandom: FillRandom;
	/** Sessions in memory beyond which no new one is opened. */
	readonly mostSessions?: number | undefined;
}

export function createDirectory(deps: DirectoryDeps): Directory {
	const { clock, index, log, mostSessions = limits.sessions } = deps;
	const actors = new Map<SessionId, SessionActor>();
	const byVisitor = new Map<string, SessionActor>();
	/** I22: two tabs that open at once get one session: the second waits for the first. */
	const alone = createTurns();
	const lists = createLiveLists({ clock, log });
	const holds = createHolds(forget);
	const ended = new AbortController();
	let waking: Promise<void> = Promise.resolve();
	/** Monotonic ms; widgets come back only some time after a start. */
	let expectedFrom = 0;
	const sweep = createSweep(clock, actors);
	const late = createLate(deps.late);

	const attendance = createAttendance({
		back: (memberId) => tellHeldBy(memberId, { type: 'agent.back' }),
		gone: (memberId, away) => tellHeldBy(memberId, lostNow(clock.now(), away)),
		failed: (error) => log.error({ err: error }, 'sessions could not be told who attends'),
	});

	const orphaned = (): void => void wakeOrphans();
	const world = { clock, log, attendance: () => attendance, actors: () => actors.values(), orphaned };
	const hood = deps.neighbours && createNeighbourhood({ ...world, store: deps.neighbours });

	const heldBy = (memberId: MemberId) =>
		[...actors.values()].filter(({ state }) => state.holder?.memberId === memberId);

	const tellHeldBy = (memberId: MemberId, event: SessionEvent): void =>
		heldBy(memberId).forEach((actor) => void actor.tell(event));

	function touched(actor: SessionActor): void {
		// An actor that was removed with its site may still settle its last step.
		if (actors.get(actor.session.id) !== actor) return;
		if (!lists.show(actor)) forget(actor);
	}

	function add(session: SessionFacts, fresh: boolean): SessionActor {
		const known = actors.get(session.id);
		if (known !== undefined) return known;
		const actor = createSessionActor(
			{ ...deps, neighbours: hood, touched, attending: attendance.attending, away: attendance.away },
			session,
			fresh,
		);
		actors.set(session.id, actor);
		if (!fresh) actor.presence.awaitFrom(expectedFrom);
		sweep.changed();
		const key = visitorKey(session.siteId, session.visitorId);
		// An agent may look at an older session of a visitor who is in another one.
		if (fresh || !byVisitor.has(key)) byVisitor.set(key, actor);
		return actor;
	}

	/** A session that is at rest comes back into memory; it is handed out only once it is folded. */
	async function wake(session: SessionFacts, fresh = true): Promise<Held | null> {
		const held = holds.keep(add(session, false));
		const { actor } = held;
		// What another process has written since, and whether it is that one's at all (I16).
		if (hood !== undefined && (fresh || actor.state.mode === 'new')) await actor.look();
		if (actor.state.mode !== 'new') return held;
		const outcome = await actor.activate();
		if (actor.state.mode !== 'new') return held;
		held.release();
		if (!outcome.ok && outcome.refusal.code === 'not-found') return null;
		throw faultOf(outcome);
	}

	const find = async (id: SessionId) => actors.get(id)?.session ?? index.load(id);

	async function holdById(id: SessionId): Promise<Held | null> {
		const session = await find(id);
		return session === null ? null : wake(session);
	}

	async function liveOf(siteId: SiteId, visitorId: VisitorId): Promise<SessionActor | null> {
		const known = byVisitor.get(visitorKey(siteId, visitorId));
		if (hood !== undefined) await known?.look();
		if (known !== undefined && isLive(known)) return known;
		const latest = await index.latestOf(siteId, visitorId);
		if (latest === null || latest.left) return null;
		const held = await holdById(latest.id);
		held?.release();
		return held !== null && isLive(held.actor) ? held.actor : null;
	}

	async function openOne(visit: Visit): Promise<SessionActor> {
		const live = await liveOf(visit.siteId, visit.visitorId);
		if (live !== null) return live;
		const latest = await index.latestOf(visit.siteId, visit.visitorId);
		const earlier = await late.unseen(visit.siteId, visit.visitorId);
		if (latest !== null && clock.now() - latest.lastAt < durations.reopenMs) {
			const held = await holdById(latest.id).catch(unlessSetAside);
			if (held !== null) return reopen(held, visit, earlier);
		}
		// I30: who has a session is served; who has none is told to come back.
		if (actors.size >= mostSessions) throw new BatonError('overload', { retryAfterMs: 5_000 });
		const id = makeSessionId(deps.fillRandom);
		const { siteId, visitorId, language, facts, page } = visit;
		const session = {
			id,
			siteId,
			visitorId,
			language,
			facts,
			page,
			previousId: latest?.id ?? null,
			createdAt: clock.now(),
		};
		const actor = add(session, true);
		const outcome = await actor.tell({ type: 'visitor.opened', earlier });
		if (isLive(actor)) return actor;
		// What it brings along could not be written: whoever comes back finds it where it was.
		drop(actor);
		throw faultOf(outcome);
	}

	/** Forgets a session that has left and that nobody needs. */
	function forget(actor: SessionActor): void {
		const { id } = actor.session;
		const left = actor.state.mode === 'left' || (actor.state.mode === 'new' && actor.stored?.mode === 'left');
		if (left && !holds.keeps(actor) && actors.get(id) === actor) drop(actor);
	}

	function drop(actor: SessionActor): void {
		const { id, siteId, visitorId } = actor.session;
		actors.delete(id);
		sweep.changed();
		const key = visitorKey(siteId, visitorId);
		if (byVisitor.get(key) === actor) byVisitor.delete(key);
		actor.stop().catch((err: unknown) => log.error({ session: id, err }, 'a session could not be stopped'));
	}

	const evictThose = (fits: (session: SessionFacts) => boolean) =>
		evict({ actors, byVisitor, lists, fewer: sweep.changed }, fits);

	async function hold(siteId: SiteId, id: SessionId, fresh = true): Promise<Held | null> {
		const session = await find(id);
		return session?.siteId === siteId ? wake(session, fresh) : null;
	}

	/** One run after the other: a process may be gone while the first still wakes. */
	function wakeOrphans(): Promise<void> {
		expectedFrom = clock.monotonic() + durations.startGraceMs;
		const wake = () =>
			wakeAll({
				...{ clock, index, log, signal: ended.signal },
				isAwake: (id) => actors.has(id),
				isTaken: ({ owner }) => owner !== undefined && hood?.alive(owner) === true,
				isWaiting: (id) => actors.get(id)?.presence.online === false,
				wakeOne: async (id) => (await holdById(id))?.release(),
			});
		waking = waking.then(wake);
		return waking;
	}

	return {
		attendance,
		list: lists.of,
		putToRest: sweep.putToRest,
		get size() {
			return actors.size;
		},
		open: (visit) => alone(visitorKey(visit.siteId, visit.visitorId), () => openOne(visit)),
		resume: (siteId, visitorId) => alone(visitorKey(siteId, visitorId), () => liveOf(siteId, visitorId)),
		hold,
		async use(siteId, id, run) {
			// A command finds out by itself whether the session is still this process's.
			const held = await hold(siteId, id, false);
			if (held === null) return null;
			try {
				return await run(held.actor);
			} finally {
				held.release();
			}
		},
		late,
		find,
		sessions: (siteId) =>
			[...actors.values()]
				.filter(({ session }) => session.siteId === siteId)
				.map((actor) => ({ ...actor.session, live: isLive(actor) })),
		has: (actor) => actors.get(actor.session.id) === actor,
		evict: evictThose,
		async endControl(memberId, why) {
			const back = (actor: SessionActor) => actor.tell({ type: 'control.returned', gen: actor.state.gen, why });
			await Promise.all(heldBy(memberId).map(back));
		},
		meet: () => hood?.start() ?? Promise.resolve(),
		wakeAll: wakeOrphans,
		async removeSite(siteId) {
			const evicted = evictThose((session) => session.siteId === siteId);
			lists.remove(siteId);
			await evicted;
		},
		answered: (until, hurry) => whenAnswered(clock, actors, until, hurry),
		async stop() {
			ended.abort();
			sweep.stop();
			await waking;
			await Promise.all([...actors.values()].map((actor) => actor.stop()));
			await hood?.stop();
		},
	};
}
