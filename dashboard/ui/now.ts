import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** The wall clock for people's eyes, once a second; one timer however many components look at it. */
function createNow(): () => Accessor<number> {
	const [now, set] = createSignal(Date.now());
	let readers = 0;
	let timer: ReturnType<typeof setInterval> | undefined;
	return () => {
		if (readers++ === 0) {
			set(Date.now());
			timer = setInterval(() => set(Date.now()), 1_000);
		}
		onCleanup(() => {
			if (--readers === 0) clearInterval(timer);
		});
		return now;
	};
}

export const useNow = createNow();
