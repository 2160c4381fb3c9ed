import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js';
import { type AlertsView, memberAlertKinds } from '../../shared/alert-preferences.ts';
import { createAction } from '../settings/action.ts';
import { SaveRow, Section } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Check } from './check.tsx';
import { type AlertsDraft, type DraftFault, draftOf, faultsOf, preferencesOf, sameDraft, toggled } from './draft.ts';
import { Hours } from './hours.tsx';
import { useAlertsTexts } from './texts.ts';

export function AlertsForm(props: {
	readonly view: AlertsView;
	readonly onSaved: (view: AlertsView) => void;
	/** A mail at once, beside the choice of mails. */
	readonly test: JSX.Element;
}) {
	const desk = useDesk();
	const t = useAlertsTexts();
	const action = createAction();
	const sites = () => desk.me().sites.filter(({ demo }) => !demo);
	const stored = () =>
		draftOf(
			props.view.preferences,
			sites().map(({ id }) => id),
			Intl.DateTimeFormat().resolvedOptions().timeZone,
		);
	const [draft, setDraft] = createSignal<AlertsDraft>(stored());
	const [faults, setFaults] = createSignal<readonly DraftFault[]>([]);
	const [saved, setSaved] = createSignal(false);
	// Another tab saved something, and nothing is half-written here.
	createEffect(on(stored, (next, before) => before !== undefined && sameDraft(draft(), before) && setDraft(next)));

	function put(change: Partial<AlertsDraft>): void {
		setDraft({ ...draft(), ...change });
		setFaults([]);
	}

	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		setFaults(faultsOf(draft()));
		if (faults().length > 0) return;
		const worked = await action.run(async () => {
			const { sites: chosen, hours, kinds, ...rest } = preferencesOf(draft());
			props.onSaved(
				await desk.api.alerts.update.mutate({
					...rest,
					kinds: [...kinds],
					sites: chosen === 'all' ? chosen : [...chosen],
					hours: hours === null ? null : { ...hours, days: [...hours.days] },
				}),
			);
		});
		setSaved(worked);
	}

	return (
		<form class="set-sections" noValidate onSubmit={(event) => void save(event)}>
			<Section title={t().waysTitle}>
				<Check
					label={t().mail}
					hint={props.view.mailReady ? t().mailTo(props.view.address) : t().noMail}
					checked={draft().mail && props.view.mailReady}
					disabled={!props.view.mailReady}
					onChange={(mail) => put({ mail })}
				/>
				{props.test}
				<Check
					label={t().push}
					hint={props.view.pushReady ? t().pushHint : t().noPush}
					checked={draft().push && props.view.pushReady}
					disabled={!props.view.pushReady}
					onChange={(push) => put({ push })}
				/>
			</Section>
			<Section title={t().whatTitle} hint={t().quiet}>
				<div class="stack alerts-checks">
					<For each={memberAlertKinds}>
						{(kind) => (
							<Check
								label={t().kinds[kind]}
								checked={draft().kinds.includes(kind)}
								onChange={(checked) => put({ kinds: toggled(draft().kinds, kind, checked) })}
							/>
						)}
					</For>
				</div>
				<hr class="set-line" />
				<Check
					label={t().onlyUnattended}
					hint={t().onlyUnattendedHint}
					checked={draft().onlyUnattended}
					onChange={(onlyUnattended) => put({ onlyUnattended })}
				/>
				<Show when={sites().length > 1 || !draft().allSites}>
					<hr class="set-line" />
					<fieldset class="set-choices">
						<legend class="field-label alerts-legend">{t().sites}</legend>
						<Check label={t().allSites} checked={draft().allSites} onChange={(allSites) => put({ allSites })} />
						<Show when={!draft().allSites}>
							<For each={sites()}>
								{(site) => (
									<Check
										label={site.name}
										checked={draft().sites.includes(site.id)}
										onChange={(checked) => put({ sites: toggled(draft().sites, site.id, checked) })}
									/>
								)}
							</For>
						</Show>
						<p class="field-note field-error" role="alert">
							{faults().includes('sites') ? t().noSites : undefined}
						</p>
					</fieldset>
				</Show>
			</Section>
			<Section title={t().whenTitle}>
				<div>
					<Segmented
						label={t().whenTitle}
						value={draft().anyTime ? 'any' : 'hours'}
						options={[
							{ value: 'any', label: t().anyTime },
							{ value: 'hours', label: t().inHours },
						]}
						onChange={(value) => put({ anyTime: value === 'any' })}
					/>
				</div>
				<Show when={!draft().anyTime}>
					<Hours draft={draft()} faults={faults()} put={put} />
				</Show>
			</Section>
			<SaveRow busy={action.busy()} changed={!sameDraft(draft(), stored())} saved={saved()} error={action.error()} />
		</form>
	);
}
