import { createUniqueId, For, type JSX, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { IconComponent } from './button.tsx';
import './segmented.css';

export interface SegmentedProps<V extends string> {
	readonly label: string;
	readonly value: V;
	readonly options: readonly { readonly value: V; readonly label: string; readonly icon?: IconComponent | undefined }[];
	readonly onChange: (value: V) => void;
	/** Icons alone; the words stay for screen readers and as titles. */
	readonly iconsOnly?: boolean | undefined;
}

/** One of a few, side by side. Radio buttons underneath: arrows move, one tab stop. */
export function Segmented<V extends string>(props: SegmentedProps<V>): JSX.Element {
	const name = createUniqueId();
	return (
		<fieldset class="segmented">
			<legend class="unseen">{props.label}</legend>
			<For each={props.options}>
				{(option) => (
					<label class="segment" title={props.iconsOnly === true ? option.label : undefined}>
						<input
							type="radio"
							class="unseen"
							name={name}
							checked={option.value === props.value}
							onChange={() => props.onChange(option.value)}
						/>
						<Show when={option.icon}>{(icon) => <Dynamic component={icon()} size={16} />}</Show>
						<span classList={{ unseen: props.iconsOnly === true }}>{option.label}</span>
					</label>
				)}
			</For>
		</fieldset>
	);
}
