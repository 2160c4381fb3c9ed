/** Privacy and order, put together: what the procedures ask, what the endpoints ask, and what runs by itself. */
import type { Register } from '../accounts/register.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Gate, LimitHit, TrustDeps } from '../rpc/trust-ports.ts';
import type { TrustStores } from '../store/trust.ts';
import { createAudit } from './audit.ts';
import { createBlocks } from './blocks.ts';
import { createEraser } from './eraser.ts';
import { createGate } from './gate.ts';
import type { Chats } from './house.ts';
import type { Keeper } from './keepers.ts';
import { createLimitWatch } from './limit-watch.ts';
import { createRetention } from './retention.ts';
import { createWall, type Wall } from './wall.ts';

export interface TrustHouse {
	readonly stores: TrustStores;
	readonly register: Pick<Register, 'current'>;
	readonly chats: Chats;
	/** Other rooms that keep something of visitors. */
	readonly keepers: readonly Keeper[];
	readonly clock: Clock;
	readonly log: Log;
	readonly newId: () => string;
	/** How long what another process wrote may stay unnoticed; null: there is none. */
	readonly rereadMs: number | null;
	/** For the metrics. */
	readonly onLimit?: ((kind: string) => void) | undefined;
}

export interface Trust extends TrustDeps {
	readonly gate: Gate;
	readonly wall: Wall;
	readonly keepers: readonly Keeper[];
	readonly limitHit: LimitHit;
	/** Resolves once it is known who is kept out. */
	start(): Promise<void>;
	stop(): Promise<void>;
}

export function createTrust(house: TrustHouse): Trust {
	const { stores, register, chats, clock, log, newId, rereadMs, onLimit } = house;
	const keepers: readonly Keeper[] = [...house.keepers, { name: 'audit', erase: stores.audit.forgetSessions }];
	const wall = createWall(register, chats);
	const gate = createGate({ store: stores.blocks, clock, log, rereadMs });
	const audit = createAudit({ store: stores.audit, register, clock, log });
	const watch = createLimitWatch(clock, onLimit);
	const erasure = createEraser({
		gate,
		blocks: stores.blocks,
		keeping: stores.keeping,
		keepers,
		chats,
		wall,
		clock,
		log,
	});
	const retention = createRetention({
		keeping: stores.keeping,
		keepers,
		audit: stores.audit,
		blocks: stores.blocks,
		chats,
		wall,
		sites: () => register.current().sites.values(),
		clock,
		log,
	});
	return {
		gate,
		wall,
		keepers,
		audit,
		erasure,
		retention,
		blocks: createBlocks({ store: stores.blocks, gate, chats, wall, clock, newId }),
		limits: {
			of(by, siteId) {
				wall.site(by, siteId);
				return watch.of(siteId);
			},
		},
		limitHit: watch.hit,
		async start() {
			await gate.start({
				blocksChanged: () => chats.sockets.endBarred(),
				forgotten: erasure.forgotten,
			});
			retention.start();
		},
		async stop() {
			audit.stop();
			await gate.stop();
			await retention.stop();
		},
	};
}
