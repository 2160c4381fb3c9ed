import { useNavigate } from '@solidjs/router';
import { createMemo, For, Show } from 'solid-js';
import type { SessionId } from '../../shared/ids.ts';
import type { LiveCards } from '../live.ts';
import { listenForKeys } from '../shell/keys.tsx';
import { useSite } from '../shell/site.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { CardView } from './card.tsx';
import './card.css';
import { isFree } from './control.ts';
import { createNear } from './near.ts';
import { createSlots } from './slots.ts';
import { createTakeOver } from './take-over.ts';

/** From here on a list is long: only what is near the screen is drawn. */
const longFrom = 60;

export type View = 'grid' | 'compact';

export function CardList(props: { readonly list: LiveCards; readonly view: View }) {
	const t = useDeskTexts();
	const site = useSite();
	const navigate = useNavigate();
	const hrefOf = (id: SessionId) => `/sites/${site().id}/monitor/${id}`;
	const open = (id: SessionId) => navigate(hrefOf(id));
	const { taking, takeOver } = createTakeOver(open);
	// A website's list is one list for as long as this component lives.
	const list = props.list;
	const { slots, hold } = createSlots(list);
	const near = createNear();
	const long = createMemo(() => (list.ids()?.length ?? 0) > longFrom);
	const live = createMemo(() => new Set(list.ids() ?? []));
	let element: HTMLElement | undefined;

	const cards = () => [...(element?.querySelectorAll<HTMLElement>('.card:not(.card-gone)') ?? [])];
	const here = (): SessionId | undefined => {
		const id = document.activeElement?.closest('[data-session]')?.getAttribute('data-session');
		return slots().find((slot) => slot === id);
	};
	const move = (by: 1 | -1) => {
		const all = cards();
		const at = all.findIndex((card) => card.contains(document.activeElement));
		const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
		next?.querySelector<HTMLElement>('button')?.focus();
		next?.scrollIntoView({ block: 'nearest' });
	};
	const withHere = (act: (id: SessionId) => void) => {
		const id = here();
		if (id === undefined) return false;
		act(id);
		return true;
	};
	listenForKeys({
		j: () => move(1),
		k: () => move(-1),
		Enter: () => withHere(open),
		t: () =>
			withHere((id) => {
				const card = list.card(id);
				if (card !== undefined && isFree(card)) void takeOver(card);
			}),
	});

	return (
		<section
			class={`cards cards-${props.view}`}
			aria-label={t().monitor.list}
			ref={(node) => {
				element = node;
			}}
			{...hold}
		>
			<For each={slots()}>
				{(id) => (
					<Show when={list.card(id)}>
						{(card) => (
							<CardView
								card={card()}
								skewMs={list.skewMs()}
								href={hrefOf(id)}
								gone={!live().has(id)}
								taking={taking() === id}
								near={near}
								long={long()}
								onWatch={() => open(id)}
								onTakeOver={() => void takeOver(card())}
							/>
						)}
					</Show>
				)}
			</For>
		</section>
	);
}
