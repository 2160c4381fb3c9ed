/** The visitor's side of a session as the panel uses it. */
import type { VisitorRouter } from '../../server/rpc/visitor.ts';
import type { VisitorLive } from '../../shared/feed.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { Connection, ConnectionState } from '../../shared/live/connect.ts';
import type { LiveClock } from '../../shared/live/host.ts';
import type { Outbox } from '../../shared/live/outbox-runner.ts';
import type { SessionView } from '../../shared/live/session-view.ts';
import type { Command } from './command.ts';
import type { Memory } from './memory.ts';
import type { MintLock } from './mint-lock.ts';
import type { PageFacts } from './page.ts';

export type Phase =
	/** No session, no socket: only the launcher. */
	| 'closed'
	/** A session, or one on its way. */
	| 'open'
	/** The session has left while the panel stood open: it stays readable, and the next message opens it again. */
	| 'dormant'
	/** "End chat" was pressed, here or in another tab: the start screen. */
	| 'ended'
	/** Not on this page, not for this visitor: the widget hides. */
	| 'refused';

type Hello = Readonly<Record<string, string>>;

export interface ChatDeps {
	readonly connect: (hello: () => Hello) => Connection<VisitorRouter>;
	readonly clock: LiveClock;
	readonly memory: Memory;
	readonly mintLock: MintLock;
	readonly makeClientId: () => ClientId;
	/** Language and touch points; address and title come with `page`. */
	readonly about: Hello;
	readonly page: () => PageFacts;
	/** Somebody answered after the visitor had left; it is shown when the chat is opened. */
	readonly answered?: (() => void) | undefined;
	readonly changed: () => void;
}

export interface ChatSession {
	readonly phase: Phase;
	readonly view: SessionView<VisitorLive>;
	readonly link: ConnectionState;
	readonly outbox: Outbox<Command>;
	openPanel(): void;
	closePanel(): void;
	/** At once if this browser remembers a running session. */
	resume(): void;
	/** From the start screen. */
	startNew(): void;
	write(command: Command): void;
	end(): void;
	typing(on: boolean): void;
	pageChanged(): void;
	/** The page goes into the back-forward cache, or comes out of it. */
	suspend(): void;
	wake(): void;
}
