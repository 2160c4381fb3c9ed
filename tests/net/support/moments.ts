/** Notes what happened, and lets a test wait for it instead of sleeping. */
export interface Moments {
	note(name: string): void;
	count(name: string): number;
	/** Resolves once `name` was noted `times` times in all. */
	seen(name: string, times?: number): Promise<void>;
}

export function createMoments(): Moments {
	const counts = new Map<string, number>();
	const waiting = new Set<{ readonly name: string; readonly times: number; readonly resolve: () => void }>();
	const count = (name: string) => counts.get(name) ?? 0;
	return {
		note(name) {
			counts.set(name, count(name) + 1);
			for (const waiter of waiting) {
				if (waiter.name === name && count(name) >= waiter.times) {
					waiting.delete(waiter);
					waiter.resolve();
				}
			}
		},
		count,
		seen(name, times = 1) {
			if (count(name) >= times) return Promise.resolve();
			return new Promise((resolve) => waiting.add({ name, times, resolve }));
		},
	};
}

export interface Deferred<Value> {
	readonly promise: Promise<Value>;
	resolve(value: Value): void;
	reject(reason: unknown): void;
}

export function defer<Value>(): Deferred<Value> {
	return Promise.withResolvers<Value>();
}
