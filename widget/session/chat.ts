/** The visitor's side of a session as the panel uses it. */
import type { VisitorLive } from '../../shared/feed.ts';
import type { ConnectionState } from '../../shared/live/connect.ts';
import type { Outbox } from '../../shared/live/outbox-runner.ts';
import type { SessionView } from '../../shared/live/session-view.ts';
import type { Command } from './command.ts';

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
