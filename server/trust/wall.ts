/** I29: another account's site or session answers as one that does not exist. */
import { BatonError } from '../../shared/errors.ts';
import type { SessionId, SiteId } from '../../shared/ids.ts';
import type { Register } from '../accounts/register.ts';
import type { SessionFacts } from '../actor/ports.ts';
import type { Authority } from '../rpc/ports.ts';
import type { Site } from '../store/sites.ts';
import type { Chats } from './house.ts';

export interface Wall {
	site(by: Pick<Authority, 'accountId'>, siteId: SiteId): Site;
	session(by: Pick<Authority, 'accountId'>, id: SessionId): Promise<SessionFacts>;
}

export function createWall(register: Pick<Register, 'current'>, { directory }: Pick<Chats, 'directory'>): Wall {
	function site(by: Pick<Authority, 'accountId'>, siteId: SiteId): Site {
		const found = register.current().sites.get(siteId);
		if (found === undefined || found.accountId !== by.accountId) throw new BatonError('not-found');
		return found;
	}
	return {
		site,
		async session(by, id) {
			const session = await directory.find(id);
			if (session === null) throw new BatonError('not-found');
			site(by, session.siteId);
			return session;
		},
	};
}
