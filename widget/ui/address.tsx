import { createMemo, type JSX } from 'solid-js';
import type { Model } from './model.ts';

/** Nobody is here or free: where to write to instead. The server says what is an address, and the label says what it said. */
export function Address(props: { readonly model: Model }): JSX.Element {
	const { text, session } = props.model;
	// Held still: whatever else the view tells must not undo what is being typed.
	const contact = createMemo(() => props.model.view().state.contact);
	const refused = () => props.model.refused();
	let field: HTMLInputElement | undefined;

	function leave(event: Event): void {
		event.preventDefault();
		const before = refused();
		if (before !== undefined) session.outbox.discard(before.clientId);
		session.write({ kind: 'address', text: field?.value ?? '' });
	}

	const words = (): string => {
		if (refused() !== undefined) return text.addressWrong;
		return contact() === null ? text.addressAsk : `${text.addressLeft} ${contact()}`;
	};

	return (
		<form noValidate class="address" onSubmit={leave}>
			<label aria-live="polite">
				{words()}
				<input
					ref={field}
					type="email"
					autocomplete="email"
					value={contact() ?? ''}
					aria-invalid={refused() !== undefined}
				/>
			</label>
			<button type="submit" class="primary">
				{text.addressSave}
			</button>
		</form>
	);
}
