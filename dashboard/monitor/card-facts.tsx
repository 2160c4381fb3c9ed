import { createMemo, Show } from 'solid-js';
import type { Card } from '../../shared/card.ts';
import { useDesk } from '../shell/desk.tsx';
import { useLocale } from '../ui/locale.tsx';
import { useNow } from '../ui/now.ts';
import { useDeskTexts } from '../ui/texts.ts';
import { exactTime, spanOf } from '../ui/times.ts';
import { browserDrawsFlags, countryName, flagOf } from './country.ts';
import { pathOf } from './page-label.ts';

/** Flag, code and name of the country; "Unknown" without any. */
export function Country(props: { readonly code: string | null }) {
	const t = useDeskTexts();
	const { language } = useLocale();
	const name = createMemo(() => countryName(props.code, language()));
	return (
		<span class="country" title={name() === null ? undefined : t().monitor.approximate}>
			<Show when={name() !== null && props.code} fallback={t().monitor.unknownCountry}>
				{(code) => (
					<>
						<Show when={browserDrawsFlags()}>
							<span aria-hidden="true">{flagOf(code())}</span>{' '}
						</Show>
						{code()} {name()}
					</>
				)}
			</Show>
		</span>
	);
}

/** Country, device, time active: what is known of the visitor at a glance. */
export function CardFacts(props: { readonly card: Card; readonly skewMs: number }) {
	const t = useDeskTexts();
	const { language } = useLocale();
	const now = useNow();
	const span = createMemo(() => spanOf(now() + props.skewMs - props.card.openedAt, language()));
	return (
		<p class="card-facts">
			<Country code={props.card.facts.country} />
			<span>{t().monitor.devices[props.card.facts.device]}</span>
			<time
				class="card-span"
				dateTime={new Date(props.card.openedAt).toISOString()}
				title={exactTime(props.card.openedAt, language())}
			>
				<span class="unseen">{t().monitor.active('')}</span>
				{span()}
			</time>
		</p>
	);
}

/** How many messages, and on which page. */
export function CardCount(props: { readonly card: Card }) {
	const t = useDeskTexts();
	return (
		<p class="card-facts">
			<span class="figures">{t().monitor.messages(props.card.messages)}</span>
			<Show when={props.card.page}>
				{(page) => (
					<span class="card-path" title={page().url}>
						{pathOf(page())}
					</span>
				)}
			</Show>
		</p>
	);
}

/** The newest message and who wrote it; while the visitor types, that. */
export function CardLast(props: { readonly card: Card }) {
	const t = useDeskTexts();
	const { me } = useDesk();
	const writer = (): string => {
		const { last, heard } = props.card;
		if (last === null) return '';
		if (last.author !== 'agent') return t().monitor.writers[last.author];
		if (heard?.author === 'agent' && heard.memberId === me().id) return t().monitor.you;
		return last.name === '' ? t().monitor.writers.agent : last.name;
	};
	return (
		<p class="card-last">
			<Show when={props.card.last} fallback={<span class="card-none">{t().monitor.noMessages}</span>}>
				{(last) => (
					<>
						<span class={`card-writer by-${last().author}`}>{writer()}</span>{' '}
						<span class="card-said">{last().text}</span>
					</>
				)}
			</Show>
		</p>
	);
}
