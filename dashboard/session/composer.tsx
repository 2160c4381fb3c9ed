import SendHorizontal from 'lucide-solid/icons/send-horizontal';
import { onCleanup, Show } from 'solid-js';
import type { SessionId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import type { ReplyMode } from './bar-state.ts';
import './composer.css';
import { createTyping } from './typing.ts';
import { createWriting, type WritingHandle } from './writing.ts';

export interface ComposerProps {
	readonly sessionId: SessionId;
	readonly mode: ReplyMode;
	/** Who holds the chat, where somebody else does. */
	readonly holder: string;
	readonly onSend: (text: string) => void;
	readonly onTyping: (on: boolean) => void;
	readonly handle: (handle: WritingHandle) => void;
}

export function Composer(props: ComposerProps) {
	const t = useDeskTexts();
	const desk = useDesk();
	const typing = createTyping(desk.host.clock, (on) => props.onTyping(on));
	onCleanup(() => typing.stop());

	const may = () => desk.may('control');
	const open = () => may() && (props.mode === 'send' || props.mode === 'take-over');
	// One conversation for as long as this component lives.
	const writing = createWriting({
		name: `draft.${props.sessionId}`,
		most: limits.messageUnits,
		maySend: open,
		onSend(text) {
			typing.stop();
			props.onSend(text);
		},
		handle: (handle) => props.handle(handle),
	});
	const placeholder = (): string => {
		if (props.mode === 'left') return t().session.placeholderLeft;
		if (!may()) return t().session.placeholderViewer;
		if (props.mode === 'held') return t().session.placeholderOther(props.holder);
		return props.mode === 'take-over' ? t().session.placeholderAi : t().session.placeholderYou;
	};

	return (
		<form class="composer" onSubmit={writing.onSubmit}>
			<div class="composer-box" classList={{ 'composer-human': props.mode === 'send', 'composer-shut': !open() }}>
				<textarea
					class="composer-field"
					aria-label={t().session.reply}
					rows={1}
					placeholder={placeholder()}
					readOnly={!open()}
					value={writing.text()}
					ref={writing.ref}
					onInput={(event) => {
						writing.set(event.currentTarget.value);
						if (props.mode === 'send') typing.key();
					}}
					onKeyDown={writing.onKeyDown}
				/>
				<Button
					type="submit"
					tone={props.mode === 'send' || props.mode === 'take-over' ? 'human' : 'outline'}
					icon={SendHorizontal}
					class="composer-send"
					// The text keeps the focus: on a phone the page would move under the finger before the tap counts.
					onMouseDown={(event) => event.preventDefault()}
					disabled={!writing.sendable()}
				>
					{t().session.send}
				</Button>
			</div>
			<p class="composer-note" role="status">
				<Show
					when={writing.over() > 0}
					fallback={
						<Show
							when={open() && props.mode === 'take-over' && !writing.isEmpty()}
							fallback={<span class="composer-keys">{open() ? t().session.enterSends : ''}</span>}
						>
							<span class="composer-takes">{t().session.replyTakesOver}</span>
						</Show>
					}
				>
					<span class="composer-over">{t().session.tooLong(writing.over())}</span>
				</Show>
			</p>
		</form>
	);
}
