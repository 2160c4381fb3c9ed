/** The bar of control: the colour that changes hands. One sentence, one button. */
import { A } from '@solidjs/router';
import DoorOpen from 'lucide-solid/icons/door-open';
import Hand from 'lucide-solid/icons/hand';
import Headset from 'lucide-solid/icons/headset';
import LogOut from 'lucide-solid/icons/log-out';
import Smartphone from 'lucide-solid/icons/smartphone';
import Sparkles from 'lucide-solid/icons/sparkles';
import Unplug from 'lucide-solid/icons/unplug';
import { createMemo, Match, Show, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { SessionId } from '../../shared/ids.ts';
import type { DeskTexts } from '../../shared/text/desk-en.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { toneOf } from '../monitor/card-control.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import { useNow } from '../ui/now.ts';
import { useDeskTexts } from '../ui/texts.ts';
import { clockSpan } from '../ui/times.ts';
import { type BarState, replyModeOf } from './bar-state.ts';
import './control-bar.css';
import type { Intent } from './session.ts';

const signs = {
	loading: Sparkles,
	left: DoorOpen,
	needs: Hand,
	mine: Headset,
	other: Headset,
	lost: Unplug,
	away: Smartphone,
	ai: Sparkles,
} as const;

/** The fact and what follows from it. `now` is the server's clock. */
function wordsOf(bar: BarState, now: number, t: DeskTexts): readonly [fact: string, more: string] {
	const { session } = t;
	switch (bar.kind) {
		case 'loading':
			return [t.ui.loading, ''];
		case 'left':
			return [session.barLeft, bar.missed ? session.leftMissed : session.leftText];
		case 'needs':
			if (bar.why === 'set-aside') return [session.barSetAside, session.setAsideText];
			return [session.barNeeds, `${t.monitor.reasons[bar.why]} · ${t.monitor.waiting(clockSpan(now - bar.since))}`];
		case 'mine':
			return [session.barYou, session.aiSilent];
		case 'other':
			return [session.barOther(bar.name), session.watching];
		case 'lost':
			return [session.barLost(bar.name), session.aiReturns(clockSpan(bar.returnsAt - now))];
		case 'away':
			return [session.barAway(bar.name), session.aiReturns(clockSpan(bar.returnsAt - now))];
		case 'ai':
			return [session.barAi, session.unseen];
		default:
			return unreachable(bar);
	}
}

export interface ControlBarProps {
	readonly bar: BarState;
	readonly sessionId: SessionId;
	readonly skewMs: number;
	readonly doing: Intent | null;
	readonly onTakeOver: () => void;
	readonly onLeave: () => void;
	readonly onKeep: () => void;
}

export function ControlBar(props: ControlBarProps) {
	const t = useDeskTexts();
	const desk = useDesk();
	const site = useSite();
	const now = useNow();
	const words = createMemo(() => wordsOf(props.bar, now() + props.skewMs, t()));
	const tone = () => (props.bar.kind === 'loading' || props.bar.kind === 'left' ? 'neutral' : toneOf(props.bar));
	const waits = () => (desk.online() ? undefined : t().waitsForConnection);
	return (
		<div class="control">
			<section class={`bar bar-${tone()}`} aria-label={words()[0]}>
				<Dynamic component={signs[props.bar.kind]} size={18} class="icon" aria-hidden="true" />
				{/* The fact is announced when it changes; the countdown beside it is not read out each second. */}
				<p class="bar-text">
					<strong role="status">{words()[0]}</strong>
					<Show when={words()[1]}>
						{(more) => (
							<>
								<span aria-hidden="true"> · </span>
								<span class="bar-more figures">{more()}</span>
							</>
						)}
					</Show>
				</p>
				<Switch>
					<Match when={replyModeOf(props.bar) === 'take-over' && desk.may('control')}>
						<Button
							tone="human"
							class="bar-button"
							icon={Headset}
							busy={props.doing === 'take-over'}
							waits={waits()}
							onClick={() => props.onTakeOver()}
						>
							{t().session.takeOver}
						</Button>
					</Match>
					<Match when={props.bar.kind === 'left' && props.bar.missed && desk.may('control')}>
						<A
							class="button button-outline button-normal bar-button"
							href={`/sites/${site().id}/missed/${props.sessionId}`}
						>
							{t().session.answerLate}
						</A>
					</Match>
					<Match when={props.bar.kind === 'mine'}>
						<Button
							class="bar-button"
							icon={LogOut}
							busy={props.doing === 'release'}
							waits={waits()}
							onClick={() => props.onLeave()}
						>
							{t().session.leave}
						</Button>
					</Match>
				</Switch>
			</section>
			<Overdue {...props} />
		</div>
	);
}

/** A minute without an answer: whose turn it is, when the AI takes it back, and the way to keep it. */
function Overdue(props: ControlBarProps) {
	const t = useDeskTexts();
	const desk = useDesk();
	const now = useNow();
	const held = () => (props.bar.kind === 'mine' || props.bar.kind === 'other' ? props.bar : null);
	const text = createMemo(() => {
		const bar = held();
		if (bar === null || bar.overdueReturnsAt === null) return null;
		const clock = clockSpan(bar.overdueReturnsAt - now() - props.skewMs);
		return bar.kind === 'mine' ? t().session.overdue(clock) : t().session.overdueOther(bar.name, clock);
	});
	return (
		<Show when={text()}>
			{(words) => (
				<div class="bar bar-need bar-overdue" role="alert">
					<p class="bar-text figures">{words()}</p>
					<Show when={held()?.kind === 'mine'}>
						<Button
							size="small"
							busy={props.doing === 'keep'}
							waits={desk.online() ? undefined : t().waitsForConnection}
							onClick={() => props.onKeep()}
						>
							{t().session.keep}
						</Button>
					</Show>
				</div>
			)}
		</Show>
	);
}
