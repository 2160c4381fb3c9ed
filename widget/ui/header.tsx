import { createSignal, type JSX, Show } from 'solid-js';
import { AiIcon, CloseIcon, PersonIcon } from './icons.tsx';
import type { Model } from './model.ts';

/** Whose chat it is and who answers. Changes colour when control changes hands. */
export function Header(props: { readonly model: Model }): JSX.Element {
	const { text, config } = props.model;
	const [asking, setAsking] = createSignal(false);
	const name = (): string => props.model.agentName(props.model.human()?.name ?? '');
	const isHuman = (): boolean => props.model.human() !== null;
	let keep: HTMLButtonElement | undefined;
	let asker: HTMLButtonElement | undefined;

	function ask(): void {
		setAsking(true);
		keep?.focus();
	}
	function stay(): void {
		setAsking(false);
		asker?.focus();
	}
	function end(): void {
		setAsking(false);
		props.model.session.end();
	}
	function onKeyDown(event: KeyboardEvent): void {
		if (event.key !== 'Escape') return;
		event.stopPropagation();
		stay();
	}

	return (
		<div class="header">
			<div class="header-row">
				<h2>
					<bdi>{config.name}</bdi>
				</h2>
				<Show when={!asking() && (props.model.phase() === 'open' || props.model.phase() === 'dormant')}>
					<button type="button" class="ghost" ref={asker} onClick={ask}>
						{text.end}
					</button>
				</Show>
				<button type="button" class="ghost square phone-only" aria-label={text.close} onClick={props.model.close}>
					{CloseIcon()}
				</button>
			</div>
			<p class="who" role="status" aria-label={isHuman() ? `${text.liveAgent} ${name()}` : text.ai}>
				{isHuman() ? PersonIcon() : AiIcon()}
				<span>{isHuman() ? text.liveAgent : text.ai}</span> <bdi class="name">{isHuman() && name()}</bdi>
			</p>
			<Show when={asking()}>
				<fieldset class="confirm" onKeyDown={onKeyDown}>
					<legend>{text.endQuestion}</legend>
					<button type="button" class="ghost" ref={keep} onClick={stay}>
						{text.endCancel}
					</button>
					<button type="button" class="ghost strong" onClick={end}>
						{text.end}
					</button>
				</fieldset>
			</Show>
		</div>
	);
}
