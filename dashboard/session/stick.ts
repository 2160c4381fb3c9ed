/** Keeps the newest message in sight, unless the reader has scrolled up to read; then it counts what comes meanwhile. */
import { type Accessor, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js';

export interface Stick {
	readonly unseen: Accessor<number>;
	/** The reader is away from the end. */
	readonly away: Accessor<boolean>;
	toEnd(): void;
}

const nearPx = 64;

/** `count`: how many messages there are, one's own not counted. `begun`: everything is drawn anew. */
export function createStick(
	scroller: Accessor<HTMLElement | undefined>,
	content: Accessor<HTMLElement | undefined>,
	count: Accessor<number>,
	begun: Accessor<unknown>,
): Stick {
	const [unseen, setUnseen] = createSignal(0);
	const [away, setAway] = createSignal(false);
	let stuck = true;
	let lastTop = 0;

	const down = (element: HTMLElement) => {
		element.scrollTop = element.scrollHeight;
		lastTop = element.scrollTop;
	};
	const toEnd = () => {
		const element = scroller();
		if (element !== undefined) down(element);
		stuck = true;
		setAway(false);
		setUnseen(0);
	};
	createEffect(on(begun, toEnd));
	createEffect(
		on(count, (now, before) => {
			if (before !== undefined && now > before && !stuck) setUnseen((unread) => unread + now - before);
		}),
	);
	onMount(() => {
		const [outer, inner] = [scroller(), content()];
		if (outer === undefined || inner === undefined) return;
		const seen = () => {
			const near = outer.scrollHeight - outer.scrollTop - outer.clientHeight < nearPx;
			// Our own scroll is told late, when the text may have grown on: only whoever goes up leaves the end.
			stuck = near || (stuck && outer.scrollTop >= lastTop);
			lastTop = outer.scrollTop;
			setAway(!stuck);
			if (stuck) setUnseen(0);
		};
		// Whatever grows or shrinks: a new message, the streaming one, the composer below, a turned phone.
		const observer = new ResizeObserver(() => {
			if (stuck) down(outer);
		});
		observer.observe(inner);
		observer.observe(outer);
		outer.addEventListener('scroll', seen, { passive: true });
		onCleanup(() => {
			observer.disconnect();
			outer.removeEventListener('scroll', seen);
		});
	});
	return { unseen, away, toEnd };
}
