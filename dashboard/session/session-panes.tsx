import { useNavigate } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Info from 'lucide-solid/icons/info';
import { createMemo, createSignal, Show } from 'solid-js';
import { type SessionId, shortSessionId } from '../../shared/ids.ts';
import { useLiveCards } from '../monitor/live-cards.tsx';
import { orderCards } from '../monitor/order.ts';
import { useDesk } from '../shell/desk.tsx';
import { useErrorText } from '../shell/error-text.ts';
import { listenForKeys } from '../shell/keys.tsx';
import { useSite } from '../shell/site.tsx';
import { VisitorActions } from '../trust/visitor-actions.tsx';
import { IconButton } from '../ui/button.tsx';
import { Skeleton } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useToast } from '../ui/toast.tsx';
import { barStateOf, replyModeOf } from './bar-state.ts';
import { Composer } from './composer.tsx';
import { ControlBar } from './control-bar.tsx';
import { Conversation } from './conversation.tsx';
import { Facts, Presence } from './facts.tsx';
import type { Session } from './session.ts';
import { Whisper } from './whisper.tsx';
import type { WritingHandle } from './writing.ts';

export interface SessionPanesProps {
	readonly id: SessionId;
	readonly session: Session;
	readonly onBack: () => void;
}

export function SessionPanes(props: SessionPanesProps) {
	const t = useDeskTexts();
	const desk = useDesk();
	const toast = useToast();
	const errorText = useErrorText();
	const [facts, setFacts] = createSignal(false);
	const bar = createMemo(() => barStateOf(props.session.view(), desk.me().id));
	const mode = createMemo(() => replyModeOf(bar()));
	const holder = () => {
		const is = bar();
		return is.kind === 'other' || is.kind === 'lost' || is.kind === 'away' ? is.name : '';
	};
	/** Whoever holds the chat, or might: while somebody else does, the AI has nothing to hear from others. */
	const mayWhisper = () => desk.may('control') && (mode() === 'send' || mode() === 'take-over');
	let composer: WritingHandle | undefined;
	let whisper: WritingHandle | undefined;

	const told = (doing: Promise<void>, then = () => {}) =>
		void doing.then(then, (error: unknown) => toast(errorText(error), 'trouble'));
	const takeOver = () => told(props.session.takeOver(), () => composer?.focus());
	const step = useSteps(props);

	listenForKeys({
		Escape: () => props.onBack(),
		j: () => step(1),
		k: () => step(-1),
		r: () => composer?.focus(),
		w: () => {
			if (!mayWhisper()) return false;
			whisper?.focus();
			return true;
		},
		t: () => {
			if (mode() !== 'take-over' || !desk.may('control') || !desk.online()) return false;
			takeOver();
			return true;
		},
	});

	return (
		<>
			<div class="session-main">
				<header class="session-head">
					<IconButton icon={ArrowLeft} label={t().session.back} onClick={() => props.onBack()} />
					<h1 class="session-title" title={props.id}>
						{shortSessionId(props.id)}
					</h1>
					<Show when={props.session.view().live}>{(live) => <Presence presence={live().presence} />}</Show>
					<IconButton
						class="session-details"
						icon={Info}
						label={t().session.details}
						aria-pressed={facts()}
						onClick={() => setFacts((shown) => !shown)}
					/>
				</header>
				<ControlBar
					bar={bar()}
					sessionId={props.id}
					skewMs={props.session.view().clockSkewMs}
					doing={props.session.doing()}
					onTakeOver={takeOver}
					onLeave={() => told(props.session.release())}
					onKeep={() => told(props.session.keep())}
				/>
				<Show
					when={props.session.view().live !== null}
					fallback={
						<div class="session-loading">
							<Skeleton lines={6} />
						</div>
					}
				>
					<Conversation
						session={props.session}
						onDiscarded={({ to, text }) => (to === 'ai' ? whisper : composer)?.giveBack(text)}
					/>
				</Show>
				<Show when={mayWhisper()}>
					<Whisper
						sessionId={props.id}
						holds={mode() === 'send'}
						onSend={(text) => props.session.whisper(text)}
						handle={(handle) => {
							whisper = handle;
						}}
					/>
				</Show>
				<Composer
					sessionId={props.id}
					mode={mode()}
					holder={holder()}
					onSend={(text) => props.session.send(text)}
					onTyping={(on) => props.session.typing(on)}
					handle={(handle) => {
						composer = handle;
					}}
				/>
			</div>
			<div class="session-facts" classList={{ 'session-facts-open': facts() }}>
				<Facts view={props.session.view()} sessionId={props.id}>
					<VisitorActions
						sessionId={props.id}
						blocked={props.session.view().live?.blocked === true}
						onErased={() => props.onBack()}
					/>
				</Facts>
			</div>
		</>
	);
}

/** `j` and `k`: to the next and the previous chat of the live list. */
function useSteps(props: SessionPanesProps): (by: 1 | -1) => void {
	const list = useLiveCards();
	const site = useSite();
	const navigate = useNavigate();
	return (by) => {
		const ids = orderCards(list()?.plain().values() ?? []);
		const at = ids.indexOf(props.id);
		const next = ids[at < 0 ? 0 : at + by];
		if (next !== undefined) navigate(`/sites/${site().id}/monitor/${next}`);
	};
}
