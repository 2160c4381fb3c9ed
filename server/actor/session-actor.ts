/**
 * The live holder of one session: a mailbox in front of the statechart, and the output gate behind it. One event at a
 * time: refuse or step, commit, and only then acknowledge, wake the feeds and start effects (R0).
 */
import type { Entry } from '../../shared/entry.ts';
import { BatonError } from '../../shared/errors.ts';
import { emptyState, type SessionState } from '../../shared/fold.ts';
import type { SessionEvent, StampedEvent } from '../session/events.ts';
import { mayWait, step, takesUpFirst } from '../session/step.ts';
import type { ActorDeps } from './actor-deps.ts';
import { createDeadlines, wakeAtOf } from './deadlines.ts';
import type { Outcome, SessionActor } from './front.ts';
import { commitEntries } from './gate.ts';
import { guarded, guardedClock } from './guard.ts';
import { tellOfHolder } from './holder.ts';
import type { Life } from './life.ts';
import { createLives } from './lives.ts';
import { always, type Mail, opensAgain, refused } from './mail.ts';
import { createMailbox } from './mailbox.ts';
import { createOwnership } from './ownership.ts';
import { type SessionFacts, StoreFault } from './ports.ts';
import { createPresence } from './presence.ts';
import { createRecovery } from './recovery.ts';
import { ackFor, findRemembered, findStored, isRepeatable, mayBeOlder } from './repeats.ts';
import { createSignal } from './signal.ts';
import { createTurnRunner } from './turn-runner.ts';

/** @param fresh the session is new: it has no row until its first commit. */
export function createSessionActor(deps: ActorDeps, session: SessionFacts, fresh: boolean): SessionActor {
	const { journal, log } = deps;
	const clock = guardedClock(deps.clock, fail);
	const changed = createSignal();
	const idleReturnMs = (): number => deps.siteLimits.idleReturnMs(session.siteId);
	let facts = session;
	let usedAt = clock.monotonic();
	/** A fault is on its way through the mailbox. */
	let failing = false;
	let stopped = false;
	const resumed = (): SessionEvent => ({ type: 'resumed', apology: deps.phrases.apology(facts.language) });
	const recovery = createRecovery({ clock, retry: () => tellSelf(resumed) });
	const lives = createLives({
		clock,
		journal,
		id: session.id,
		slot: { open: (opened) => turn.open(opened), shut: () => turn.shut() },
		fresh,
		unsure: () => recovery.faults > 0,
		woke(state) {
			deadlines.activated(state);
			noticed();
			tellOfHolder(lives.state, deps, clock.now(), tellSelf);
			// Taken from a process that may have been answering: what it left open is taken up, whatever woke the session (I18).
			if (ownership.shared) tellSelf(resumed);
		},
	});
	const ownership = createOwnership({ journal, id: session.id, lives, neighbours: deps.neighbours, moved });
	const turn = createTurnRunner({
		clock,
		log,
		responder: deps.responder,
		phrases: deps.phrases,
		session: () => facts,
		state: () => lives.state,
		read: (after, limit) => lives.read(after, limit),
		tell: (make) => tellSelf(make),
		published: () => changed.wake(),
		failed: fail,
	});
	const presence = createPresence(
		clock,
		session.page,
		guarded(() => {
			deadlines.rearm();
			noticed();
		}, fail),
	);
	const deadlines = createDeadlines(
		{
			clock,
			idleReturnMs,
			visitorLostAt: () => presence.lostAt,
			tell: (event, stands) => tellSelf(() => event, stands),
			noticed: () => noticed(),
		},
		lives.state,
	);
	const mailbox = createMailbox<Mail>(
		async (mail) => mail.answer(await handle(mail)),
		(error, mail) => {
			// What sets a session aside has failed itself: nothing of this life is trusted.
			for (const work of [lives.discard, recovery.setAside, recovery.again, noticed]) guarded(work, () => {})();
			log.error({ session: session.id, err: error }, 'session could not be set aside');
			mail.answer(refused('session.set-aside', { retryAfterMs: 1_000 }));
		},
	);

	function moved(): void {
		turn.drop();
		deadlines.activated(emptyState);
		noticed();
	}

	function noticed(): void {
		changed.wake();
		deps.touched(self);
	}

	function post(make: Mail['make'], urgent: boolean, stands = always, claims = false): Promise<Outcome> {
		return new Promise((answer) => {
			const posted = !stopped && mailbox.post({ make, stands, answer, claims }, urgent);
			if (!posted) answer(refused('overload', { retryAfterMs: 1_000 }));
		});
	}

	/** The actor's own mail is never refused for want of room. */
	const tellSelf = (make: Mail['make'], stands?: () => boolean): void => void post(make, true, stands);

	/** A fault outside the mailbox. It takes its turn there, so that no commit under way is cut in half. */
	function fail(error: unknown): void {
		try {
			const known = lives.running === null && recovery.setAsideAt !== null;
			// A refusal, or a store that does not answer, is no bug of the session's.
			if (failing || stopped || known || error instanceof BatonError) return;
			failing = true;
			tellSelf(() => {
				failing = false;
				throw error;
			});
		} catch {
			failing = false;
		}
	}

	/** The next life folds anew. What goes wrong here is not told to `fail`: it would come back for ever. */
	function discard(): void {
		recovery.again();
		guarded(lives.discard, (err) => log.error({ err }, 'a life could not be ended'))();
		turn.drop();
		noticed();
	}

	async function handle({ make, stands, claims }: Mail): Promise<Outcome> {
		usedAt = clock.monotonic();
		try {
			const event = make();
			if (event === 'look') await ownership.look();
			if (event === 'look' || !(claims || (await ownership.mayTake(event)))) return refused('session.illegal');
			if (lives.traceless && event.type !== 'visitor.opened') return refused('session.left');
			const { waitMs } = recovery;
			if (waitMs > 0 && !opensAgain.includes(event.type)) return refused('session.set-aside', { retryAfterMs: waitMs });
			const outcome = await handleNow(event, stands);
			if (lives.running !== null && recovery.works(false)) noticed();
			return outcome;
		} catch (error) {
			if (error instanceof StoreFault) {
				log.warn({ session: session.id, err: error }, 'the store did not answer');
				// A life stays: only a question was asked, nothing was written.
				if (lives.running === null && !lives.resting) discard();
				return refused('store.unavailable', { retryAfterMs: 1_000 });
			}
			// I26: a bug in one session sets that session aside and nothing else.
			log.error({ session: session.id, err: error }, 'session set aside');
			recovery.setAside();
			discard();
			return refused('session.set-aside', { retryAfterMs: Math.max(1_000, recovery.waitMs) });
		}
	}

	async function handleNow(event: SessionEvent, stands: () => boolean, triesLeft = 3): Promise<Outcome> {
		const current = await lives.ready();
		if (current === null) return refused('not-found');
		if (!stands()) return refused('session.illegal');
		const told = isRepeatable(event) ? findRemembered(current.written(), event) : null;
		if (told !== null) return told;
		const first = takesUpFirst(current.written(), event) ? await take(current, resumed(), 0) : null;
		return first?.ok === false ? first : take(current, event, triesLeft);
	}

	async function anew(event: SessionEvent, triesLeft: number): Promise<Outcome> {
		if ((await ownership.overtaken(event)) && triesLeft > 0) return handleNow(event, always, triesLeft - 1);
		return refused('store.unavailable', { retryAfterMs: 500 });
	}

	async function take(current: Life, event: SessionEvent, triesLeft: number): Promise<Outcome> {
		const before = current.written();
		// I13: what the state has forgotten only the store can tell from news.
		const stored = () => (isRepeatable(event) && mayBeOlder(before) ? findStored(journal, session.id, event) : null);
		// Asked before the step: a conflict at the commit would throw a running turn away with the life.
		const known = before.turn === null ? null : await stored();
		if (known !== null) return known;
		const stamped: StampedEvent = { ...event, at: clock.now(), published: turn.published };
		const verdict = step(before, stamped);
		// An old command gets its old ack before it is measured by today's control.
		if (!verdict.ok) {
			const told = await stored();
			if (told !== null || (await ownership.holds(current))) return told ?? verdict;
			return anew(event, triesLeft);
		}
		// XState ignores an event that no state accepts, silently (I9).
		if (!current.can(stamped)) return refused('session.illegal');
		const opens = mayWait(before, verdict.entries);
		// A visit that wrote nothing leaves no trace.
		const trace = current.held.length === 0 || verdict.after.mode !== 'left' || verdict.entries.length > 1;
		const writes = trace && !opens;
		// I14: what writes nothing meets no fence. Asked before the step: a store that is down would leave it half done.
		if (!writes && !(await ownership.holds(current))) return anew(event, triesLeft);
		const wrote = current.send(stamped);
		const entries = [...current.held, ...wrote];
		const after = current.written();
		const wakeAt = wakeAtOf(after, idleReturnMs());
		const commit = () => commitEntries({ ...deps, clock }, facts, current, { entries, before, after, wakeAt });
		const outcome = writes ? await commit() : 'committed';
		if (outcome === 'committed') {
			settle(current, before, after, opens ? entries : [], writes ? entries : []);
			if (!trace) lives.forget();
			return { ok: true, ack: ackFor(event, wrote, after) };
		}
		if (outcome === 'fenced' && ownership.shared) return anew(event, triesLeft);
		discard();
		const told = outcome === 'conflict' && isRepeatable(event) ? await findStored(journal, session.id, event) : null;
		return told ?? refused('store.unavailable', { retryAfterMs: outcome === 'conflict' ? 500 : 1_000 });
	}

	/** After the commit: state, tail, deadlines, feeds, and the provider call of a turn that this step opened. */
	function settle(
		current: Life,
		before: SessionState,
		after: SessionState,
		held: readonly Entry[],
		committed: readonly Entry[],
	): void {
		lives.settle(current, after, held, committed);
		recovery.works(true);
		deadlines.stepped(before, after);
		// Who has said it, or holds the session no more, is not typing it.
		const said = before.heard !== after.heard && after.heard?.author === 'agent';
		if (said || before.gen !== after.gen) presence.setTyping('agent', false);
		noticed();
		turn.start();
		tellOfHolder(lives.state, deps, clock.now(), tellSelf);
	}

	const self: SessionActor = {
		get session() {
			return facts;
		},
		get state() {
			return lives.state;
		},
		get turn() {
			return turn.shown(lives.state);
		},
		get answering() {
			return turn.answering(lives.state);
		},
		get setAsideAt() {
			return recovery.setAsideAt;
		},
		get stored() {
			return lives.stored;
		},
		get overdue() {
			return deadlines.overdue;
		},
		unmet: () => deadlines.unmet,
		presence,
		changed,
		tell: (event) => post(() => event, false),
		fail,
		read: lives.read,
		describe(visit) {
			facts = { ...facts, ...visit };
			noticed();
		},
		setPage(page) {
			facts = { ...facts, page };
			presence.setPage(page);
		},
		ownership,
		look: () => post(() => 'look', true),
		activate: () => post(resumed, true, always, true),
		rest(quietMs) {
			const quiet = !mailbox.busy && lives.state.turn === null && clock.monotonic() - usedAt >= quietMs;
			if (quiet) guarded(lives.rest, fail)();
			return lives.resting;
		},
		async stop() {
			stopped = true;
			recovery.stop();
			deadlines.stop();
			await mailbox.idle();
			lives.forget();
			turn.drop();
		},
	};
	return self;
}
