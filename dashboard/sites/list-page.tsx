import { A, useNavigate } from '@solidjs/router';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { For, Show } from 'solid-js';
import type { InstallStatus, SiteView } from '../../shared/account.ts';
import { DemoPanel } from '../demo/demo-panel.tsx';
import { createLoaded } from '../settings/loaded.tsx';
import { PageHead } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { EmptyState } from '../ui/states.tsx';
import './sites.css';

/** Asked in one batch; more than this many websites are listed without it. */
const mostHints = 40;

type Hint = Pick<InstallStatus, 'seen'> & { readonly skewMs: number };

export function Page() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const sites = () => desk.me().sites;
	const mayAdd = () => desk.may('manage-sites');
	const hints = createLoaded<ReadonlyMap<string, Hint>>(desk, async () => {
		if (!mayAdd()) return new Map();
		const asked = sites()
			.filter(({ demo }) => !demo)
			.slice(0, mostHints);
		const answers = await Promise.all(
			asked.map(async ({ id }): Promise<readonly [string, Hint]> => {
				const { seen, now } = await desk.api.sites.install.query({ siteId: id });
				return [id, { seen, skewMs: now - Date.now() }];
			}),
		);
		return new Map(answers);
	});

	return (
		<main class="page sites">
			<PageHead title={t().sites.title} lead={sites().length === 0 ? undefined : t().sites.lead}>
				<Show when={mayAdd() && sites().length > 0}>
					<AddButton />
				</Show>
			</PageHead>
			<Show
				when={sites().length > 0}
				fallback={
					<EmptyState
						title={t().sites.emptyTitle}
						text={mayAdd() ? t().sites.emptyBody : t().sites.emptyOther}
						picture={<EmptyPicture />}
					>
						<Show when={mayAdd()}>
							<AddButton />
						</Show>
					</EmptyState>
				}
			>
				<ul class="box set-rows sites-list">
					<For each={sites()}>{(site) => <Row site={site} hint={hints.value()?.get(site.id)} />}</For>
				</ul>
			</Show>
			<DemoPanel />
		</main>
	);
}

function AddButton() {
	const t = useSettingsTexts();
	const navigate = useNavigate();
	return (
		<Button tone="solid" onClick={() => navigate('/sites/new')}>
			{t().sites.add}
		</Button>
	);
}

function Row(props: { readonly site: SiteView; readonly hint: Hint | undefined }) {
	const t = useSettingsTexts();
	const address = () => {
		const [first, ...others] = props.site.origins;
		if (first === undefined) return t().sites.noOrigin;
		// The twin with www is no second website.
		const more = others.filter((origin) => origin.replace('//www.', '//') !== first.replace('//www.', '//'));
		const host = first.replace(/^https?:\/\//, '');
		return more.length === 0 ? host : `${host} · ${t().sites.more(more.length)}`;
	};
	return (
		<li class="sites-row">
			<div class="sites-main">
				<span class="sites-name">
					<A class="sites-link" href={`/sites/${props.site.id}/monitor`}>
						{props.site.name}
					</A>
					<Show when={props.site.demo}>
						<Badge title={t().sites.demoHint}>{t().sites.demo}</Badge>
					</Show>
				</span>
				<span class="sites-address">{props.site.demo ? t().sites.demoHint : address()}</span>
			</div>
			<Show when={props.hint}>
				{(hint) => (
					<Show
						when={hint().seen}
						fallback={
							<A class="link small sites-install" href={`/sites/${props.site.id}/widget`}>
								{t().sites.notSeen}
							</A>
						}
					>
						{(seen) => (
							<span class="small sites-seen">
								<span class="sites-dot" aria-hidden="true" />
								{t().sites.seen} <RelativeTime at={seen().at} skewMs={hint().skewMs} />
							</span>
						)}
					</Show>
				)}
			</Show>
			<ChevronRight size={16} class="sites-chevron" aria-hidden="true" />
		</li>
	);
}

/** Two windows, one with the widget in its corner. */
function EmptyPicture() {
	return (
		<svg
			width="120"
			height="80"
			viewBox="0 0 120 80"
			fill="none"
			stroke="currentColor"
			stroke-width="1.5"
			aria-hidden="true"
		>
			<rect x="30.75" y="8.75" width="78.5" height="52.5" rx="6" opacity="0.35" />
			<rect x="10.75" y="18.75" width="78.5" height="52.5" rx="6" fill="var(--surface)" />
			<path d="M11 30h78" />
			<path d="M18 24.5h.01M23 24.5h.01M28 24.5h.01" stroke-width="3" stroke-linecap="round" />
			<path d="M20 40h34M20 47h26M20 54h30" opacity="0.35" stroke-linecap="round" />
			<circle cx="77" cy="59" r="7" fill="var(--ai-solid)" stroke="none" />
		</svg>
	);
}
