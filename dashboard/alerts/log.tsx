import { For, Show } from 'solid-js';
import type { AlertLogEntry } from '../../shared/alert-preferences.ts';
import { Section } from '../settings/section.tsx';
import { Badge } from '../ui/badge.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { useAlertsTexts } from './texts.ts';

const tones = { waiting: 'neutral', sent: 'human', failed: 'trouble' } as const;

export function AlertsLog(props: { readonly log: readonly AlertLogEntry[] }) {
	const t = useAlertsTexts();
	const about = (what: string): string => {
		const words = new Map<string, string>(Object.entries(t().about));
		return words.get(what) ?? t().about.other;
	};
	return (
		<Section title={t().logTitle} bare>
			<Show when={props.log.length > 0} fallback={<p class="set-hint">{t().logEmpty}</p>}>
				<ul class="box set-rows alerts-log">
					<For each={props.log}>
						{(entry) => (
							<li class="set-row">
								<div class="set-row-main">
									<p>{about(entry.about)}</p>
									<Show when={entry.state !== 'sent' && entry.error !== ''}>
										<p class="set-row-note alerts-said">{entry.error}</p>
									</Show>
								</div>
								<Badge tone={tones[entry.state]}>{t().states[entry.state]}</Badge>
								<span class="small alerts-when">
									<RelativeTime at={entry.at} />
								</span>
							</li>
						)}
					</For>
				</ul>
			</Show>
		</Section>
	);
}
