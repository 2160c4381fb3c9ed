import { createUniqueId } from 'solid-js';
import { useSettingsTexts } from '../settings/texts.ts';
import { isColour, isReadable } from './contrast.ts';

/** The browser's own colour picker, and beside it the six digits for those who have them from a style guide. */
export function ColourField(props: {
	readonly value: string;
	readonly error: string | undefined;
	readonly onChange: (colour: string) => void;
}) {
	const t = useSettingsTexts();
	const id = createUniqueId();
	const faint = () => isColour(props.value) && !isReadable(props.value);
	return (
		<div class="field" classList={{ 'field-wrong': props.error !== undefined }}>
			<label class="field-label" for={id}>
				{t().look.colour}
			</label>
			<div class="look-colour">
				<input
					type="color"
					class="look-swatch"
					aria-label={t().look.colour}
					value={isColour(props.value) ? props.value : '#000000'}
					onInput={(event) => props.onChange(event.currentTarget.value)}
				/>
				<input
					type="text"
					class="input look-hex"
					id={id}
					value={props.value}
					maxLength={7}
					spellcheck={false}
					autocomplete="off"
					autocapitalize="none"
					aria-invalid={props.error === undefined ? undefined : true}
					aria-describedby={`${id}-note`}
					onInput={(event) => props.onChange(event.currentTarget.value.trim())}
				/>
			</div>
			<p
				class="field-note"
				classList={{ 'field-error': props.error !== undefined, 'look-faint': faint() }}
				id={`${id}-note`}
				role="status"
			>
				{props.error ?? (faint() ? t().look.colourFaint : t().look.colourHint)}
			</p>
		</div>
	);
}
