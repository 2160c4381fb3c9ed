/**
 * Place one: the server's own boundary. Knows each commit when it is asked, sent to the database and done, and sees each
 * frame that is handed to a socket. Knows no code of the server's: the rules are written down here once more.
 */
import type { Commit } from '../../../server/actor/ports.ts';
import type { Entry } from '../../../shared/entry.ts';
import type { SessionId } from '../../../shared/ids.ts';
import { type Before, type Entrance, type Tag, tagOf } from './entrances.ts';
import type { Speech, SpeechWatch } from './fast-responder.ts';
import { createFaults, type Faults } from './faults.ts';
import { readInbound, readOutbound } from './frames.ts';

type Tally = Record<string, number>;

/** What the server's process tells at the end. */
export interface BoundaryReport {
	/** Takeovers in mid-stream, by entrance, and by the way back that went before. */
	readonly byEntrance: Readonly<Partial<Record<Entrance, number>>>;
	readonly byBefore: Readonly<Partial<Record<Before, number>>>;
	/** Takeovers that came when no text was out yet, or when the answer was over. */
	readonly apart: Readonly<Record<string, number>>;
	readonly rules: Readonly<Record<'R0' | 'I1' | 'I5' | 'I6', number>>;
	readonly pieces: number;
	readonly frames: number;
	/** Emissions of a responder that had been aborted. */
	readonly late: number;
	/** ms from the commit's statement to the abort, the latest one: negative is before it; null: there was none. */
	readonly abortAfterCommitMs: number | null;
	/** ms from the command's frame to the abort. */
	readonly abortAfterArrivalMs: number;
	readonly faults: number;
	readonly told: readonly string[];
}

export interface Outlet {
	/** By request: what this subscription was handed so far. */
	readonly subscriptions: Map<number, { seq: number; gen: number }>;
	/** By request: the command that its ack belongs to. */
	readonly commands: Map<number, string>;
	readonly name: string;
}

interface Known {
	committedSeq: number;
	gen: number;
	held: boolean;
	lost: boolean;
	turn: number | null;
	speech: Speech | null;
	speechGen: number;
	/** Nothing of a lower gen may be handed over from now on. */
	silentBelow: number;
	/** The longest text of the running turn that any socket was handed. */
	shown: number;
	arrivedAt: number;
	pending: { readonly lastSeq: number; readonly gen: number; readonly cut: Speech | null } | null;
	sentAt: number;
	readonly history: (readonly unknown[])[];
}

const remembered = 30;
const abortWithinMs = 100;

const wholePart = (text: string): string => (/[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text);

export function createBoundaryWatch(faults: Faults = createFaults('at the sockets')) {
	const sessions = new Map<SessionId, Known>();
	const acked = new Set<string>();
	const byEntrance: Tally = {};
	const byBefore: Tally = {};
	const apart: Tally = {};
	const rules = { R0: 0, I1: 0, I5: 0, I6: 0 };
	let pieces = 0;
	let frames = 0;
	let late = 0;
	let abortAfterCommitMs: number | null = null;
	let abortAfterArrivalMs = 0;
	const waiting = new Set<() => void>();

	function known(id: SessionId): Known {
		let found = sessions.get(id);
		if (found === undefined) {
			found = {
				committedSeq: 0,
				gen: 0,
				held: false,
				lost: false,
				turn: null,
				speech: null,
				speechGen: 0,
				silentBelow: 0,
				shown: 0,
				arrivedAt: 0,
				pending: null,
				sentAt: 0,
				history: [],
			};
			sessions.set(id, found);
		}
		return found;
	}

	function note(session: Known, ...what: readonly unknown[]): void {
		session.history.push([Math.round(performance.now() * 1_000) / 1_000, ...what]);
		if (session.history.length > remembered) session.history.shift();
	}

	function fault(rule: string, id: SessionId, text: string): void {
		const history = known(id).history.map((line) => `    ${line.join(' ')}`);
		faults.add(rule, `${text} (${id})\n${history.join('\n')}`);
	}

	const count = (tally: Tally, name: string): void => {
		tally[name] = (tally[name] ?? 0) + 1;
	};

	/** I6: what is stored of a cut turn is what was published when the takeover was processed, cut at a code point. */
	function compareText(id: SessionId, session: Known, stored: string): void {
		const { speech, shown } = session;
		rules.I6 += 1;
		// What was offered in this very moment may have been taken or not.
		const fits = speech === null ? [''] : [wholePart(speech.taken), wholePart(speech.offered)];
		if (!fits.includes(stored)) {
			fault('I6', id, `stored ${stored.length} units, published ${fits.map((text) => text.length).join(' or ')}`);
		}
		if (shown > stored.length) fault('I6', id, `stored ${stored.length} units, shown on a socket ${shown}`);
	}

	function classify(tag: Tag, interrupted: string, speech: Speech | null): boolean {
		if (interrupted !== '' && speech?.ended === false) {
			count(byEntrance, tag.entrance);
			count(byBefore, tag.before);
			return true;
		}
		const why =
			speech === null ? 'no answer under way' : speech.ended ? 'the answer was over' : 'before the first piece';
		count(apart, why);
		return false;
	}

	function took(id: SessionId, session: Known, entries: readonly Entry[]): void {
		const at = entries.findIndex(({ kind }) => kind === 'took-over');
		const takeover = entries[at];
		if (takeover === undefined) return;
		const before = entries[at - 1];
		const cut = before?.kind === 'message' && before.author === 'ai' ? before : null;
		if (cut !== null && (!cut.interrupted || cut.gen !== session.gen))
			fault('I6', id, 'another text than the cut turn');
		const running = session.turn === null ? null : session.speech;
		if (running !== null || cut !== null) compareText(id, session, cut?.text ?? '');
		const clientId = entries.find((entry) => entry.clientId !== undefined && entry.seq >= takeover.seq)?.clientId;
		const tag = tagOf(clientId ?? '');
		const midStream = tag !== null && classify(tag, cut?.text ?? '', running);
		session.pending = {
			lastSeq: entries.at(-1)?.seq ?? 0,
			gen: takeover.gen,
			cut: midStream ? running : null,
		};
	}

	function folded(session: Known, entry: Entry): void {
		switch (entry.kind) {
			case 'opened':
			case 'released':
				session.held = false;
				session.turn = null;
				break;
			case 'took-over':
				session.held = true;
				session.lost = false;
				session.turn = null;
				break;
			case 'left':
				session.held = false;
				session.turn = null;
				break;
			case 'turn-started':
				session.turn = entry.seq;
				session.speech = null;
				session.shown = 0;
				break;
			case 'message':
				if (entry.author === 'ai') session.turn = null;
				break;
			case 'ai-failed':
				session.turn = null;
				break;
			case 'agent-lost':
				session.lost = true;
				break;
			case 'agent-back':
				session.lost = false;
				break;
			case 'asked-for-human':
			case 'kept':
			case 'whisper':
			case 'left-address':
			case 'late-answer':
			case 'resolved':
				break;
		}
		session.gen = entry.gen;
		session.committedSeq = entry.seq;
	}

	const watch = {
		/** The actor hands a commit to the journal. */
		asked({ session: { id }, entries }: Pick<Commit, 'session' | 'entries'>): void {
			const session = known(id);
			note(session, 'asked', entries.map(({ kind, gen, seq }) => `${seq} ${kind} gen ${gen}`).join(', '));
			took(id, session, entries);
		},
		/** A statement goes to the database: from now on the commit may be true. */
		sentToDatabase(id: SessionId, lastSeq: number): void {
			const session = known(id);
			note(session, 'statement', lastSeq);
			session.sentAt = performance.now();
			const { pending } = session;
			if (pending === null || pending.lastSeq !== lastSeq) return;
			session.silentBelow = pending.gen;
			if (pending.cut === null) return;
			rules.I1 += 1;
			rules.I5 += 1;
			const { abortedAt } = pending.cut;
			if (abortedAt === null) return;
			abortAfterCommitMs = Math.max(abortAfterCommitMs ?? -1e9, abortedAt - session.sentAt);
			if (session.arrivedAt > 0) abortAfterArrivalMs = Math.max(abortAfterArrivalMs, abortedAt - session.arrivedAt);
		},
		committed({ session: { id }, entries }: Pick<Commit, 'session' | 'entries'>): void {
			const session = known(id);
			note(session, 'committed', entries.at(-1)?.seq);
			const cut = session.pending?.cut ?? null;
			for (const entry of entries) {
				folded(session, entry);
				if (entry.clientId !== undefined) acked.add(entry.clientId);
			}
			session.pending = null;
			if (cut !== null && cut.abortedAt === null) {
				const committedAt = performance.now();
				setTimeout(() => {
					const lagMs = (cut.abortedAt ?? performance.now()) - committedAt;
					abortAfterCommitMs = Math.max(abortAfterCommitMs ?? -1e9, lagMs);
					if (lagMs > abortWithinMs) fault('I5', id, 'not aborted within 100 ms');
				}, abortWithinMs * 2);
			}
			for (const look of [...waiting]) look();
		},
		makeOutlet: (name: string): Outlet => ({ subscriptions: new Map(), commands: new Map(), name }),
		/** A frame came in; tells the sessions for which it is a takeover. */
		inbound(outlet: Outlet, text: string): readonly SessionId[] {
			const taken: SessionId[] = [];
			for (const { request, path, clientId, sessionId } of readInbound(text)) {
				if (clientId !== null) outlet.commands.set(request, clientId);
				if (sessionId === null || (path !== 'monitor.takeOver' && path !== 'monitor.reply')) continue;
				const session = known(sessionId);
				note(session, 'arrived', path, clientId);
				session.arrivedAt = performance.now();
				taken.push(sessionId);
			}
			return taken;
		},
		/** A frame is handed to an open socket. */
		handed(outlet: Outlet, text: string): void {
			frames += 1;
			const frame = readOutbound(text);
			switch (frame.kind) {
				case 'ack': {
					const clientId = outlet.commands.get(frame.request);
					if (clientId === undefined) return;
					outlet.commands.delete(frame.request);
					rules.R0 += 1;
					if (!acked.delete(clientId)) faults.add('R0', `${clientId} was acknowledged before its commit`);
					return;
				}
				case 'welcome':
					outlet.subscriptions.set(frame.request, { seq: 0, gen: 0 });
					return;
				case 'pieces': {
					pieces += 1;
					const { sessionId, piece } = frame;
					const session = known(sessionId);
					note(session, outlet.name, 'piece', `turn ${piece.turn} gen ${piece.gen} at ${piece.offset}`);
					if (piece.gen < session.silentBelow) {
						fault('I1', sessionId, `${outlet.name} was handed a piece of gen ${piece.gen} after a takeover`);
					} else if (piece.turn > session.committedSeq) {
						fault('R0', sessionId, `${outlet.name} was handed a piece of a turn that is not committed`);
					} else if (session.turn !== piece.turn) {
						fault('I1', sessionId, `${outlet.name} was handed a piece of turn ${piece.turn}, which is over`);
					}
					session.shown = Math.max(session.shown, piece.offset + piece.text.length);
					return;
				}
				case 'entries': {
					const { sessionId, entries, request } = frame;
					const session = known(sessionId);
					const told = outlet.subscriptions.get(request) ?? { seq: 0, gen: 0 };
					note(session, outlet.name, 'entries', entries.map(({ seq, kind }) => `${seq} ${kind}`).join(', '));
					for (const entry of entries) {
						rules.R0 += 1;
						if (entry.seq > session.committedSeq) {
							fault('R0', sessionId, `${outlet.name} was handed entry ${entry.seq} before its commit`);
						}
						if (entry.seq <= told.seq) fault('I1', sessionId, `entry ${entry.seq} came behind ${told.seq}`);
						if (entry.kind === 'message' && entry.author === 'ai' && entry.gen < told.gen) {
							fault('I1', sessionId, `${outlet.name} was handed AI entry ${entry.seq} of gen ${entry.gen}`);
						}
						told.seq = entry.seq;
						told.gen = Math.max(told.gen, entry.gen);
					}
					outlet.subscriptions.set(request, told);
					return;
				}
				case 'live': {
					const { sessionId, turn } = frame;
					const session = known(sessionId);
					if (turn !== null && turn !== session.turn) {
						fault('I1', sessionId, `${outlet.name} was told that turn ${turn} runs`);
					}
					return;
				}
				case 'other':
					return;
			}
		},
		speech: {
			began(speech) {
				const session = known(speech.sessionId);
				note(session, 'provider called');
				rules.R0 += 1;
				if (session.turn === null) {
					fault(session.held ? 'I5' : 'R0', speech.sessionId, 'a provider call without a committed turn');
				} else if (session.speech !== null) fault('I7', speech.sessionId, 'two provider calls for one turn');
				if (speech.signal.aborted || session.silentBelow > session.gen) {
					fault('I5', speech.sessionId, 'a provider call after a takeover');
				}
				session.speech = speech;
				session.speechGen = session.gen;
			},
			emitting(speech) {
				const session = known(speech.sessionId);
				if (speech.signal.aborted) late += 1;
				// Its turn is over for the database and it was not told.
				else if (session.speech === speech && session.silentBelow > session.speechGen) {
					fault('I5', speech.sessionId, 'the provider emits after the commit and is not aborted');
				}
			},
		} satisfies SpeechWatch,
		/** Resolves when it is so, now or after a commit. */
		until: (fits: (state: (id: SessionId) => Readonly<Known>) => boolean): Promise<void> =>
			new Promise((resolve) => {
				const look = (): void => {
					if (!fits(known)) return;
					waiting.delete(look);
					resolve();
				};
				waiting.add(look);
				look();
			}),
		isHeld: (id: SessionId): boolean => known(id).held,
		report: (): BoundaryReport => ({
			byEntrance,
			byBefore,
			apart,
			rules,
			pieces,
			frames,
			late,
			abortAfterCommitMs,
			abortAfterArrivalMs,
			faults: faults.count,
			told: faults.told,
		}),
	};
	return watch;
}

export type BoundaryWatch = ReturnType<typeof createBoundaryWatch>;
