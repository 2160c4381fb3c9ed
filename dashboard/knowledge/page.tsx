import { createSignal, For, Show } from 'solid-js';
import type { ArticleView } from '../../shared/account.ts';
import { createAction } from '../settings/action.ts';
import { Confirm } from '../settings/confirm.tsx';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { ForRight, PageHead, useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import { Bone } from '../ui/states.tsx';
import { ArticleRow } from './article-row.tsx';
import { allArticles } from './articles.ts';
import type { Draft } from './draft.ts';
import { Editor } from './editor.tsx';
import { FirstArticles } from './first-articles.tsx';
import './knowledge.css';
import { TryPanel } from './try-panel.tsx';

export function Page() {
	return (
		<main class="page knowledge">
			<ForRight right="manage-knowledge">
				<Knowledge />
			</ForRight>
		</main>
	);
}

/** What is being written: a new article, or one that exists. */
type Writing = { readonly article: ArticleView | null; readonly kind: Draft['kind'] };

function Knowledge() {
	const desk = useDesk();
	const site = useSite();
	const t = useSettingsTexts();
	const waits = useWaits();
	const siteId = site().id;
	const articles = createLoaded(desk, () => allArticles(desk, siteId));
	const [writing, setWriting] = createSignal<Writing>();
	const [leaving, setLeaving] = createSignal<ArticleView>();
	const removing = createAction();

	async function save({ kind, title, body }: Draft): Promise<void> {
		const { article } = writing() ?? { article: null };
		const known = articles.value() ?? [];
		if (article === null) {
			const made = await desk.api.knowledge.create.mutate({ siteId, kind, title, body });
			articles.set([...known, made]);
		} else {
			const changed = await desk.api.knowledge.update.mutate({ siteId, articleId: article.id, title, body });
			articles.set(known.map((one) => (one.id === changed.id ? changed : one)));
		}
		setWriting(undefined);
	}

	async function remove(article: ArticleView): Promise<void> {
		const worked = await removing.run(() => desk.api.knowledge.remove.mutate({ siteId, articleId: article.id }));
		if (!worked) return;
		setLeaving(undefined);
		articles.set((articles.value() ?? []).filter(({ id }) => id !== article.id));
	}

	const lead = () => {
		const count = articles.value()?.length ?? 0;
		const words = t().knowledge.lead(site().name);
		return count === 0 ? words : `${words} ${t().knowledge.count(count)}.`;
	};

	const addButtons = () => (
		<>
			<Button waits={waits()} onClick={() => setWriting({ article: null, kind: 'question' })}>
				{t().knowledge.addQuestion}
			</Button>
			<Button tone="solid" waits={waits()} onClick={() => setWriting({ article: null, kind: 'text' })}>
				{t().knowledge.addText}
			</Button>
		</>
	);

	return (
		<>
			<PageHead title={t().knowledge.title} lead={lead()}>
				<Show when={(articles.value()?.length ?? 0) > 0}>{addButtons()}</Show>
			</PageHead>
			<div class="knowledge-columns">
				<div class="knowledge-list">
					<LoadedView of={articles} skeleton={<For each={[1, 2, 3, 4]}>{() => <Bone class="knowledge-bone" />}</For>}>
						{(list) => (
							<Show when={list().length > 0} fallback={<FirstArticles>{addButtons()}</FirstArticles>}>
								<ul class="box set-rows">
									<For each={list()}>
										{(article) => (
											<ArticleRow
												article={article}
												onEdit={() => setWriting({ article, kind: article.kind })}
												onDelete={() => setLeaving(article)}
											/>
										)}
									</For>
								</ul>
							</Show>
						)}
					</LoadedView>
				</div>
				<TryPanel />
			</div>
			<Show when={writing()} keyed>
				{(now) => <Editor article={now.article} kind={now.kind} onSave={save} onClose={() => setWriting(undefined)} />}
			</Show>
			<Show when={leaving()} keyed>
				{(article) => (
					<Confirm
						open
						title={t().knowledge.deleteTitle}
						action={t().common.delete}
						danger
						busy={removing.busy()}
						error={removing.error()}
						onConfirm={() => void remove(article)}
						onClose={() => {
							setLeaving(undefined);
							removing.clear();
						}}
					>
						<p>{t().knowledge.deleteBody(article.title)}</p>
					</Confirm>
				)}
			</Show>
		</>
	);
}
