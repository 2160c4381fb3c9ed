import { createEffect, createSignal, For, type JSX, on, onCleanup, onMount, Show } from 'solid-js';
import { speakerOf } from '../session/visible.ts';
import { DownIcon } from './icons.tsx';
import { Bubble, EntryLine, Head } from './message.tsx';
import type { Model, Said } from './model.ts';
import { RichText } from './rich-text.tsx';

/** Nearer to the end than this is "at the end": new text keeps it in sight. */
const nearPx = 48;
/** What is there when the panel opens is history: not to be read out. */
const settleMs = 800;

export function Conversation(props: { readonly model: Model }): JSX.Element {
	const { text, config } = props.model;
	const [atEnd, setAtEnd] = createSignal(true);
	const [settled, setSettled] = createSignal(false);
	let log: HTMLDivElement | undefined;
	let content: HTMLDivElement | undefined;
	let lastTop = 0;

	const toEnd = (): void => {
		if (log === undefined) return;
		log.scrollTop = log.scrollHeight;
		lastTop = log.scrollTop;
	};
	function onScroll(): void {
		if (log === undefined) return;
		const { scrollTop } = log;
		// Our own scroll is told late, when the text may have grown on: only whoever goes up leaves the end.
		if (log.scrollHeight - scrollTop - log.clientHeight < nearPx) setAtEnd(true);
		else if (scrollTop < lastTop) setAtEnd(false);
		lastTop = scrollTop;
	}

	onMount(() => {
		const grown = new ResizeObserver(() => {
			if (atEnd()) toEnd();
		});
		if (content !== undefined) grown.observe(content);
		if (log !== undefined) grown.observe(log);
		const timer = setTimeout(() => setSettled(true), settleMs);
		onCleanup(() => {
			grown.disconnect();
			clearTimeout(timer);
		});
	});
	// Whoever writes wants to see it.
	createEffect(
		on(
			() => props.model.pending().length,
			(count, before) => {
				if (count > (before ?? 0)) {
					setAtEnd(true);
					toEnd();
				}
			},
		),
	);

	const speaksNow = (): string | null => {
		const last = props.model.entries().at(-1);
		return last === undefined ? null : speakerOf(last);
	};
	const aiThinks = (): boolean =>
		props.model.bubble() === null && (props.model.live()?.turn ?? null) !== null && props.model.human() === null;
	const agentWrites = (): boolean => props.model.live()?.agentTyping === true && props.model.human() !== null;

	return (
		<div class="conversation">
			<div
				class="log"
				role="log"
				aria-label={text.conversation}
				aria-live={settled() ? 'polite' : 'off'}
				tabindex="0"
				ref={log}
				onScroll={onScroll}
			>
				<div class="lines" ref={content}>
					<Show when={config.disclosure}>
						<p class="disclosure">
							{text.disclosure}{' '}
							<Show when={/^https?:\/\//i.test(config.privacyUrl)}>
								<a href={config.privacyUrl} target="_blank" rel="noopener noreferrer">
									{text.privacy}
								</a>
							</Show>
						</p>
					</Show>
					<Bubble class="ai" head={<Head model={props.model} speaker="ai" />}>
						<RichText text={config.greeting || text.greeting} />
					</Bubble>
					<For each={props.model.entries()}>
						{(entry, index) => (
							<EntryLine
								model={props.model}
								entry={entry}
								before={props.model.entries()[index() - 1]}
								after={props.model.entries()[index() + 1]}
							/>
						)}
					</For>
					<Show when={props.model.bubble()}>
						{(bubble) => (
							<Bubble class="ai" quiet head={speaksNow() !== 'ai' && <Head model={props.model} speaker="ai" />}>
								<RichText text={bubble().text} />
							</Bubble>
						)}
					</Show>
					<For each={props.model.pending()}>
						{(item, index) => (
							<PendingLine model={props.model} item={item} starts={index() === 0 && speaksNow() !== 'visitor'} />
						)}
					</For>
					<Show when={aiThinks() || agentWrites()}>
						<Typing
							kind={aiThinks() ? 'ai' : 'agent'}
							label={
								aiThinks() ? text.aiWrites : text.agentWrites(props.model.agentName(props.model.human()?.name ?? ''))
							}
						/>
					</Show>
				</div>
			</div>
			<Show when={!atEnd()}>
				<button type="button" class="to-end" aria-label={text.toNewest} onClick={toEnd}>
					{DownIcon()}
				</button>
			</Show>
		</div>
	);
}

function Typing(props: { readonly kind: 'ai' | 'agent'; readonly label: string }): JSX.Element {
	return (
		<div class={`message ${props.kind}`} aria-live="off">
			<div class="bubble dots">
				<span class="hidden">{props.label}</span>
				<i />
				<i />
				<i />
			</div>
		</div>
	);
}

/** Written, and not in the transcript yet. */
function PendingLine(props: { readonly model: Model; readonly item: Said; readonly starts: boolean }): JSX.Element {
	const { text } = props.model;
	const failed = () => (props.item.status.kind === 'failed' ? props.item.status.error : null);
	/** Asked again, it would be refused again. */
	const isUnfit = (): boolean => failed()?.code === 'input.invalid';
	const state = (): string => (props.item.status.kind === 'sent' ? text.sent : text.sending);
	const Failed = (): JSX.Element => (
		<p class="foot" role="alert">
			{isUnfit() ? text.failedInput : text.failed}{' '}
			<Show when={!isUnfit()}>
				<button type="button" class="link" onClick={() => props.model.session.outbox.retry(props.item.clientId)}>
					{text.retry}
				</button>{' '}
			</Show>
			<button type="button" class="link" onClick={() => props.model.takeBack(props.item.clientId)}>
				{text.takeBack}
			</button>
		</p>
	);
	return (
		<Bubble
			class={`visitor ${props.item.status.kind}`}
			quiet
			foot={failed() ? <Failed /> : <p class="foot">{state()}</p>}
		>
			<RichText text={props.item.body.text} />
		</Bubble>
	);
}
