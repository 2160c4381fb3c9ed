/** The name that visitors see when this member takes over: a button in the header with a small form behind it. */
import UserPen from 'lucide-solid/icons/user-round-pen';
import { createSignal, createUniqueId, onMount, Show } from 'solid-js';
import { failureOf } from '../../shared/live/failure.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { nameFault } from './agent-name-check.ts';
import { useDesk } from './desk.tsx';
import { failureText } from './error-text.ts';
import './agent-name.css';

export function AgentName() {
	const t = useDeskTexts();
	const desk = useDesk();
	const [open, setOpen] = createSignal(false);
	const id = createUniqueId();
	let popover: HTMLDivElement | undefined;
	const name = () => desk.me().profile.displayName;
	return (
		<>
			<button
				type="button"
				class="button button-plain agent-name-button"
				popovertarget={id}
				aria-haspopup="dialog"
				aria-expanded={open()}
				title={name() || undefined}
			>
				<UserPen size={16} class="icon" />
				<span class="button-label">{t().agentName.button}</span>
			</button>
			{/* The browser's own popover: above everything, closed by Esc or a press elsewhere, and the focus goes back. */}
			<div
				class="menu agent-name-form"
				id={id}
				popover="auto"
				role="dialog"
				aria-label={t().agentName.button}
				ref={(node) => {
					popover = node;
					node.addEventListener('beforetoggle', (event) => setOpen(event.newState === 'open'));
				}}
			>
				<Show when={open()}>
					<NameForm onDone={() => popover?.hidePopover()} />
				</Show>
			</div>
		</>
	);
}

function NameForm(props: { readonly onDone: () => void }) {
	const t = useDeskTexts();
	const desk = useDesk();
	const [name, setName] = createSignal(desk.me().profile.displayName);
	const [error, setError] = createSignal<string>();
	const [busy, setBusy] = createSignal(false);
	let form: HTMLFormElement | undefined;
	onMount(() => form?.querySelector('input')?.select());
	const check = (): string | undefined => {
		const fault = nameFault(name());
		return fault === null ? undefined : { long: t().agentName.tooLong, control: t().agentName.invalid }[fault];
	};
	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		setError(check());
		if (error() !== undefined || busy()) return;
		setBusy(true);
		try {
			await desk.updateProfile({ displayName: name().trim() });
			props.onDone();
		} catch (thrown) {
			const failure = failureOf(thrown);
			const invalid = failure.kind === 'refused' && failure.error.code === 'input.invalid';
			setError(invalid ? t().agentName.invalid : failureText(failure, t()));
		} finally {
			setBusy(false);
		}
	}
	return (
		<form
			class="stack"
			ref={(node) => {
				form = node;
			}}
			onSubmit={(event) => void save(event)}
		>
			<TextField
				label={t().agentName.field}
				autocomplete="off"
				autofocus
				value={name()}
				placeholder={t().session.agent}
				error={error()}
				hint={name().trim() === '' ? t().agentName.empty : t().agentName.hint}
				onInput={(event) => {
					setName(event.currentTarget.value);
					if (error() !== undefined) setError(check());
				}}
			/>
			<div class="row row-end">
				<Button onClick={() => props.onDone()}>{t().ui.cancel}</Button>
				<Button type="submit" tone="solid" busy={busy()} waits={desk.online() ? undefined : t().waitsForConnection}>
					{t().ui.save}
				</Button>
			</div>
		</form>
	);
}
