import { createSignal, createUniqueId, type JSX, Show } from 'solid-js';
import type { Model } from './model.ts';

/** The server looks closer; this only spares the obvious a way there and back. */
const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text) && text.length <= 254;

/** Nobody is here or free: where to write to instead. */
export function Address(props: { readonly model: Model }): JSX.Element {
	const { text, session } = props.model;
	const id = createUniqueId();
	const [changing, setChanging] = createSignal(false);
	const [unlike, setUnlike] = createSignal(false);
	const refused = () => props.model.refused();
	const wrong = (): boolean => unlike() || refused() !== undefined;
	let field: HTMLInputElement | undefined;

	function leave(event: Event): void {
		event.preventDefault();
		const email = field?.value.trim() ?? '';
		setUnlike(!looksLikeEmail(email));
		if (unlike()) {
			field?.focus();
			return;
		}
		const before = refused();
		if (before !== undefined) session.outbox.discard(before.clientId);
		setChanging(false);
		session.write({ kind: 'address', email });
	}

	return (
		<Show
			when={changing() || refused() ? null : props.model.contact()}
			fallback={
				<form class="address" noValidate onSubmit={leave}>
					<label for={id}>{text.addressAsk}</label>
					<input
						id={id}
						ref={field}
						type="email"
						autocomplete="email"
						placeholder={text.addressHint}
						value={refused()?.body.email ?? props.model.contact() ?? ''}
						aria-invalid={wrong()}
						aria-describedby={`${id}e`}
						onInput={() => setUnlike(false)}
					/>
					<button type="submit">{text.addressLeave}</button>
					<p id={`${id}e`} role="alert">
						{wrong() && text.addressWrong}
					</p>
				</form>
			}
		>
			{(email) => (
				<p class="address" role="status">
					<span>
						{text.addressLeft} <bdi>{email()}</bdi>
					</span>
					<button type="button" class="link" onClick={() => setChanging(true)}>
						{text.addressChange}
					</button>
				</p>
			)}
		</Show>
	);
}
