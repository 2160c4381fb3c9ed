/** Where feeds wait until a congested socket has drained. Shared by the real transport and the reference one. */
export interface WritableGate {
	/** Resolves at once if nothing is held back, else on drain, close or abort. Never rejects. */
	wait(signal: AbortSignal): Promise<void>;
	/** The native side has sent something; lets waiters go if nothing is held any more. */
	drained(): void;
	/** Lets every waiter go, now and later. */
	shut(): void;
}

export interface WritableGateOptions {
	/** Bytes handed over and not yet taken by the kernel. */
	readonly buffered: () => number;
	/** False from the moment the socket starts to close: nothing more may be written, so waiting lasts until `shut`. */
	readonly isOpen: () => boolean;
}

export function createWritableGate({ buffered, isOpen }: WritableGateOptions): WritableGate {
	let waiters: Set<() => void> | undefined;
	let scheduled = false;
	let isShut = false;

	/**
	 * On a turn of its own: what is written inside uWebSockets.js' drain callback, or in a microtask of it, and fills the
	 * socket again is never drained (20.51: the next writable event is lost, the bytes stay for ever).
	 */
	function schedule(): void {
		if (scheduled || !waiters || waiters.size === 0) return;
		scheduled = true;
		setImmediate(letOneGo);
	}

	/**
	 * One waiter a turn: each sends as soon as it goes, and all of them going at once would pass a limit that none of
	 * them can see. The next one goes only if what the last one sent was taken.
	 */
	function letOneGo(): void {
		scheduled = false;
		if (isShut || !waiters || !isOpen() || buffered() > 0) return;
		const [first] = waiters;
		if (!first) return;
		waiters.delete(first);
		first();
		schedule();
	}

	return {
		wait(signal) {
			if (isShut || signal.aborted || (isOpen() && buffered() === 0)) return Promise.resolve();
			return new Promise((resolve) => {
				const go = () => {
					signal.removeEventListener('abort', onAbort);
					resolve();
				};
				const onAbort = () => {
					waiters?.delete(go);
					resolve();
				};
				waiters ??= new Set();
				waiters.add(go);
				signal.addEventListener('abort', onAbort, { once: true });
			});
		},
		drained: schedule,
		shut() {
			isShut = true;
			const going = waiters;
			waiters = undefined;
			for (const go of going ?? []) go();
		},
	};
}
