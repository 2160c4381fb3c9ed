import { A } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { For, Show } from 'solid-js';
import { useDesk } from '../shell/desk.tsx';
import { isLastSite } from '../shell/remember.ts';
import { Badge } from '../ui/badge.tsx';
import { BlockView } from './blocks.tsx';
import { Contents } from './contents.tsx';
import './docs.css';
import { liveMonitoring } from './live-monitoring.ts';
import { useDocsTexts } from './texts.ts';

/** Documentation inside the dashboard. One page so far: Live Monitoring. */
export function Page() {
	const desk = useDesk();
	const t = useDocsTexts();
	const sections = () => liveMonitoring(t());
	const lastSite = () => {
		const { sites } = desk.me();
		return sites.find(({ id }) => isLastSite(id)) ?? sites[0];
	};
	return (
		<main class="docs">
			<article class="docs-article">
				<header class="docs-head">
					<A class="docs-back" href="/">
						<ArrowLeft size={16} aria-hidden="true" />
						{t().back}
					</A>
					<p class="docs-kicker">
						<span>{t().documentation}</span> · {t().learn}
					</p>
					<h1>{t().title}</h1>
					<p class="docs-lead">{t().lead}</p>
					<div class="row docs-actions">
						<Show when={lastSite()}>
							{(site) => (
								<A class="button button-solid" href={`/sites/${site().id}/monitor`}>
									{t().go}
								</A>
							)}
						</Show>
						<Badge>{t().plans}</Badge>
					</div>
				</header>
				<For each={sections()}>
					{(section) => (
						<section class="docs-section" id={section.id} aria-labelledby={`${section.id}-title`}>
							<h2 id={`${section.id}-title`}>{section.title}</h2>
							<For each={section.blocks}>{(block) => <BlockView block={block} />}</For>
						</section>
					)}
				</For>
				<footer class="docs-foot">
					<A class="docs-back" href="/">
						<ArrowLeft size={16} aria-hidden="true" />
						{t().back}
					</A>
				</footer>
			</article>
			<Contents title={t().contents} sections={sections()} />
		</main>
	);
}
