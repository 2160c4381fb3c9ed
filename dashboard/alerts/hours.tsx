import { For } from 'solid-js';
import { TextField } from '../ui/field.tsx';
import { useLocale } from '../ui/locale.tsx';
import { type AlertsDraft, type DraftFault, minutesOf, toggled } from './draft.ts';
import { useAlertsTexts } from './texts.ts';

/** A Monday. */
const monday = Date.UTC(2024, 0, 1);
const dayMs = 24 * 60 * 60_000;

export function Hours(props: {
	readonly draft: AlertsDraft;
	readonly faults: readonly DraftFault[];
	readonly put: (change: Partial<AlertsDraft>) => void;
}) {
	const t = useAlertsTexts();
	const { language } = useLocale();
	const nameOf = (day: number, weekday: 'short' | 'long'): string =>
		new Intl.DateTimeFormat(language(), { weekday, timeZone: 'UTC' }).format(monday + day * dayMs);
	const note = () => {
		const [from, to] = [minutesOf(props.draft.from), minutesOf(props.draft.to)];
		if (from === null || to === null || from < to) return '';
		return from === to ? t().wholeDay : t().overnight;
	};
	return (
		<>
			<fieldset class="set-choices">
				<legend class="field-label alerts-legend">{t().days}</legend>
				<div class="alerts-days">
					<For each={[0, 1, 2, 3, 4, 5, 6]}>
						{(day) => (
							<label class="alerts-day">
								<input
									type="checkbox"
									class="unseen"
									aria-label={nameOf(day, 'long')}
									checked={props.draft.days.includes(day)}
									onChange={(event) => props.put({ days: toggled(props.draft.days, day, event.currentTarget.checked) })}
								/>
								<span aria-hidden="true">{nameOf(day, 'short')}</span>
							</label>
						)}
					</For>
				</div>
				<p class="field-note field-error" role="alert">
					{props.faults.includes('days') ? t().noDays : undefined}
				</p>
			</fieldset>
			<div class="alerts-times">
				<TextField
					label={t().from}
					type="time"
					value={props.draft.from}
					aria-invalid={props.faults.includes('time') ? true : undefined}
					onInput={(event) => props.put({ from: event.currentTarget.value })}
				/>
				<TextField
					label={t().to}
					type="time"
					value={props.draft.to}
					onInput={(event) => props.put({ to: event.currentTarget.value })}
				/>
				<TextField
					class="alerts-zone"
					label={t().zone}
					hint={t().zoneHint}
					error={props.faults.includes('zone') ? t().zoneInvalid : undefined}
					value={props.draft.zone}
					autocomplete="off"
					spellcheck={false}
					maxLength={64}
					onInput={(event) => props.put({ zone: event.currentTarget.value })}
				/>
			</div>
			<p class="field-note" role="status">
				{note()}
			</p>
		</>
	);
}
