import { createSignal, Show } from 'solid-js';
import type { ArticleView } from '../../shared/account.ts';
import { limits } from '../../shared/limits.ts';
import { createAction } from '../settings/action.ts';
import { useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextArea, TextField } from '../ui/field.tsx';
import { useLocale } from '../ui/locale.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { bodyUnits, type Draft, differs, faultsOf, isFaultless, titleUnits, unitsTooMany } from './draft.ts';

/** Writes one article. Closing with something unsaved asks first. */
export function Editor(props: {
	readonly article: ArticleView | null;
	readonly kind: Draft['kind'];
	/** Throws what the server refused. */
	readonly onSave: (draft: Draft) => Promise<void>;
	readonly onClose: () => void;
}) {
	const t = useSettingsTexts();
	const desk = useDeskTexts();
	const { language } = useLocale();
	const waits = useWaits();
	const action = createAction((code) => (code === 'limit.reached' ? t().knowledge.limit : undefined));
	const first: Draft = { kind: props.kind, title: props.article?.title ?? '', body: props.article?.body ?? '' };
	const [draft, setDraft] = createSignal(first);
	const [tried, setTried] = createSignal(false);
	const [asking, setAsking] = createSignal(false);
	const asQuestion = () => props.kind === 'question';
	const faults = () => faultsOf(draft());
	const figure = (value: number) => new Intl.NumberFormat(language()).format(value);

	const heading = () => {
		if (props.article !== null) return t().knowledge.editNamed(props.article.title);
		return asQuestion() ? t().knowledge.newQuestion : t().knowledge.newText;
	};
	const titleError = () => {
		if (!tried() || faults().title === null) return undefined;
		return asQuestion() ? t().knowledge.questionMissing : t().knowledge.titleMissing;
	};
	const bodyError = () => {
		// Too long is said while typing: nobody should write on for nothing.
		if (faults().body === 'too-long') return t().knowledge.tooLong(unitsTooMany(draft()));
		if (!tried() || faults().body === null) return undefined;
		return asQuestion() ? t().knowledge.answerMissing : t().knowledge.bodyMissing;
	};
	const close = () => {
		if (differs(draft(), first) && !asking()) setAsking(true);
		else props.onClose();
	};

	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		setTried(true);
		setAsking(false);
		const { kind, title, body } = draft();
		if (isFaultless(faults())) await action.run(() => props.onSave({ kind, title: title.trim(), body: body.trim() }));
	}

	return (
		<Dialog open wide title={heading()} onClose={close}>
			<form class="stack" onSubmit={(event) => void save(event)} noValidate>
				<TextField
					label={asQuestion() ? t().knowledge.questionLabel : t().knowledge.titleLabel}
					placeholder={asQuestion() ? t().knowledge.questionPlaceholder : t().knowledge.titlePlaceholder}
					error={titleError()}
					maxLength={titleUnits}
					autofocus
					value={draft().title}
					autocomplete="off"
					onInput={(event) => setDraft({ ...draft(), title: event.currentTarget.value })}
				/>
				<TextArea
					class="editor-body"
					label={asQuestion() ? t().knowledge.answerLabel : t().knowledge.bodyLabel}
					placeholder={asQuestion() ? t().knowledge.answerPlaceholder : t().knowledge.bodyPlaceholder}
					hint={
						<span class="figures">
							{t().knowledge.counter(figure(bodyUnits(draft())), figure(limits.knowledgeUnits))}
						</span>
					}
					error={bodyError()}
					rows={10}
					value={draft().body}
					onInput={(event) => setDraft({ ...draft(), body: event.currentTarget.value })}
				/>
				<p class="field-note field-error" role="alert">
					{action.error()}
				</p>
				<Show
					when={asking()}
					fallback={
						<div class="row row-end">
							<Button onClick={close}>{desk().ui.cancel}</Button>
							<Button type="submit" tone="solid" busy={action.busy()} waits={waits()}>
								{desk().ui.save}
							</Button>
						</div>
					}
				>
					<div class="row editor-ask" role="alert">
						<p class="editor-ask-text">
							<strong>{t().knowledge.discardTitle}</strong> {t().knowledge.discardBody}
						</p>
						<Button tone="danger" onClick={() => props.onClose()}>
							{t().knowledge.discard}
						</Button>
						<Button onClick={() => setAsking(false)}>{t().knowledge.stay}</Button>
					</div>
				</Show>
			</form>
		</Dialog>
	);
}
