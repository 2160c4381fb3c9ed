import { createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import type { AiKind, AiView } from '../../shared/account.ts';
import { createAction } from '../settings/action.ts';
import { createLoaded, type Loaded, LoadedView } from '../settings/loaded.tsx';
import { ForRight, PageHead, SaveRow, Section } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { TextArea, TextField } from '../ui/field.tsx';
import { type AiDraft, aiDiffers, aiFaultsOf, changeOf, draftOf } from './draft.ts';
import { KeyField } from './key-field.tsx';

export function Page() {
	const site = useSite();
	const t = useSettingsTexts();
	return (
		<main class="page page-narrow">
			<PageHead title={t().ai.title} lead={t().ai.lead(site().name)} />
			<ForRight right="manage-knowledge">
				<Ai />
			</ForRight>
		</main>
	);
}

function Ai() {
	const desk = useDesk();
	const site = useSite();
	const siteId = site().id;
	const stored = createLoaded<AiView>(desk, () => desk.api.ai.get.query({ siteId }));
	return <LoadedView of={stored}>{(view) => <AiForm stored={view()} loaded={stored} />}</LoadedView>;
}

function AiForm(props: { readonly stored: AiView; readonly loaded: Loaded<AiView> }) {
	const desk = useDesk();
	const site = useSite();
	const t = useSettingsTexts();
	const action = createAction();
	const [draft, setDraft] = createStore<AiDraft>(draftOf(props.stored));
	const [tried, setTried] = createSignal(false);
	const [saved, setSaved] = createSignal(false);
	const faults = () => aiFaultsOf(draft, props.stored.serverDefault);
	const usesModel = () => draft.kind === 'openai-compatible';
	const urlError = () => {
		if (!tried() || faults().baseUrl === null) return undefined;
		return faults().baseUrl === 'missing' ? t().ai.needUrl : t().ai.baseUrlInvalid;
	};

	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		setTried(true);
		if (faults().baseUrl !== null || faults().model !== null) return;
		const worked = await action.run(async () => {
			const next = await desk.api.ai.update.mutate({ siteId: site().id, ...changeOf(draft) });
			props.loaded.set(next);
			setDraft(draftOf(next));
		});
		setSaved(worked);
	}

	const choice = (kind: AiKind, label: string, hint: string, leaves: string) => (
		<label class="set-choice">
			<input
				type="radio"
				name="ai-kind"
				checked={draft.kind === kind}
				aria-describedby={`ai-${kind}`}
				onChange={() => setDraft({ kind })}
			/>
			<span class="set-choice-label">{label}</span>
			<span class="set-choice-hint" id={`ai-${kind}`}>
				{hint}
				<br />
				<strong>{t().ai.leavesTitle}:</strong> {leaves}
			</span>
		</label>
	);

	return (
		<form class="set-sections" onSubmit={(event) => void save(event)} noValidate>
			<Section title={t().ai.kindTitle} bare>
				<fieldset class="set-choices">
					<legend class="unseen">{t().ai.kindTitle}</legend>
					{choice('embedded', t().ai.embedded, t().ai.embeddedHint, t().ai.embeddedLeaves)}
					{choice('openai-compatible', t().ai.model, t().ai.modelHint, t().ai.modelLeaves)}
				</fieldset>
			</Section>
			<Show when={usesModel()}>
				<Section
					title={t().ai.endpointTitle}
					hint={props.stored.serverDefault ? t().ai.serverDefault : t().ai.noServerDefault}
				>
					<TextField
						label={t().ai.baseUrl}
						placeholder={t().ai.baseUrlPlaceholder}
						error={urlError()}
						type="url"
						inputmode="url"
						autocomplete="off"
						maxLength={500}
						value={draft.baseUrl}
						onInput={(event) => setDraft({ baseUrl: event.currentTarget.value })}
					/>
					<TextField
						label={t().ai.modelName}
						placeholder={t().ai.modelPlaceholder}
						error={tried() && faults().model !== null ? t().ai.needModel : undefined}
						autocomplete="off"
						autocapitalize="none"
						spellcheck={false}
						maxLength={200}
						value={draft.model}
						onInput={(event) => setDraft({ model: event.currentTarget.value })}
					/>
					<KeyField hasKey={props.stored.hasKey} change={draft.key} onChange={(key) => setDraft({ key })} />
				</Section>
				<Section title={t().ai.instructionsTitle}>
					<TextArea
						label={t().ai.instructions}
						placeholder={t().ai.instructionsPlaceholder}
						hint={t().ai.instructionsHint}
						maxLength={4_000}
						rows={6}
						value={draft.instructions}
						onInput={(event) => setDraft({ instructions: event.currentTarget.value })}
					/>
				</Section>
			</Show>
			<div class="stack">
				<p class="set-hint">{t().ai.note}</p>
				<SaveRow busy={action.busy()} changed={aiDiffers(draft, props.stored)} saved={saved()} error={action.error()} />
			</div>
		</form>
	);
}
