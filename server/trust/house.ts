/** What privacy and order need of the rest of the house. */
import type { SessionId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { Directory } from '../actor/directory.ts';
import type { Journal } from '../actor/ports.ts';

export interface Sockets {
	/** Closes all of a visitor's. */
	endVisitor(siteId: SiteId, visitorId: VisitorId, code: number): void;
	/** Closes those of whoever the gate does not let in any more. */
	endBarred(): void;
}

export interface Chats {
	readonly directory: Pick<Directory, 'find' | 'evict' | 'resume' | 'sessions'>;
	readonly journal: Pick<Journal, 'position' | 'read'>;
	readonly sockets: Sockets;
}

/** Statements that delete: small ones, so that visitors' commits get their turn in between. */
export const sessionsPerStatement = 50;

export function chunksOf(ids: readonly SessionId[]): readonly (readonly SessionId[])[] {
	return Array.from({ length: Math.ceil(ids.length / sessionsPerStatement) }, (_, index) =>
		ids.slice(index * sessionsPerStatement, (index + 1) * sessionsPerStatement),
	);
}
