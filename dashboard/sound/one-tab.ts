/**
 * One sound, however many tabs show the same website. The tab that holds the lock sounds; it asks for the lock only once its
 * browser lets it sound, so a tab that is still silent never silences the others. Plain http has no locks: there the first tab
 * to announce a sound makes it.
 */
export interface OneTab {
	/** Runs `play` in one of the tabs that call this about the same thing. */
	sound(what: string, play: () => void): void;
	stop(): void;
}

function createLocked(name: string, locks: LockManager): OneTab {
	let holds = false;
	let release = () => {};
	const ended = new AbortController();
	locks
		.request(name, { signal: ended.signal }, () => {
			holds = true;
			return new Promise<void>((resolve) => {
				release = resolve;
			});
		})
		.catch(() => {
			// Aborted: this tab no longer wants it.
		});
	return {
		sound(_what, play) {
			if (holds) play();
		},
		stop() {
			holds = false;
			ended.abort();
			release();
		},
	};
}

/** Long enough for another tab's announcement to arrive, short enough not to be heard. */
const claimWithinMs = 120;

function createAnnounced(name: string): OneTab {
	const channel = new BroadcastChannel(name);
	const claimed = new Map<string, ReturnType<typeof setTimeout>>();
	const waiting = new Map<string, ReturnType<typeof setTimeout>>();
	const claim = (what: string) => {
		clearTimeout(claimed.get(what));
		claimed.set(
			what,
			setTimeout(() => claimed.delete(what), 1_000),
		);
		clearTimeout(waiting.get(what));
		waiting.delete(what);
	};
	channel.onmessage = ({ data }: MessageEvent<unknown>) => {
		if (typeof data === 'string') claim(data);
	};
	return {
		sound(what, play) {
			if (claimed.has(what) || waiting.has(what)) return;
			const timer = setTimeout(() => {
				channel.postMessage(what);
				claim(what);
				play();
			}, Math.random() * claimWithinMs);
			waiting.set(what, timer);
		},
		stop() {
			channel.close();
			for (const timer of [...claimed.values(), ...waiting.values()]) clearTimeout(timer);
		},
	};
}

export function createOneTab(name: string): OneTab {
	// The DOM types say that it is always there; on plain http it is not.
	const { locks } = navigator as { readonly locks?: LockManager };
	return locks === undefined ? createAnnounced(name) : createLocked(name, locks);
}
