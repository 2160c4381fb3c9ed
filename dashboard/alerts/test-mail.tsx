import { createSignal, Show } from 'solid-js';
import type { AlertsView, AlertTest } from '../../shared/alert-preferences.ts';
import { createAction } from '../settings/action.ts';
import { useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useAlertsTexts } from './texts.ts';

/** One mail now. What the mail server answers is shown as it came: it is the one who knows. */
export function TestMail(props: { readonly view: AlertsView; readonly onTested: () => void }) {
	const desk = useDesk();
	const t = useAlertsTexts();
	const action = createAction();
	const waits = useWaits();
	const [result, setResult] = createSignal<AlertTest>();

	async function test(): Promise<void> {
		setResult(undefined);
		await action.run(async () => {
			setResult(await desk.api.alerts.testMail.mutate());
		});
		props.onTested();
	}

	const failure = () => {
		const last = result();
		return last?.ok === false ? last.error : undefined;
	};

	return (
		<Show when={props.view.mailReady}>
			<div class="stack alerts-test">
				<div>
					<Button size="small" busy={action.busy()} waits={waits()} onClick={() => void test()}>
						{action.busy() ? t().testing : t().test}
					</Button>
				</div>
				<div role="status">
					<Show when={result()?.ok === true}>
						<Banner tone="human">{t().testSent(props.view.address)}</Banner>
					</Show>
				</div>
				<div role="alert">
					<Show when={failure()}>
						{(error) => (
							<Banner tone="trouble">
								{t().testFailed} <span class="alerts-said">{error()}</span>
							</Banner>
						)}
					</Show>
					<Show when={action.error()}>{(error) => <Banner tone="trouble">{error()}</Banner>}</Show>
				</div>
			</div>
		</Show>
	);
}
