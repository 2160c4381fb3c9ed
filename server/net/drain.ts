/** The gentle end: clients are asked to move, then closed with 4000, a few at a time so that they do not return at once. */
import { closeCodes } from '../../shared/close-codes.ts';
import type { Clock } from '../clock.ts';
import type { Socket } from './socket.ts';
import type { Transport } from './transport.ts';

/** What tRPC's own `broadcastReconnectNotification` sends: the client opens a second socket and moves over. */
export const reconnectNotice = JSON.stringify({ id: null, method: 'reconnect' });

const stepMs = 50;

export interface DrainOptions {
	readonly transport: Transport;
	readonly clock: Clock;
	/** Over how long the sockets are closed. */
	readonly spreadMs: number;
	/** How long a socket may live after its notice, to be emptied by its client. */
	readonly handoverMs: number;
	/** After this, counted from the start, what is still open is cut. */
	readonly deadlineMs: number;
	/** Aborts: nobody waits any more, the rest is closed now. */
	readonly hurry?: AbortSignal | undefined;
}

/** All of a busy house come back over ten seconds, a handful at once. */
export function spreadFor(sockets: number): number {
	const [eachMs, mostMs] = [20, 10_000];
	return Math.min(mostMs, sockets * eachMs);
}

export interface Drained {
	/** Sockets that were open at the start. */
	readonly sockets: number;
	/** Of them, cut at the deadline. */
	readonly cut: number;
}

/** Stops listening and empties the transport. Resolves when every socket is gone, or the deadline is over. */
export function drain({ transport, clock, spreadMs, handoverMs, deadlineMs, hurry }: DrainOptions): Promise<Drained> {
	const startedAt = clock.monotonic();
	transport.stopListening();
	const all = [...transport.sockets];
	const notified: { readonly socket: Socket; readonly at: number }[] = [];
	let next = 0;
	let nextToClose = 0;

	/** Sockets whose turn has come by now get the notice; those that had it long enough get the close frame. */
	function step(elapsedMs: number): void {
		const due = spreadMs <= 0 ? all.length : Math.ceil((all.length * (elapsedMs + stepMs)) / (spreadMs + stepMs));
		for (; next < Math.min(due, all.length); next++) {
			const socket = all[next];
			if (!socket) continue;
			socket.send(reconnectNotice);
			notified.push({ socket, at: elapsedMs });
		}
		for (; nextToClose < notified.length; nextToClose++) {
			const first = notified[nextToClose];
			if (!first || first.at + handoverMs > elapsedMs) break;
			first.socket.close(closeCodes.drain, 'shutting down');
		}
	}

	/** In a hurry a client gets one step to read its close frame. */
	let hurriedAt: number | null = null;
	function isOver(elapsedMs: number): boolean {
		if (hurry?.aborted !== true) return false;
		hurriedAt ??= elapsedMs;
		return elapsedMs - hurriedAt >= 2 * stepMs;
	}

	return new Promise((resolve) => {
		let cut = 0;
		function tick(): void {
			const elapsedMs = clock.monotonic() - startedAt;
			if (hurry?.aborted === true)
				for (const socket of [...transport.sockets]) socket.close(closeCodes.drain, 'shutting down');
			if (transport.sockets.size > 0 && elapsedMs < deadlineMs && !isOver(elapsedMs)) {
				step(elapsedMs);
				clock.setTimer(stepMs, tick);
				return;
			}
			for (const socket of [...transport.sockets]) {
				cut++;
				socket.terminate();
			}
			resolve({ sockets: all.length, cut });
		}
		tick();
	});
}
