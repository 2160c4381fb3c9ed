/**
 * The live holder of one session: a mailbox in front of the statechart, and the output gate behind it. One event at a
 * time: refuse or step, commit, and only then acknowledge, wake the feeds and start effects (R0).
 */
import type { Entry } from '../../shared/entry.ts';
import { emptyState, type SessionState } from '../../shared/fold.ts';
import type { Seq } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { SessionEvent, StampedEvent } from '../session/events.ts';
import { type Refusal, step } from '../session/step.ts';
import { createDeadlines, wakeAtOf } from './deadlines.ts';
import type { Outcome, SessionActor } from './front.ts';
import { commitEntries } from './gate.ts';
import { type Holders, newsOfHolder } from './holder.ts';
import { foldLife, type Life, newLife, tailLength } from './life.ts';
import { createMailbox } from './mailbox.ts';
import { type Journal, type Phrases, type Responder, type SessionFacts, type SiteLimits, StoreFault } from './ports.ts';
import { createPresence } from './presence.ts';
import { ackFor, findRemembered, findStored, isRepeatable, mayBeOlder } from './repeats.ts';
import { createSignal } from './signal.ts';
import { createTurnRunner } from './turn-runner.ts';

export interface ActorDeps extends Holders {
	readonly clock: Clock;
	readonly log: Log;
	readonly journal: Journal;
	readonly responder: Responder;
	readonly phrases: Phrases;
	readonly siteLimits: SiteLimits;
	/** The card may look different now. */
	readonly touched: (actor: SessionActor) => void;
}

interface Mail {
	readonly event: SessionEvent;
	/** For what a deadline rang: whether it still stands when its turn comes. */
	readonly stands: () => boolean;
	readonly answer: (outcome: Outcome) => void;
}

const always = (): boolean => true;

const refused = (code: Refusal['code'], detail: Refusal['detail'] = {}): Outcome => ({
	ok: false,
	refusal: { code, detail },
});

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
	/** The visit was opened, and a life that could not write it down was thrown away. */
	let openedUnwritten = false;

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
			tell: tellSelf,
			noticed: () => noticed(),
		},
		emptyState,
	);
	const mailbox = createMailbox<Mail>(async (mail) => mail.answer(await handle(mail)));

	function noticed(): void {
		changed.wake();
		deps.touched(self);
	}

	function post(event: SessionEvent, urgent: boolean, stands = always): Promise<Outcome> {
		return new Promise((answer) => {
			const posted = !stopped && mailbox.post({ event, stands, answer }, urgent);
			if (!posted) answer(refused('overload', { retryAfterMs: 1_000 }));
		});
	}

	/** The actor's own mail is never refused for want of room. */
	function tellSelf(event: SessionEvent, stands?: () => boolean): void {
		void post(event, true, stands);
	}

	async function ready(): Promise<Life | null> {
		if (life !== null) return life;
		// The outcome of a first commit may be unknown: then the store says whether there is a row.
		life = hasRow || faults > 0 ? await foldLife(journal, session.id, turn) : null;
		if (!hasRow) life ??= newLife(turn);
		if (life === null) return null;
		const opening = { type: 'visitor.opened', at: clock.now(), published: '' } as const;
		if (openedUnwritten && life.can(opening)) life.held = life.send(opening);
		openedUnwritten = false;
		state = life.written();
		deadlines.activated(state);
		noticed();
		tellOfHolder();
		return life;
	}

	/** Throws the life away: what it wrote and could not commit never happened. The next one folds anew. */
	function discard(): void {
		faults += 1;
		openedUnwritten ||= (life?.held.length ?? 0) > 0;
		life?.end();
		life = null;
		turn.shut();
		retry?.cancel();
		if (!stopped) retry = clock.setTimer(Math.min(longestRetryMs, 250 * 2 ** Math.min(faults, 7)), resume);
		noticed();
	}

	const resume = (): void => tellSelf({ type: 'resumed', apology: apology() });

	async function handle({ event, stands }: Mail): Promise<Outcome> {
		// A visit that has left without a trace: there is nothing to wake but by a new opening.
		if (!hasRow && state.mode === 'left' && event.type !== 'visitor.opened') return refused('session.left');
		try {
			const current = await ready();
			if (current === null) return refused('not-found');
			if (!stands()) return refused('session.illegal');
			const told = isRepeatable(event) ? findRemembered(current.written(), event) : null;
			return told ?? (await take(current, event));
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
		const before = current.written();
		// I13: what the state has forgotten only the store can tell from news.
		const stored = () => (isRepeatable(event) && mayBeOlder(before) ? findStored(journal, session.id, event) : null);
		// Asked before the step: a conflict at the commit would throw a running turn away with the life.
		const known = before.turn === null ? null : await stored();
		if (known !== null) return known;
		const stamped: StampedEvent = { ...event, at: clock.now(), published: turn.published };
		const verdict = step(before, stamped);
		// An old command gets its old ack before it is measured by today's control.
		if (!verdict.ok) return (await stored()) ?? verdict;
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
				const told = isRepeatable(event) ? await findStored(journal, session.id, event) : null;
				return told ?? refused('store.unavailable', { retryAfterMs: 500 });
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
		// Who has said it, or holds the session no more, is not typing it.
		const said = before.heard !== after.heard && after.heard?.author === 'agent';
		if (said || before.gen !== after.gen) presence.setTyping('agent', false);
		noticed();
		turn.start();
		tellOfHolder();
	}

	function tellOfHolder(): void {
		const news = newsOfHolder(state, deps, clock.now());
		if (news !== null) tellSelf(news);
	}

	/** I16: all that was committed, and nothing else: what the machine has written ahead is not in the tail yet. */
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
		activate: () => post({ type: 'resumed', apology: apology() }, true),
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
