import { A } from '@solidjs/router';
import { createEffect, createMemo, For, Show } from 'solid-js';
import type { Card } from '../../shared/card.ts';
import { type SessionId, shortSessionId } from '../../shared/ids.ts';
import type { LiveCards } from '../live.ts';
import { CardControl } from '../monitor/card-control.tsx';
import { CardLast } from '../monitor/card-facts.tsx';
import { createSlots } from '../monitor/slots.ts';
import { useSite } from '../shell/site.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import './side-list.css';

/** The live chats beside the one that is open, in the order of need. */
export function SideList(props: { readonly list: LiveCards; readonly here: SessionId }) {
	const t = useDeskTexts();
	const site = useSite();
	// A website's list is one list for as long as this component lives.
	const list = props.list;
	const { slots, hold } = createSlots(list);
	const live = createMemo(() => new Set(list.ids() ?? []));
	return (
		<nav class="side-list" aria-label={t().session.chats} {...hold}>
			<Show when={list.ids() !== null && !slots().some((id) => list.card(id) !== undefined)}>
				<p class="side-empty">{t().monitor.emptyTitle}</p>
			</Show>
			<ul>
				<For each={slots()}>
					{(id) => (
						<Show when={list.card(id)}>
							{(card) => (
								<li data-session={id} classList={{ 'side-gone': !live().has(id) }}>
									<SideItem
										card={card()}
										skewMs={list.skewMs()}
										href={`/sites/${site().id}/monitor/${id}`}
										here={id === props.here}
									/>
								</li>
							)}
						</Show>
					)}
				</For>
			</ul>
		</nav>
	);
}

function SideItem(props: {
	readonly card: Card;
	readonly skewMs: number;
	readonly href: string;
	readonly here: boolean;
}) {
	let element: HTMLElement | undefined;
	createEffect(() => {
		if (props.here) element?.scrollIntoView({ block: 'nearest' });
	});
	return (
		<A
			class="side-item"
			href={props.href}
			aria-current={props.here ? 'page' : undefined}
			ref={(node: HTMLElement) => {
				element = node;
			}}
		>
			<CardControl card={props.card} skewMs={props.skewMs} />
			<span class="side-id">
				<span class={`presence-inline presence-${props.card.presence}`}>
					<span class="presence-dot" aria-hidden="true" />
				</span>
				{shortSessionId(props.card.id)}
			</span>
			<CardLast card={props.card} />
		</A>
	);
}
