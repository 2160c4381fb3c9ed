/** Keeping somebody out of a site: one visitor, or an address range. */
import { closeCodes } from '../../shared/close-codes.ts';
import { BatonError } from '../../shared/errors.ts';
import { type BlockId, blockIdOf, type SiteId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { Clock } from '../clock.ts';
import type { Authority } from '../rpc/ports.ts';
import type { Blocks } from '../rpc/trust-ports.ts';
import type { Block, BlockStore } from '../store/blocks.ts';
import type { RunningGate } from './gate.ts';
import type { Chats } from './house.ts';
import { parseRange } from './ranges.ts';
import type { Wall } from './wall.ts';

export interface BlocksDeps {
	readonly store: BlockStore;
	readonly gate: RunningGate;
	readonly chats: Chats;
	readonly wall: Wall;
	readonly clock: Clock;
	readonly newId: () => string;
}

export function createBlocks({ store, gate, chats, wall, clock, newId }: BlocksDeps): Blocks {
	async function add(by: Authority, siteId: SiteId, block: Pick<Block, 'kind' | 'target' | 'sessionId' | 'note'>) {
		if (gate.blocksOf(siteId).length >= limits.blocksPerSite) throw new BatonError('limit.reached');
		await store.add({ ...block, id: blockIdOf(newId()), siteId, by: by.email, at: clock.now() });
		// From here on the gate knows, and has closed who is connected.
		await gate.refresh();
	}

	return {
		async list(by, siteId) {
			wall.site(by, siteId);
			return gate.blocksOf(siteId).map(({ id, kind, target, sessionId, note, by: name, at }) => {
				return { id, kind, range: kind === 'range' ? target : '', sessionId, note, by: name, at };
			});
		},
		async blockVisitor(by, sessionId, note) {
			const { siteId, visitorId } = await wall.session(by, sessionId);
			await add(by, siteId, { kind: 'visitor', target: visitorId, sessionId, note });
			chats.sockets.endVisitor(siteId, visitorId, closeCodes.blocked);
			const live = await chats.directory.resume(siteId, visitorId);
			// Where it can not be told now, the grace ends it: nobody is connected any more.
			await live?.tell({ type: 'visitor.left', why: 'blocked' });
			return { siteId };
		},
		async blockRange(by, siteId, typed, note) {
			wall.site(by, siteId);
			const range = parseRange(typed);
			if (range === null) throw new BatonError('input.invalid', { field: 'range' });
			await add(by, siteId, { kind: 'range', target: range.text, sessionId: null, note });
		},
		async unblock(by, siteId, id: BlockId) {
			wall.site(by, siteId);
			const removed = await store.remove(siteId, id);
			await gate.refresh();
			if (!removed) throw new BatonError('not-found');
		},
	};
}
