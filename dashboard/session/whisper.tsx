/** A private word to the AI, beside the composer: the visitor sees nothing of it, and control stays where it is. */
import Ear from 'lucide-solid/icons/ear';
import { createMemo, Show } from 'solid-js';
import type { SessionId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import type { ComposerHandle } from './composer.tsx';
import { createKeptText } from './kept-text.ts';
import { sendingKeys } from './sending-keys.ts';
import './whisper.css';

export interface WhisperProps {
	readonly sessionId: SessionId;
	/** This member holds the chat: the AI hears it when they leave. */
	readonly holds: boolean;
	readonly onSend: (text: string) => void;
	readonly handle: (handle: ComposerHandle) => void;
}

export function Whisper(props: WhisperProps) {
	const t = useDeskTexts();
	// One conversation for as long as this component lives.
	const [text, setText] = createKeptText(`whisper.${props.sessionId}`);
	let field: HTMLTextAreaElement | undefined;
	props.handle({
		focus: () => field?.focus(),
		giveBack: (given) => {
			if (text().trim() === '') setText(given);
			field?.focus();
		},
	});
	const over = createMemo(() => text().trim().length - limits.whisperUnits);
	const sendable = () => text().trim() !== '' && over() <= 0;

	function send(): void {
		if (!sendable()) return;
		props.onSend(text().trim());
		setText('');
		field?.focus();
	}

	return (
		<form
			class="whisper"
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
		>
			<div class="whisper-box">
				<Ear size={16} class="icon" aria-hidden="true" />
				<textarea
					class="whisper-field"
					aria-label={t().session.whisper}
					rows={1}
					placeholder={props.holds ? t().session.placeholderWhisperHeld : t().session.placeholderWhisper}
					value={text()}
					ref={(node) => {
						field = node;
					}}
					onInput={(event) => setText(event.currentTarget.value)}
					onKeyDown={sendingKeys(send)}
				/>
				<Show when={text().trim() !== ''}>
					<Button
						type="submit"
						size="small"
						tone="plain"
						// The text keeps the focus: on a phone the page would move under the finger before the tap counts.
						onMouseDown={(event) => event.preventDefault()}
						disabled={!sendable()}
					>
						{t().session.whisperNow}
					</Button>
				</Show>
			</div>
			<Show when={text().trim() !== ''}>
				<p class="whisper-note" role="status">
					<Show when={over() > 0} fallback={t().session.whisperIs}>
						<span class="composer-over">{t().session.tooLong(over())}</span>
					</Show>
				</p>
			</Show>
		</form>
	);
}
