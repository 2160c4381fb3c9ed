import { A } from '@solidjs/router';
import Headset from 'lucide-solid/icons/headset';
import Mail from 'lucide-solid/icons/mail';
import Radio from 'lucide-solid/icons/radio';
import { For, Show } from 'solid-js';
import type { HistoryRow } from '../../shared/history.ts';
import { shortSessionId } from '../../shared/ids.ts';
import { Country } from '../monitor/card-facts.tsx';
import { Badge } from '../ui/badge.tsx';
import { useLocale } from '../ui/locale.tsx';
import { useNow } from '../ui/now.ts';
import { useDeskTexts } from '../ui/texts.ts';
import { exactTime, timeOfDay } from '../ui/times.ts';
import { useHistoryTexts } from './texts.ts';

/** What became of it: who stepped in, whether somebody waits. */
export function Standing(props: { readonly row: HistoryRow }) {
	const t = useHistoryTexts();
	return (
		<>
			<Show when={props.row.live}>
				<Badge tone="ai" icon={Radio}>
					{t().live}
				</Badge>
			</Show>
			<Show when={props.row.missed}>
				{(missed) => (
					<Badge tone={missed().resolved ? 'neutral' : 'need'}>{missed().resolved ? t().answered : t().missed}</Badge>
				)}
			</Show>
			<For each={props.row.agents}>
				{(name) => (
					<Badge tone="human" icon={Headset}>
						{name === '' ? t().noName : name}
					</Badge>
				)}
			</For>
			<Show when={props.row.contact}>
				{(email) => (
					<Badge icon={Mail} title={email()}>
						{t().addressLeft}
					</Badge>
				)}
			</Show>
		</>
	);
}

export function Facts(props: { readonly row: HistoryRow }) {
	const desk = useDeskTexts();
	const { language } = useLocale();
	const now = useNow();
	return (
		<>
			<Country code={props.row.facts.country} />
			<span>{desk().monitor.devices[props.row.facts.device]}</span>
			<span>{desk().monitor.messages(props.row.messages)}</span>
			<time dateTime={new Date(props.row.openedAt).toISOString()} title={exactTime(props.row.openedAt, language())}>
				{timeOfDay(props.row.openedAt, now(), language())}
			</time>
		</>
	);
}

export function Row(props: { readonly row: HistoryRow; readonly href: string }) {
	const t = useHistoryTexts();
	const first = () => props.row.first || t().silent;
	const stands = () =>
		props.row.live || props.row.missed !== null || props.row.agents.length > 0 || props.row.contact !== null;
	return (
		<li class="chats-row">
			<div class="chats-main">
				<Show when={stands()}>
					<p class="chats-head">
						<Standing row={props.row} />
					</p>
				</Show>
				<A class="chats-link" href={props.href} aria-label={`${shortSessionId(props.row.id)}: ${first()}`}>
					<span class="chats-first" classList={{ 'chats-silent': props.row.first === '' }}>
						{first()}
					</span>
				</A>
				<p class="chats-facts">
					<Facts row={props.row} />
				</p>
			</div>
		</li>
	);
}
