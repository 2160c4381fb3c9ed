/** Members as the alerts need them. Owned here, read from the register. */
import type { AlertPreferences } from '../../shared/alert-preferences.ts';
import type { AccountId, MemberId, SiteId } from '../../shared/ids.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Hearer } from './policy.ts';

export interface AlertMember extends Hearer {
	readonly id: MemberId;
	readonly accountId: AccountId;
	readonly email: string;
	readonly language: Language;
}

export interface AlertHouse {
	/** Null: gone. */
	member(id: MemberId): AlertMember | null;
	membersOf(accountId: AccountId): readonly AlertMember[];
	memberByEmail(email: string): AlertMember | null;
	/** Null: no such site, or the demo's: nobody is called for visitors that are none. */
	accountOf(siteId: SiteId): AccountId | null;
	/** Somebody of the account who could take over has a dashboard open. */
	attended(accountId: AccountId): boolean;
	setPreferences(id: MemberId, preferences: AlertPreferences): Promise<void>;
}
