import type { Kysely } from 'kysely';
import type { SiteAi } from '../ai/ports.ts';
import type { Database } from './schema.ts';

/** The AI column of a site's row; read for each answer, so that a change holds at once. */
export function createSiteAi(db: Kysely<Database>): SiteAi {
	return {
		async read(siteId) {
			const row = await db.selectFrom('sites').select(['name', 'ai']).where('id', '=', siteId).executeTakeFirst();
			return row === undefined ? null : { name: row.name, settings: row.ai };
		},
		async write(siteId, settings) {
			await db
				.updateTable('sites')
				.set({ ai: JSON.stringify(settings) })
				.where('id', '=', siteId)
				.execute();
		},
	};
}
