/** The page of somebody who is not signed in: the mark, one box, one thing to do. */
import { type ParentProps, Show } from 'solid-js';
import { languages } from '../../shared/text/language.ts';
import { Mark } from '../shell/mark.tsx';
import { Select } from '../ui/field.tsx';
import { useLocale } from '../ui/locale.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import './sign-in.css';

export function Frame(props: ParentProps<{ readonly title: string; readonly text?: string | undefined }>) {
	const t = useDeskTexts();
	const locale = useLocale();
	return (
		<main class="door">
			<div class="door-box">
				<div class="door-mark">
					<Mark />
				</div>
				<div class="door-head">
					<h1>{props.title}</h1>
					<Show when={props.text}>
						<p class="quiet">{props.text}</p>
					</Show>
				</div>
				{props.children}
			</div>
			<footer class="door-foot">
				<p>{t().signIn.tagline}</p>
				<Select
					label={t().shell.language}
					hideLabel
					class="door-language"
					value={locale.language()}
					options={languages.map((value) => ({ value, label: t().language[value] }))}
					onChange={(next) => void locale.setLanguage(next)}
				/>
			</footer>
		</main>
	);
}
