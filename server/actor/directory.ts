/** All live sessions of this process: finds, opens, joins and puts to rest. The procedures' front door. */
import type { Page, VisitorFacts } from '../../shared/card.ts';
import type { ReleaseWhy } from '../../shared/entry.ts';
import {
	type FillRandom,
	type MemberId,
	makeSessionId,
	type SessionId,
	type SiteId,
	type VisitorId,
} from '../../shared/ids.ts';
import { durations } from '../../shared/limits.ts';
import type { Language } from '../../shared/text/language.ts';
import type { SessionEvent } from '../session/events.ts';
import { type Attendance, createAttendance } from './attendance.ts';
import { cardOf } from './card-of.ts';
import type { SessionActor } from './front.ts';
import { createLiveList, type LiveList } from './live-list.ts';
import type { SessionFacts, SessionIndex } from './ports.ts';
import { type ActorDeps, createSessionActor } from './session-actor.ts';

export interface Visit {
	readonly siteId: SiteId;
	readonly visitorId: VisitorId;
	readonly language: Language;
	readonly facts: VisitorFacts;
	readonly page: Page | null;
}

export interface Directory {
	readonly attendance: Attendance;
	/** Opens, reopens or joins the visitor's session on the site. */
	open(visit: Visit): Promise<SessionActor>;
	/** Joins the visitor's live session; null: there is none, and none is made. */
	resume(siteId: SiteId, visitorId: VisitorId): Promise<SessionActor | null>;
	/** A session by id, live or at rest; null: unknown on that site (I29). The caller says when it is done with it. */
	find(siteId: SiteId, id: SessionId): Promise<SessionActor | null>;
	/** Runs something on a session, live or at rest, and lets it rest again; null: unknown on that site. */
	use<T>(siteId: SiteId, id: SessionId, run: (actor: SessionActor) => Promise<T>): Promise<T | null>;
	/** The site of a session, live or at rest. */
	siteOf(id: SessionId): Promise<SiteId | null>;
	/** Forgets a session that has left and that nobody looks at. */
	rest(actor: SessionActor): void;
	list(siteId: SiteId): LiveList;
	/** Gives back what the member holds, as far as the filter goes. */
	endControl(memberId: MemberId, why: Extract<ReleaseWhy, 'authority'>): Promise<void>;
	/** Activates the sessions that had not left when the process ended, earliest deadline first. */
	wakeAll(): Promise<void>;
	/** The site is gone with everything in it. */
	removeSite(siteId: SiteId): Promise<void>;
	readonly size: number;
	stop(): Promise<void>;
}

export interface DirectoryDeps extends Omit<ActorDeps, 'touched' | 'attending'> {
	readonly index: SessionIndex;
	readonly fillRandom: FillRandom;
}

/** Sessions activated at once after a start. */
const wakeWidth = 16;

export function createDirectory(deps: DirectoryDeps): Directory {
	const { clock, index, log } = deps;
	const actors = new Map<SessionId, SessionActor>();
	const byVisitor = new Map<string, SessionActor>();
	/** Two tabs that open at once get one session: the second waits for the first. */
	const opening = new Map<string, Promise<unknown>>();
	const lists = new Map<SiteId, LiveList>();

	const keyOf = (siteId: SiteId, visitorId: VisitorId): string => `${siteId}/${visitorId}`;

	const attendance = createAttendance({
		back: (memberId) => tellHeldBy(memberId, () => ({ type: 'agent.back' })),
		gone: (memberId) =>
			tellHeldBy(memberId, () => ({ type: 'agent.lost', deadline: clock.now() + durations.agentGoneMs })),
	});

	const heldBy = (memberId: MemberId): readonly SessionActor[] =>
		[...actors.values()].filter((actor) => actor.state.holder?.memberId === memberId);

	function tellHeldBy(memberId: MemberId, event: (actor: SessionActor) => SessionEvent): void {
		for (const actor of heldBy(memberId)) void actor.tell(event(actor));
	}

	function list(siteId: SiteId): LiveList {
		let found = lists.get(siteId);
		if (found === undefined) {
			found = createLiveList();
			lists.set(siteId, found);
		}
		return found;
	}

	function touched(actor: SessionActor): void {
		// An actor that was removed with its site may still settle its last step.
		if (actors.get(actor.session.id) !== actor) return;
		const card = cardOf(actor);
		const changed = list(actor.session.siteId).put(actor.session.id, card);
		// It has just left; one that is woken to be reopened or read has no card to lose.
		if (changed && card === null) rest(actor);
	}

	function add(session: SessionFacts, fresh: boolean): SessionActor {
		const known = actors.get(session.id);
		if (known !== undefined) return known;
		const actor = createSessionActor({ ...deps, touched, attending: attendance.attending }, session, fresh);
		actors.set(session.id, actor);
		byVisitor.set(keyOf(session.siteId, session.visitorId), actor);
		return actor;
	}

	/** A session that is at rest comes back into memory. */
	async function wake(session: SessionFacts): Promise<SessionActor> {
		const known = actors.get(session.id);
		if (known !== undefined) return known;
		const actor = add(session, false);
		await actor.activate();
		return actor;
	}

	async function wakeById(id: SessionId): Promise<SessionActor | null> {
		const known = actors.get(id);
		if (known !== undefined) return known;
		const session = await index.load(id);
		return session === null ? null : wake(session);
	}

	/** One at a time for each visitor of a site. */
	async function alone<T>(key: string, run: () => Promise<T>): Promise<T> {
		const before = opening.get(key) ?? Promise.resolve();
		const mine = before.then(run, run);
		const settled = mine.catch(() => {});
		opening.set(key, settled);
		try {
			return await mine;
		} finally {
			if (opening.get(key) === settled) opening.delete(key);
		}
	}

	const isLive = (actor: SessionActor): boolean => actor.state.mode !== 'left' && actor.state.mode !== 'new';

	async function liveOf(siteId: SiteId, visitorId: VisitorId): Promise<SessionActor | null> {
		const known = byVisitor.get(keyOf(siteId, visitorId));
		if (known !== undefined && isLive(known)) return known;
		const latest = await index.latestOf(siteId, visitorId);
		if (latest === null || latest.left) return null;
		const actor = await wakeById(latest.id);
		return actor !== null && isLive(actor) ? actor : null;
	}

	async function openOne(visit: Visit): Promise<SessionActor> {
		const live = await liveOf(visit.siteId, visit.visitorId);
		if (live !== null) return live;
		const latest = await index.latestOf(visit.siteId, visit.visitorId);
		if (latest !== null && clock.now() - latest.lastAt < durations.reopenMs) {
			const actor = await wakeById(latest.id);
			if (actor !== null) {
				actor.describe(visit);
				if (visit.page !== null) actor.setPage(visit.page);
				await actor.tell({ type: 'visitor.opened' });
				return actor;
			}
		}
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
		await actor.tell({ type: 'visitor.opened' });
		return actor;
	}

	function rest(actor: SessionActor): void {
		const { id, siteId, visitorId } = actor.session;
		if (actor.state.mode !== 'left' || actor.presence.watchers.length > 0 || actors.get(id) !== actor) return;
		actors.delete(id);
		const key = keyOf(siteId, visitorId);
		if (byVisitor.get(key) === actor) byVisitor.delete(key);
		void actor.stop();
	}

	async function find(siteId: SiteId, id: SessionId): Promise<SessionActor | null> {
		const known = actors.get(id);
		if (known !== undefined) return known.session.siteId === siteId ? known : null;
		const session = await index.load(id);
		return session?.siteId === siteId ? wake(session) : null;
	}

	return {
		attendance,
		list,
		rest,
		get size() {
			return actors.size;
		},
		open: (visit) => alone(keyOf(visit.siteId, visit.visitorId), () => openOne(visit)),
		resume: (siteId, visitorId) => alone(keyOf(siteId, visitorId), () => liveOf(siteId, visitorId)),
		find,
		async use(siteId, id, run) {
			const actor = await find(siteId, id);
			if (actor === null) return null;
			try {
				return await run(actor);
			} finally {
				rest(actor);
			}
		},
		async siteOf(id) {
			return actors.get(id)?.session.siteId ?? (await index.load(id))?.siteId ?? null;
		},
		async endControl(memberId, why) {
			await Promise.all(
				heldBy(memberId).map((actor) => actor.tell({ type: 'control.returned', gen: actor.state.gen, why })),
			);
		},
		async wakeAll() {
			const waiting = [...(await index.toWake())];
			const worker = async (): Promise<void> => {
				for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
					try {
						await wakeById(next.id);
					} catch (error) {
						log.error({ session: next.id, err: error }, 'a session could not be activated');
					}
				}
			};
			await Promise.all(Array.from({ length: wakeWidth }, worker));
		},
		async removeSite(siteId) {
			const removed = [...actors.values()].filter((actor) => actor.session.siteId === siteId);
			for (const { session } of removed) {
				actors.delete(session.id);
				byVisitor.delete(keyOf(siteId, session.visitorId));
				list(siteId).put(session.id, null);
			}
			await Promise.all(removed.map((actor) => actor.stop()));
		},
		async stop() {
			await Promise.all([...actors.values()].map((actor) => actor.stop()));
		},
	};
}
