/** A field in which one writes to somebody: what stands in it is kept, bounded, and sent with Enter. */
import { type Accessor, createMemo } from 'solid-js';
import type { Remembered } from '../shell/remember.ts';
import { createKeptText } from './kept-text.ts';

/** What others may do with the field. */
export interface WritingHandle {
	focus(): void;
	/** Gives refused words back, unless something else has been begun. */
	giveBack(text: string): void;
}

export interface WritingOptions {
	/** Under which this browser keeps it. */
	readonly name: Remembered;
	/** UTF-16 units. */
	readonly most: number;
	/** Absent: always. */
	readonly maySend?: () => boolean;
	readonly onSend: (text: string) => void;
	readonly handle: (handle: WritingHandle) => void;
}

export interface Writing {
	readonly text: Accessor<string>;
	readonly set: (text: string) => void;
	readonly isEmpty: () => boolean;
	/** Characters too many; 0 or less: it fits. */
	readonly over: Accessor<number>;
	readonly sendable: () => boolean;
	readonly ref: (field: HTMLTextAreaElement) => void;
	readonly onSubmit: (event: SubmitEvent) => void;
	/** Enter sends, Shift+Enter is a new line, Escape leaves. */
	readonly onKeyDown: (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => void;
}

export function createWriting({ name, most, maySend = () => true, onSend, handle }: WritingOptions): Writing {
	const [text, set] = createKeptText(name);
	let field: HTMLTextAreaElement | undefined;
	const isEmpty = () => text().trim() === '';
	const over = createMemo(() => text().trim().length - most);
	const sendable = () => maySend() && !isEmpty() && over() <= 0;
	handle({
		focus: () => field?.focus(),
		giveBack(given) {
			if (isEmpty()) set(given);
			field?.focus();
		},
	});

	function send(): void {
		if (!sendable()) return;
		onSend(text().trim());
		set('');
		field?.focus();
	}

	return {
		text,
		set,
		isEmpty,
		over,
		sendable,
		ref(node) {
			field = node;
		},
		onSubmit(event) {
			event.preventDefault();
			send();
		},
		onKeyDown(event) {
			// Enter that picks a word from an input method is not Enter.
			if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
				event.preventDefault();
				send();
			}
			if (event.key === 'Escape') event.currentTarget.blur();
		},
	};
}
