import { createMemo, createSignal, type JSX, Show } from 'solid-js';
import type { Model } from './model.ts';

/** Nobody is here or free: where to write to instead. The server says what is an address, and the label says what it said. */
export function Address(props: { readonly model: Model }): JSX.Element {
	const { text, session } = props.model;
	// Held still: whatever else the view tells must not undo what is being typed.
	const contact = createMemo(() => props.model.view().state.contact);
	/** The address that is to be another one; it is, as soon as there is another. */
	const [changed, setChanged] = createSignal<string | null>(null);
	const refused = () => props.model.refused();
	const asks = createMemo(() => contact() === changed() || refused() !== undefined);
	let field: HTMLInputElement | undefined;

	function leave(event: Event): void {
		event.preventDefault();
		const before = refused();
		if (before !== undefined) session.outbox.discard(before.clientId);
		if (field?.value === contact()) setChanged(null);
		else session.write({ kind: 'address', text: field?.value ?? '' });
	}

	function change(): void {
		setChanged(contact());
		field?.focus();
	}

	return (
		<Show
			when={asks()}
			fallback={
				<p class="address">
					<span>
						{text.addressLeft} <b>{contact()}</b>
					</span>
					<button type="button" class="control" onClick={change}>
						{text.addressChange}
					</button>
				</p>
			}
		>
			<form noValidate class="address" onSubmit={leave}>
				<label aria-live="polite">
					{refused() === undefined ? text.addressAsk : text.addressWrong}
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
		</Show>
	);
}
