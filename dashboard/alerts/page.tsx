import { For, Show } from 'solid-js';
import type { AlertsView } from '../../shared/alert-preferences.ts';
import { Devices } from '../push/devices.tsx';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { PageHead } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Bone } from '../ui/states.tsx';
import './alerts.css';
import { AlertsForm } from './form.tsx';
import { AlertsLog } from './log.tsx';
import { TestMail } from './test-mail.tsx';
import { useAlertsTexts } from './texts.ts';

export function Page() {
	const desk = useDesk();
	const t = useAlertsTexts();
	const view = createLoaded<AlertsView>(desk, () => desk.api.alerts.get.query());
	return (
		<main class="page page-narrow">
			<PageHead title={t().title} lead={t().lead} />
			<LoadedView of={view} skeleton={<For each={[1, 2, 3]}>{() => <Bone class="alerts-bone" />}</For>}>
				{(shown) => (
					<div class="set-sections">
						<Show when={shown().pushReady}>
							<Devices />
						</Show>
						<AlertsForm
							view={shown()}
							onSaved={(next) => view.set(next)}
							test={<TestMail view={shown()} onTested={() => void view.reload()} />}
						/>
						<AlertsLog log={shown().log} />
					</div>
				)}
			</LoadedView>
		</main>
	);
}
