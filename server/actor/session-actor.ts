/**
 * The live holder of one session: a mailbox in front of the statechart, and the output gate behind it. One event at a
 * time: refuse or step, commit, and only then acknowledge, wake the feeds and start effects (R0).
 */
import type { Entry } from '../../shared/entry.ts';
import { emptyState, type SessionState } from '../../shared/fold.ts';
import type { MemberId, Seq } from '../../shared/ids.ts';
import { durations } from '../../shared/limits.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SessionEvent, StampedEvent } from '../session/events.ts';
import { type Refusal, step } from '../session/step.ts';
import { createDeadlines, wakeAtOf } from './deadlines.ts';
import type { Outcome, SessionActor } from './front.ts';
import { commitEntries } from './gate.ts';
import { foldLife, type Life, newLife, tailLength } from './life.ts';
import { createMailbox } from './mailbox.ts';
import { type Journal, type Phrases, type Responder, type SessionFacts, type SiteLimits, StoreFault } from './ports.ts';
import { createPresence } from './presence.ts';
import { ackFor, findRemembered, findStored, isRepeatable, mayBeOlder, type Repeated } from './repeats.ts';
import { createSignal } from './signal.ts';
import { createTurnRunner } from './turn-runner.ts';

export interface ActorDeps {
	readonly clock: Clock;
	readonly log: Log;
	readonly journal: Journal;
	readonly responder: Responder;
	readonly phrases: Phrases;
	readonly siteLimits: SiteLimits;
	/** Whether the member has a dashboard open. */
	readonly attending: (memberId: MemberId) => boolean;
	/** The card may look different now. */
	readonly touched: (actor: SessionActor) => void;
}

interface Mail {
	readonly event: SessionEvent;
	readonly answer: (outcome: Outcome) => void;
}

const refused = (code: Refusal['code'], detail: Refusal['detail'] = {}): Outcome => ({
	ok: false,
	refusal: { code, detail },
});

/** Null: the command is new, or there is none to repeat. */
function outcomeOf(repeat: Repeated | null): Outcome | null {
	if (repeat?.kind === 'ack') return { ok: true, ack: repeat.ack };
	return repeat?.kind === 'conflict' ? refused('message.conflict') : null;
}

/** Longest wait before a session that was set aside is folded anew. */
const longestRetryMs = 30_000;

/** @param fresh the session is new: it has no row until its first commit. */
export function createSessionActor(deps: ActorDeps, session: SessionFacts, fresh: boolean): SessionActor {
	const { clock, journal, log } = deps;
	const changed = createSignal();
	const idleReturnMs = (): number => deps.siteLimits.idleReturnMs(session.siteId);
	const apology = (): string => deps.phrases.apology(facts.language);
	let facts = session;
	let life: Life | null = null;
	let state = emptyState;
	let setAsideAt: number | null = null;
	/** Lives in a row that ended in a fault. */
	let faults = 0;
	let retry: Timer | null = null;
	let stopped = false;
	let hasRow = !fresh;

	const turn = createTurnRunner({
		clock,
		log,
		responder: deps.responder,
		phrases: deps.phrases,
		session: () => facts,
		state: () => state,
		read,
		tell: tellSelf,
		published: () => changed.wake(),
	});
	const presence = createPresence(clock, session.page, () => {
		deadlines.rearm();
		noticed();
	});
	const deadlines = createDeadlines(
		{
			clock,
			idleReturnMs,
			visitorLostAt: () => presence.lostAt,
			tell: (event) => tellSelf(event),
			noticed: () => noticed(),
		},
		emptyState,
	);
	const mailbox = createMailbox<Mail>(async ({ event, answer }) => answer(await handle(event)));

	function noticed(): void {
		changed.wake();
		deps.touched(self);
	}

	function post(event: SessionEvent, urgent: boolean): Promise<Outcome> {
		return new Promise((answer) => {
			const posted = !stopped && mailbox.post({ event, answer }, urgent);
			if (!posted) answer(refused('overload', { retryAfterMs: 1_000 }));
		});
	}

	/** The actor's own mail is never refused for want of room. */
	function tellSelf(event: SessionEvent): void {
		void post(event, true);
	}

	async function ready(): Promise<Life | null> {
		if (life !== null) return life;
		const failedBefore = faults > 0;
		life = hasRow || failedBefore ? await foldLife(journal, session.id, turn) : null;
		if (life === null && !hasRow) {
			life = newLife(turn);
			// The visit was open before its first commit failed.
			if (failedBefore) life.held = life.send({ type: 'visitor.opened', at: clock.now(), published: '' });
		}
		if (life === null) return null;
		state = life.written();
		deadlines.activated(state);
		noticed();
		return life;
	}

	/** Throws the life away: what it wrote and could not commit never happened. The next one folds anew. */
	function discard(): void {
		faults += 1;
		life?.end();
		life = null;
		turn.shut();
		retry?.cancel();
		if (!stopped) retry = clock.setTimer(Math.min(longestRetryMs, 250 * 2 ** Math.min(faults, 7)), resume);
		noticed();
	}

	const resume = (): void => tellSelf({ type: 'resumed', apology: apology() });

	async function handle(event: SessionEvent): Promise<Outcome> {
		try {
			const current = await ready();
			if (current === null) return refused('not-found');
			const repeat = isRepeatable(event) ? findRemembered(current.written(), event) : null;
			return outcomeOf(repeat) ?? (await take(current, event));
		} catch (error) {
			if (error instanceof StoreFault) {
				log.warn({ session: session.id, err: error }, 'the store did not answer');
				// A life stays: only a question was asked, nothing was written.
				if (life === null) discard();
				return refused('store.unavailable', { retryAfterMs: 1_000 });
			}
			// I26: a bug in one session sets that session aside and nothing else.
			log.error({ session: session.id, event: event.type, err: error }, 'session set aside');
			setAsideAt ??= clock.now();
			discard();
			return refused('session.set-aside', { retryAfterMs: 1_000 });
		}
	}

	async function take(current: Life, event: SessionEvent): Promise<Outcome> {
		const stamped: StampedEvent = { ...event, at: clock.now(), published: turn.published };
		const before = current.written();
		const verdict = step(before, stamped);
		if (!verdict.ok) {
			// I13: an old command gets its old ack before it is measured by today's control.
			const old = isRepeatable(event) && mayBeOlder(before) ? await findStored(journal, session.id, event) : null;
			return outcomeOf(old) ?? verdict;
		}
		// XState ignores an event that no state accepts, silently (I9).
		if (!current.can(stamped)) return refused('session.illegal');
		const wrote = current.send(stamped);
		const entries = [...current.held, ...wrote];
		const after = current.written();
		const done: Outcome = { ok: true, ack: ackFor(event, wrote, after) };
		if (entries.every((entry) => entry.kind === 'opened')) {
			settle(current, before, after, entries, []);
			return done;
		}
		// A visit that wrote nothing leaves no trace.
		const trace = current.held.length === 0 || after.mode !== 'left' || wrote.length > 1;
		const wakeAt = wakeAtOf(after, idleReturnMs());
		const outcome = trace
			? await commitEntries({ clock, journal, log }, facts, current, entries, after, wakeAt)
			: 'committed';
		switch (outcome) {
			case 'committed':
				settle(current, before, after, [], trace ? entries : []);
				if (trace) {
					current.create = false;
					hasRow = true;
				} else {
					// Its numbers were never written: who comes back begins where the store stands.
					life = null;
					current.end();
				}
				return done;
			case 'conflict': {
				discard();
				const old = isRepeatable(event) ? await findStored(journal, session.id, event) : null;
				return outcomeOf(old) ?? refused('store.unavailable', { retryAfterMs: 500 });
			}
			case 'fenced':
			case 'failed':
				discard();
				return refused('store.unavailable', { retryAfterMs: 1_000 });
			default:
				return unreachable(outcome);
		}
	}

	/** After the commit: state, tail, deadlines, feeds, and the provider call of a turn that this step opened. */
	function settle(
		current: Life,
		before: SessionState,
		after: SessionState,
		held: readonly Entry[],
		committed: readonly Entry[],
	): void {
		current.held = held;
		current.tail = [...current.tail, ...committed].slice(-tailLength);
		state = after;
		faults = 0;
		setAsideAt = null;
		deadlines.stepped(before, after);
		noticed();
		turn.start();
		if (holderIsGone()) tellSelf(agentLost());
	}

	/** The holder's last socket went while nobody was listening: before the commit, or before a restart. */
	function holderIsGone(): boolean {
		const holder = state.mode === 'taken-over' ? state.holder : null;
		return holder?.memberId !== undefined && holder.lostDeadline === null && !deps.attending(holder.memberId);
	}

	const agentLost = (): SessionEvent => ({ type: 'agent.lost', deadline: clock.now() + durations.agentGoneMs });

	/** Committed entries only: what the machine has written ahead is not in the tail yet. */
	function read(after: Seq, limit: number): readonly Entry[] | Promise<readonly Entry[]> {
		const tail = life?.tail ?? [];
		const first = tail[0];
		const reaches = first === undefined ? life?.create === true : after >= first.seq - 1;
		if (reaches) return tail.filter((entry) => entry.seq > after).slice(0, limit);
		return journal.read(session.id, after, limit);
	}

	const self: SessionActor = {
		get session() {
			return facts;
		},
		get state() {
			return state;
		},
		get turn() {
			return turn.shown(state);
		},
		get setAsideAt() {
			return setAsideAt;
		},
		get overdue() {
			return deadlines.overdue;
		},
		presence,
		changed,
		tell: (event) => post(event, false),
		read,
		describe(visit) {
			facts = { ...facts, ...visit };
			deps.touched(self);
		},
		setPage(page) {
			facts = { ...facts, page };
			presence.setPage(page);
		},
		async activate() {
			const outcome = await post({ type: 'resumed', apology: apology() }, true);
			// A crash hid that the agent went: 30 s from here.
			if (holderIsGone()) tellSelf(agentLost());
			return outcome;
		},
		async stop() {
			stopped = true;
			retry?.cancel();
			deadlines.stop();
			await mailbox.idle();
			life?.end();
			turn.shut();
		},
	};
	return self;
}
