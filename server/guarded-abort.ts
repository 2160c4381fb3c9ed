/**
 * I26: Node gives what an abort listener throws to the process, not to whoever aborts. A provider's library hangs its own listeners on the signal
 * that a session hands it, so one that throws would end every session.
 */

type Failed = (error: unknown) => void;
type Listener = Parameters<AbortSignal['addEventListener']>[1];

/** A controller whose signal's listeners can't reach the edge of the process: what they throw is told. */
export function createGuardedAbort(failed: Failed): AbortController {
	const abort = new AbortController();
	const { signal } = abort;
	const guards = new WeakMap<object, (event: Event) => void>();
	let onAbort: AbortSignal['onabort'] = null;

	/** The same each time, so that a listener added twice is heard once and can be taken away again. */
	function guardOf(listener: Listener): (event: Event) => void {
		const known = guards.get(listener);
		if (known !== undefined) return known;
		const guard = (event: Event): void => {
			try {
				if (typeof listener === 'function') listener.call(signal, event);
				else listener.handleEvent(event);
			} catch (error) {
				failed(error);
			}
		};
		guards.set(listener, guard);
		return guard;
	}

	const add = signal.addEventListener.bind(signal);
	const remove = signal.removeEventListener.bind(signal);
	add('abort', (event) => {
		if (onAbort !== null) guardOf(onAbort)(event);
	});
	Object.defineProperties(signal, {
		addEventListener: {
			value: (type: string, listener: Listener, options?: Parameters<typeof add>[2]) =>
				add(type, guardOf(listener), options),
		},
		removeEventListener: {
			value: (type: string, listener: Listener, options?: Parameters<typeof remove>[2]) =>
				remove(type, guardOf(listener), options),
		},
		onabort: {
			get: () => onAbort,
			set(listener: AbortSignal['onabort']) {
				onAbort = listener;
			},
		},
	});
	return abort;
}
