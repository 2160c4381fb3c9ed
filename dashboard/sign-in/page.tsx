import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createResource, Match, Show, Switch } from 'solid-js';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { postAuth, readAuthState } from './auth.ts';
import { safeNext } from './check.ts';
import { CredentialsForm } from './form.tsx';
import { Frame } from './frame.tsx';
import { ResetByCommand } from './reset-by-command.tsx';

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

export function Page() {
	const t = useDeskTexts();
	const navigate = useNavigate();
	const [params] = useSearchParams<{ next: string; why: string }>();
	const [state, { refetch }] = createResource(async () => ({ auth: await readAuthState() }));
	const enter = () => navigate(safeNext(one(params.next)), { replace: true });
	return (
		<Switch>
			<Match when={state.latest?.auth?.setupNeeded}>
				<Frame title={t().signIn.notSetUp} text={t().signIn.notSetUpText}>
					<Button onClick={() => void refetch()}>{t().ui.tryAgain}</Button>
				</Frame>
			</Match>
			<Match when={true}>
				<Frame title={t().signIn.title}>
					<Show when={one(params.why) === 'out'}>
						<Banner live>{t().signIn.signedOut}</Banner>
					</Show>
					<Show when={state.latest !== undefined && state.latest.auth === null}>
						<Banner tone="trouble" live>
							{t().signIn.unreachable}
						</Banner>
					</Show>
					<CredentialsForm
						submit={t().signIn.submit}
						fresh={false}
						send={(email, password) => postAuth('sign-in', { email, password })}
						done={enter}
					/>
					<Show
						when={state.latest?.auth?.mail === true}
						fallback={
							<details class="door-aside">
								<summary>{t().signIn.forgottenShort}</summary>
								<ResetByCommand text={t().signIn.forgotten} />
							</details>
						}
					>
						<p class="door-aside">
							<A class="link" href="/forgot">
								{t().signIn.forgottenShort}
							</A>
						</p>
					</Show>
				</Frame>
			</Match>
		</Switch>
	);
}
