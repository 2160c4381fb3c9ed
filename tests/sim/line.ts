/**
 * One line between a page and the server, as a TCP connection would behave: the frames of a direction never overtake
 * each other, a direction that is blocked delivers late or never, and the two sides learn of an end at different times.
 */
import type { Timer } from '../../server/clock.ts';
import type { Time } from './time.ts';

export interface Ears {
	frame(text: string): void;
	/** Once. 1006: nobody said goodbye. */
	closed(code: number): void;
}

/** What one side holds of the line. */
export interface End {
	readonly open: boolean;
	send(text: string): void;
	/** Orderly: the other side hears of it after all that was sent before. This side hears at once. */
	close(code: number): void;
}

export type Direction = 'up' | 'down';

export interface Line {
	readonly client: End;
	readonly server: End;
	/** Frames wait. A side that hears nothing for too long gives the line up, as keep-alive and idle timeout do. */
	block(direction: Direction): void;
	unblock(): void;
	/** Both directions end now, what is on its way is lost. Null: this side is told by its own patience only. */
	cut(clientHearsMs: number | null, serverHearsMs: number | null): void;
	readonly over: boolean;
	/** Both sides hold it, and frames go both ways. */
	readonly healthy: boolean;
}

export interface LineOptions {
	readonly time: Time;
	/** Of the next frame, ms. */
	readonly latencyMs: () => number;
	readonly client: Ears;
	readonly server: Ears;
	/** How long each side bears silence, ms. */
	readonly patienceMs: { readonly client: number; readonly server: number };
}

/** What a side reports that was told nothing. */
export const abnormal = 1006;

type Mail = { readonly text: string } | { readonly code: number };

interface Pipe {
	blocked: boolean;
	lost: boolean;
	readonly queue: { readonly at: number; readonly mail: Mail }[];
	timer: Timer | null;
	lastAt: number;
}

const makePipe = (): Pipe => ({ blocked: false, lost: false, queue: [], timer: null, lastAt: 0 });

export function createLine(options: LineOptions): Line {
	const { time } = options;
	const pipes = { up: makePipe(), down: makePipe() };
	const open = { client: true, server: true };
	const patience: Timer[] = [];

	function hearEnd(side: 'client' | 'server', code: number): void {
		if (!open[side]) return;
		open[side] = false;
		if (!open.client && !open.server) for (const timer of patience) timer.cancel();
		options[side].closed(code);
	}

	function arm(direction: Direction): void {
		const pipe = pipes[direction];
		const first = pipe.queue[0];
		if (pipe.timer !== null || pipe.blocked || first === undefined) return;
		pipe.timer = time.after(first.at - time.monotonic(), () => {
			pipe.timer = null;
			deliver(direction);
			arm(direction);
		});
	}

	function deliver(direction: Direction): void {
		const pipe = pipes[direction];
		const side = direction === 'up' ? 'server' : 'client';
		while (!pipe.blocked && open[side]) {
			const first = pipe.queue[0];
			if (first === undefined || first.at > time.monotonic()) return;
			pipe.queue.shift();
			if ('text' in first.mail) options[side].frame(first.mail.text);
			else hearEnd(side, first.mail.code);
		}
		if (!open[side]) pipe.queue.length = 0;
	}

	function put(direction: Direction, mail: Mail): void {
		const pipe = pipes[direction];
		if (pipe.lost) return;
		const at = Math.max(pipe.lastAt, time.monotonic() + options.latencyMs());
		pipe.lastAt = at;
		pipe.queue.push({ at, mail });
		arm(direction);
	}

	function endOf(side: 'client' | 'server', direction: Direction): End {
		return {
			get open() {
				return open[side];
			},
			send(text) {
				if (open[side]) put(direction, { text });
			},
			close(code) {
				if (!open[side]) return;
				put(direction, { code });
				hearEnd(side, code);
			},
		};
	}

	const client = endOf('client', 'up');
	const server = endOf('server', 'down');

	/** The server asks by pings and is silent itself when it gives up; a page closes, and says so if it still can. */
	function bear(side: 'client' | 'server', ms: number): void {
		patience.push(
			time.after(ms, () => {
				const end = side === 'client' ? client : server;
				if (!end.open || (!pipes.up.blocked && !pipes.down.blocked && !pipes.up.lost)) return;
				end.close(abnormal);
			}),
		);
	}

	return {
		client,
		server,
		block(direction) {
			if (pipes[direction].blocked) return;
			pipes[direction].blocked = true;
			pipes[direction].timer?.cancel();
			pipes[direction].timer = null;
			bear('client', options.patienceMs.client);
			bear('server', options.patienceMs.server);
		},
		unblock() {
			for (const timer of patience.splice(0)) timer.cancel();
			for (const direction of ['up', 'down'] as const) {
				pipes[direction].blocked = false;
				arm(direction);
			}
		},
		cut(clientHearsMs, serverHearsMs) {
			for (const pipe of [pipes.up, pipes.down]) {
				pipe.lost = true;
				pipe.queue.length = 0;
				pipe.timer?.cancel();
			}
			time.after(clientHearsMs ?? options.patienceMs.client, () => hearEnd('client', abnormal));
			time.after(serverHearsMs ?? options.patienceMs.server, () => hearEnd('server', abnormal));
		},
		get over() {
			return !open.client && !open.server;
		},
		get healthy() {
			const { up, down } = pipes;
			return open.client && open.server && !up.blocked && !down.blocked && !up.lost;
		},
	};
}
