import { createEffect, createSignal, on } from 'solid-js';
import { limits } from '../../shared/limits.ts';
import { createAction } from '../settings/action.ts';
import { SaveRow, Section } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { TextField } from '../ui/field.tsx';

export function NameForm() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const action = createAction((code) => (code === 'input.invalid' ? t().account.nameInvalid : undefined));
	const stored = () => desk.me().profile.displayName;
	const [name, setName] = createSignal(stored());
	const [saved, setSaved] = createSignal(false);
	const tooLong = () => name().trim().length > limits.displayNameUnits;
	// The button in the header changes it too.
	createEffect(on(stored, (now, before) => before !== undefined && name().trim() === before && setName(now)));

	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (tooLong()) return;
		const worked = await action.run(() => desk.updateProfile({ displayName: name().trim() }));
		if (worked) setName(stored());
		setSaved(worked);
	}

	return (
		<Section title={t().account.nameTitle}>
			<form class="stack" onSubmit={(event) => void save(event)} noValidate>
				<TextField
					label={t().account.name}
					hint={t().account.nameHint}
					error={tooLong() ? t().account.nameLong(limits.displayNameUnits) : action.error()}
					value={name()}
					autocomplete="nickname"
					onInput={(event) => {
						setName(event.currentTarget.value);
						action.clear();
					}}
				/>
				<SaveRow busy={action.busy()} changed={name().trim() !== stored()} saved={saved()} />
			</form>
		</Section>
	);
}
