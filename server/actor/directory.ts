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
import { type SessionFacts, type SessionIndex, StoreFault } from './ports.ts';
import { type ActorDeps, createSessionActor } from './session-actor.ts';
import { wakeAll } from './wake-all.ts';

export interface Visit {
	readonly siteId: SiteId;
	readonly visitorId: VisitorId;
	readonly language: Language;
	readonly facts: VisitorFacts;
	readonly page: Page | null;
}

export interface Held {
	readonly actor: SessionActor;
	/** Calling it again does nothing. */
	release(): void;
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
	/** The site of a session, live or at rest. */
	siteOf(id: SessionId): Promise<SiteId | null>;
	list(siteId: SiteId): LiveList;
	/** Gives back what the member holds, as far as the filter goes. */
	endControl(memberId: MemberId, why: Extract<ReleaseWhy, 'authority'>): Promise<void>;
	/** Activates the sessions that had not left when the process ended, earliest deadline first. Never rejects. */
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

export function createDirectory(deps: DirectoryDeps): Directory {
	const { clock, index, log } = deps;
	const actors = new Map<SessionId, SessionActor>();
	const byVisitor = new Map<string, SessionActor>();
	/** I22: two tabs that open at once get one session: the second waits for the first. */
	const opening = new Map<string, Promise<unknown>>();
	const lists = new Map<SiteId, LiveList>();
	/** How many are at work on a session: it is not forgotten under their hands. */
	const holds = new Map<SessionActor, number>();
	const ended = new AbortController();
	let waking: Promise<void> = Promise.resolve();

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
		const key = keyOf(session.siteId, session.visitorId);
		// An agent may look at an older session of a visitor who is in another one.
		if (fresh || !byVisitor.has(key)) byVisitor.set(key, actor);
		return actor;
	}

	function keep(actor: SessionActor): Held {
		holds.set(actor, (holds.get(actor) ?? 0) + 1);
		let kept = true;
		return {
			actor,
			release() {
				if (!kept) return;
				kept = false;
				const left = (holds.get(actor) ?? 1) - 1;
				if (left > 0) holds.set(actor, left);
				else holds.delete(actor);
				rest(actor);
			},
		};
	}

	/** A session that is at rest comes back into memory; it is handed out only once it is folded. */
	async function wake(session: SessionFacts): Promise<Held | null> {
		const held = keep(add(session, false));
		const { actor } = held;
		if (actor.state.mode !== 'new') return held;
		const outcome = await actor.activate();
		if (actor.state.mode !== 'new') return held;
		held.release();
		if (!outcome.ok && outcome.refusal.code === 'not-found') return null;
		throw new StoreFault('refused', outcome);
	}

	async function holdById(id: SessionId): Promise<Held | null> {
		const session = actors.get(id)?.session ?? (await index.load(id));
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
		const held = await holdById(latest.id);
		held?.release();
		return held !== null && isLive(held.actor) ? held.actor : null;
	}

	async function openOne(visit: Visit): Promise<SessionActor> {
		const live = await liveOf(visit.siteId, visit.visitorId);
		if (live !== null) return live;
		const latest = await index.latestOf(visit.siteId, visit.visitorId);
		if (latest !== null && clock.now() - latest.lastAt < durations.reopenMs) {
			const held = await holdById(latest.id);
			if (held !== null) return reopen(held, visit);
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

	async function reopen({ actor, release }: Held, { language, facts, page }: Visit): Promise<SessionActor> {
		try {
			actor.describe({ language, facts });
			if (page !== null) actor.setPage(page);
			const outcome = await actor.tell({ type: 'visitor.opened' });
			if (!isLive(actor)) throw new StoreFault('refused', outcome);
			return actor;
		} finally {
			release();
		}
	}

	/** Forgets a session that has left and that nobody needs. */
	function rest(actor: SessionActor): void {
		const { id, siteId, visitorId } = actor.session;
		if (actor.state.mode !== 'left' || holds.has(actor) || actors.get(id) !== actor) return;
		actors.delete(id);
		const key = keyOf(siteId, visitorId);
		if (byVisitor.get(key) === actor) byVisitor.delete(key);
		void actor.stop();
	}

	async function hold(siteId: SiteId, id: SessionId): Promise<Held | null> {
		const session = actors.get(id)?.session ?? (await index.load(id));
		return session?.siteId === siteId ? wake(session) : null;
	}

	return {
		attendance,
		list,
		get size() {
			return actors.size;
		},
		open: (visit) => alone(keyOf(visit.siteId, visit.visitorId), () => openOne(visit)),
		resume: (siteId, visitorId) => alone(keyOf(siteId, visitorId), () => liveOf(siteId, visitorId)),
		hold,
		async use(siteId, id, run) {
			const held = await hold(siteId, id);
			if (held === null) return null;
			try {
				return await run(held.actor);
			} finally {
				held.release();
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
		wakeAll() {
			const wakeOne = async (id: SessionId): Promise<void> => (await holdById(id))?.release();
			waking = wakeAll({ clock, index, log, signal: ended.signal, isAwake: (id) => actors.has(id), wakeOne });
			return waking;
		},
		async removeSite(siteId) {
			const removed = [...actors.values()].filter((actor) => actor.session.siteId === siteId);
			for (const { session } of removed) {
				actors.delete(session.id);
				byVisitor.delete(keyOf(siteId, session.visitorId));
				list(siteId).put(session.id, null);
			}
			lists.delete(siteId);
			await Promise.all(removed.map((actor) => actor.stop()));
		},
		async stop() {
			ended.abort();
			await waking;
			await Promise.all([...actors.values()].map((actor) => actor.stop()));
		},
	};
}
