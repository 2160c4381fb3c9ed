import { onCleanup } from 'solid-js';

/** Asks again and again while the page is looked at, and at once when it is looked at again; never twice at a time. */
export function pollWhileVisible(ask: () => Promise<void>, everyMs: number): void {
	let asking = false;
	const tick = () => {
		if (document.hidden || asking) return;
		asking = true;
		void ask().finally(() => {
			asking = false;
		});
	};
	const timer = setInterval(tick, everyMs);
	document.addEventListener('visibilitychange', tick);
	onCleanup(() => {
		clearInterval(timer);
		document.removeEventListener('visibilitychange', tick);
	});
}
