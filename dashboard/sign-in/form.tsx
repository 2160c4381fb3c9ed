/** Email and password, or a password alone: the same form for every way in. */
import { createSignal, type JSX, Show } from 'solid-js';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import type { AuthAnswer } from './auth.ts';
import { type EmailFault, emailFault, type PasswordFault, passwordFault } from './check.ts';
import { EmailField, PasswordField } from './fields.tsx';

export interface CredentialsFormProps {
	readonly submit: string;
	/** A password is being chosen. */
	readonly fresh: boolean;
	readonly withoutEmail?: boolean | undefined;
	readonly send: (email: string, password: string) => Promise<AuthAnswer>;
	readonly done: () => void;
	/** Said instead of the general sentence, where this page knows better. */
	readonly linkError?: string | undefined;
	readonly children?: JSX.Element | undefined;
}

export function CredentialsForm(props: CredentialsFormProps) {
	const t = useDeskTexts();
	const [email, setEmail] = createSignal('');
	const [password, setPassword] = createSignal('');
	const [emailWrong, setEmailWrong] = createSignal<EmailFault | null>(null);
	const [passwordWrong, setPasswordWrong] = createSignal<PasswordFault | null>(null);
	const [error, setError] = createSignal<string | null>(null);
	const [busy, setBusy] = createSignal(false);
	let form: HTMLFormElement | undefined;

	const explain = (answer: Extract<AuthAnswer, { ok: false }>): string => {
		if (answer.code === 'unreachable') return t().signIn.unreachable;
		if (answer.code === 'auth.link' && props.linkError !== undefined) return props.linkError;
		return t().errors[answer.code];
	};

	async function submit(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		if (busy()) return;
		setError(null);
		setEmailWrong(props.withoutEmail === true ? null : emailFault(email()));
		setPasswordWrong(passwordFault(password(), props.fresh));
		if (emailWrong() !== null || passwordWrong() !== null) {
			form?.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();
			return;
		}
		setBusy(true);
		const answer = await props.send(email().trim(), password());
		setBusy(false);
		if (answer.ok) props.done();
		else setError(explain(answer));
	}

	return (
		<form
			class="door-form"
			noValidate
			ref={(node) => {
				form = node;
			}}
			onSubmit={(event) => void submit(event)}
		>
			<div role="alert">
				<Show when={error()}>{(text) => <Banner tone="trouble">{text()}</Banner>}</Show>
			</div>
			<Show when={props.withoutEmail !== true}>
				<EmailField
					value={email()}
					fault={emailWrong()}
					onInput={(value) => {
						setEmail(value);
						setEmailWrong(null);
					}}
				/>
			</Show>
			<PasswordField
				value={password()}
				fresh={props.fresh}
				fault={passwordWrong()}
				onInput={(value) => {
					setPassword(value);
					setPasswordWrong(null);
				}}
			/>
			<Button type="submit" tone="solid" size="large" wide busy={busy()}>
				{props.submit}
			</Button>
			{props.children}
		</form>
	);
}
