import { createUniqueId, type JSX, Show } from 'solid-js';

/** A tick with its words. */
export function Check(props: {
	readonly label: string;
	readonly hint?: JSX.Element | undefined;
	readonly checked: boolean;
	readonly disabled?: boolean | undefined;
	readonly onChange: (checked: boolean) => void;
}) {
	const id = createUniqueId();
	return (
		<label class="set-check" classList={{ 'alerts-off': props.disabled === true }}>
			<input
				type="checkbox"
				checked={props.checked}
				disabled={props.disabled}
				aria-describedby={props.hint === undefined ? undefined : id}
				onChange={(event) => props.onChange(event.currentTarget.checked)}
			/>
			<span class="set-check-label">{props.label}</span>
			<Show when={props.hint}>
				<span class="set-check-hint" id={id}>
					{props.hint}
				</span>
			</Show>
		</label>
	);
}
