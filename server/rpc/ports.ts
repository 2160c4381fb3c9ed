/**
 * What the procedures need of the house besides the sessions' front door. Owned here, implemented by `accounts`, `ai`
 * and `demo`. Types only: the browsers see these files through the routers' types, so no Node in here.
 * Services throw `BatonError` from the closed list; another tenant's id is 'not-found' like one that does not exist (I29).
 */
import type {
	AiView,
	ArticlePart,
	ArticlePlace,
	ArticleView,
	DemoStatus,
	InstallStatus,
	MemberView,
	Profile,
	SiteSettings,
	SiteView,
	SurroundingsFinding,
} from '../../shared/account.ts';
import type { AlertPreferences, AlertsView, AlertTest } from '../../shared/alert-preferences.ts';
import type { CountryDataView } from '../../shared/country-data.ts';
import type { Source } from '../../shared/entry.ts';
import type { HistoryKind, HistoryRow } from '../../shared/history.ts';
import type {
	AccountId,
	ArticleId,
	DeviceId,
	LoginId,
	MemberId,
	Seq,
	SessionId,
	SiteId,
	WebhookId,
} from '../../shared/ids.ts';
import type { MissedRow } from '../../shared/missed-list.ts';
import type { Plan, Role } from '../../shared/plans.ts';
import type { PushTest, PushView } from '../../shared/push.ts';
import type { Language } from '../../shared/text/language.ts';
import type {
	WebhookDelivery,
	WebhookEvents,
	WebhookFormat,
	WebhookMade,
	WebhookTry,
	WebhookView,
} from '../../shared/webhook.ts';

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
	/** @param after the `next` of the part before; null: from the beginning */
	list(siteId: SiteId, after: ArticlePlace | null): Promise<ArticlePart>;
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

/** Which chats of a site are asked for. */
export interface HistoryWish {
	readonly kind: HistoryKind;
	/** In what was written, in an address, at the beginning of an id; empty: anything. */
	readonly find: string;
}

/** Where a part of the history ended. */
export interface HistoryPlace {
	readonly at: number;
	readonly id: SessionId;
}

/** All sessions of a site. Rejects with `BatonError` only. */
export interface HistorySessions {
	/**
	 * Newest visit first, from after the place; at most so many. Looks through a bounded number of sessions: a part may be
	 * empty and others follow. `next` null: that was the last one.
	 */
	list(
		siteId: SiteId,
		wish: HistoryWish,
		after: HistoryPlace | null,
		most: number,
	): Promise<{ readonly rows: readonly HistoryRow[]; readonly next: HistoryPlace | null }>;
	/** Null: no such session is stored. */
	one(id: SessionId): Promise<HistoryRow | null>;
}

/** Sessions that were missed. Rejects with `BatonError` only. */
export interface MissedSessions {
	/** Open ones first, newest first in each; `after`: the last row that is known. */
	list(
		siteId: SiteId,
		after: { readonly open: boolean; readonly at: number; readonly id: SessionId } | null,
		limit: number,
	): Promise<readonly MissedRow[]>;
	/** Null: no such session, or nobody missed it. */
	one(id: SessionId): Promise<MissedRow | null>;
}

/** What a late answer's letter says. */
export interface LateAnswerMail {
	readonly kind: 'late-answer';
	readonly siteName: string;
	readonly question: string;
	readonly answer: string;
	readonly agentName: string;
	readonly pageUrl: string;
	readonly language: Language;
}

/** Late answers by e-mail. */
export interface LateMail {
	/** Resolves once it is written down; the same answer again is one letter. Rejects with `BatonError` only. */
	send(of: {
		readonly siteId: SiteId;
		readonly sessionId: SessionId;
		readonly seq: Seq;
		readonly to: string;
		readonly mail: LateAnswerMail;
	}): Promise<void>;
}

export interface Webhooks {
	list(siteId: SiteId): Promise<readonly WebhookView[]>;
	create(
		siteId: SiteId,
		webhook: {
			readonly format: WebhookFormat;
			/** As a person types it; for Telegram a bot's token is enough. */
			readonly url: string;
			readonly chatId: string;
			readonly language: Language;
			readonly events: WebhookEvents;
		},
	): Promise<WebhookMade>;
	update(
		siteId: SiteId,
		id: WebhookId,
		change: {
			readonly url?: string | undefined;
			readonly chatId?: string | undefined;
			readonly language?: Language | undefined;
			readonly events?: WebhookEvents | undefined;
			readonly enabled?: boolean | undefined;
		},
	): Promise<WebhookView>;
	remove(siteId: SiteId, id: WebhookId): Promise<void>;
	rotateSecret(siteId: SiteId, id: WebhookId): Promise<WebhookMade>;
	/** Sends one now and tells what came of it. */
	test(siteId: SiteId, id: WebhookId): Promise<WebhookTry>;
	/** Newest first. */
	deliveries(siteId: SiteId, id: WebhookId): Promise<readonly WebhookDelivery[]>;
	resend(siteId: SiteId, id: WebhookId, deliveryId: string): Promise<void>;
}

/** What a member's browser says of itself, and where it reaches the house. */
export interface PushBrowser {
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly baseUrl: string;
}

/** A member's own browsers that take Web Push; a device of somebody else is 'not-found'. */
export interface Push {
	view(by: Authority): Promise<PushView>;
	subscribe(
		by: Authority,
		keys: { readonly endpoint: string; readonly p256dh: string; readonly auth: string },
		browser: PushBrowser,
	): Promise<PushView>;
	remove(by: Authority, deviceId: DeviceId): Promise<PushView>;
	setDiscreet(by: Authority, discreet: boolean): Promise<PushView>;
	/** One message now; what stood in its way is the answer, not an error. */
	test(by: Authority, deviceId: DeviceId): Promise<PushTest>;
}

/** What the operator should know of this server. */
export interface House {
	/** How it is reached. */
	findings(): readonly SurroundingsFinding[];
	/** Where visitors' countries come from, and how old that is. */
	countryData(): CountryDataView;
}

/** What a member hears of while no dashboard of theirs is open. */
export interface Alerts {
	get(by: Authority): Promise<AlertsView>;
	update(by: Authority, preferences: AlertPreferences): Promise<AlertsView>;
	/** One mail to the member's own address, now. */
	testMail(by: Authority): Promise<AlertTest>;
	/** The chat of a link that holds for this member; it is not used up. */
	linkedSession(by: Authority, token: string): Promise<SessionId>;
	/** Uses it up, unless what is done with it is refused. */
	useLink<T>(by: Authority, token: string, run: (sessionId: SessionId) => Promise<T>): Promise<T>;
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
