import Eye from 'lucide-solid/icons/eye';
import EyeOff from 'lucide-solid/icons/eye-off';
import { createSignal } from 'solid-js';
import { IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import type { EmailFault, PasswordFault } from './check.ts';

export function EmailField(props: {
	readonly value: string;
	readonly fault: EmailFault | null;
	readonly onInput: (value: string) => void;
}) {
	const t = useDeskTexts();
	const error = () =>
		props.fault === null ? undefined : { empty: t().signIn.emailEmpty, invalid: t().signIn.emailInvalid }[props.fault];
	return (
		<TextField
			label={t().signIn.email}
			type="email"
			name="email"
			autocomplete="username"
			autocapitalize="none"
			spellcheck={false}
			value={props.value}
			error={error()}
			onInput={(event) => props.onInput(event.currentTarget.value)}
		/>
	);
}

export function PasswordField(props: {
	readonly value: string;
	/** A password being chosen, not one that exists. */
	readonly fresh: boolean;
	readonly fault: PasswordFault | null;
	readonly onInput: (value: string) => void;
}) {
	const t = useDeskTexts();
	const [shown, setShown] = createSignal(false);
	const error = () =>
		props.fault === null
			? undefined
			: { empty: t().signIn.passwordEmpty, short: t().signIn.passwordShort }[props.fault];
	return (
		<TextField
			label={t().signIn.password}
			type={shown() ? 'text' : 'password'}
			name="password"
			autocomplete={props.fresh ? 'new-password' : 'current-password'}
			autocapitalize="none"
			spellcheck={false}
			maxLength={200}
			value={props.value}
			hint={props.fresh ? t().signIn.passwordHint : undefined}
			error={error()}
			onInput={(event) => props.onInput(event.currentTarget.value)}
			end={
				<IconButton
					size="small"
					icon={shown() ? EyeOff : Eye}
					label={shown() ? t().signIn.hide : t().signIn.show}
					onClick={() => setShown((is) => !is)}
				/>
			}
		/>
	);
}
