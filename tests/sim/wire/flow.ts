/** One direction of a TCP connection: frames arrive in their order, late, or never. */
import type { Timer } from '../../../server/clock.ts';
import type { Time } from '../time.ts';

export interface Flow<F> {
	push(frame: F, bytes: number): void;
	/** While held nothing arrives: what is under way is sent again afterwards. */
	hold(on: boolean): void;
	/** Handed over and not arrived. */
	readonly bytes: number;
	readonly frames: number;
	/** Only the first `count` of what is under way arrives, and nothing that is pushed later. */
	sever(count: number): void;
}

export interface FlowOptions<F> {
	readonly time: Pick<Time, 'monotonic' | 'after'>;
	readonly latencyMs: () => number;
	readonly deliver: (frame: F) => void;
}

interface UnderWay<F> {
	readonly frame: F;
	readonly bytes: number;
	at: number;
}

export function createFlow<F>({ time, latencyMs, deliver }: FlowOptions<F>): Flow<F> {
	const queue: UnderWay<F>[] = [];
	let bytes = 0;
	let lastAt = 0;
	let held = false;
	let severed = false;
	let timer: Timer | null = null;

	/** Never before the one ahead of it. */
	function arrival(): number {
		lastAt = Math.max(lastAt, time.monotonic() + latencyMs());
		return lastAt;
	}

	function disarm(): void {
		timer?.cancel();
		timer = null;
	}

	function arm(): void {
		const [head] = queue;
		if (timer === null && !held && head !== undefined) timer = time.after(head.at - time.monotonic(), arrive);
	}

	function arrive(): void {
		timer = null;
		const head = queue.shift();
		if (head === undefined) return;
		bytes -= head.bytes;
		arm();
		deliver(head.frame);
	}

	return {
		push(frame, size) {
			if (severed) return;
			queue.push({ frame, bytes: size, at: arrival() });
			bytes += size;
			arm();
		},
		hold(on) {
			if (held === on) return;
			held = on;
			disarm();
			if (on) return;
			lastAt = 0;
			for (const one of queue) one.at = arrival();
			arm();
		},
		get bytes() {
			return bytes;
		},
		get frames() {
			return queue.length;
		},
		sever(count) {
			severed = true;
			for (const lost of queue.splice(count)) bytes -= lost.bytes;
			if (queue.length === 0) disarm();
		},
	};
}
