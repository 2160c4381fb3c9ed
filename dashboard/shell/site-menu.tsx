import { A, useLocation } from '@solidjs/router';
import Archive from 'lucide-solid/icons/archive';
import BookOpen from 'lucide-solid/icons/book-open';
import Code from 'lucide-solid/icons/code-xml';
import Inbox from 'lucide-solid/icons/inbox';
import Radio from 'lucide-solid/icons/radio';
import Settings from 'lucide-solid/icons/settings-2';
import Sparkles from 'lucide-solid/icons/sparkles';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useMissedNews } from '../missed/news.tsx';
import type { IconComponent } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useCurrentSite } from './current-site.tsx';
import { useDesk } from './desk.tsx';

interface Tab {
	readonly to: string;
	readonly label: string;
	readonly icon: IconComponent;
	readonly shown: boolean;
	/** A page below it that has an address of its own. */
	readonly below?: string;
	/** Set up once, at a desk: on a phone the settings lead there. */
	readonly wide?: boolean;
	/** What waits there. */
	readonly count?: number;
}

/** The menu of one website: in the header of a desktop, at the thumb of a phone. */
export function SiteTabs(props: { readonly class: string }) {
	const t = useDeskTexts();
	const { may } = useDesk();
	const site = useCurrentSite();
	const missed = useMissedNews();
	const tabs = (): readonly Tab[] => [
		{ to: 'monitor', label: t().shell.monitoring, icon: Radio, shown: true },
		{ to: 'missed', label: t().shell.missed, icon: Inbox, shown: may('watch'), count: missed()?.open ?? 0 },
		{ to: 'history', label: t().shell.history, icon: Archive, shown: may('history') },
		{ to: 'knowledge', label: t().shell.knowledge, icon: BookOpen, shown: may('manage-knowledge') },
		{ to: 'ai', label: t().shell.ai, icon: Sparkles, shown: may('manage-knowledge') },
		{ to: 'widget', label: t().shell.widget, icon: Code, shown: may('manage-sites'), wide: true },
		{ to: 'settings', label: t().shell.settings, icon: Settings, shown: may('manage-sites'), below: 'webhooks' },
	];
	const place = useLocation();
	const isBelow = ({ below }: Tab) => below !== undefined && place.pathname.endsWith(`/${below}`);
	const shown = () => tabs().filter((tab) => tab.shown);
	return (
		// One tab alone leads nowhere else.
		<Show when={shown().length > 1 && site()}>
			{(here) => (
				<nav class={props.class} aria-label={t().shell.siteMenu}>
					<For each={shown()}>
						{(tab) => (
							<A
								class="tab"
								activeClass="tab-here"
								classList={{ 'tab-wide': tab.wide === true, ...(isBelow(tab) ? { 'tab-here': true } : {}) }}
								href={`/sites/${here().id}/${tab.to}`}
							>
								<span class="tab-icon">
									<Dynamic component={tab.icon} size={20} />
								</span>
								<span class="tab-text">{tab.label}</span>
								<Show when={tab.count}>
									{(count) => <span class="tab-count figures">{count() > 99 ? '99+' : count()}</span>}
								</Show>
							</A>
						)}
					</For>
				</nav>
			)}
		</Show>
	);
}
