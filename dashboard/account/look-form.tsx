import Monitor from 'lucide-solid/icons/monitor';
import Moon from 'lucide-solid/icons/moon';
import Sun from 'lucide-solid/icons/sun';
import { type Profile, themes } from '../../shared/account.ts';
import { languages } from '../../shared/text/language.ts';
import { createAction } from '../settings/action.ts';
import { Section } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Select } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useDeskTexts } from '../ui/texts.ts';

const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const;

/** Both apply as they are chosen; there is nothing to save. */
export function LookForm() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const deskT = useDeskTexts();
	const action = createAction();
	const change = (profile: Partial<Profile>) => void action.run(() => desk.updateProfile(profile));
	return (
		<Section title={t().account.looksTitle}>
			<div class="set-pair">
				<Select
					label={t().account.language}
					value={desk.me().profile.language}
					options={languages.map((language) => ({ value: language, label: deskT().language[language] }))}
					onChange={(language) => change({ language })}
				/>
				<div class="field">
					<span class="field-label" aria-hidden="true">
						{t().account.theme}
					</span>
					<div>
						<Segmented
							label={t().account.theme}
							value={desk.me().profile.theme}
							options={themes.map((theme) => ({
								value: theme,
								label: t().account[theme],
								icon: themeIcons[theme],
							}))}
							onChange={(theme) => change({ theme })}
						/>
					</div>
				</div>
			</div>
			<p class="field-note field-error" role="alert">
				{action.error()}
			</p>
		</Section>
	);
}
