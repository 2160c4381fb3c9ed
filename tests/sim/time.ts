/**
 * One queue of virtual time for server, network, store, responder and pages. An event runs, everything that waits for
 * nothing but its turn comes to rest, then the next one: no real timer decides anything.
 */
import type { Clock, Timer } from '../../server/clock.ts';

/** Whose timers ring: a dead life's and a closed page's do not. */
export interface Mortal {
	readonly dead: boolean;
}

export interface Time {
	monotonic(): number;
	wall(): number;
	/** Rings after the time, in the order of setting where two fall together. */
	after(ms: number, ring: () => void): Timer;
	/** The wall clock jumps; nothing rings (I28). */
	jumpWall(ms: number): void;
	/** As one holder sees it. `now` may be off by `skewMs`. */
	clockOf(holder: Mortal, skewMs?: number): Clock;
	/** Runs what is due within the time, then stands there. `stepped` is called after each event has come to rest. */
	run(ms: number, stepped?: () => void): Promise<void>;
	/** Acts in the middle of the next event: after so many turns of the microtask queue. */
	interrupt(hops: number, act: () => void): void;
	readonly events: number;
}

interface Event {
	readonly at: number;
	readonly order: number;
	readonly ring: () => void;
	cancelled: boolean;
}

const earlier = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap: the earliest event first. */
function createHeap() {
	const heap: Event[] = [];
	return {
		get first(): Event | undefined {
			return heap[0];
		},
		push(event: Event): void {
			let index = heap.length;
			heap.push(event);
			while (index > 0) {
				const parent = (index - 1) >> 1;
				const above = heap[parent];
				if (above === undefined || !earlier(event, above)) break;
				heap[index] = above;
				index = parent;
			}
			heap[index] = event;
		},
		pop(): void {
			const last = heap.pop();
			const size = heap.length;
			if (last === undefined || size === 0) return;
			let index = 0;
			for (;;) {
				let child = 2 * index + 1;
				let below = heap[child];
				const right = heap[child + 1];
				if (below !== undefined && right !== undefined && earlier(right, below)) {
					child += 1;
					below = right;
				}
				if (below === undefined || !earlier(below, last)) break;
				heap[index] = below;
				index = child;
			}
			heap[index] = last;
		},
	};
}

/**
 * Resolves when all that waits only for its turn has had it. A tick asked for by a microtask comes after the last
 * microtask, and costs no turn of the real loop.
 */
export const settled = (): Promise<void> =>
	new Promise((resolve) => {
		// Not `queueMicrotask`, which makes an async resource each time.
		void Promise.resolve().then(() => process.nextTick(resolve));
	});

/**
 * Puts the turns of the process's own loop under virtual time: whoever asks for the next one gets an event. Returns how to
 * give the loop back.
 */
export function installTurns(time: Time): () => void {
	const real = globalThis.setImmediate;
	const turn = (act: (...values: unknown[]) => void, ...values: unknown[]) => time.after(0, () => act(...values));
	// What it returns is looked at by nobody here.
	globalThis.setImmediate = turn as unknown as typeof setImmediate;
	return () => {
		globalThis.setImmediate = real;
	};
}

/** An ordinary day: deadlines far from zero, so that nothing works by accident of small numbers. */
const startsAt = 1_760_000_000_000;

export function createTime(): Time {
	const queue = createHeap();
	let now = 1_000;
	let wallOffset = startsAt;
	let order = 0;
	let events = 0;
	let interruption: { readonly hops: number; readonly act: () => void } | null = null;

	function hop(left: number, act: () => void): void {
		if (left === 0) act();
		else queueMicrotask(() => hop(left - 1, act));
	}

	const after = (ms: number, ring: () => void): Timer => {
		order += 1;
		const event: Event = { at: now + Math.max(0, ms), order, ring, cancelled: false };
		queue.push(event);
		return {
			cancel() {
				event.cancelled = true;
			},
		};
	};
	const wall = (): number => Math.round(now + wallOffset);

	return {
		monotonic: () => now,
		wall,
		after,
		jumpWall(ms) {
			wallOffset += ms;
		},
		clockOf: (holder, skewMs = 0) => ({
			now: () => wall() + skewMs,
			monotonic: () => now,
			setTimer: (ms, ring) =>
				after(ms, () => {
					if (!holder.dead) ring();
				}),
		}),
		async run(ms, stepped = () => {}) {
			const until = now + ms;
			await settled();
			stepped();
			for (let event = queue.first; event !== undefined && event.at <= until; event = queue.first) {
				queue.pop();
				if (event.cancelled) continue;
				now = event.at;
				events += 1;
				event.ring();
				if (interruption !== null) {
					const { hops, act } = interruption;
					interruption = null;
					hop(hops, act);
				}
				await settled();
				stepped();
			}
			now = until;
		},
		interrupt(hops, act) {
			interruption = { hops, act };
		},
		get events() {
			return events;
		},
	};
}
