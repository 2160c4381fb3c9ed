import ArrowUp from 'lucide-solid/icons/arrow-up';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import Sparkles from 'lucide-solid/icons/sparkles';
import UserRound from 'lucide-solid/icons/user-round';
import { createEffect, createSignal, Show } from 'solid-js';
import type { Language } from '../../shared/text/language.ts';
import type { SettingsText } from '../../shared/text/settings-en.ts';
import type { WidgetText } from '../../shared/text/widget-en.ts';
import { settingsTexts, useSettingsTexts } from '../settings/texts.ts';
import { createTexts, useLocale } from '../ui/locale.tsx';
import { isColour, textOn } from './contrast.ts';
import type { Look } from './look.ts';

/** What visitors read, from the widget's own dictionaries. */
const widgetTexts = createTexts<WidgetText>({
	en: async () => (await import('../../shared/text/widget-en.ts')).widgetEn,
	lv: async () => (await import('../../shared/text/widget-lv.ts')).widgetLv,
});

interface Words {
	readonly widget: WidgetText;
	readonly example: SettingsText['look'];
}

async function wordsIn(language: Language): Promise<Words> {
	const [widget, settings] = await Promise.all([widgetTexts.load(language), settingsTexts.load(language)]);
	return { widget, example: settings.look };
}

/** A still picture of the open widget on somebody's page, in the language that it will speak. */
export function Preview(props: { readonly look: Look; readonly siteName: string }) {
	const t = useSettingsTexts();
	const { language } = useLocale();
	const [words, setWords] = createSignal<Words>();
	const spoken = () => (props.look.language === 'auto' ? language() : props.look.language);
	createEffect(() => {
		const wanted = spoken();
		void wordsIn(wanted).then((found) => {
			// The choice may have changed again while the sentences were fetched.
			if (spoken() === wanted) setWords(found);
		});
	});
	const colour = () => (isColour(props.look.colour) ? props.look.colour : '#4f46e5');
	return (
		<div
			class="look-stage"
			classList={{ 'look-left': props.look.side === 'left' }}
			role="img"
			aria-label={t().look.previewLabel}
		>
			<div class="look-page" aria-hidden="true">
				<span />
				<span />
				<span />
			</div>
			<div class="look-widget" aria-hidden="true" style={{ '--site': colour(), '--on-site': textOn(colour()) }}>
				<Show when={words()}>
					{(now) => <PreviewPanel look={props.look} siteName={props.siteName} words={now()} />}
				</Show>
				<span class="look-launcher">
					<ChevronDown size={20} />
				</span>
			</div>
		</div>
	);
}

function PreviewPanel(props: { readonly look: Look; readonly siteName: string; readonly words: Words }) {
	const widget = () => props.words.widget;
	const privacy = () => props.look.privacyUrl.trim() !== '';
	return (
		<div class="look-panel">
			<div class="look-head">
				<span class="look-site">{props.siteName}</span>
				<span class="look-who">
					<Sparkles size={12} /> {widget().ai}
				</span>
				<span class="look-end">{widget().end}</span>
			</div>
			<div class="look-log">
				<Show when={props.look.disclosure || privacy()}>
					<p class="look-disclosure">
						<Show when={props.look.disclosure}>{widget().disclosure} </Show>
						<Show when={privacy()}>
							<u>{widget().privacy}</u>
						</Show>
					</p>
				</Show>
				<p class="look-said">{props.look.greeting.trim() || widget().greeting}</p>
				<p class="look-said look-asked">{props.words.example.previewQuestion}</p>
				<p class="look-said">{props.words.example.previewAnswer}</p>
			</div>
			<div class="look-foot">
				<div class="look-composer">
					<span>{widget().placeholderAi}</span>
					<span class="look-send">
						<ArrowUp size={12} />
					</span>
				</div>
				<span class="look-ask">
					<UserRound size={12} /> {widget().askPerson}
				</span>
			</div>
		</div>
	);
}
