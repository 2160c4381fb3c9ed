import { createUniqueId, For, type JSX, Show, splitProps } from 'solid-js';
import './field.css';

interface FieldParts {
	readonly label: string;
	/** A sentence under the field, before anything went wrong. */
	readonly hint?: JSX.Element | undefined;
	/** What is wrong and what to do. Replaces the hint, and is announced. */
	readonly error?: string | undefined;
	/** The label is only for those who can't see that the place explains it. */
	readonly hideLabel?: boolean | undefined;
}

const parts = ['label', 'hint', 'error', 'hideLabel', 'class', 'id'] as const;

function Frame(
	props: FieldParts & { readonly id: string; readonly class?: string | undefined; readonly children: JSX.Element },
) {
	return (
		<div class={`field ${props.class ?? ''}`} classList={{ 'field-wrong': props.error !== undefined }}>
			<label class="field-label" classList={{ unseen: props.hideLabel === true }} for={props.id}>
				{props.label}
			</label>
			{props.children}
			<Show when={props.error === undefined && props.hint !== undefined}>
				<p class="field-note" id={`${props.id}-note`}>
					{props.hint}
				</p>
			</Show>
			{/* Always there: a live region that appears together with its text is not announced. */}
			<p class="field-note field-error" id={`${props.id}-error`} role="alert">
				{props.error}
			</p>
		</div>
	);
}

const described = (id: string, props: FieldParts): string | undefined =>
	props.error !== undefined ? `${id}-error` : props.hint !== undefined ? `${id}-note` : undefined;

export type TextFieldProps = FieldParts &
	JSX.InputHTMLAttributes<HTMLInputElement> & {
		/** A button inside the field, at its end. */
		readonly end?: JSX.Element | undefined;
	};

export function TextField(props: TextFieldProps) {
	const [mine, own, rest] = splitProps(props, parts, ['end']);
	const fallback = createUniqueId();
	const id = () => mine.id ?? fallback;
	return (
		<Frame {...mine} id={id()}>
			<div class="input-row" classList={{ 'input-with-end': own.end !== undefined }}>
				<input
					type="text"
					{...rest}
					class="input"
					id={id()}
					aria-invalid={mine.error === undefined ? undefined : true}
					aria-describedby={described(id(), mine)}
				/>
				{own.end}
			</div>
		</Frame>
	);
}

export type TextAreaProps = FieldParts & JSX.TextareaHTMLAttributes<HTMLTextAreaElement>;

export function TextArea(props: TextAreaProps) {
	const [mine, rest] = splitProps(props, parts);
	const fallback = createUniqueId();
	const id = () => mine.id ?? fallback;
	return (
		<Frame {...mine} id={id()}>
			<textarea
				rows={4}
				{...rest}
				class="input input-area"
				id={id()}
				aria-invalid={mine.error === undefined ? undefined : true}
				aria-describedby={described(id(), mine)}
			/>
		</Frame>
	);
}

export interface Option<V extends string> {
	readonly value: V;
	readonly label: string;
}

export type SelectProps<V extends string> = FieldParts & {
	readonly value: V;
	readonly options: readonly Option<V>[];
	readonly onChange: (value: V) => void;
	readonly disabled?: boolean | undefined;
	readonly id?: string | undefined;
	readonly class?: string | undefined;
};

/** The browser's own list: right on phones, for screen readers and for type-ahead without a line of ours. */
export function Select<V extends string>(props: SelectProps<V>) {
	const [mine] = splitProps(props, parts);
	const fallback = createUniqueId();
	const id = () => mine.id ?? fallback;
	return (
		<Frame {...mine} id={id()}>
			<select
				class="input input-select"
				id={id()}
				disabled={props.disabled}
				value={props.value}
				aria-invalid={mine.error === undefined ? undefined : true}
				aria-describedby={described(id(), mine)}
				onChange={(event) => {
					const chosen = props.options.find((option) => option.value === event.currentTarget.value);
					if (chosen !== undefined) props.onChange(chosen.value);
				}}
			>
				<For each={props.options}>
					{(option) => (
						<option value={option.value} selected={option.value === props.value}>
							{option.label}
						</option>
					)}
				</For>
			</select>
		</Frame>
	);
}
