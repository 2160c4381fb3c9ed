import { useLocation, useSearchParams } from '@solidjs/router';
import Archive from 'lucide-solid/icons/archive';
import SearchX from 'lucide-solid/icons/search-x';
import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js';
import { type HistoryKind, historyKinds } from '../../shared/history.ts';
import { limits } from '../../shared/limits.ts';
import { LoadedView } from '../settings/loaded.tsx';
import { PageHead } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import '../ui/chats.css';
import { TextField } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Bone, EmptyState } from '../ui/states.tsx';
import './history.css';
import { createHistoryList, type Shown } from './list.ts';
import { Row } from './row.tsx';
import { useHistoryTexts } from './texts.ts';

/** So long after the last key a search begins. */
const searchAfterMs = 300;

const kindOf = (word: unknown): HistoryKind => historyKinds.find((kind) => kind === word) ?? 'all';

export function Page() {
	const desk = useDesk();
	const site = useSite();
	const t = useHistoryTexts();
	// In the address: back from a chat one finds what one had found.
	const place = useLocation();
	const [params, setParams] = useSearchParams<{ kind: string; find: string }>();
	const kind = () => kindOf(params.kind);
	const find = () => String(params.find ?? '').slice(0, limits.findUnits);
	const wish = () => ({ kind: kind(), find: find() });
	const list = createHistoryList(desk, site().id, wish);
	createEffect(on([kind, find], () => void list.again(), { defer: true }));

	const [typed, setTyped] = createSignal(find());
	createEffect(on(find, (told) => setTyped((now) => (now.trim() === told ? now : told)), { defer: true }));
	const search = (text: string) => setParams({ find: text.trim() === '' ? undefined : text.trim() }, { replace: true });
	let waiting: ReturnType<typeof setTimeout> | undefined;
	onCleanup(() => clearTimeout(waiting));
	function type(text: string): void {
		setTyped(text);
		clearTimeout(waiting);
		waiting = setTimeout(() => search(text), searchAfterMs);
	}

	return (
		<main class="page history">
			<PageHead title={t().title} lead={t().lead} />
			<search>
				<form
					class="history-tools"
					onSubmit={(event) => {
						event.preventDefault();
						clearTimeout(waiting);
						search(typed());
					}}
				>
					<TextField
						class="history-find"
						type="search"
						label={t().search}
						hideLabel
						placeholder={t().searchIn}
						maxLength={limits.findUnits}
						autocomplete="off"
						value={typed()}
						onInput={(event) => type(event.currentTarget.value)}
					/>
					<Segmented
						label={t().which}
						value={kind()}
						options={historyKinds.map((value) => ({ value, label: t().kinds[value] }))}
						onChange={(value) => setParams({ kind: value === 'all' ? undefined : value }, { replace: true })}
					/>
				</form>
			</search>
			<LoadedView of={list} skeleton={<For each={[0, 1, 2, 3]}>{() => <Bone class="bone-chats" />}</For>}>
				{(shown) => (
					<Show
						when={shown().rows.length > 0}
						fallback={
							<Nothing
								shown={shown()}
								growing={list.growing()}
								onOlder={() => void list.grow()}
								onAll={() => setParams({ kind: undefined, find: undefined }, { replace: true })}
							/>
						}
					>
						<ul class="box chats-list" aria-label={t().list}>
							<For each={shown().rows}>
								{(row) => <Row row={row} href={`/sites/${site().id}/history/${row.id}${place.search}`} />}
							</For>
						</ul>
						<Show when={shown().next !== null}>
							<div class="chats-more">
								<Button busy={list.growing()} onClick={() => void list.grow()}>
									{shown().wish.find === '' ? t().older : t().searchOlder}
								</Button>
							</div>
						</Show>
					</Show>
				)}
			</LoadedView>
		</main>
	);
}

/** Nothing was ever written here, nothing fits, or nothing has been found as far as was looked. */
function Nothing(props: {
	readonly shown: Shown;
	readonly growing: boolean;
	readonly onOlder: () => void;
	readonly onAll: () => void;
}) {
	const t = useHistoryTexts();
	const sought = () => props.shown.wish.find !== '' || props.shown.wish.kind !== 'all';
	return (
		<Show
			when={sought()}
			fallback={
				<EmptyState title={t().emptyTitle} text={t().emptyText} picture={<Archive size={40} stroke-width={1.5} />} />
			}
		>
			<EmptyState
				title={props.shown.next === null ? t().nothingTitle : t().notYetTitle}
				text={props.shown.next === null ? t().nothingText : t().notYetText}
				picture={<SearchX size={40} stroke-width={1.5} />}
			>
				<Show when={props.shown.next !== null} fallback={<Button onClick={() => props.onAll()}>{t().showAll}</Button>}>
					<Button busy={props.growing} onClick={() => props.onOlder()}>
						{t().searchOlder}
					</Button>
				</Show>
			</EmptyState>
		</Show>
	);
}
