/** What a page shows when it has nothing, not yet, or could not. */
import { createSignal, For, type JSX, onCleanup, type ParentProps, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { Button } from './button.tsx';
import './states.css';
import { useDeskTexts } from './texts.ts';

export interface EmptyStateProps extends ParentProps {
	readonly title: string;
	/** It is all that the page says. */
	readonly wholePage?: boolean | undefined;
	readonly text?: JSX.Element | undefined;
	readonly picture?: JSX.Element | undefined;
}

export function EmptyState(props: EmptyStateProps) {
	return (
		<section class="state">
			<Show when={props.picture}>
				<div class="state-picture" aria-hidden="true">
					{props.picture}
				</div>
			</Show>
			<Dynamic component={props.wholePage === true ? 'h1' : 'h2'} class="state-title">
				{props.title}
			</Dynamic>
			<Show when={props.text}>
				<p class="state-text">{props.text}</p>
			</Show>
			<Show when={props.children}>
				<div class="state-more">{props.children}</div>
			</Show>
		</section>
	);
}

/** Nothing for the first 200 ms, then the page's own outline: what comes at once should not flicker. */
export function Skeleton(props: { readonly children?: JSX.Element | undefined; readonly lines?: number | undefined }) {
	const t = useDeskTexts();
	const [late, setLate] = createSignal(false);
	const timer = setTimeout(() => setLate(true), 200);
	onCleanup(() => clearTimeout(timer));
	return (
		<Show when={late()}>
			<div class="skeleton" role="status">
				<span class="unseen">{t().ui.loading}</span>
				<Show
					when={props.children}
					fallback={<For each={Array.from({ length: props.lines ?? 4 })}>{() => <Bone />}</For>}
				>
					{props.children}
				</Show>
			</div>
		</Show>
	);
}

/** A grey bar of a skeleton; sized by its class. */
export function Bone(props: { readonly class?: string | undefined }) {
	return <div class={`bone ${props.class ?? 'bone-line'}`} />;
}

export interface ErrorStateProps {
	readonly title: string;
	readonly text: string;
	readonly onRetry?: (() => void) | undefined;
	readonly children?: JSX.Element | undefined;
}

export function ErrorState(props: ErrorStateProps) {
	const t = useDeskTexts();
	return (
		<section class="state" role="alert">
			<h2 class="state-title">{props.title}</h2>
			<p class="state-text">{props.text}</p>
			<Show when={props.onRetry !== undefined || props.children !== undefined}>
				<div class="state-more">
					<Show when={props.onRetry}>{(retry) => <Button onClick={() => retry()()}>{t().ui.tryAgain}</Button>}</Show>
					{props.children}
				</div>
			</Show>
		</section>
	);
}
