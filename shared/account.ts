/** What the dashboard knows of its own house: members, sites, settings, knowledge. Shapes only. */
import type { AccountId, ArticleId, MemberId, SiteId, SiteKey } from './ids.ts';
import type { Plan, Role } from './plans.ts';
import type { Language } from './text/language.ts';

export const soundModes = ['all', 'new', 'human', 'none'] as const;
export type SoundMode = (typeof soundModes)[number];
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface Profile {
	/** Shown to visitors; empty: "Agent" in the visitor's language. */
	readonly displayName: string;
	readonly sound: SoundMode;
	readonly language: Language;
	readonly theme: Theme;
}

/** What stands between people and the server and should not be as it is. */
export type SurroundingsCode = 'proxy-undeclared' | 'proxy-missing' | 'proxy-more' | 'public-url' | 'wrong-origin';

export interface SurroundingsFinding {
	readonly code: SurroundingsCode;
	/** When it was first seen, wall clock, ms. */
	readonly seenAt: number;
}

export interface MemberView {
	readonly id: MemberId;
	readonly email: string;
	readonly displayName: string;
	readonly role: Role;
	readonly disabled: boolean;
	readonly createdAt: number;
	/** Some dashboard of theirs is open. */
	readonly attending: boolean;
}

export interface SiteSettings {
	/** Empty: the widget's own greeting in the visitor's language. */
	readonly greeting: string;
	/** `auto`: the page's language, else the browser's. */
	readonly language: 'auto' | Language;
	/** `#rrggbb`; the launcher's colour, and the widget's accent while the AI answers. */
	readonly colour: string;
	readonly side: 'right' | 'left';
	/** The line that an AI answers and that the team may read along. */
	readonly disclosure: boolean;
	/** https URL or empty. */
	readonly privacyUrl: string;
	readonly idleReturnMs: number;
	/** Chats are deleted when nothing was written in them for so many days; null: never. */
	readonly retentionDays: number | null;
}

export const defaultSiteSettings: SiteSettings = {
	greeting: '',
	language: 'auto',
	colour: '#4f46e5',
	side: 'right',
	disclosure: true,
	privacyUrl: '',
	idleReturnMs: 180_000,
	retentionDays: 365,
};

export interface SiteView {
	readonly id: SiteId;
	readonly key: SiteKey;
	readonly name: string;
	/** Origins whose pages may show the widget. */
	readonly origins: readonly string[];
	readonly demo: boolean;
	readonly settings: SiteSettings;
	readonly createdAt: number;
}

export type AiKind = 'embedded' | 'openai-compatible';

/** The key itself never leaves the server. */
export interface AiView {
	readonly kind: AiKind;
	readonly baseUrl: string;
	readonly model: string;
	readonly hasKey: boolean;
	/** The owner's words to the model: tone, rules. */
	readonly instructions: string;
	/** The environment names an endpoint, used by sites that choose a model and leave the fields empty. */
	readonly serverDefault: boolean;
}

export interface ArticleView {
	readonly id: ArticleId;
	readonly kind: 'text' | 'question';
	/** Title, or the question. */
	readonly title: string;
	/** Text, or the answer. */
	readonly body: string;
	readonly updatedAt: number;
}

/** Where an article stands in the list of its site. */
export interface ArticlePlace {
	readonly articleId: ArticleId;
	/** Wall clock, ms. */
	readonly createdAt: number;
}

/** A part of a site's articles, oldest first: all of them may be more than one frame holds (I24). */
export interface ArticlePart {
	readonly articles: readonly ArticleView[];
	/** Ask for what comes after it; null: that was all. */
	readonly next: ArticlePlace | null;
}

/** What the install page waits for. Times in ms. */
export interface InstallStatus {
	readonly now: number;
	readonly seen: { readonly origin: string; readonly at: number } | null;
	readonly blocked: readonly { readonly origin: string; readonly at: number }[];
}

export interface DemoStatus {
	/** Offered on this server (loopback without PUBLIC_URL, or DEMO=on). */
	readonly offered: boolean;
	readonly siteId: SiteId | null;
	/** Simulated visitors running now. */
	readonly visitors: number;
}

export interface Me {
	readonly id: MemberId;
	readonly email: string;
	readonly role: Role;
	readonly account: { readonly id: AccountId; readonly plan: Plan };
	readonly profile: Profile;
	readonly sites: readonly SiteView[];
	/** Where widget and dashboard are reached, no trailing slash. */
	readonly baseUrl: string;
	readonly version: string;
	/** The sign-in came over plain http: the cookie travels in the clear. */
	readonly insecure: boolean;
}
