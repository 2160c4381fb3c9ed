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

	function ask(): void {
		setAsking(true);
		keep?.focus();
	}
	function end(): void {
		setAsking(false);
		props.model.session.end();
	}
	function onKeyDown(event: KeyboardEvent): void {
		if (event.key !== 'Escape') return;
		event.stopPropagation();
		setAsking(false);
	}

	return (
		<header class="header">
			<div class="header-row">
				<div class="who">
					<h2>
						<bdi>{config.name}</bdi>
					</h2>
					<p role="status" aria-label={isHuman() ? `${text.liveAgent} ${name()}` : text.ai}>
						<Show
							when={isHuman()}
							fallback={
								<>
									<AiIcon />
									<span>{text.ai}</span>
								</>
							}
						>
							<PersonIcon />
							<span>{text.liveAgent}</span> <bdi class="name">{name()}</bdi>
						</Show>
					</p>
				</div>
				<Show when={!asking() && (props.model.phase() === 'open' || props.model.phase() === 'dormant')}>
					<button type="button" class="ghost" onClick={ask}>
						{text.end}
					</button>
				</Show>
				<button type="button" class="ghost square phone-only" aria-label={text.close} onClick={props.model.close}>
					<CloseIcon />
				</button>
			</div>
			<Show when={asking()}>
				<div class="confirm" role="group" aria-label={text.endQuestion} onKeyDown={onKeyDown}>
					<span>{text.endQuestion}</span>
					<button type="button" class="ghost" ref={keep} onClick={() => setAsking(false)}>
						{text.endCancel}
					</button>
					<button type="button" class="ghost strong" onClick={end}>
						{text.end}
					</button>
				</div>
			</Show>
		</header>
	);
}
