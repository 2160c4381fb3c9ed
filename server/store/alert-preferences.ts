/** What each member wants to hear of; read with the members. */
import type { Kysely } from 'kysely';
import type { AlertPreferences } from '../../shared/alert-preferences.ts';
import type { MemberId } from '../../shared/ids.ts';
import type { Database } from './schema.ts';

export interface AlertPreferencesStore {
	set(id: MemberId, preferences: AlertPreferences): Promise<void>;
}

export function createAlertPreferencesStore(db: Kysely<Database>): AlertPreferencesStore {
	return {
		async set(id, preferences) {
			await db
				.updateTable('members')
				.set({ alerts: JSON.stringify(preferences) })
				.where('id', '=', id)
				.execute();
		},
	};
}
