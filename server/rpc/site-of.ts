import type { SessionId, SiteId } from '../../shared/ids.ts';
import type { Directory } from '../actor/directory.ts';
import type { Authorities, Authority } from './ports.ts';
import { errorOf } from './trpc.ts';

interface SiteOfDeps {
	readonly authorities: Authorities;
	readonly directory: Pick<Directory, 'find'>;
}

/** The session's site, if it is the account's: else as if the session did not exist (I29). */
export const createSiteOf =
	({ authorities, directory }: SiteOfDeps) =>
	async (authority: Authority, id: SessionId): Promise<SiteId> => {
		const siteId = (await directory.find(id))?.siteId ?? null;
		if (siteId === null || authorities.accountOf(siteId) !== authority.accountId) throw errorOf('not-found');
		return siteId;
	};
