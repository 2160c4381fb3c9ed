import ArrowUp from 'lucide-solid/icons/arrow-up';
import MessageCircle from 'lucide-solid/icons/message-circle';
import Sparkles from 'lucide-solid/icons/sparkles';
import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, Show } from 'solid-js';
import { settingsTexts, useSettingsTexts } from '../settings/texts.ts';
import { useLocale } from '../ui/locale.tsx';
import { isColour, textOn } from './contrast.ts';
import type { Look } from './look.ts';

/** A still picture of the open widget on somebody's page, in the language that it will speak. */
export function Preview(props: { readonly look: Look; readonly siteName: string }) {
	const t = useSettingsTexts();
	const { language } = useLocale();
	const [words, setWords] = createSignal(t().look);
	createEffect(() => {
		const wanted = props.look.language === 'auto' ? language() : props.look.language;
		void settingsTexts.load(wanted).then((texts) => {
			// The choice may have changed again while the sentences were fetched.
			const now = props.look.language === 'auto' ? language() : props.look.language;
			if (now === wanted) setWords(texts.look);
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
			<div class="look-widget" aria-hidden="true" style={{ '--accent': colour(), '--on-accent': textOn(colour()) }}>
				<div class="look-panel">
					<div class="look-head">
						<span class="look-site">{props.siteName}</span>
						<span class="look-who">
							<Sparkles size={12} /> {words().previewAi}
						</span>
						<X size={16} class="look-close" />
					</div>
					<Show when={props.look.disclosure || props.look.privacyUrl.trim() !== ''}>
						<p class="look-disclosure">
							<Show when={props.look.disclosure}>{words().previewDisclosure} </Show>
							<Show when={props.look.privacyUrl.trim() !== ''}>
								<u>{words().previewPrivacy}</u>
							</Show>
						</p>
					</Show>
					<div class="look-log">
						<p class="look-said">{props.look.greeting.trim() || words().previewGreeting}</p>
						<p class="look-said look-asked">{words().previewQuestion}</p>
						<p class="look-said">{words().previewAnswer}</p>
					</div>
					<div class="look-composer">
						<span>{words().previewMessage}</span>
						<span class="look-send">
							<ArrowUp size={12} />
						</span>
					</div>
				</div>
				<span class="look-launcher">
					<MessageCircle size={20} />
				</span>
			</div>
		</div>
	);
}
