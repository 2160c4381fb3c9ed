import { type ParentProps, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import './badge.css';
import type { IconComponent } from './button.tsx';

export type BadgeTone = 'neutral' | 'ai' | 'human' | 'need' | 'trouble';

/** A word in a colour, always with the word: nothing is said by colour alone. */
export function Badge(
	props: ParentProps<{
		readonly tone?: BadgeTone | undefined;
		readonly icon?: IconComponent | undefined;
		readonly title?: string | undefined;
	}>,
) {
	return (
		<span class={`badge badge-${props.tone ?? 'neutral'}`} title={props.title}>
			<Show when={props.icon}>{(icon) => <Dynamic component={icon()} size={12} class="badge-icon" />}</Show>
			<span class="badge-text">{props.children}</span>
		</span>
	);
}
