/** Words that are not sent yet: this browser keeps them through a reload and a change of the page. */
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { type Remembered, recall, remember } from '../shell/remember.ts';

/** Typing must not write at each key. */
const keepAfterMs = 300;

export function createKeptText(name: Remembered): readonly [text: Accessor<string>, set: (text: string) => void] {
	const [text, setText] = createSignal(recall(name) ?? '');
	createEffect(
		on(
			text,
			(draft) => {
				const keep = () => remember(name, draft === '' ? null : draft);
				const timer = setTimeout(keep, keepAfterMs);
				onCleanup(() => {
					clearTimeout(timer);
					keep();
				});
			},
			{ defer: true },
		),
	);
	return [text, setText];
}
