import type { JSX } from 'solid-js';
import { type ParentProps, Show } from 'solid-js';
import type { BadgeTone } from './badge.tsx';
import './banner.css';

/** A line across the page about the page: a state that lasts, and what to do about it. */
export function Banner(
	props: ParentProps<{
		readonly tone?: BadgeTone | undefined;
		readonly action?: JSX.Element | undefined;
		/** Announced when it appears. */
		readonly live?: boolean | undefined;
	}>,
) {
	return (
		<div class={`banner banner-${props.tone ?? 'neutral'}`} role={props.live === true ? 'status' : undefined}>
			<div class="banner-text">{props.children}</div>
			<Show when={props.action}>
				<div class="banner-action">{props.action}</div>
			</Show>
		</div>
	);
}
