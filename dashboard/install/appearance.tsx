import { createEffect, createSignal, on } from 'solid-js';
import { createStore } from 'solid-js/store';
import type { SiteSettings } from '../../shared/account.ts';
import { languages } from '../../shared/text/language.ts';
import { createAction } from '../settings/action.ts';
import { SaveRow, Section } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Select, TextArea, TextField } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { ColourField } from './colour-field.tsx';
import { isColour } from './contrast.ts';
import { type Look, lookOf, sameLook } from './look.ts';
import { Preview } from './preview.tsx';

/** How the widget looks and what it says first. The preview follows each key. */
export function Appearance() {
	const desk = useDesk();
	const site = useSite();
	const t = useSettingsTexts();
	const deskT = useDeskTexts();
	const action = createAction((code) => (code === 'input.invalid' ? t().look.privacyInvalid : undefined));
	const [look, setLook] = createStore<Look>(lookOf(site().settings));
	const [tried, setTried] = createSignal(false);
	const [saved, setSaved] = createSignal(false);
	const changed = () => !sameLook(look, lookOf(site().settings));
	const wrongColour = () => (tried() && !isColour(look.colour) ? t().look.colourInvalid : undefined);
	const wrongPrivacy = () =>
		tried() && look.privacyUrl !== '' && !/^https?:\/\/\S+$/i.test(look.privacyUrl.trim())
			? t().look.privacyInvalid
			: undefined;
	// Somebody else saved meanwhile: what is not being edited here follows.
	createEffect(
		on(
			() => site().settings,
			(settings, before) => {
				if (before !== undefined && sameLook(look, lookOf(before))) setLook(lookOf(settings));
			},
		),
	);

	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		setTried(true);
		if (wrongColour() !== undefined || wrongPrivacy() !== undefined) return;
		const settings: Partial<SiteSettings> = { ...look, privacyUrl: look.privacyUrl.trim() };
		const worked = await action.run(async () => {
			const { settings: stored } = await desk.api.sites.update.mutate({ siteId: site().id, settings });
			setLook(lookOf(stored));
			await desk.refreshMe();
		});
		setSaved(worked);
	}

	return (
		<Section title={t().look.title} bare>
			<div class="box look">
				<form class="look-form stack" onSubmit={(event) => void save(event)} noValidate>
					<ColourField value={look.colour} error={wrongColour()} onChange={(colour) => setLook({ colour })} />
					<div class="field">
						<span class="field-label" aria-hidden="true">
							{t().look.side}
						</span>
						<div>
							<Segmented
								label={t().look.side}
								value={look.side}
								options={(['left', 'right'] as const).map((side) => ({ value: side, label: t().look[side] }))}
								onChange={(side) => setLook({ side })}
							/>
						</div>
					</div>
					<TextArea
						class="look-greeting"
						label={t().look.greeting}
						hint={t().look.greetingHint}
						placeholder={t().look.greetingPlaceholder(site().name)}
						rows={2}
						maxLength={500}
						value={look.greeting}
						onInput={(event) => setLook({ greeting: event.currentTarget.value })}
					/>
					<Select
						label={t().look.language}
						value={look.language}
						options={[
							{ value: 'auto', label: t().look.auto },
							...languages.map((language) => ({ value: language, label: deskT().language[language] })),
						]}
						onChange={(language) => setLook({ language })}
					/>
					<label class="set-check">
						<input
							type="checkbox"
							checked={look.disclosure}
							aria-describedby="look-disclosure"
							onChange={(event) => setLook({ disclosure: event.currentTarget.checked })}
						/>
						<span class="set-check-label">{t().look.disclosure}</span>
						<span class="set-check-hint" id="look-disclosure">
							{t().look.disclosureHint}
						</span>
					</label>
					<TextField
						label={t().look.privacy}
						placeholder={t().look.privacyPlaceholder}
						error={wrongPrivacy()}
						type="url"
						inputmode="url"
						autocomplete="off"
						maxLength={500}
						value={look.privacyUrl}
						onInput={(event) => setLook({ privacyUrl: event.currentTarget.value })}
					/>
					<SaveRow busy={action.busy()} changed={changed()} saved={saved()} error={action.error()} />
				</form>
				<Preview look={look} siteName={site().name} />
			</div>
		</Section>
	);
}
