/** Branded ids and numbers: passing one for another does not compile. Only this file makes them. */
declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

export type AccountId = Branded<string, 'account'>;
export type SiteId = Branded<string, 'site'>;
/** Public key of a site, printed in the embed line. Not a secret. */
export type SiteKey = Branded<string, 'site-key'>;
export type MemberId = Branded<string, 'member'>;
/** One signed-in browser of a member. */
export type LoginId = Branded<string, 'login'>;
export type VisitorId = Branded<string, 'visitor'>;
export type SessionId = Branded<string, 'session'>;
export type ArticleId = Branded<string, 'article'>;
export type WebhookId = Branded<string, 'webhook'>;
/** A browser of a member that takes Web Push. */
export type DeviceId = Branded<string, 'device'>;
/** Of somebody, or an address range, that is kept out of a site. */
export type BlockId = Branded<string, 'block'>;
/** Chosen by the client for each command it may repeat (I13). */
export type ClientId = Branded<string, 'client'>;

/** Dense number of an entry within its session, from 1 (I12). 0 = before the first. */
export type Seq = Branded<number, 'seq'>;
/** Control number: rises with each change of control. 0 = before the first `opened`. */
export type Gen = Branded<number, 'gen'>;
/** Ownership number of a session's row: a writer with an older one is fenced (I14). */
export type Epoch = Branded<number, 'epoch'>;

export const seqOf = (value: number): Seq => value as Seq;
export const genOf = (value: number): Gen => value as Gen;
export const epochOf = (value: number): Epoch => value as Epoch;
export const noSeq: Seq = seqOf(0);
export const noGen: Gen = genOf(0);

export const accountIdOf = (value: string): AccountId => value as AccountId;
export const siteIdOf = (value: string): SiteId => value as SiteId;
export const siteKeyOf = (value: string): SiteKey => value as SiteKey;
export const memberIdOf = (value: string): MemberId => value as MemberId;
export const loginIdOf = (value: string): LoginId => value as LoginId;
export const visitorIdOf = (value: string): VisitorId => value as VisitorId;
export const sessionIdOf = (value: string): SessionId => value as SessionId;
export const articleIdOf = (value: string): ArticleId => value as ArticleId;
export const webhookIdOf = (value: string): WebhookId => value as WebhookId;
export const deviceIdOf = (value: string): DeviceId => value as DeviceId;
export const blockIdOf = (value: string): BlockId => value as BlockId;
export const clientIdOf = (value: string): ClientId => value as ClientId;

/** Fills the array with random bytes and returns it; `crypto.getRandomValues` fits. */
export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` base62 characters without bias: bytes of 248 and above are thrown away. */
export function randomBase62(length: number, fill: FillRandom): string {
	let text = '';
	while (text.length < length) {
		for (const byte of fill(new Uint8Array(length * 2))) {
			if (byte < 248 && text.length < length) text += base62[byte % 62];
		}
	}
	return text;
}

export const makeSessionId = (fill: FillRandom): SessionId => sessionIdOf(`session_${randomBase62(22, fill)}`);
export const makeVisitorId = (fill: FillRandom): VisitorId => visitorIdOf(`visitor_${randomBase62(22, fill)}`);
export const makeSiteKey = (fill: FillRandom): SiteKey => siteKeyOf(`pk_${randomBase62(22, fill)}`);
export const makeClientId = (fill: FillRandom): ClientId => clientIdOf(randomBase62(22, fill));

/** What a card shows of a session id: `session_abc12…`. */
export const shortSessionId = (id: SessionId): string => `${id.slice(0, 'session_'.length + 5)}…`;
