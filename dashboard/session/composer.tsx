import SendHorizontal from 'lucide-solid/icons/send-horizontal';
import { createMemo, onCleanup, Show } from 'solid-js';
import type { SessionId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import type { ReplyMode } from './bar-state.ts';
import './composer.css';
import { createKeptText } from './kept-text.ts';
import { sendingKeys } from './sending-keys.ts';
import { createTyping } from './typing.ts';

export interface ComposerHandle {
	focus(): void;
	/** Gives refused words back, unless something else has been begun. */
	giveBack(text: string): void;
}

export interface ComposerProps {
	readonly sessionId: SessionId;
	readonly mode: ReplyMode;
	/** Who holds the chat, where somebody else does. */
	readonly holder: string;
	readonly onSend: (text: string) => void;
	readonly onTyping: (on: boolean) => void;
	readonly handle: (handle: ComposerHandle) => void;
}

export function Composer(props: ComposerProps) {
	const t = useDeskTexts();
	const desk = useDesk();
	// One conversation for as long as this component lives.
	const [text, setText] = createKeptText(`draft.${props.sessionId}`);
	let field: HTMLTextAreaElement | undefined;
	props.handle({
		focus: () => field?.focus(),
		giveBack: (given) => {
			if (text().trim() === '') setText(given);
			field?.focus();
		},
	});

	const typing = createTyping(desk.host.clock, (on) => props.onTyping(on));
	onCleanup(() => typing.stop());

	const over = createMemo(() => text().trim().length - limits.messageUnits);
	const may = () => desk.may('control');
	const open = () => may() && (props.mode === 'send' || props.mode === 'take-over');
	const sendable = () => open() && text().trim() !== '' && over() <= 0;
	const placeholder = (): string => {
		if (props.mode === 'left') return t().session.placeholderLeft;
		if (!may()) return t().session.placeholderViewer;
		if (props.mode === 'held') return t().session.placeholderOther(props.holder);
		return props.mode === 'take-over' ? t().session.placeholderAi : t().session.placeholderYou;
	};

	function send(): void {
		if (!sendable()) return;
		typing.stop();
		props.onSend(text().trim());
		setText('');
		field?.focus();
	}

	return (
		<form
			class="composer"
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
		>
			<div class="composer-box" classList={{ 'composer-human': props.mode === 'send', 'composer-shut': !open() }}>
				<textarea
					class="composer-field"
					aria-label={t().session.reply}
					rows={1}
					placeholder={placeholder()}
					readOnly={!open()}
					value={text()}
					ref={(node) => {
						field = node;
					}}
					onInput={(event) => {
						setText(event.currentTarget.value);
						if (props.mode === 'send') typing.key();
					}}
					onKeyDown={sendingKeys(send)}
				/>
				<Button
					type="submit"
					tone={props.mode === 'send' || props.mode === 'take-over' ? 'human' : 'outline'}
					icon={SendHorizontal}
					class="composer-send"
					// The text keeps the focus: on a phone the page would move under the finger before the tap counts.
					onMouseDown={(event) => event.preventDefault()}
					disabled={!sendable()}
				>
					{t().session.send}
				</Button>
			</div>
			<p class="composer-note" role="status">
				<Show
					when={over() > 0}
					fallback={
						<Show
							when={open() && props.mode === 'take-over' && text().trim() !== ''}
							fallback={<span class="composer-keys">{open() ? t().session.enterSends : ''}</span>}
						>
							<span class="composer-takes">{t().session.replyTakesOver}</span>
						</Show>
					}
				>
					<span class="composer-over">{t().session.tooLong(over())}</span>
				</Show>
			</p>
		</form>
	);
}
