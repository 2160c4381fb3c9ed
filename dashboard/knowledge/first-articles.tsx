import type { ParentProps } from 'solid-js';
import { useSettingsTexts } from '../settings/texts.ts';

/** An empty shelf, and what to put on it first. */
export function FirstArticles(props: ParentProps) {
	const t = useSettingsTexts();
	return (
		<section class="box first">
			<h2>{t().knowledge.emptyTitle}</h2>
			<p class="quiet">{t().knowledge.emptyBody}</p>
			<ul class="first-list">
				<li>{t().knowledge.emptyFirst}</li>
				<li>{t().knowledge.emptySecond}</li>
				<li>{t().knowledge.emptyThird}</li>
				<li>{t().knowledge.emptyFourth}</li>
			</ul>
			<div class="row">{props.children}</div>
		</section>
	);
}
