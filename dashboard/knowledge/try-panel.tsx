import BookOpen from 'lucide-solid/icons/book-open';
import Sparkles from 'lucide-solid/icons/sparkles';
import { createSignal, For, Show } from 'solid-js';
import { limits } from '../../shared/limits.ts';
import { createAction } from '../settings/action.ts';
import { useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useDeskTexts } from '../ui/texts.ts';

interface Answer {
	readonly question: string;
	readonly text: string;
	readonly sources: readonly { readonly title: string }[];
	readonly asksForHuman: boolean;
}

/** What a visitor would get now, with where it comes from, or the honest "I don't know". */
export function TryPanel() {
	const desk = useDesk();
	const site = useSite();
	const t = useSettingsTexts();
	const deskT = useDeskTexts();
	const waits = useWaits();
	const action = createAction();
	const [question, setQuestion] = createSignal('');
	const [answer, setAnswer] = createSignal<Answer>();

	async function ask(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const asked = question().trim();
		if (asked === '') return;
		await action.run(async () => {
			const given = await desk.api.knowledge.ask.mutate({ siteId: site().id, question: asked });
			setAnswer({ question: asked, ...given });
		});
	}

	return (
		<aside class="try box" aria-labelledby="try-title">
			<h2 id="try-title">{t().knowledge.tryTitle}</h2>
			<p class="set-hint">{t().knowledge.tryHint}</p>
			<form class="set-inline-form" onSubmit={(event) => void ask(event)}>
				<TextField
					label={t().knowledge.tryLabel}
					hideLabel
					placeholder={t().knowledge.tryPlaceholder}
					error={action.error()}
					maxLength={limits.messageUnits}
					autocomplete="off"
					value={question()}
					onInput={(event) => setQuestion(event.currentTarget.value)}
				/>
				<Button type="submit" busy={action.busy()} waits={waits()}>
					{action.busy() ? t().knowledge.asking : t().knowledge.ask}
				</Button>
			</form>
			<div class="try-answer" aria-live="polite">
				<Show when={answer()}>
					{(given) => (
						<>
							<p class="try-question">{given().question}</p>
							<div class="try-said">
								<Sparkles size={16} class="try-mark" aria-label={deskT().session.ai} />
								<p>{given().text}</p>
							</div>
							<Show
								when={given().sources.length > 0}
								fallback={
									<p class="try-note" classList={{ 'try-unsure': given().asksForHuman }}>
										{given().asksForHuman ? t().knowledge.unsure : t().knowledge.noSources}
									</p>
								}
							>
								<p class="try-note">
									{t().knowledge.sources}{' '}
									<For each={given().sources}>{(source) => <Badge icon={BookOpen}>{source.title}</Badge>}</For>
								</p>
							</Show>
						</>
					)}
				</Show>
			</div>
		</aside>
	);
}
