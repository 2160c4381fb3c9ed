import { createEffect, createSignal, type JSX, on, onCleanup, onMount, Show } from 'solid-js';
import { messageUnits } from '../session/command.ts';
import { SendIcon } from './icons.tsx';
import type { Model } from './model.ts';

/** The person hears of the limit when it is near, not before. */
const tellWithin = 200;
/** Told again while typing goes on, and taken back when it rests; the server forgets it after 5 s by itself. */
const typingEveryMs = 3_000;
const typingRestMs = 4_000;

export function Composer(props: { readonly model: Model }): JSX.Element {
	const { text, draft } = props.model;
	const [value, setValue] = createSignal(draft.load() ?? '');
	let area: HTMLTextAreaElement | undefined;
	let toldAt = Number.NEGATIVE_INFINITY;
	let rest: ReturnType<typeof setTimeout> | undefined;

	const trimmed = (): string => value().trim();
	const over = (): number => trimmed().length - messageUnits;
	const maySend = (): boolean => trimmed() !== '' && over() <= 0;

	function grow(): void {
		if (area === undefined) return;
		area.style.setProperty('height', 'auto');
		area.style.setProperty('height', `${area.scrollHeight}px`);
	}

	function typing(on: boolean): void {
		clearTimeout(rest);
		if (!on) {
			if (toldAt > Number.NEGATIVE_INFINITY) props.model.session.typing(false);
			toldAt = Number.NEGATIVE_INFINITY;
			return;
		}
		const now = performance.now();
		if (now - toldAt > typingEveryMs) {
			toldAt = now;
			props.model.session.typing(true);
		}
		rest = setTimeout(() => typing(false), typingRestMs);
	}

	function write(next: string): void {
		setValue(next);
		draft.save(next === '' ? null : next);
		grow();
	}

	function onInput(): void {
		write(area?.value ?? '');
		typing(trimmed() !== '');
	}

	function send(): void {
		if (!maySend()) return;
		props.model.session.write({ kind: 'say', text: trimmed() });
		// The server takes a message as the end of typing.
		clearTimeout(rest);
		toldAt = Number.NEGATIVE_INFINITY;
		if (area !== undefined) area.value = '';
		write('');
		area?.focus();
	}

	function onKeyDown(event: KeyboardEvent): void {
		// While an input method composes, Enter chooses a word.
		if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
		event.preventDefault();
		send();
	}

	onMount(() => {
		if (area !== undefined) area.value = value();
		grow();
	});
	onCleanup(() => clearTimeout(rest));
	createEffect(
		on(
			() => props.model.takenBack(),
			(back) => {
				if (back === '') return;
				const joined = trimmed() === '' ? back : `${value()}\n${back}`;
				if (area !== undefined) area.value = joined;
				write(joined);
				area?.focus();
			},
			{ defer: true },
		),
	);

	const placeholder = (): string => {
		const human = props.model.human();
		return human === null ? text.placeholderAi : text.placeholderHuman(props.model.agentName(human.name));
	};

	return (
		<form
			class="composer"
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
		>
			<textarea
				ref={area}
				rows="1"
				dir="auto"
				aria-label={text.message}
				aria-invalid={over() > 0}
				placeholder={placeholder()}
				enterkeyhint="send"
				autocomplete="off"
				onInput={onInput}
				onKeyDown={onKeyDown}
				data-input
			/>
			<button type="submit" class="send" aria-label={text.send} disabled={!maySend()}>
				{SendIcon()}
			</button>
			<Show when={over() > -tellWithin}>
				<p class={over() > 0 ? 'count over' : 'count'} aria-live="polite">
					{over() > 0 ? text.tooLong(props.model.number(over())) : text.left(props.model.number(-over()))}
				</p>
			</Show>
		</form>
	);
}
