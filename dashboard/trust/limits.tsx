import { For, Show } from 'solid-js';
import type { LimitBite } from '../../shared/trust.ts';
import { createLoaded } from '../settings/loaded.tsx';
import { Section } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { useTrustTexts } from './texts.ts';
import './trust.css';

/** Only where a limit has refused something: else there is nothing to say. */
export function Limits() {
	const desk = useDesk();
	const site = useSite();
	const t = useTrustTexts();
	const bites = createLoaded<readonly LimitBite[]>(desk, () => desk.api.trust.limits.query({ siteId: site().id }));
	const shown = () => bites.value() ?? [];
	const what = ({ kind, lastHour, lastDay }: LimitBite) => {
		const { count, inHour, inDay } = t().limits;
		return lastHour > 0 ? inHour(count[kind](lastHour)) : inDay(count[kind](lastDay));
	};
	return (
		<Show when={shown().length > 0}>
			<Section title={t().limits.title} hint={t().limits.hint} bare>
				<ul class="box set-rows">
					<For each={shown()}>
						{(bite) => (
							<li class="set-row row-told">
								<div class="set-row-main">
									<p class="block-name figures">{what(bite)}</p>
									<p class="block-note">{t().limits.why[bite.kind]}</p>
								</div>
								<span class="small block-by">
									{t().limits.last} <RelativeTime at={bite.lastAt} />
								</span>
							</li>
						)}
					</For>
				</ul>
			</Section>
		</Show>
	);
}
