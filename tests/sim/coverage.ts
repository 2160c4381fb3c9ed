/**
 * What a run has been through: state × event × crash point × entrance. Read off the transcripts as they are written and
 * off what the server asks of its store; the server knows nothing of it.
 */
import type { Commit } from '../../server/actor/ports.ts';
import { type Place, placeOf } from '../../server/session/machine.ts';
import type { Entry } from '../../shared/entry.ts';
import { emptyState, fold, type SessionState } from '../../shared/fold.ts';
import { type Epoch, epochOf, type SessionId } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';
import {
	activated,
	type Circumstance,
	type CrashPoint,
	type Entrance,
	type EventName,
	entranceAfter,
} from './coverage-places.ts';
import { memberIdAt, people } from './estate.ts';
import type { Eyes, Stage } from './ledger.ts';

export type Cells = Map<string, number>;

export const cellKey = (place: Place, event: EventName, point: CrashPoint, entrance: Entrance): string =>
	`${place} · ${event} · ${point} · ${entrance}`;

export interface Coverage {
	readonly eyes: Eyes;
	/** Asked once, when the run is over. */
	cells(): Cells;
}

export interface CoverageOptions {
	/** The plan of the account has no live monitoring at this moment. */
	readonly planLost: () => boolean;
}

/** What the entries of one event begin with says which event it was. */
function eventOf(entries: readonly Entry[], before: SessionState): EventName | null {
	// The text of a turn that the event has cut stands before what cut it.
	const [first, second] = entries;
	const entry = first?.kind === 'message' && first.author === 'ai' && first.interrupted ? second : first;
	if (entry === undefined) return null;
	switch (entry.kind) {
		case 'opened':
			return 'visitor.opened';
		case 'message':
			return entry.author === 'visitor' ? 'visitor.said' : entry.author === 'agent' ? 'agent.said' : 'turn.completed';
		case 'asked-for-human':
			return 'visitor.asked';
		case 'took-over':
			return entry.entrance === 'reply' ? 'agent.said' : 'agent.tookOver';
		case 'released':
			if (entry.why === 'visitor') return 'visitor.wentBackToAi';
			return entry.why === 'left' ? 'agent.released' : 'control.returned';
		case 'left':
			return 'visitor.left';
		case 'kept':
			return 'agent.kept';
		case 'whisper':
			return 'agent.whispered';
		case 'left-address':
			return 'visitor.leftAddress';
		case 'late-answer':
			return 'agent.answeredLate';
		case 'resolved':
			return 'agent.resolved';
		case 'agent-lost':
			return 'agent.lost';
		case 'agent-back':
			return 'agent.back';
		case 'ai-failed':
			return entry.why === 'restarts' ? 'resumed' : 'turn.failed';
		case 'turn-started':
			return before.turn === null ? 'resumed' : 'turn.failed';
		default:
			return unreachable(entry);
	}
}

/** `opened` waits in memory for the event after it: the two come in one commit, unless the opening itself wrote more. */
function eventsIn(entries: readonly Entry[]): readonly (readonly Entry[])[] {
	if (entries[0]?.kind !== 'opened') return [entries];
	// What an opening brings along from an older session is part of it, and its turn.
	const brought = entries.slice(1).findIndex((entry) => entry.kind !== 'late-answer' || entry.of === undefined);
	const end = brought < 0 ? entries.length : brought + 1;
	if (end === entries.length || entries[end]?.kind === 'turn-started') return [entries];
	return [entries.slice(0, end), entries.slice(end)];
}

interface Stand {
	readonly state: SessionState;
	readonly entrance: Entrance;
	readonly epoch: Epoch;
}

interface Cell {
	readonly place: Place;
	readonly event: EventName;
	readonly entrance: Entrance;
}

/** A commit on its way. */
interface Underway {
	readonly commit: Commit;
	/** Of the last event that it writes. */
	cell: Cell | null;
	written: boolean;
	/** Its process died before it was written; the store may write it all the same. */
	orphan: boolean;
}

const nowhere: Stand = { state: emptyState, entrance: 'none yet', epoch: epochOf(1) };

export function createCoverage({ planLost }: CoverageOptions): Coverage {
	const cells: Cells = new Map();
	const stands = new Map<SessionId, Stand>();
	const open = new Map<string, Set<string>>();
	const underway = new Set<Underway>();
	/** The newest event of each session that was answered in this life. */
	const answered = new Map<SessionId, Cell>();
	const activating = new Set<SessionId>();

	const hit = (cell: Cell | null, point: CrashPoint): void => {
		if (cell === null) return;
		const { place, event, entrance } = cell;
		const key = cellKey(place, event, point, entrance);
		cells.set(key, (cells.get(key) ?? 0) + 1);
	};

	function circumstance(entries: readonly Entry[]): Circumstance {
		const taken = entries.find((entry) => entry.kind === 'took-over');
		const person = people.findIndex((_, index) => taken !== undefined && memberIdAt(index) === taken.memberId);
		return { tabs: (open.get(`member ${person}`)?.size ?? 0) > 1, planLost: planLost() };
	}

	/** Where the entries lead from here, and the event that wrote the last of them. */
	function follow(from: Stand, epoch: Epoch, entries: readonly Entry[]) {
		let { state, entrance } = from.epoch === epoch ? from : { ...from, state: activated(from.state) };
		const seen: Cell[] = [];
		for (const part of eventsIn(entries)) {
			const event = eventOf(part, state);
			if (event !== null) seen.push({ place: placeOf(state), event, entrance });
			entrance = entranceAfter(entrance, part, circumstance(part));
			state = fold(state, part);
		}
		return { stand: { state, entrance, epoch }, seen };
	}

	const standOf = (id: SessionId): Stand => stands.get(id) ?? nowhere;

	function crashed(): void {
		for (const one of [...underway]) {
			one.cell ??= follow(standOf(one.commit.session.id), one.commit.epoch, one.commit.entries).seen.at(-1) ?? null;
			if (!one.written) {
				one.orphan = true;
				continue;
			}
			hit(one.cell, 'before ack');
			underway.delete(one);
		}
		for (const cell of answered.values()) hit(cell, 'after ack');
		for (const id of activating) {
			const { state, entrance } = standOf(id);
			hit({ place: placeOf(activated(state)), event: 'resumed', entrance }, 'activation');
		}
		answered.clear();
		activating.clear();
	}

	function committing(stage: Stage, commit: Commit): void {
		if (stage === 'asked') underway.add({ commit, cell: null, written: false, orphan: false });
		if (stage !== 'answered') return;
		for (const one of [...underway]) {
			if (one.commit !== commit) continue;
			underway.delete(one);
			if (one.cell !== null) answered.set(commit.session.id, one.cell);
		}
	}

	return {
		cells() {
			for (const { orphan, cell } of underway) if (orphan) hit(cell, 'before commit');
			underway.clear();
			return cells;
		},
		eyes: {
			loaded: ({ role, person, page }) => {
				const name = `${role} ${person}`;
				open.set(name, (open.get(name) ?? new Set()).add(page));
			},
			closed: ({ role, person, page }) => void open.get(`${role} ${person}`)?.delete(page),
			written({ session, epoch }, fresh) {
				const { stand, seen } = follow(standOf(session.id), epoch, fresh);
				stands.set(session.id, stand);
				for (const cell of seen) hit(cell, 'none');
				for (const one of [...underway]) {
					const { commit } = one;
					const same = commit.session.id === session.id && commit.epoch === epoch;
					if (!same || one.written || commit.entries[0]?.seq !== fresh[0]?.seq) continue;
					one.written = true;
					one.cell = seen.at(-1) ?? null;
					if (!one.orphan) continue;
					hit(one.cell, 'before ack');
					underway.delete(one);
				}
			},
			stored(stage, { name, values: [first] }) {
				// By the port's own types: a claim and a read name a session, a commit is one.
				if (name === 'claim' && stage === 'asked') activating.add(first as SessionId);
				if (name === 'read' && stage === 'answered') activating.delete(first as SessionId);
				if (name === 'commit') committing(stage, first as Commit);
			},
			crashed,
		},
	};
}
