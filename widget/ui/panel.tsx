import { createEffect, createSignal, type JSX, on, onCleanup, Show } from 'solid-js';
import { Address } from './address.tsx';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { Header } from './header.tsx';
import { PersonIcon } from './icons.tsx';
import type { Model } from './model.ts';

/** A blink of the network is nobody's business. */
const tellAfterMs = 1_500;

export function Panel(props: { readonly model: Model }): JSX.Element {
	const { text, config } = props.model;
	const control = (): 'ai' | 'human' => (props.model.human() === null ? 'ai' : 'human');
	return (
		<section class="panel" role="dialog" aria-label={config.name} data-control={control()}>
			<Header model={props.model} />
			<Show when={props.model.phase() !== 'ended'} fallback={<Ended model={props.model} />}>
				<Conversation model={props.model} />
				<Show when={props.model.nobody() !== null}>
					<Address model={props.model} />
				</Show>
				<Link model={props.model} />
				<div class="footer">
					<Composer model={props.model} />
					<Show when={control() === 'ai'} fallback={<BackToAi model={props.model} />}>
						<Show when={!props.model.asked()} fallback={<p class="quiet">{text.askedWaiting}</p>}>
							<button type="button" class="control" onClick={() => props.model.session.write({ kind: 'ask' })}>
								{PersonIcon()}
								{text.askPerson}
							</button>
						</Show>
					</Show>
				</div>
			</Show>
		</section>
	);
}

function BackToAi(props: { readonly model: Model }): JSX.Element {
	return (
		<button type="button" class="control" onClick={() => props.model.session.write({ kind: 'back' })}>
			{props.model.text.backToAi}
		</button>
	);
}

/** The start screen after "End chat", in every tab. */
function Ended(props: { readonly model: Model }): JSX.Element {
	const { text } = props.model;
	return (
		<div class="ended">
			<h3>{text.ended}</h3>
			<p>{text.endedHint}</p>
			<button type="button" class="primary" data-input onClick={() => props.model.startNew()}>
				{text.startNew}
			</button>
		</div>
	);
}

/** Says why nothing moves, once it is worth saying. */
function Link(props: { readonly model: Model }): JSX.Element {
	const { text } = props.model;
	const [late, setLate] = createSignal(false);
	const lost = (): boolean => props.model.phase() === 'open' && props.model.link().kind !== 'live';
	createEffect(
		on(lost, (isLost) => {
			setLate(false);
			if (!isLost) return;
			const timer = setTimeout(() => setLate(true), tellAfterMs);
			onCleanup(() => clearTimeout(timer));
		}),
	);
	const words = (): string => {
		if (!navigator.onLine) return text.offline;
		return props.model.view().sessionId === null ? text.connecting : text.reconnecting;
	};
	return (
		<Show when={late() && lost()}>
			<p class="link-state" aria-live="polite">
				{words()}
			</p>
		</Show>
	);
}
