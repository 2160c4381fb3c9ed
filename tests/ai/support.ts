import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AiSettings } from '../../server/store/account-tables.ts';
import type { Database } from '../../server/store/schema.ts';
import { defaultSiteSettings } from '../../shared/account.ts';
import { accountIdOf, type SiteId, siteIdOf, siteKeyOf } from '../../shared/ids.ts';

export const embeddedSettings: AiSettings = { kind: 'embedded', baseUrl: '', model: '', apiKey: '', instructions: '' };

/** A site of an account of its own. */
export async function addSite(db: Kysely<Database>, ai: AiSettings = embeddedSettings): Promise<SiteId> {
	const accountId = accountIdOf(randomUUID());
	const id = siteIdOf(randomUUID());
	await db.insertInto('accounts').values({ id: accountId, plan: 'pro', created_at: 0 }).execute();
	await db
		.insertInto('sites')
		.values({
			id,
			account_id: accountId,
			key: siteKeyOf(`pk_${id}`),
			name: 'A shop',
			origins: '[]',
			demo: false,
			settings: JSON.stringify(defaultSiteSettings),
			ai: JSON.stringify(ai),
			created_at: 0,
		})
		.execute();
	return id;
}
