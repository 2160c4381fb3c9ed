import ArrowDown from 'lucide-solid/icons/arrow-down';
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import './conversation.css';
import { MessageText } from './message-text.tsx';
import { PendingView } from './pending-view.tsx';
import { RowView } from './row-view.tsx';
import type { Session, Written } from './session.ts';
import { createStick } from './stick.ts';

export function Conversation(props: { readonly session: Session; readonly onDiscarded: (words: Written) => void }) {
	const t = useDeskTexts();
	const desk = useDesk();
	const [scroller, setScroller] = createSignal<HTMLElement>();
	const [content, setContent] = createSignal<HTMLElement>();
	const view = () => props.session.view();
	const bubble = () => view().bubble;
	const others = createMemo(
		() =>
			props.session.rows.filter((row) => row.kind === 'message' && !(row.author.kind === 'agent' && row.author.mine))
				.length,
	);
	const begun = createMemo(() => view().resetCount);
	const stick = createStick(scroller, content, others, begun);
	createEffect(
		on(
			() => props.session.pending().length,
			(now, before) => {
				// What one sends oneself is to be seen.
				if (before !== undefined && now > before) stick.toEnd();
			},
		),
	);
	const agentTyping = () => {
		const { holder } = view().state;
		const typing = view().live?.agentTyping === true && holder !== null && holder.memberId !== desk.me().id;
		return typing ? t().session.agentTyping(holder.name) : null;
	};
	return (
		<div class="conversation">
			<div
				class="conversation-scroll"
				ref={(node) => {
					// Reached by keyboard, so that it can be scrolled without a pointer.
					node.tabIndex = 0;
					setScroller(node);
				}}
			>
				<div class="conversation-column" ref={setContent}>
					<div class="log" role="log" aria-label={t().session.log} aria-relevant="additions">
						<Show when={props.session.rows.length === 0 && props.session.pending().length === 0}>
							<p class="log-empty">{t().session.empty}</p>
						</Show>
						<For each={props.session.rows}>{(row) => <RowView row={row} />}</For>
						<Show when={bubble()}>
							{(is) => (
								// Finished messages are announced, not pieces.
								<div class="said said-ai said-first said-live" aria-live="off">
									<p class="said-by">
										<span class="said-name">{t().session.ai}</span> <span>{t().session.aiWriting}</span>
									</p>
									<div class="bubble">
										<MessageText text={is().text} />
										<span class="caret" aria-hidden="true" />
									</div>
								</div>
							)}
						</Show>
						<For each={props.session.pending()}>
							{(item) => (
								<PendingView
									item={item}
									mayRetry={view().live?.live !== false}
									onRetry={() => props.session.retry(item)}
									onDiscard={() => {
										const words = props.session.discard(item);
										if (words !== null) props.onDiscarded(words);
									}}
								/>
							)}
						</For>
					</div>
					<div class="typing" aria-hidden="true">
						<Show when={bubble() === null && view().live?.turn != null}>
							<Dots class="dots-ai" text={t().session.aiWriting} />
						</Show>
						<Show when={view().live?.visitorTyping}>
							<Dots class="dots-visitor" text={t().session.visitorTyping} />
						</Show>
						<Show when={agentTyping()}>{(text) => <Dots class="dots-agent" text={text()} />}</Show>
					</div>
				</div>
			</div>
			<Show when={stick.away()}>
				<div class="to-end">
					<Button
						tone={stick.unseen() > 0 ? 'solid' : 'outline'}
						size="small"
						icon={ArrowDown}
						onClick={() => stick.toEnd()}
					>
						{stick.unseen() > 0 ? t().session.newMessages(stick.unseen()) : t().session.toEnd}
					</Button>
				</div>
			</Show>
		</div>
	);
}

function Dots(props: { readonly class: string; readonly text: string }) {
	return (
		<p class={`dots ${props.class}`}>
			<span class="dots-row">
				<span />
				<span />
				<span />
			</span>
			{props.text}
		</p>
	);
}
