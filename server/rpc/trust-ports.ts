/** What the procedures of privacy and order need of the house. Types only; services throw `BatonError` (I29). */
import type { AccountId, BlockId, MemberId, SessionId, SiteId, VisitorId } from '../../shared/ids.ts';
import type {
	AuditDetail,
	AuditKind,
	AuditPage,
	BlockView,
	LimitBite,
	LimitKind,
	RetentionStatus,
} from '../../shared/trust.ts';
import type { Authority } from './ports.ts';

export interface Blocks {
	list(by: Authority, siteId: SiteId): Promise<readonly BlockView[]>;
	/** Ends the visitor's chat, closes their sockets, and takes no more of them. */
	blockVisitor(by: Authority, sessionId: SessionId, note: string): Promise<{ readonly siteId: SiteId }>;
	/** 'input.invalid' with field `range` for what is no range, or one that holds half the world. */
	blockRange(by: Authority, siteId: SiteId, range: string, note: string): Promise<void>;
	unblock(by: Authority, siteId: SiteId, id: BlockId): Promise<void>;
}

export interface Erasure {
	/** Removes the visitor of that session from the site with all of their chats; how many there were. */
	erase(by: Authority, sessionId: SessionId): Promise<{ readonly siteId: SiteId; readonly sessions: number }>;
}

export interface Retention {
	status(by: Authority, siteId: SiteId): Promise<RetentionStatus>;
}

export interface Limits {
	/** This process, since it began. */
	of(by: Authority, siteId: SiteId): readonly LimitBite[];
}

/** Told where a limit refuses something of a visitor's. Never throws. */
export type LimitHit = (siteId: SiteId, kind: LimitKind) => void;

/** Something that somebody did. */
export interface Deed {
	readonly accountId: AccountId;
	readonly kind: AuditKind;
	/** Null: the operator, at the server itself. */
	readonly by: { readonly memberId: MemberId; readonly email: string } | null;
	readonly siteId?: SiteId | null | undefined;
	readonly sessionId?: SessionId | null | undefined;
	readonly detail?: AuditDetail | undefined;
}

export interface AuditLog {
	/** Resolves once it is stored or put aside to be tried again. Never rejects: what was done is done. */
	record(deed: Deed): Promise<void>;
}

export interface Audit extends AuditLog {
	page(
		accountId: AccountId,
		of: {
			readonly before?: string | undefined;
			readonly kind?: AuditKind | undefined;
			readonly memberId?: MemberId | undefined;
		},
	): Promise<AuditPage>;
	/** How a member or a website is called now, before what is done to them is done. */
	nameOf(accountId: AccountId, id: MemberId | SiteId): string | undefined;
}

/** `forgotten`: erased; what their browser shows is worth nothing, and they may come as somebody new. */
export type Standing = 'open' | 'blocked' | 'forgotten';

/** Who may come in, from memory. */
export interface Gate {
	standing(siteId: SiteId, visitorId: VisitorId): Standing;
	/** The address, as `clientAddress` writes it, is in a range that the site has blocked. */
	bars(siteId: SiteId, address: string): boolean;
}

/** What the procedures of privacy and order ask. */
export interface TrustDeps {
	readonly blocks: Blocks;
	readonly erasure: Erasure;
	readonly retention: Retention;
	readonly limits: Limits;
	readonly audit: Audit;
	readonly gate: Pick<Gate, 'standing'>;
}
