/** One visitor is gone from a site: from the store, from memory, from what other rooms keep, and from their own browser. */
import { closeCodes } from '../../shared/close-codes.ts';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Erasure } from '../rpc/trust-ports.ts';
import type { BlockStore } from '../store/blocks.ts';
import type { KeepingStore } from '../store/keeping.ts';
import { hashOf, type RunningGate } from './gate.ts';
import { type Chats, chunksOf } from './house.ts';
import type { Keeper } from './keepers.ts';
import type { Wall } from './wall.ts';

export interface EraserDeps {
	readonly gate: RunningGate;
	readonly blocks: BlockStore;
	readonly keeping: KeepingStore;
	readonly keepers: readonly Keeper[];
	readonly chats: Chats;
	readonly wall: Wall;
	readonly clock: Clock;
	readonly log: Log;
}

export interface Eraser extends Erasure {
	/** Somebody was erased, here or by another process: nothing of them may be left in this one's memory. */
	forgotten(siteId: SiteId, visitorHash: string): void;
}

export function createEraser(deps: EraserDeps): Eraser {
	const { gate, blocks, keeping, keepers, chats, wall, clock, log } = deps;
	const { directory, journal, sockets } = chats;
	/** Being erased by this process: told of it, it need not begin again. */
	const under = new Set<string>();

	async function wipe(siteId: SiteId, visitorId: VisitorId): Promise<number> {
		sockets.endVisitor(siteId, visitorId, closeCodes.forgotten);
		const theirs = (one: { readonly siteId: SiteId; readonly visitorId: VisitorId }): boolean =>
			one.siteId === siteId && one.visitorId === visitorId;
		const inMemory = await directory.evict(theirs);
		// A commit whose answer was given up may still be under way: it must not arrive after the deletion.
		for (const id of inMemory) await journal.position(id);
		const stored = await keeping.ofVisitor(siteId, visitorId);
		const ids = [...new Set([...inMemory, ...stored.map(({ id }) => id)])];
		for (const part of chunksOf(ids)) {
			// The chats last: as long as they are there, an erasure that was cut short can be asked for again.
			for (const keeper of keepers) await keeper.erase(part);
			await keeping.remove(part);
			// And once more: what was being written because of them at that moment found them there.
			for (const keeper of keepers) await keeper.erase(part);
		}
		await blocks.removeVisitor(siteId, visitorId);
		// Somebody may have looked at one of them meanwhile.
		await directory.evict(theirs);
		return ids.length;
	}

	return {
		async erase(by, sessionId) {
			const { siteId, visitorId } = await wall.session(by, sessionId);
			const visitorHash = hashOf(visitorId);
			under.add(visitorHash);
			try {
				// First of all their token is worth nothing: whoever comes with it from here on is somebody new.
				await blocks.forget({ siteId, visitorHash, at: clock.now() });
				await gate.refresh();
				const sessions = await wipe(siteId, visitorId);
				await gate.refresh();
				return { siteId, sessions };
			} finally {
				under.delete(visitorHash);
			}
		},
		forgotten(siteId, visitorHash) {
			if (under.has(visitorHash)) return;
			const visitors = new Set(directory.sessions(siteId).map(({ visitorId }) => visitorId));
			for (const visitorId of visitors) {
				if (hashOf(visitorId) !== visitorHash) continue;
				wipe(siteId, visitorId).catch((error: unknown) =>
					log.error({ err: error, siteId }, 'a visitor who was erased elsewhere could not be forgotten here'),
				);
			}
		},
	};
}
