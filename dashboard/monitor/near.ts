/** Which cards are on the screen or close to it. A thousand chats are a thousand names, and only what can be seen is drawn. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** About two rows of cards. */
const margin = '480px';

export type Near = (element: HTMLElement) => Accessor<boolean>;

export function createNear(): Near {
	const setters = new WeakMap<Element, (near: boolean) => void>();
	const observer = new IntersectionObserver(
		(seen) => {
			for (const { target, isIntersecting } of seen) setters.get(target)?.(isIntersecting);
		},
		{ rootMargin: margin },
	);
	onCleanup(() => observer.disconnect());
	return (element) => {
		const [near, setNear] = createSignal(false);
		setters.set(element, setNear);
		observer.observe(element);
		onCleanup(() => observer.unobserve(element));
		return near;
	};
}
