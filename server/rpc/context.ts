/** Who is on the other end of a socket. Made once per connection and never throws: a bad login is nobody. */
import type { LoginId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { SessionActor } from '../actor/front.ts';
import type { Connection, PushBrowser } from './ports.ts';

export interface MemberContext {
	/** Null: nobody. What the login may do is asked again at each call. */
	readonly loginId: LoginId | null;
	readonly connection: Connection;
	/** Where this browser reaches the house: PUBLIC_URL, else what its Host header says. No trailing slash. */
	readonly baseUrl: string;
	/** The page went behind another app of a phone, or came back. */
	readonly setAway: (away: boolean) => void;
	/** What it said of itself when it connected. */
	readonly browser: PushBrowser;
	/** The login's cookie travels over plain http from another machine. */
	readonly insecure: boolean;
}

export type Binding =
	| {
			readonly ok: true;
			readonly actor: SessionActor;
			readonly visitorId: VisitorId;
			/** Signed; the browser keeps it and shows it at each later hello. */
			readonly token: string;
	  }
	/** The socket has been or is being closed with a code of its own. */
	| { readonly ok: false };

export interface VisitorContext {
	readonly siteId: SiteId;
	readonly connection: Connection;
	/** The session that the hello opened or joined. */
	readonly binding: Binding;
}
