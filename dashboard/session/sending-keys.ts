/** The keys of a field in which one writes to somebody: Enter sends, Shift+Enter is a new line, Escape leaves. */
export function sendingKeys(send: () => void) {
	return (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
		// Enter that picks a word from an input method is not Enter.
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
			event.preventDefault();
			send();
		}
		if (event.key === 'Escape') event.currentTarget.blur();
	};
}
