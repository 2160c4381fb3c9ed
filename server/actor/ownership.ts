/**
 * Several processes on one database: whose is the session now? Whoever accepts a command finds out by the fence (I14);
 * this is for all that is answered without a write: refusals, and what a reader is shown (I16).
 */
import type { SessionId } from '../../shared/ids.ts';
import type { SessionEvent } from '../session/events.ts';
import type { Whose } from './front.ts';
import type { Life } from './life.ts';
import type { Lives } from './lives.ts';
import type { Journal, Position } from './ports.ts';
import { isRepeatable } from './repeats.ts';

export interface Neighbours {
	/** It is another process, and it lives. */
	alive(owner: string): boolean;
}

export interface Ownership extends Whose {
	/** Others may be on the same database. */
	readonly shared: boolean;
	/** Whether nobody else has written since that life was folded. */
	holds(life: Life): Promise<boolean>;
	/** I16: gives the session up if another process has it, and reads on in what that one writes. */
	look(): Promise<void>;
	/** False: the event is the business of the process that has the session. */
	mayTake(event: SessionEvent): Promise<boolean>;
	/** I14: another process has written since, and nothing was promised. True: decide again on what stands now. */
	overtaken(event: SessionEvent): Promise<boolean>;
}

export interface OwnershipDeps {
	readonly journal: Journal;
	readonly id: SessionId;
	readonly lives: Lives;
	readonly neighbours: Neighbours | undefined;
	/** The session is another process's: nothing is under way here any more. */
	readonly moved: () => void;
}

/** What a process that follows takes the session back for: people's words, and nothing of its own. */
const isPersons = (event: SessionEvent): boolean =>
	isRepeatable(event) || event.type === 'visitor.opened' || (event.type === 'visitor.left' && event.why !== 'grace');

export function createOwnership({ journal, id, lives, neighbours, moved }: OwnershipDeps): Ownership {
	let owner: string | null = null;

	function isOthers(there: Position): boolean {
		if (lives.epoch !== null) return lives.epoch !== there.epoch;
		// Nobody's, or of a process that is gone: whoever needs it claims it.
		return lives.following || (there.owner !== undefined && neighbours?.alive(there.owner) === true);
	}

	async function look(): Promise<void> {
		const there = neighbours === undefined ? null : await journal.position(id);
		if (there === null || !isOthers(there)) return;
		owner = there.owner ?? null;
		if (lives.following && there.lastSeq === lives.state.lastSeq) return;
		const following = lives.follow();
		// At once: what ran under the lost ownership publishes nothing while the store is read (I1).
		moved();
		await following;
		moved();
	}

	return {
		shared: neighbours !== undefined,
		get following() {
			return lives.following;
		},
		get owner() {
			return lives.following ? owner : null;
		},
		async holds(life) {
			if (neighbours === undefined || life.create) return true;
			const there = await journal.position(id);
			return there === null || there.epoch === life.epoch;
		},
		look,
		behind(there) {
			// The row of a session that this process is just making is not its own yet.
			if (lives.epoch !== null) return there.epoch > lives.epoch;
			return lives.following && there.lastSeq > lives.state.lastSeq;
		},
		async mayTake(event) {
			if (neighbours === undefined || lives.epoch !== null || isPersons(event)) return true;
			await look();
			return !lives.following;
		},
		async overtaken(event) {
			lives.discard();
			moved();
			if (isPersons(event)) return true;
			await look();
			return false;
		},
	};
}
