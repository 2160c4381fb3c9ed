import type { ColumnType } from 'kysely';
import type { AiKind, SiteSettings, SoundMode, Theme } from '../../shared/account.ts';
import type { AlertPreferences } from '../../shared/alert-preferences.ts';
import type { AccountId, LoginId, MemberId, SessionId, SiteId, SiteKey } from '../../shared/ids.ts';
import type { Plan, Role } from '../../shared/plans.ts';
import type { Language } from '../../shared/text/language.ts';

/** A JSON column: read as a value, written as its text. */
export type Json<T> = ColumnType<T, string, string>;

/** What a site keeps of its AI. `apiKey` never leaves the server. */
export interface AiSettings {
	readonly kind: AiKind;
	readonly baseUrl: string;
	readonly model: string;
	readonly apiKey: string;
	readonly instructions: string;
}

export interface AccountTables {
	accounts: { id: AccountId; plan: Plan; created_at: number };
	members: {
		id: MemberId;
		account_id: AccountId;
		email: string;
		password_hash: string;
		role: Role;
		disabled: boolean;
		display_name: string;
		sound: SoundMode;
		language: Language;
		theme: Theme;
		/** Null: what the role suggests. */
		alerts: Json<AlertPreferences> | null;
		created_at: number;
	};
	logins: {
		id: LoginId;
		member_id: MemberId;
		token_hash: string;
		created_at: number;
		seen_at: number;
		expires_at: number;
	};
	links: {
		token_hash: string;
		kind: 'setup' | 'join' | 'reset' | 'take-over';
		account_id: AccountId | null;
		member_id: MemberId | null;
		/** Of `take-over`. */
		session_id: SessionId | null;
		role: Role | null;
		expires_at: number;
	};
	sites: {
		id: SiteId;
		account_id: AccountId;
		key: SiteKey;
		name: string;
		origins: Json<readonly string[]>;
		demo: boolean;
		settings: Json<SiteSettings>;
		ai: Json<AiSettings>;
		created_at: number;
	};
}
