import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { alertKinds } from '../../shared/alert.ts';
import { type Language, languages } from '../../shared/text/language.ts';
import {
	type WebhookMade,
	type WebhookView,
	webhookFormats,
	webhookLimits,
	webhookTypes,
} from '../../shared/webhook.ts';
import { createAction } from '../settings/action.ts';
import { useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select, TextField } from '../ui/field.tsx';
import { useLocale } from '../ui/locale.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { changeOf, draftOf, faultsOf, isFaultless, newDraft, type WebhookDraft } from './draft.ts';
import { useWebhooksTexts } from './texts.ts';

/** As people of each language call it. */
const languageNames: Readonly<Record<Language, string>> = { en: 'English', lv: 'Latviešu' };

/** Makes a webhook, or changes one: then its address may be left out, and who reads it stays. */
export function WebhookForm(props: {
	readonly hook: WebhookView | null;
	/** `made`: a new one, with the secret that is shown once. */
	readonly onDone: (made: WebhookMade | null) => Promise<void>;
	readonly onClose: () => void;
}) {
	const desk = useDesk();
	const ui = useDeskTexts();
	const t = useWebhooksTexts();
	const site = useSite();
	const waits = useWaits();
	const { language } = useLocale();
	const group = createUniqueId();
	const action = createAction((code) => {
		if (code === 'limit.reached') return t().full;
		return code === 'input.invalid' ? urlInvalid() : undefined;
	});
	const stored = props.hook;
	const [draft, setDraft] = createStore<WebhookDraft>(stored === null ? newDraft(language()) : draftOf(stored));
	const [tried, setTried] = createSignal(false);
	const faults = () => faultsOf(draft, stored !== null);
	const telegram = () => draft.format === 'telegram';
	const urlInvalid = () => (telegram() ? t().tokenInvalid : t().urlInvalid);
	const urlError = () => {
		if (!tried() || faults().url === null) return undefined;
		return faults().url === 'missing' ? t().urlMissing : urlInvalid();
	};
	const urlHint = () => {
		if (stored !== null) return t().urlKeep(stored.shownUrl);
		return draft.format === 'telegram' ? t().botTokenHint : t().urlHint[draft.format];
	};

	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		setTried(true);
		if (!isFaultless(faults())) return;
		let made: WebhookMade | null = null;
		const siteId = site().id;
		const change = changeOf(draft);
		const worked = await action.run(async () => {
			if (stored !== null) await desk.api.webhooks.update.mutate({ siteId, webhookId: stored.id, ...change });
			else {
				const url = draft.url.trim();
				made = await desk.api.webhooks.create.mutate({ siteId, format: draft.format, ...change, url });
			}
		});
		if (worked) await props.onDone(made);
	}

	return (
		<Dialog open wide title={stored === null ? t().addTitle : t().editTitle} onClose={() => props.onClose()}>
			<form class="stack hooks-form" onSubmit={(event) => void save(event)} noValidate>
				<Show when={stored === null}>
					<fieldset class="set-choices">
						<legend class="field-label hooks-legend">{t().formatLegend}</legend>
						<For each={webhookFormats}>
							{(format) => (
								<label class="set-choice">
									<input
										type="radio"
										name={group}
										checked={draft.format === format}
										aria-describedby={`${group}-${format}`}
										onChange={() => setDraft({ format })}
									/>
									<span class="set-choice-label">{t().formats[format]}</span>
									<span class="set-choice-hint" id={`${group}-${format}`}>
										{t().formatHints[format]}
									</span>
								</label>
							)}
						</For>
					</fieldset>
				</Show>
				<TextField
					label={telegram() ? t().botToken : t().url}
					placeholder={telegram() ? '' : 'https://'}
					hint={urlHint()}
					error={urlError()}
					inputmode={telegram() ? 'text' : 'url'}
					autocomplete="off"
					autocapitalize="none"
					spellcheck={false}
					maxLength={webhookLimits.urlUnits}
					value={draft.url}
					onInput={(event) => setDraft({ url: event.currentTarget.value })}
				/>
				<Show when={telegram()}>
					<TextField
						label={t().chatId}
						hint={t().chatIdHint}
						error={tried() && faults().chatId !== null ? t().chatIdInvalid : undefined}
						autocomplete="off"
						autocapitalize="none"
						spellcheck={false}
						maxLength={webhookLimits.chatIdUnits}
						value={draft.chatId}
						onInput={(event) => setDraft({ chatId: event.currentTarget.value })}
					/>
				</Show>
				<Show when={draft.format !== 'baton'}>
					<Select
						class="hooks-language"
						label={t().language}
						value={draft.language}
						options={languages.map((value) => ({ value, label: languageNames[value] }))}
						onChange={(next) => setDraft({ language: next })}
					/>
				</Show>
				<fieldset class="hooks-events" aria-describedby={`${group}-events`}>
					<legend class="field-label hooks-legend">{t().eventsLegend}</legend>
					<For each={alertKinds}>
						{(kind) => (
							<label class="set-check">
								<input
									type="checkbox"
									checked={draft.events[kind]}
									onChange={(event) => setDraft({ events: { ...draft.events, [kind]: event.currentTarget.checked } })}
								/>
								<span class="set-check-label">
									{t().events[kind]}
									<Show when={draft.format === 'baton'}>
										<code class="hooks-type">{webhookTypes[kind]}</code>
									</Show>
								</span>
							</label>
						)}
					</For>
					<p class="field-note field-error" id={`${group}-events`} role="alert">
						{tried() && faults().events !== null ? t().eventsNone : undefined}
					</p>
				</fieldset>
				<p class="field-note field-error" role="alert">
					{action.error()}
				</p>
				<div class="row row-end">
					<Button onClick={() => props.onClose()}>{ui().ui.cancel}</Button>
					<Button type="submit" tone="solid" busy={action.busy()} waits={waits()}>
						{stored === null ? t().create : ui().ui.save}
					</Button>
				</div>
			</form>
		</Dialog>
	);
}
