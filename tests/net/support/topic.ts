/** A log with a wake-up, as the server's feeds are built: readers hold a cursor, never a queue. */
export interface Topic {
	append(count: number, padding?: number): void;
	readonly length: number;
	/** Entries after `cursor`; the first entry is number 1. */
	after(cursor: number, most: number): readonly TopicEntry[];
	/** Arm before reading, or what falls in between is missed. */
	arm(): (signal: AbortSignal) => Promise<void>;
}

export interface TopicEntry {
	readonly seq: number;
	readonly text: string;
}

export function createTopic(): Topic {
	const entries: TopicEntry[] = [];
	let wakers = new Set<() => void>();
	return {
		append(count, padding = 0) {
			for (let index = 0; index < count; index++) {
				const seq = entries.length + 1;
				entries.push({ seq, text: `entry ${seq} ${'·'.repeat(padding)}` });
			}
			const woken = wakers;
			wakers = new Set();
			for (const wake of woken) wake();
		},
		get length() {
			return entries.length;
		},
		after: (cursor, most) => entries.slice(cursor, cursor + most),
		arm() {
			const { promise, resolve } = Promise.withResolvers<void>();
			wakers.add(resolve);
			return (signal) => {
				signal.addEventListener('abort', () => resolve(), { once: true });
				if (signal.aborted) resolve();
				return promise;
			};
		},
	};
}
