import { createEffect, createSignal, For, onCleanup } from 'solid-js';
import type { Section } from './live-monitoring.ts';

/** The list of sections beside the text; the one being read is marked. */
export function Contents(props: { readonly title: string; readonly sections: readonly Section[] }) {
	const [reading, setReading] = createSignal<string>();
	createEffect(() => {
		const shown = new Set<string>();
		const order = props.sections.map(({ id }) => id);
		// A band under the header: the first section that touches it is the one being read.
		const observer = new IntersectionObserver(
			(changes) => {
				for (const { target, isIntersecting } of changes) {
					if (isIntersecting) shown.add(target.id);
					else shown.delete(target.id);
				}
				setReading((before) => order.find((id) => shown.has(id)) ?? before);
			},
			{ rootMargin: '-15% 0px -70% 0px' },
		);
		for (const id of order) {
			const section = document.getElementById(id);
			if (section !== null) observer.observe(section);
		}
		onCleanup(() => observer.disconnect());
	});
	return (
		<nav class="docs-contents" aria-label={props.title}>
			<p class="docs-contents-title">{props.title}</p>
			<ul>
				<For each={props.sections}>
					{(section) => (
						<li>
							<a href={`/docs#${section.id}`} aria-current={reading() === section.id ? 'true' : undefined}>
								{section.title}
							</a>
						</li>
					)}
				</For>
			</ul>
		</nav>
	);
}
