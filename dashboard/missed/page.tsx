import Inbox from 'lucide-solid/icons/inbox';
import { createEffect, For, on, Show } from 'solid-js';
import { PlanNeeded } from '../monitor/plan-needed.tsx';
import { LoadedView } from '../settings/loaded.tsx';
import { PageHead } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Bone, EmptyState } from '../ui/states.tsx';
import { createMissedList } from './list.ts';
import { createMark } from './mark.ts';
import '../ui/chats.css';
import './missed.css';
import { useMissedNews } from './news.tsx';
import { Row } from './row.tsx';
import { useMissedTexts } from './texts.ts';

export function Page() {
	const desk = useDesk();
	const t = useMissedTexts();
	return (
		<main class="page missed">
			<Show
				when={desk.may('watch')}
				fallback={
					<>
						<PageHead title={t().title} />
						<PlanNeeded />
					</>
				}
			>
				<List />
			</Show>
		</main>
	);
}

function List() {
	const desk = useDesk();
	const site = useSite();
	const t = useMissedTexts();
	const news = useMissedNews();
	const list = createMissedList(desk, site().id);
	const { marking, mark } = createMark(list.reload);
	createEffect(
		on(
			() => news()?.stamp,
			() => void list.reload(),
			{ defer: true },
		),
	);
	const href = (id: string) => `/sites/${site().id}/missed/${id}`;
	return (
		<>
			<PageHead title={t().title} lead={list.value()?.rows.length === 0 ? undefined : t().lead}>
				<Show when={news()?.open}>{(open) => <Badge tone="need">{t().open(open())}</Badge>}</Show>
			</PageHead>
			<LoadedView of={list} skeleton={<For each={[0, 1, 2]}>{() => <Bone class="bone-chats" />}</For>}>
				{(shown) => (
					<Show
						when={shown().rows.length > 0}
						fallback={
							<EmptyState
								title={t().emptyTitle}
								text={t().emptyText}
								picture={<Inbox size={40} stroke-width={1.5} />}
							/>
						}
					>
						<ul class="box chats-list" aria-label={t().list}>
							<For each={shown().rows}>
								{(row) => (
									<Row
										row={row}
										href={href(row.id)}
										skewMs={shown().skewMs}
										marking={marking() === row.id}
										onMark={() => void mark(row)}
									/>
								)}
							</For>
						</ul>
						<Show when={shown().next !== null}>
							<div class="chats-more">
								<Button busy={list.growing()} onClick={() => void list.grow()}>
									{t().more}
								</Button>
							</div>
						</Show>
					</Show>
				)}
			</LoadedView>
		</>
	);
}
