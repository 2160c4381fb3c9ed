import { createSignal } from 'solid-js';
import type { ErrorCode } from '../../shared/errors.ts';
import { createAction } from '../settings/action.ts';
import { SaveRow, Section } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { TextField } from '../ui/field.tsx';

const shortest = 10;

export function PasswordForm() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const [wrong, setWrong] = createSignal(false);
	const action = createAction((code: ErrorCode) => {
		setWrong(code === 'auth.credentials');
		if (code === 'auth.credentials') return t().account.wrong;
		return code === 'rate.limited' ? t().account.tooMany : undefined;
	});
	const [current, setCurrent] = createSignal('');
	const [next, setNext] = createSignal('');
	const [tried, setTried] = createSignal(false);
	const [saved, setSaved] = createSignal(false);
	const currentError = () => {
		if (tried() && current() === '') return t().account.currentEmpty;
		return wrong() ? action.error() : undefined;
	};
	const nextError = () => {
		if (!tried()) return undefined;
		if (next().length < shortest) return t().account.nextShort;
		return next() === current() ? t().account.nextSame : undefined;
	};
	const touched = () => {
		setWrong(false);
		setSaved(false);
		action.clear();
	};

	async function change(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		setTried(true);
		if (current() === '' || nextError() !== undefined) return;
		const worked = await action.run(() => desk.api.me.changePassword.mutate({ current: current(), next: next() }));
		if (!worked) return;
		setTried(false);
		setCurrent('');
		setNext('');
		setSaved(true);
	}

	return (
		<Section title={t().account.passwordTitle}>
			<form class="stack" onSubmit={(event) => void change(event)} noValidate>
				{/* A password manager must know whose password this is. */}
				<input type="text" hidden autocomplete="username" value={desk.me().email} readOnly />
				<div class="set-pair">
					<TextField
						label={t().account.current}
						type="password"
						autocomplete="current-password"
						maxLength={200}
						error={currentError()}
						value={current()}
						onInput={(event) => {
							setCurrent(event.currentTarget.value);
							touched();
						}}
					/>
					<TextField
						label={t().account.next}
						hint={t().account.nextHint}
						type="password"
						autocomplete="new-password"
						maxLength={200}
						error={nextError()}
						value={next()}
						onInput={(event) => {
							setNext(event.currentTarget.value);
							touched();
						}}
					/>
				</div>
				<SaveRow
					busy={action.busy()}
					changed={false}
					saved={saved()}
					error={wrong() ? undefined : action.error()}
					label={t().account.change}
					savedLabel={t().account.changed}
					tone="outline"
				/>
			</form>
		</Section>
	);
}
