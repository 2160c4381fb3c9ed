/** A private word to the AI, beside the composer: the visitor sees nothing of it, and control stays where it is. */
import Ear from 'lucide-solid/icons/ear';
import { Show } from 'solid-js';
import type { SessionId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import './whisper.css';
import { createWriting, type WritingHandle } from './writing.ts';

export interface WhisperProps {
	readonly sessionId: SessionId;
	/** This member holds the chat: the AI hears it when they leave. */
	readonly holds: boolean;
	readonly onSend: (text: string) => void;
	readonly handle: (handle: WritingHandle) => void;
}

export function Whisper(props: WhisperProps) {
	const t = useDeskTexts();
	// One conversation for as long as this component lives.
	const writing = createWriting({
		name: `whisper.${props.sessionId}`,
		most: limits.whisperUnits,
		onSend: (text) => props.onSend(text),
		handle: (handle) => props.handle(handle),
	});
	return (
		<form class="whisper" onSubmit={writing.onSubmit}>
			<div class="whisper-box">
				<Ear size={16} class="icon" aria-hidden="true" />
				<textarea
					class="whisper-field"
					aria-label={t().session.whisper}
					rows={1}
					placeholder={props.holds ? t().session.placeholderWhisperHeld : t().session.placeholderWhisper}
					value={writing.text()}
					ref={writing.ref}
					onInput={(event) => writing.set(event.currentTarget.value)}
					onKeyDown={writing.onKeyDown}
				/>
				<Show when={!writing.isEmpty()}>
					<Button
						type="submit"
						size="small"
						tone="plain"
						// The text keeps the focus: on a phone the page would move under the finger before the tap counts.
						onMouseDown={(event) => event.preventDefault()}
						disabled={!writing.sendable()}
					>
						{t().session.whisperNow}
					</Button>
				</Show>
			</div>
			<Show when={!writing.isEmpty()}>
				<p class="whisper-note" role="status">
					<Show when={writing.over() > 0} fallback={t().session.whisperIs}>
						<span class="composer-over">{t().session.tooLong(writing.over())}</span>
					</Show>
				</p>
			</Show>
		</form>
	);
}
