import { A } from '@solidjs/router';
import Eye from 'lucide-solid/icons/eye';
import { type Accessor, createMemo, createSignal, Show } from 'solid-js';
import type { Card } from '../../shared/card.ts';
import { shortSessionId } from '../../shared/ids.ts';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { CardControl } from './card-control.tsx';
import { CardCount, CardFacts, CardLast } from './card-facts.tsx';
import { needsPerson, othersOf } from './cards.ts';
import { isFree } from './control.ts';
import type { Near } from './near.ts';

export interface CardViewProps {
	readonly card: Card;
	readonly skewMs: number;
	readonly href: string;
	/** It has left, and keeps its place unseen because somebody points at a card after it. */
	readonly gone: boolean;
	readonly taking: boolean;
	readonly onWatch: () => void;
	readonly onTakeOver: () => void;
	/** In a long list only what is near the screen is drawn. */
	readonly near: Near;
	readonly long: boolean;
}

export function CardView(props: CardViewProps) {
	const [near, setNear] = createSignal<Accessor<boolean>>();
	const drawn = createMemo(() => !props.long || near()?.() === true);
	return (
		<article
			class="card"
			classList={{
				'card-gone': props.gone,
				'card-needs': needsPerson(props.card),
				'card-away': props.card.presence === 'away',
			}}
			aria-label={props.card.id}
			data-session={props.card.id}
			inert={props.gone}
			ref={(node) => setNear(() => props.near(node))}
		>
			<Show when={drawn()}>
				<CardInside {...props} />
			</Show>
		</article>
	);
}

function CardInside(props: CardViewProps) {
	const t = useDeskTexts();
	const desk = useDesk();
	return (
		<>
			<CardControl card={props.card} skewMs={props.skewMs} />
			<div class="card-body">
				<p class="card-head">
					<span
						class={`presence presence-${props.card.presence}`}
						title={t().monitor.presenceHint[props.card.presence]}
					>
						<span class="presence-dot" aria-hidden="true" />
						<span class="presence-word">{t().monitor.presence[props.card.presence]}</span>
					</span>
					<A class="card-id" href={props.href} tabindex={-1}>
						{shortSessionId(props.card.id)}
					</A>
					<Watchers card={props.card} />
				</p>
				<CardFacts card={props.card} skewMs={props.skewMs} />
				<CardLast card={props.card} />
				<div class="card-foot">
					<CardCount card={props.card} />
					<Show when={props.card.typing}>
						<span class="card-typing">{t().monitor.visitorTyping}</span>
					</Show>
				</div>
			</div>
			<div class="card-actions">
				<Button onClick={() => props.onWatch()}>{t().monitor.watch}</Button>
				<Show when={desk.may('control') && isFree(props.card)}>
					<Button
						tone={needsPerson(props.card) ? 'human' : 'human-soft'}
						busy={props.taking}
						waits={desk.online() ? undefined : t().waitsForConnection}
						onClick={() => props.onTakeOver()}
					>
						{t().monitor.takeOver}
					</Button>
				</Show>
			</div>
		</>
	);
}

function Watchers(props: { readonly card: Card }) {
	const t = useDeskTexts();
	const desk = useDesk();
	const others = createMemo(() => othersOf(props.card.watchers, desk.me().id, props.card.holder?.memberId));
	const names = () =>
		others()
			.map(({ name }) => (name === '' ? t().monitor.someAgent : name))
			.join(', ');
	return (
		<Show when={others().length > 0}>
			<span class="card-watchers" title={t().monitor.watchers(names())}>
				<Eye size={14} aria-hidden="true" />
				<span class="unseen">{t().monitor.watchers(names())}</span>
				<span class="figures" aria-hidden="true">
					{others().length}
				</span>
			</span>
		</Show>
	);
}
