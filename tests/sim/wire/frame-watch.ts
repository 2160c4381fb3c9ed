/** What only the wire shows: each event of a subscription is tracked, each error typed, and a 45xx is the last word. */
import { stopsClient } from '../../../shared/close-codes.ts';
import { errorCodes } from '../../../shared/errors.ts';
import type { Verdicts } from '../ledger.ts';
import type { DownFrame } from './server-end.ts';

export interface WatchedConnection {
	up(text: string): void;
	down(text: string): void;
	/** As the server handed it over. */
	sent(frame: DownFrame): void;
}

/** The sockets that one live connection of a page makes, one after the other. */
export interface WatchedConnections {
	dialled(): void;
	ended(code: number): void;
}

export interface FrameWatch {
	connection(kind: 'visitor' | 'member'): WatchedConnection;
	connections(): WatchedConnections;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A fault in what an error says of itself, or null. */
export function untyped(error: unknown): string | null {
	if (!isRecord(error) || !isRecord(error['data'])) return 'an error without data';
	const { data, message } = error;
	const { baton } = data;
	if (!isRecord(baton) || typeof baton['code'] !== 'string') return 'an error without a code of ours';
	const { code } = baton;
	if (!Object.hasOwn(errorCodes, code)) return `an error code that is on no list: ${code}`;
	if (code === 'internal') return 'an internal error';
	const extra = [...Object.keys(error), ...Object.keys(data)].filter(
		(key) => !['code', 'message', 'data', 'baton'].includes(key),
	);
	if (extra.length > 0 || message !== code) return `an error that says more than its code: ${JSON.stringify(error)}`;
	return null;
}

export function createFrameWatch({ held, broken }: Verdicts): FrameWatch {
	function connection(kind: 'visitor' | 'member'): WatchedConnection {
		const subscriptions = new Set<unknown>();
		let stopped = false;

		function asked(message: unknown): void {
			if (isRecord(message) && message['method'] === 'subscription') subscriptions.add(message['id']);
		}

		function answered(message: unknown): void {
			if (!isRecord(message)) return;
			if (message['error'] !== undefined) {
				held('W2');
				const fault = untyped(message['error']);
				if (fault !== null) broken('W2', `${fault}, to a ${kind}`);
			}
			const { result } = message;
			if (!isRecord(result) || result['type'] !== 'data') return;
			if (!subscriptions.has(message['id'])) return;
			held('W1');
			if (typeof result['id'] !== 'string' || result['id'] === '') {
				broken('W1', `an event of a ${kind}'s subscription is not tracked`);
			}
		}

		const each = (text: string, take: (message: unknown) => void): void => {
			if (text === 'PING' || text === 'PONG') return;
			const frame: unknown = JSON.parse(text);
			if (Array.isArray(frame)) frame.forEach(take);
			else take(frame);
		};

		return {
			up: (text) => each(text, asked),
			down: (text) => each(text, answered),
			sent(frame) {
				if (stopped && frame.kind === 'text') broken('W3', `a frame to a ${kind} after a 45xx`);
				if (frame.kind === 'close' && stopsClient(frame.code)) stopped = true;
			},
		};
	}

	return {
		connection,
		connections() {
			let stopped = false;
			return {
				dialled() {
					if (stopped) broken('W3', 'a client came back after a 45xx');
				},
				ended(code) {
					if (!stopsClient(code)) return;
					stopped = true;
					held('W3');
				},
			};
		},
	};
}
