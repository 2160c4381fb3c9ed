/** Privacy and order, wired into the app: absent stores mean that nobody is kept out and nothing is deleted or told. */
import type { SiteId } from '../shared/ids.ts';
import type { AuthoritiesDeps } from './accounts/authorities.ts';
import type { Entrance } from './accounts/entrance.ts';
import type { Logins } from './accounts/logins.ts';
import { rereadMs } from './accounts/register.ts';
import type { Directory } from './actor/directory.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { Route } from './net/http-types.ts';
import type { Authorities } from './rpc/ports.ts';
import type { Stores } from './store/stores.ts';
import type { TrustStores } from './store/trust.ts';
import { createExportRoute } from './trust/export.ts';
import type { Sockets } from './trust/house.ts';
import type { Keeper } from './trust/keepers.ts';
import { createTrust, type Trust } from './trust/trust.ts';
import { auditedEntrance } from './trust/ways-in.ts';

export interface TrustParts {
	/** Blocks, the audit list, and what deletes old chats. */
	readonly trust?: TrustStores | undefined;
	/** Rooms that keep something of visitors beside the transcripts: erased and exported with them. */
	readonly keepers?: readonly Keeper[] | undefined;
	/** A limit has refused something of a visitor's. */
	readonly onLimit?: ((kind: string) => void) | undefined;
}

export interface TrustSurroundings extends TrustParts {
	readonly clock: Clock;
	readonly log: Log;
	readonly newId: () => string;
	readonly publicUrl: string | null;
	readonly stores: Pick<Stores, 'kind' | 'journal'>;
	readonly register: AuthoritiesDeps['register'];
	readonly directory: Directory;
	readonly logins: Logins;
	readonly authorities: Authorities;
	/** Asked only once they are there. */
	readonly sockets: () => Sockets;
}

export interface WiredTrust {
	readonly services: Trust | undefined;
	readonly routes: readonly Route[];
	audited(entrance: Entrance): Entrance;
	/** The address is in a range that the site has blocked. */
	bars(siteId: SiteId, address: string): boolean;
}

export function wireTrust(around: TrustSurroundings): WiredTrust {
	const { clock, log, register, directory, logins, authorities, publicUrl } = around;
	if (around.trust === undefined) {
		return { services: undefined, routes: [], audited: (entrance) => entrance, bars: () => false };
	}
	const { keeping } = around.trust;
	const { journal, kind } = around.stores;
	const services = createTrust({
		stores: around.trust,
		register,
		clock,
		log,
		newId: around.newId,
		onLimit: around.onLimit,
		keepers: around.keepers ?? [],
		rereadMs: kind === 'postgres' ? rereadMs.postgres : null,
		chats: {
			directory,
			journal,
			sockets: {
				endVisitor: (siteId, visitorId, code) => around.sockets().endVisitor(siteId, visitorId, code),
				endBarred: () => around.sockets().endBarred(),
			},
		},
	});
	const { wall, keepers, audit, gate } = services;
	const onFault = (fault: unknown): void => log.error({ err: fault }, 'a visitor could not be exported');
	return {
		services,
		routes: [
			createExportRoute({
				...{ wall, keepers, audit, keeping, logins, authorities, publicUrl, clock },
				chats: { journal },
				onFault,
			}),
		],
		audited: (entrance) => auditedEntrance(entrance, register, audit),
		bars: gate.bars,
	};
}
