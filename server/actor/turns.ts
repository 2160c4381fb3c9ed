/** One at a time for each key, in the order of asking; another key does not wait. */
export function createTurns(): <T>(key: string, run: () => Promise<T>) => Promise<T> {
	const last = new Map<string, Promise<unknown>>();
	return async (key, run) => {
		const before = last.get(key) ?? Promise.resolve();
		const mine = before.then(run, run);
		const settled = mine.catch(() => {});
		last.set(key, settled);
		try {
			return await mine;
		} finally {
			if (last.get(key) === settled) last.delete(key);
		}
	};
}
