import type { AskWhy, FailWhy, ReleaseWhy } from './entry.ts';

/** What can be told to people and programs beyond an open dashboard. Each is one entry of a transcript, told once. */
export const alertKinds = [
	/** A session's first entries are written, or a visitor came back to one that had left. */
	'session-opened',
	/** `asked-for-human`, whatever its reason. */
	'human-asked',
	'ai-failed',
	'took-over',
	'released',
	/** The visitor left while a human was asked for or a question stood open. */
	'missed',
	/** Visitor, AI or agent. */
	'message',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Of `human-asked`, `ai-failed`, `released` and `missed`. */
export type AlertWhy = AskWhy | FailWhy | ReleaseWhy | 'unanswered';

/** Where the dashboard shows the chat that an alert is about, below its address. */
export const chatPath = (siteId: string, sessionId: string, kind: AlertKind): string =>
	`/sites/${siteId}/${kind === 'missed' ? 'missed' : 'monitor'}/${sessionId}`;
