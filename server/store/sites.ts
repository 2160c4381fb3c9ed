/** Websites. A change is a statement over what is stored, not over what somebody read earlier. */
import { type Kysely, sql } from 'kysely';
import { defaultSiteSettings, type SiteSettings, type SiteView } from '../../shared/account.ts';
import type { AccountId, SiteId } from '../../shared/ids.ts';
import type { AiSettings } from './account-tables.ts';
import type { Database } from './schema.ts';

export interface Site extends SiteView {
	readonly accountId: AccountId;
}

export interface SiteChange {
	readonly name?: string | undefined;
	readonly settings?: { readonly [K in keyof SiteSettings]?: SiteSettings[K] | undefined } | undefined;
}

export interface SiteStore {
	all(): Promise<readonly Site[]>;
	create(site: Site): Promise<void>;
	update(id: SiteId, change: SiteChange): Promise<void>;
	/** Those that are there already stay as they are. */
	addOrigins(id: SiteId, origins: readonly string[]): Promise<void>;
	removeOrigin(id: SiteId, origin: string): Promise<void>;
	/** With its sessions, transcripts and knowledge. */
	remove(id: SiteId): Promise<void>;
}

/** Needs no key and no network. */
const defaultAi: AiSettings = { kind: 'embedded', baseUrl: '', model: '', apiKey: '', instructions: '' };

export function createSiteStore(db: Kysely<Database>): SiteStore {
	return {
		async all() {
			// Not `ai`: it holds a key, and only the AI reads that.
			const rows = await db
				.selectFrom('sites')
				.select(['id', 'account_id', 'key', 'name', 'origins', 'demo', 'settings', 'created_at'])
				.orderBy('created_at')
				.orderBy('id')
				.execute();
			return rows.map((row) => ({
				id: row.id,
				accountId: row.account_id,
				key: row.key,
				name: row.name,
				origins: row.origins,
				demo: row.demo,
				// A setting that came with a later version is not in an older row.
				settings: { ...defaultSiteSettings, ...row.settings },
				createdAt: row.created_at,
			}));
		},
		async create(site) {
			await db
				.insertInto('sites')
				.values({
					id: site.id,
					account_id: site.accountId,
					key: site.key,
					name: site.name,
					origins: JSON.stringify(site.origins),
					demo: site.demo,
					settings: JSON.stringify(site.settings),
					ai: JSON.stringify(defaultAi),
					created_at: site.createdAt,
				})
				.execute();
		},
		async update(id, { name, settings }) {
			await db
				.updateTable('sites')
				.set({
					...(name === undefined ? {} : { name }),
					// JSON drops what is undefined, so only what was named is written over.
					settings: sql<string>`settings || ${JSON.stringify(settings ?? {})}::jsonb`,
				})
				.where('id', '=', id)
				.execute();
		},
		async addOrigins(id, origins) {
			await sql`
				update sites set origins = origins || (
					select coalesce(jsonb_agg(origin order by place), '[]'::jsonb)
					from jsonb_array_elements_text(${JSON.stringify(origins)}::jsonb) with ordinality as new (origin, place)
					where not jsonb_exists(sites.origins, origin)
				)
				where id = ${id}::uuid
			`.execute(db);
		},
		async removeOrigin(id, origin) {
			await sql`update sites set origins = origins - ${origin}::text where id = ${id}::uuid`.execute(db);
		},
		async remove(id) {
			await db.deleteFrom('sites').where('id', '=', id).execute();
		},
	};
}
