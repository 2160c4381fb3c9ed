import { createResource, createSignal, Match, Show, Switch } from 'solid-js';
import { useAlertsTexts } from '../alerts/texts.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { postAuth, readAuthState } from './auth.ts';
import { type EmailFault, emailFault } from './check.ts';
import { EmailField } from './fields.tsx';
import { Frame } from './frame.tsx';
import { ResetByCommand } from './reset-by-command.tsx';
import { ToSignIn } from './to-sign-in.tsx';

export function Page() {
	const t = useAlertsTexts();
	const [state] = createResource(async () => ({ auth: await readAuthState() }));
	const [sentTo, setSentTo] = createSignal<string>();
	return (
		<Switch fallback={<Ask onSent={setSentTo} />}>
			<Match when={sentTo()}>
				{(address) => (
					<Frame title={t().forgot.sentTitle} text={t().forgot.sent(address())}>
						<ToSignIn />
					</Frame>
				)}
			</Match>
			<Match when={state.latest?.auth?.mail === false}>
				<Frame title={t().forgot.title}>
					<div class="door-aside">
						<ResetByCommand text={t().forgot.noMail} />
					</div>
					<ToSignIn />
				</Frame>
			</Match>
		</Switch>
	);
}

function Ask(props: { readonly onSent: (address: string) => void }) {
	const t = useAlertsTexts();
	const desk = useDeskTexts();
	const [email, setEmail] = createSignal('');
	const [fault, setFault] = createSignal<EmailFault | null>(null);
	const [error, setError] = createSignal<string | null>(null);
	const [busy, setBusy] = createSignal(false);

	async function submit(event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): Promise<void> {
		event.preventDefault();
		if (busy()) return;
		const form = event.currentTarget;
		setError(null);
		setFault(emailFault(email()));
		if (fault() !== null) {
			form.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();
			return;
		}
		setBusy(true);
		const answer = await postAuth('forgot', { email: email().trim() });
		setBusy(false);
		if (answer.ok) props.onSent(email().trim());
		else setError(answer.code === 'unreachable' ? desk().signIn.unreachable : desk().errors[answer.code]);
	}

	return (
		<Frame title={t().forgot.title} text={t().forgot.text}>
			<form class="door-form" noValidate onSubmit={(event) => void submit(event)}>
				<div role="alert">
					<Show when={error()}>{(text) => <Banner tone="trouble">{text()}</Banner>}</Show>
				</div>
				<EmailField
					value={email()}
					fault={fault()}
					onInput={(value) => {
						setEmail(value);
						setFault(null);
					}}
				/>
				<Button type="submit" tone="solid" size="large" wide busy={busy()}>
					{t().forgot.submit}
				</Button>
				<ToSignIn />
			</form>
		</Frame>
	);
}
