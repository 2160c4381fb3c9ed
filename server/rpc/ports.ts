/**
 * What the procedures need of the house besides the sessions' front door. Owned here, implemented by `accounts`, `ai`
 * and `demo`. Types only: the browsers see these files through the routers' types, so no Node in here.
 * Services throw `BatonError` from the closed list; another tenant's id is 'not-found' like one that does not exist (I29).
 */
import type {
	AiView,
	ArticleView,
	DemoStatus,
	InstallStatus,
	MemberView,
	Profile,
	SiteSettings,
	SiteView,
	SurroundingsFinding,
} from '../../shared/account.ts';
import type { CountryDataView } from '../../shared/country-data.ts';
import type { Source } from '../../shared/entry.ts';
import type { AccountId, ArticleId, LoginId, MemberId, SiteId } from '../../shared/ids.ts';
import type { Plan, Role } from '../../shared/plans.ts';

/** A member as they stand at this moment. */
export interface Authority {
	readonly loginId: LoginId;
	readonly memberId: MemberId;
	readonly accountId: AccountId;
	readonly email: string;
	readonly role: Role;
	readonly plan: Plan;
	readonly profile: Profile;
}

/** Kept in memory and true at each call: feeds ask it every second, procedures every time. */
export interface Authorities {
	/** Null: signed out, expired, disabled or removed. */
	of(loginId: LoginId): Authority | null;
	/** The account that a site belongs to, if it exists. */
	accountOf(siteId: SiteId): AccountId | null;
	planOf(accountId: AccountId): Plan;
}

/** What a change of settings names; the rest stays. */
export type SettingsChange = { readonly [K in keyof SiteSettings]?: SiteSettings[K] | undefined };

export interface Sites {
	list(accountId: AccountId): Promise<readonly SiteView[]>;
	/** `address` as a person types it; its origin is allowed, with and without `www`. */
	create(
		accountId: AccountId,
		input: { readonly address: string; readonly name?: string | undefined },
	): Promise<SiteView>;
	update(
		accountId: AccountId,
		siteId: SiteId,
		change: { readonly name?: string | undefined; readonly settings?: SettingsChange | undefined },
	): Promise<SiteView>;
	addOrigin(accountId: AccountId, siteId: SiteId, address: string): Promise<SiteView>;
	removeOrigin(accountId: AccountId, siteId: SiteId, origin: string): Promise<SiteView>;
	/** Its sessions, transcripts and knowledge go with it. */
	remove(accountId: AccountId, siteId: SiteId): Promise<void>;
	/** What the install page waits for. */
	install(accountId: AccountId, siteId: SiteId): Promise<InstallStatus>;
}

export interface Members {
	list(accountId: AccountId): Promise<readonly MemberView[]>;
	/** A one-time link for one person, below `baseUrl`; nobody may hand out more than their own role. */
	invite(by: Authority, role: Role, baseUrl: string): Promise<{ readonly url: string; readonly expiresAt: number }>;
	setRole(by: Authority, memberId: MemberId, role: Role): Promise<void>;
	setDisabled(by: Authority, memberId: MemberId, disabled: boolean): Promise<void>;
	remove(by: Authority, memberId: MemberId): Promise<void>;
	changePassword(by: Authority, current: string, next: string): Promise<void>;
	/** Ends every login of the member, this one too. */
	signOutEverywhere(by: Authority): Promise<void>;
	updateProfile(by: Authority, change: Partial<Profile>): Promise<Profile>;
}

export interface Knowledge {
	list(siteId: SiteId): Promise<readonly ArticleView[]>;
	create(
		siteId: SiteId,
		article: { readonly kind: ArticleView['kind']; readonly title: string; readonly body: string },
	): Promise<ArticleView>;
	update(
		siteId: SiteId,
		articleId: ArticleId,
		change: { readonly title: string; readonly body: string },
	): Promise<ArticleView>;
	remove(siteId: SiteId, articleId: ArticleId): Promise<void>;
	/** What the site's AI would answer now, for the owner to try. */
	ask(
		siteId: SiteId,
		question: string,
	): Promise<{ readonly text: string; readonly sources: readonly Source[]; readonly asksForHuman: boolean }>;
}

export interface AiSetup {
	get(siteId: SiteId): Promise<AiView>;
	update(
		siteId: SiteId,
		change: {
			readonly kind: AiView['kind'];
			readonly baseUrl: string;
			readonly model: string;
			readonly apiKey?: string | undefined;
			readonly instructions: string;
		},
	): Promise<AiView>;
}

export interface Demo {
	status(accountId: AccountId): Promise<DemoStatus>;
	/** Makes the site "Demo shop" if it is not there, and sets simulated visitors walking. */
	start(accountId: AccountId, visitors: number): Promise<DemoStatus>;
	stop(accountId: AccountId): Promise<DemoStatus>;
	/** Removes the site with everything in it. */
	remove(accountId: AccountId): Promise<DemoStatus>;
}

/** What the operator should know of this server. */
export interface House {
	/** How it is reached. */
	findings(): readonly SurroundingsFinding[];
	/** Where visitors' countries come from, and how old that is. */
	countryData(): CountryDataView;
}

/** One WebSocket as a procedure may see it. */
export interface Connection {
	/** Names the socket in presence; unique within the process. */
	readonly id: string;
	/** Resolves when the socket takes more bytes; at once if it does now, and when it is closed or aborted. */
	writable(signal: AbortSignal): Promise<void>;
	close(code: number): void;
	/** Rings once, when the socket is gone. */
	readonly closed: AbortSignal;
}
