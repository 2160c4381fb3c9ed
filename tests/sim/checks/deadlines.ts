/** What the clock does: I8, I18's bound, I27, I28. Durations are monotonic and measured from what was stored or heard. */
import type { Card } from '../../../shared/card.ts';
import type { Entry } from '../../../shared/entry.ts';
import type { SessionId } from '../../../shared/ids.ts';
import { memberIdAt, people, siteIds } from '../estate.ts';
import type { Eyes, Seat, Verdicts } from '../ledger.ts';
import type { World } from '../world.ts';
import type { Book, Books } from './books.ts';
import { aiAnswers, isOpen } from './reading.ts';

/** From the rules, not from the product's table (SPEC sections 2 and 9). */
const ms = {
	agentGone: 30_000,
	grace: 10_000,
	graceHuman: 300_000,
	idleReturn: 180_000,
	silence: 60_000,
	/** A commit is tried for so long. */
	unknown: 11_000,
	ghost: 45_000,
	/** A session that was set aside tries again within this. */
	retry: 31_000,
} as const;
/** A commit on its way when the deadline rang. */
const tolerance = 1_000;

export function checkDeadlines(world: () => World, books: Books, { held, broken }: Verdicts): Eyes {
	const now = (): number => world().time.monotonic();
	/** Visitors' pages that the server has greeted, and the session that each was told. */
	const greeted = new Map<string, { readonly seat: Seat; readonly at: number }>();
	const toldOf = new Map<string, SessionId>();
	const personOf = new Map<SessionId, number>();
	const lastClosed = new Map<number, number>();
	/** When somebody's line worked last, by role and person. */
	const lastSign = new Map<string, number>();
	const spoke = new Map<SessionId, number>();
	const faultedAt = new Map<SessionId, number>();
	let jumpedAt = Number.NEGATIVE_INFINITY;
	let bornAt = 0;
	let lookedAt = 0;
	const lateTold = new Set<string>();

	const ended = (seat: Seat): void => {
		if (greeted.delete(seat.page)) lastClosed.set(seat.person, now());
		toldOf.delete(seat.page);
	};

	/** @param from monotonic ms; null: the process began anew since, and a stored time of the wall counted. */
	function notBefore(rule: 'I8' | 'I28', what: string, from: number, wanted: number): void {
		held(rule);
		if (jumpedAt >= from) held('I28');
		const after = now() - from;
		if (after < wanted - 5)
			broken(jumpedAt >= from ? 'I28' : rule, `${what} after ${Math.round(after)} ms, and ${wanted} are given`);
	}

	const writtenAt = (book: Book, fits: (entry: Entry) => boolean): number | null => {
		const index = book.entries.findLastIndex(fits);
		return index < 0 ? null : (book.writtenAt[index] ?? null);
	};
	/** Else stored times of the wall were read, at an activation: of the process, or of a session that had met a fault. */
	const sameLife = (book: Book, fits: (entry: Entry) => boolean): boolean => {
		const index = book.entries.findLastIndex(fits);
		const at = book.writtenAt[index] ?? 0;
		return book.writtenBy[index] === world().house.life.number && (faultedAt.get(book.sessionId) ?? -1) < at;
	};

	function leftByGrace(book: Book): void {
		const person = personOf.get(book.sessionId);
		if (person === undefined) return;
		// Who comes back while `left` is on its way to the store comes too late.
		const onItsWay = (faultedAt.get(book.sessionId) ?? -1) > now() - ms.unknown ? ms.unknown : tolerance;
		const here = [...greeted.values()].find(
			({ seat, at }) => toldOf.get(seat.page) === book.sessionId && now() - at > onItsWay,
		)?.seat.page;
		if (here !== undefined) broken('I28', `a visitor is given up while the server has ${here}`);
		const human = book.before.who === 'agent' || book.before.needsHuman;
		// `opened` was in force before it was written.
		const changed = book.entries.findLastIndex(
			({ kind, seq }) => seq <= book.before.seq && (kind === 'took-over' || kind === 'released'),
		);
		const from = Math.max(lastClosed.get(person) ?? 0, book.writtenAt[changed] ?? 0, bornAt);
		notBefore('I28', `grace ends for visitor ${person + 1}`, from, human ? ms.graceHuman : ms.grace);
	}

	function returned(book: Book, why: string): void {
		const isLost = (entry: Entry): boolean => entry.kind === 'agent-lost';
		if (why === 'agent-gone') {
			const from = writtenAt(book, isLost);
			if (from === null) {
				broken8('a session is given back by an agent who was never lost');
				return;
			}
			if (sameLife(book, isLost)) notBefore('I8', 'control returns', from, ms.agentGone);
			else held('I8');
		}
		if (why !== 'idle') return;
		const counts = (entry: Entry): boolean => entry.kind === 'took-over' || entry.kind === 'kept';
		const first = book.entries.find(
			(entry) => entry.seq > book.before.answered && entry.kind === 'message' && entry.author === 'visitor',
		);
		const asked = first === undefined ? 0 : (book.writtenAt[first.seq - 1] ?? 0);
		if (sameLife(book, counts))
			notBefore('I28', 'an idle session returns', Math.max(asked, writtenAt(book, counts) ?? 0), ms.idleReturn);
	}

	const broken8 = (text: string): void => broken('I8', text);

	/** Nobody waits for ever: what must have happened by now. */
	function late(book: Book): void {
		const { reading, sessionId } = book;
		const calm = books.calmSince;
		const tell = (rule: 'I8' | 'I18', what: string): void => {
			const key = `${sessionId} ${what} ${reading.seq}`;
			if (!lateTold.has(key)) broken(rule, `${sessionId.slice(8, 13)}: ${what}`);
			lateTold.add(key);
		};
		if (reading.lostSeq !== null) {
			const from = Math.max(book.writtenAt[reading.lostSeq - 1] ?? 0, calm);
			if (now() - from > ms.agentGone + tolerance + ms.retry) tell('I8', 'the agent is gone and still holds it');
		}
		if (isOpen(reading) && aiAnswers(reading)) {
			// What is whispered answers nobody.
			const heard = writtenAt(book, ({ kind }) => kind !== 'whisper') ?? 0;
			const from = Math.max(heard, spoke.get(sessionId) ?? 0, calm + ms.retry);
			if (now() - from > ms.silence) tell('I18', 'a question has met silence for a minute');
		}
	}

	function ghosts(card: Card): void {
		const person = personOf.get(card.id);
		if (person !== undefined) {
			const silent = now() - (lastSign.get(`visitor ${person}`) ?? 0);
			if (silent > 1_000) held('I27');
			if (silent > ms.ghost && card.presence === 'online')
				broken('I27', `visitor ${person + 1} is gone for ${Math.round(silent)} ms and shown online`);
		}
		const index = people.findIndex((_, at) => memberIdAt(at) === card.holder?.memberId);
		if (index < 0 || card.holder?.lostDeadline !== null) return;
		const silent = now() - Math.max(lastSign.get(`member ${index}`) ?? 0, books.calmSince);
		if (silent > 1_000) held('I27');
		if (silent > ms.ghost)
			broken('I27', `${people[index]?.name} is gone for ${Math.round(silent)} ms and shown attending`);
	}

	/** The server heard of them: nearer than the looks at their lines. */
	const sign = ({ role, person }: Seat): void => void lastSign.set(`${role} ${person}`, now());

	function signs(): void {
		for (const [person, { tabs }] of world().visitors.entries()) {
			if (tabs.some(({ page }) => page?.net.lines.some((line) => line.healthy)))
				lastSign.set(`visitor ${person}`, now());
		}
		for (const [person, { tabs }] of world().members.entries()) {
			if (tabs.some(({ page }) => page?.net.lines.some((line) => line.healthy)))
				lastSign.set(`member ${person}`, now());
		}
	}

	return {
		written({ session }, fresh) {
			const book = books.all.get(session.id);
			if (book === undefined) return;
			for (const entry of fresh) {
				if (entry.kind === 'left' && entry.why === 'grace') leftByGrace(book);
				if (entry.kind === 'released') returned(book, entry.why);
				if (entry.kind === 'agent-back') {
					held('I8');
					if (book.before.lostSeq === null) broken8('an agent is back who was not lost');
					if (book.entries.slice(book.before.lostSeq ?? 0).some(({ kind }) => kind === 'turn-started')) {
						broken8('the AI began a turn while the agent was away for a moment');
					}
				}
			}
		},
		emitted: ({ sessionId }) => void spoke.set(sessionId, now()),
		provided: ({ sessionId }) => void spoke.set(sessionId, now()),
		handed(seat) {
			if (seat.role === 'visitor' && !greeted.has(seat.page)) greeted.set(seat.page, { seat, at: now() });
		},
		heard: sign,
		served(seat, open) {
			if (open) sign(seat);
			if (!open && seat.role === 'visitor') ended(seat);
		},
		received({ seat }, told) {
			if (seat.role !== 'visitor' || told.kind !== 'session' || told.event.type !== 'welcome') return;
			toldOf.set(seat.page, told.event.sessionId);
			personOf.set(told.event.sessionId, seat.person);
		},
		faulted: (sessionId) => void faultedAt.set(sessionId, now()),
		// A dead life's claim that came late: the session is folded anew, and stored times count.
		fenced: (sessionId) => void faultedAt.set(sessionId, now()),
		jumped() {
			jumpedAt = now();
		},
		crashed() {
			for (const { seat } of [...greeted.values()]) ended(seat);
		},
		booted() {
			bornAt = now();
		},
		stepped() {
			if (now() - lookedAt < 2_000) return;
			lookedAt = now();
			signs();
			for (const book of books.all.values()) late(book);
			const { life } = world().house;
			if (life.dead || now() - life.bornAt < ms.ghost) return;
			for (const siteId of siteIds) for (const card of life.app.directory.list(siteId).cards) ghosts(card);
		},
	};
}
