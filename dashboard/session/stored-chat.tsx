/** The frame of one stored chat: the way back, and what stands there until it is read or where it can't be. */
import { A } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { type Accessor, type JSX, Show } from 'solid-js';
import type { Page } from '../../shared/card.ts';
import { failureOf } from '../../shared/live/failure.ts';
import { linkOf, pathOf } from '../monitor/page-label.ts';
import type { Loaded } from '../settings/loaded.tsx';
import { useErrorText } from '../shell/error-text.ts';
import '../ui/chats.css';
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx';

interface Words {
	readonly toList: string;
	readonly oneFailed: string;
	readonly notFound: string;
	readonly notFoundText: string;
}

export function StoredChat<T extends object>(props: {
	readonly of: Loaded<T>;
	readonly list: string;
	readonly words: Words;
	readonly children: (chat: Accessor<T>) => JSX.Element;
}) {
	const errorText = useErrorText();
	const isGone = () => {
		const failure = props.of.failed() === undefined ? null : failureOf(props.of.failed());
		return failure?.kind === 'refused' && ['not-found', 'input.invalid'].includes(failure.error.code);
	};
	return (
		<>
			<A class="link small chats-up" href={props.list}>
				<ArrowLeft size={14} aria-hidden="true" /> {props.words.toList}
			</A>
			<Show
				when={props.of.value()}
				fallback={
					<Show when={props.of.failed() !== undefined} fallback={<Skeleton lines={6} />}>
						<Show
							when={isGone()}
							fallback={
								<ErrorState
									title={props.words.oneFailed}
									text={errorText(props.of.failed())}
									onRetry={() => void props.of.reload()}
								/>
							}
						>
							<EmptyState wholePage title={props.words.notFound} text={props.words.notFoundText} />
						</Show>
					</Show>
				}
			>
				{(chat) => props.children(chat)}
			</Show>
		</>
	);
}

/** The page that the visitor was on; visitors say it themselves, so it is a link only where it leads to a website. */
export function LastPage(props: { readonly page: Page | null }) {
	return (
		<Show when={props.page}>
			{(page) => (
				<Show when={linkOf(page())} fallback={<span>{pathOf(page())}</span>}>
					{(href) => (
						<a class="link" href={href()} target="_blank" rel="noopener noreferrer nofollow">
							{pathOf(page())}
						</a>
					)}
				</Show>
			)}
		</Show>
	);
}
