/** The name that visitors see when this member takes over: a button in the header with a small form behind it. */
import { Popover } from '@kobalte/core/popover';
import UserPen from 'lucide-solid/icons/user-round-pen';
import { createSignal } from 'solid-js';
import { failureOf } from '../../shared/live/failure.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { landmarkOf } from '../ui/menu.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { nameFault } from './agent-name-check.ts';
import { useDesk } from './desk.tsx';
import { failureText } from './error-text.ts';
import './agent-name.css';

export function AgentName() {
	const t = useDeskTexts();
	const desk = useDesk();
	const [open, setOpen] = createSignal(false);
	const [trigger, setTrigger] = createSignal<HTMLElement>();
	const name = () => desk.me().profile.displayName;
	return (
		<Popover open={open()} onOpenChange={setOpen} placement="bottom-end" gutter={6}>
			<Popover.Trigger ref={setTrigger} class="button button-plain agent-name-button" title={name() || undefined}>
				<UserPen size={16} class="icon" />
				<span class="button-label">{t().agentName.button}</span>
			</Popover.Trigger>
			<Popover.Portal mount={landmarkOf(trigger())}>
				<Popover.Content class="menu agent-name-form" aria-label={t().agentName.button}>
					<NameForm onDone={() => setOpen(false)} />
				</Popover.Content>
			</Popover.Portal>
		</Popover>
	);
}

function NameForm(props: { readonly onDone: () => void }) {
	const t = useDeskTexts();
	const desk = useDesk();
	const [name, setName] = createSignal(desk.me().profile.displayName);
	const [error, setError] = createSignal<string>();
	const [busy, setBusy] = createSignal(false);
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
		<form class="stack" onSubmit={(event) => void save(event)}>
			<TextField
				label={t().agentName.field}
				autocomplete="off"
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
