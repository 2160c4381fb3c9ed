/** What a frame on its way out says, as far as the checks must know. */
import type { Entry } from '../../../shared/entry.ts';
import type { Piece, SessionFeedEvent } from '../../../shared/feed.ts';
import { type SessionId, sessionIdOf } from '../../../shared/ids.ts';

export type Outbound =
	| { readonly kind: 'pieces'; readonly request: number; readonly sessionId: SessionId; readonly piece: Piece }
	| {
			readonly kind: 'entries';
			readonly request: number;
			readonly sessionId: SessionId;
			readonly entries: readonly Entry[];
	  }
	| { readonly kind: 'welcome'; readonly request: number; readonly sessionId: SessionId; readonly reset: boolean }
	| { readonly kind: 'live'; readonly sessionId: SessionId; readonly turn: number | null }
	| { readonly kind: 'ack'; readonly request: number; readonly seq: number }
	| { readonly kind: 'other' };

const other: Outbound = { kind: 'other' };

interface Result {
	readonly id?: number;
	readonly result?: { readonly data?: { readonly seq?: number; readonly id?: string; readonly data?: unknown } };
}

/** @param text written by our own server, whose types these are */
export function readOutbound(text: string): Outbound {
	if (text.charCodeAt(0) !== 0x7b) return other;
	const { id: request = 0, result } = JSON.parse(text) as Result;
	const data = result?.data;
	if (typeof data !== 'object' || data === null) return other;
	if (typeof data.seq === 'number') return { kind: 'ack', request, seq: data.seq };
	if (typeof data.id !== 'string' || !data.id.startsWith('session_')) return other;
	const sessionId = sessionIdOf(data.id.slice(0, data.id.indexOf(':')));
	const event = data.data as SessionFeedEvent<{ readonly turn: number | null }>;
	switch (event.type) {
		case 'piece':
			return { kind: 'pieces', request, sessionId, piece: event };
		case 'entries':
			return { kind: 'entries', request, sessionId, entries: event.entries };
		case 'welcome':
			return { kind: 'welcome', request, sessionId, reset: event.reset };
		case 'live':
			return { kind: 'live', sessionId, turn: event.live.turn };
	}
}

/** A command as it came in. */
export interface Inbound {
	readonly request: number;
	readonly path: string;
	readonly clientId: string | null;
	readonly sessionId: SessionId | null;
}

interface Call {
	readonly id?: number;
	readonly params?: {
		readonly path?: string;
		readonly input?: { readonly clientId?: string; readonly sessionId?: string };
	};
}

/** @param text written by the official client */
export function readInbound(text: string): readonly Inbound[] {
	if (!text.includes('"clientId"')) return [];
	const parsed = JSON.parse(text) as Call | readonly Call[];
	const calls: readonly Call[] = Array.isArray(parsed) ? parsed : [parsed as Call];
	return calls.map(({ id = 0, params }) => ({
		request: id,
		path: params?.path ?? '',
		clientId: params?.input?.clientId ?? null,
		sessionId: params?.input?.sessionId === undefined ? null : sessionIdOf(params.input.sessionId),
	}));
}
