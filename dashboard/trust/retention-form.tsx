import { createSignal, Show } from 'solid-js';
import type { RetentionStatus } from '../../shared/trust.ts';
import { createAction } from '../settings/action.ts';
import { createLoaded } from '../settings/loaded.tsx';
import { SaveRow, Section } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { TextField } from '../ui/field.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { daysOf } from './days.ts';
import { useTrustTexts } from './texts.ts';

/** What the field says when a website that kept for ever is to forget. */
const aYear = 365;

export function RetentionForm() {
	const desk = useDesk();
	const site = useSite();
	const t = useTrustTexts();
	const action = createAction();
	const stored = () => site().settings.retentionDays;
	const [days, setDays] = createSignal(String(stored() ?? aYear));
	const [forEver, setForEver] = createSignal(stored() === null);
	const [wrong, setWrong] = createSignal<string>();
	const [saved, setSaved] = createSignal(false);
	const status = createLoaded<RetentionStatus>(desk, () => desk.api.trust.retention.query({ siteId: site().id }));
	const changed = () => forEver() !== (stored() === null) || (!forEver() && days().trim() !== String(stored()));

	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const retentionDays = forEver() ? null : daysOf(days());
		if (retentionDays === null && !forEver()) return void setWrong(t().retention.invalid);
		const worked = await action.run(async () => {
			await desk.api.sites.update.mutate({ siteId: site().id, settings: { retentionDays } });
			await desk.refreshMe();
		});
		setSaved(worked);
	}

	return (
		<Section title={t().retention.title} hint={t().retention.hint}>
			<form class="stack" onSubmit={(event) => void save(event)} noValidate>
				<label class="set-check">
					<input
						type="checkbox"
						checked={forEver()}
						aria-describedby="retention-for-ever"
						onChange={(event) => {
							setForEver(event.currentTarget.checked);
							setWrong(undefined);
						}}
					/>
					<span class="set-check-label">{t().retention.forEver}</span>
					<span class="set-check-hint" id="retention-for-ever">
						{t().retention.forEverHint}
					</span>
				</label>
				<Show when={!forEver()}>
					<TextField
						class="set-number"
						label={t().retention.days}
						error={wrong()}
						type="number"
						inputmode="numeric"
						min={1}
						max={3650}
						step={1}
						value={days()}
						onInput={(event) => {
							setDays(event.currentTarget.value);
							setWrong(undefined);
						}}
					/>
					<Show when={status.value()}>{(now) => <LastRun status={now()} />}</Show>
				</Show>
				<SaveRow busy={action.busy()} changed={changed()} saved={saved()} error={action.error()} />
			</form>
		</Section>
	);
}

function LastRun(props: { readonly status: RetentionStatus }) {
	const t = useTrustTexts();
	return (
		<p class="field-note">
			<Show when={props.status.ranAt} fallback={t().retention.never}>
				{(at) => (
					<>
						{t().retention.last(props.status.deleted)} <RelativeTime at={at()} />
					</>
				)}
			</Show>
		</p>
	);
}
