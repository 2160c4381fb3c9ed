/** The store's transcripts as they grow, read once for all checks. */
import type { Entry } from '../../../shared/entry.ts';
import type { ClientId, SessionId } from '../../../shared/ids.ts';
import type { Call, Eyes } from '../ledger.ts';
import type { World } from '../world.ts';
import { nothingRead, type Reading, read } from './reading.ts';

export interface Book {
	readonly sessionId: SessionId;
	readonly entries: readonly Entry[];
	/** Monotonic ms at which each entry was written, by seq - 1. */
	readonly writtenAt: readonly number[];
	/** The life of the server that wrote it, by seq - 1. */
	readonly writtenBy: readonly number[];
	readonly reading: Reading;
	/** Before the newest commit. */
	readonly before: Reading;
}

export interface Noted {
	readonly sessionId: SessionId;
	readonly entry: Entry;
	/** The control in force before the commit that wrote it. */
	readonly genBefore: number;
	/** Monotonic ms of the commit. */
	readonly at: number;
}

export interface Books extends Eyes {
	readonly all: ReadonlyMap<SessionId, Book>;
	/** Entries that carry a command's id. */
	readonly byClientId: ReadonlyMap<ClientId, Noted>;
	/** Asked by pages that live, and not answered. */
	readonly outstanding: ReadonlyMap<number, Call>;
	/** Monotonic ms of the last crash, start or fault of the store. */
	readonly calmSince: number;
}

export function createBooks(world: () => World): Books {
	const all = new Map<SessionId, Book>();
	const byClientId = new Map<ClientId, Noted>();
	const outstanding = new Map<number, Call>();
	let calmSince = 0;
	const disturbed = (): void => {
		calmSince = world().time.monotonic();
	};
	return {
		all,
		get calmSince() {
			return calmSince;
		},
		outstanding,
		asked: (call) => void outstanding.set(call.id, call),
		answered: (call) => void outstanding.delete(call.id),
		closed({ page }) {
			for (const [id, call] of outstanding) if (call.seat.page === page) outstanding.delete(id);
		},
		faulted: disturbed,
		booted: disturbed,
		crashed: disturbed,
		stepped() {
			if (world().store.faults.down) disturbed();
		},
		byClientId,
		written({ session, entries }, fresh) {
			const known = all.get(session.id);
			const before = known?.reading ?? nothingRead;
			const at = world().time.monotonic();
			const life = world().house.life.number;
			all.set(session.id, {
				sessionId: session.id,
				entries,
				writtenAt: [...(known?.writtenAt ?? []), ...fresh.map(() => at)],
				writtenBy: [...(known?.writtenBy ?? []), ...fresh.map(() => life)],
				reading: fresh.reduce(read, before),
				before,
			});
			// `opened` waits in memory for the first other entry: who came after it saw its gen.
			const opened = fresh[0]?.kind === 'opened' ? fresh[0].gen : null;
			const genBefore = opened ?? before.gen;
			for (const entry of fresh) {
				if (entry.clientId === undefined || byClientId.has(entry.clientId)) continue;
				byClientId.set(entry.clientId, { sessionId: session.id, entry, genBefore, at });
			}
		},
	};
}
