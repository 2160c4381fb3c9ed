/** What the dashboard knows of privacy and order: what is kept, who is kept out, who did what. Shapes only. */
import type { BlockId, MemberId, SessionId, SiteId } from './ids.ts';
import type { Plan, Role } from './plans.ts';

/** How old chats are deleted on a site. */
export interface RetentionStatus {
	/** Null: kept for ever. */
	readonly days: number | null;
	/** When the server last looked for old chats, wall clock, ms; null: not yet. */
	readonly ranAt: number | null;
	/** How many chats it deleted then. */
	readonly deleted: number;
}

export const blockKinds = ['visitor', 'range'] as const;
export type BlockKind = (typeof blockKinds)[number];

export interface BlockView {
	readonly id: BlockId;
	readonly kind: BlockKind;
	/** An address range; empty for a visitor. */
	readonly range: string;
	/** The chat that a visitor was blocked from. */
	readonly sessionId: SessionId | null;
	readonly note: string;
	/** E-mail of the member. */
	readonly by: string;
	/** Wall clock, ms. */
	readonly at: number;
}

/** Limits of SPEC section 10 that a site's visitors can meet. */
export const limitKinds = ['messages', 'sockets', 'sessions', 'busy'] as const;
export type LimitKind = (typeof limitKinds)[number];

/** How often a limit has refused something of late; those that refused nothing are not told. */
export interface LimitBite {
	readonly kind: LimitKind;
	readonly lastHour: number;
	readonly lastDay: number;
	/** Wall clock, ms. */
	readonly lastAt: number;
}

/** What the audit list tells of. The first two are read from the transcripts themselves. */
export const auditKinds = [
	'took-over',
	'released',
	'exported',
	'erased',
	'blocked-visitor',
	'blocked-range',
	'unblocked',
	'invited',
	'joined',
	'role-changed',
	'disabled',
	'enabled',
	'member-removed',
	'password-changed',
	'password-reset',
	'signed-out-everywhere',
	'plan-changed',
	'ai-changed',
	'site-added',
	'site-changed',
	'webhooks-changed',
	'webhook-key-changed',
	'site-removed',
	'article-removed',
	'demo-removed',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** No word of a visitor's, and no address. */
export interface AuditDetail {
	/** The member concerned, or the website, as it was called then. */
	readonly about?: string | undefined;
	readonly role?: Role | undefined;
	readonly plan?: Plan | undefined;
	/** Of the AI: its key was replaced or removed. */
	readonly key?: boolean | undefined;
	/** Chats. */
	readonly count?: number | undefined;
}

export interface AuditView {
	readonly id: string;
	readonly kind: AuditKind;
	/** Wall clock, ms. */
	readonly at: number;
	readonly memberId: MemberId | null;
	/** As they were called then; empty: the operator, at the server itself. */
	readonly by: string;
	readonly siteId: SiteId | null;
	readonly sessionId: SessionId | null;
	readonly detail: AuditDetail;
}

export interface AuditPage {
	/** Newest first. */
	readonly entries: readonly AuditView[];
	/** What `before` asks for the next page with; null: this is the last. */
	readonly next: string | null;
}
