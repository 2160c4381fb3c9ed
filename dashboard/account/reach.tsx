import { For, Show } from 'solid-js';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { Section } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';

/** What stands between people and this server and should not be as it is; each with what to set. */
export function Reach() {
	const desk = useDesk();
	return (
		<Show when={desk.may('manage-plan')}>
			<Findings />
		</Show>
	);
}

function Findings() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const findings = createLoaded(desk, () => desk.api.house.findings.query());
	return (
		<Section title={t().account.reachTitle}>
			<LoadedView of={findings}>
				{(found) => (
					<Show when={found().length > 0} fallback={<p>{t().account.reachFine}</p>}>
						<ul class="account-findings">
							<For each={found()}>
								{({ code, seenAt }) => (
									<li>
										{t().account.findings[code]}{' '}
										<span class="small quiet">
											<RelativeTime at={seenAt} />
										</span>
									</li>
								)}
							</For>
						</ul>
						<p class="small quiet">{t().account.reachSeen}</p>
					</Show>
				)}
			</LoadedView>
		</Section>
	);
}
