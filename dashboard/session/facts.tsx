import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import ExternalLink from 'lucide-solid/icons/external-link';
import { createMemo, createSignal, For, type ParentProps, Show } from 'solid-js';
import type { MemberLive } from '../../shared/feed.ts';
import { type SessionId, shortSessionId } from '../../shared/ids.ts';
import type { SessionView } from '../../shared/live/session-view.ts';
import { Country } from '../monitor/card-facts.tsx';
import { othersOf } from '../monitor/cards.ts';
import { linkOf, pathOf } from '../monitor/page-label.ts';
import { useDesk } from '../shell/desk.tsx';
import { IconButton } from '../ui/button.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import './facts.css';

export function Facts(props: ParentProps<{ readonly view: SessionView<MemberLive>; readonly sessionId: SessionId }>) {
	const t = useDeskTexts();
	const desk = useDesk();
	const fact = () => t().session.fact;
	const others = createMemo(() =>
		othersOf(props.view.live?.watchers ?? [], desk.me().id, props.view.state.holder?.memberId),
	);
	return (
		<section class="facts" aria-label={t().session.facts}>
			<h2>{t().session.facts}</h2>
			<Show when={props.view.live}>
				{(live) => (
					<dl class="facts-list">
						<Fact name={fact().status}>
							<Presence presence={live().presence} />
						</Fact>
						<Fact name={fact().country}>
							<Country code={live().facts.country} />
						</Fact>
						<Fact name={fact().device}>{t().monitor.devices[live().facts.device]}</Fact>
						<Fact name={fact().browser}>{live().facts.browser || t().session.unknown}</Fact>
						<Fact name={fact().system}>{live().facts.system || t().session.unknown}</Fact>
						<Show when={live().page}>
							{(page) => (
								<Fact name={fact().page}>
									<Show when={linkOf(page())} fallback={pathOf(page())}>
										{(href) => (
											<a
												class="link facts-page"
												href={href()}
												target="_blank"
												rel="noopener noreferrer nofollow"
												title={href()}
											>
												{page().title || pathOf(page())} <ExternalLink size={12} aria-hidden="true" />
											</a>
										)}
									</Show>
								</Fact>
							)}
						</Show>
						<Fact name={fact().since}>
							<RelativeTime at={live().openedAt} skewMs={props.view.clockSkewMs} />
						</Fact>
						<Fact name={fact().messages}>
							<span class="figures">{props.view.state.messages}</span>
						</Fact>
						<Fact name={fact().id}>
							<CopyId id={props.sessionId} />
						</Fact>
					</dl>
				)}
			</Show>
			<h3>{t().session.watchersTitle}</h3>
			<Show when={others().length > 0} fallback={<p class="small facts-none">{t().session.nobodyElse}</p>}>
				<ul class="facts-watchers">
					<For each={others()}>{({ name }) => <li>{name === '' ? t().session.agent : name}</li>}</For>
				</ul>
			</Show>
			{props.children}
		</section>
	);
}

function Fact(props: ParentProps<{ readonly name: string }>) {
	return (
		<div class="fact">
			<dt>{props.name}</dt>
			<dd>{props.children}</dd>
		</div>
	);
}

export function Presence(props: { readonly presence: MemberLive['presence'] }) {
	const t = useDeskTexts();
	const word = () => (props.presence === 'gone' ? t().session.gone : t().monitor.presence[props.presence]);
	return (
		<span class={`presence-inline presence-${props.presence}`}>
			<span class="presence-dot" aria-hidden="true" /> {word()}
		</span>
	);
}

function CopyId(props: { readonly id: SessionId }) {
	const t = useDeskTexts();
	const [copied, setCopied] = createSignal(false);
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(props.id);
			setCopied(true);
			setTimeout(() => setCopied(false), 2_000);
		} catch {
			// No clipboard on plain http: the full id stands in the title.
		}
	};
	return (
		<span class="facts-id">
			<span title={props.id}>{shortSessionId(props.id)}</span>
			<IconButton
				size="small"
				icon={copied() ? Check : Copy}
				label={copied() ? t().ui.copied : t().session.copyId}
				onClick={() => void copy()}
			/>
		</span>
	);
}
