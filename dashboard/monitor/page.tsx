import LayoutGrid from 'lucide-solid/icons/layout-grid';
import Rows from 'lucide-solid/icons/rows-3';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { DemoPanel } from '../demo/demo-panel.tsx';
import { failureText } from '../shell/error-text.ts';
import { recall, remember } from '../shell/remember.ts';
import { useSite } from '../shell/site.tsx';
import { Badge } from '../ui/badge.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Bone, ErrorState, Skeleton } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { CardList, type View } from './card-list.tsx';
import { EmptyMonitor } from './empty.tsx';
import { useLiveCards } from './live-cards.tsx';
import './monitor.css';
import { createCounts } from './counts.ts';
import { PlanNeeded } from './plan-needed.tsx';

export function Page() {
	const t = useDeskTexts();
	const list = useLiveCards();
	const site = useSite();
	const [view, setView] = createSignal<View>(recall('view') === 'compact' ? 'compact' : 'grid');
	const counts = createCounts();
	const failure = () => list()?.failure() ?? null;
	const planNeeded = () => {
		const why = failure();
		return why?.kind === 'refused' && why.error.code === 'plan.required';
	};
	const choose = (next: View) => {
		setView(next);
		remember('view', next);
	};
	return (
		<main class="page page-wide">
			<header class="page-head monitor-head">
				<h1>{t().monitor.title}</h1>
				<Show when={list()?.ids()}>
					<p class="monitor-counts" role="status">
						<span class="monitor-online figures">
							<span class="presence-dot presence-dot-online" aria-hidden="true" />
							{t().monitor.online(counts().online)}
						</span>
						<Show when={counts().needHuman > 0}>
							<Badge tone="need">{t().monitor.needHuman(counts().needHuman)}</Badge>
						</Show>
					</p>
					<div class="monitor-view">
						<Segmented
							label={t().monitor.view}
							value={view()}
							iconsOnly
							options={[
								{ value: 'grid', label: t().monitor.grid, icon: LayoutGrid },
								{ value: 'compact', label: t().monitor.compact, icon: Rows },
							]}
							onChange={choose}
						/>
					</div>
				</Show>
			</header>
			<Show when={site().demo}>
				<div class="monitor-demo">
					<DemoPanel compact />
				</div>
			</Show>
			<Switch fallback={<CardsSkeleton />}>
				<Match when={planNeeded()}>
					<PlanNeeded />
				</Match>
				<Match when={failure()}>
					{(why) => (
						<ErrorState title={t().monitor.failed} text={failureText(why(), t())} onRetry={() => list()?.retry()} />
					)}
				</Match>
				<Match when={list()?.ids()?.length === 0}>
					<EmptyMonitor />
				</Match>
				<Match when={list()?.ids() != null && list()} keyed>
					{(cards) => <CardList list={cards} view={view()} />}
				</Match>
			</Switch>
		</main>
	);
}

function CardsSkeleton() {
	return (
		<Skeleton>
			<div class="cards cards-grid">
				<For each={[0, 1, 2, 3, 4, 5]}>{() => <Bone class="bone-card" />}</For>
			</div>
		</Skeleton>
	);
}
