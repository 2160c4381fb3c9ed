/** The band on top of a card: who answers, in the colour of control, with a sign and a word. */

import Hand from 'lucide-solid/icons/hand';
import Headset from 'lucide-solid/icons/headset';
import Smartphone from 'lucide-solid/icons/smartphone';
import Sparkles from 'lucide-solid/icons/sparkles';
import Unplug from 'lucide-solid/icons/unplug';
import { createMemo, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Card } from '../../shared/card.ts';
import type { DeskTexts } from '../../shared/text/desk-en.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { useDesk } from '../shell/desk.tsx';
import { useNow } from '../ui/now.ts';
import { useDeskTexts } from '../ui/texts.ts';
import { clockSpan } from '../ui/times.ts';
import { type Control, controlOf } from './control.ts';

const signs = { needs: Hand, mine: Headset, other: Headset, lost: Unplug, away: Smartphone, ai: Sparkles } as const;

export const toneOf = (control: Control): 'need' | 'human' | 'ai' | 'trouble' => {
	switch (control.kind) {
		case 'needs':
			return 'need';
		case 'mine':
		case 'other':
			return control.overdueReturnsAt === null ? 'human' : 'need';
		case 'lost':
		case 'away':
			return 'need';
		case 'ai':
			return 'ai';
		default:
			return unreachable(control);
	}
};

function words(control: Control, t: DeskTexts): string {
	switch (control.kind) {
		case 'needs':
			return t.monitor.needs;
		case 'mine':
			return t.monitor.youHave;
		case 'other':
			return t.monitor.heldBy(control.name);
		case 'lost':
			return t.monitor.lost(control.name);
		case 'away':
			return t.monitor.stepped(control.name);
		case 'ai':
			return control.generating ? t.monitor.aiAnswers : t.monitor.aiReady;
		default:
			return unreachable(control);
	}
}

/** Why somebody should look, beside the fact. */
function reason(control: Control, t: DeskTexts): string | null {
	if (control.kind === 'needs') return t.monitor.reasons[control.why];
	const overdue = (control.kind === 'mine' || control.kind === 'other') && control.overdueReturnsAt !== null;
	return overdue ? t.monitor.overdue : null;
}

/** What runs up or down beside the word: how long somebody waits, or when the AI returns. */
function clockOf(control: Control, card: Card, now: number): string | null {
	switch (control.kind) {
		case 'needs':
			return clockSpan(now - control.since);
		case 'lost':
		case 'away':
			return clockSpan(control.returnsAt - now);
		case 'mine':
		case 'other':
			return card.waitingSince === null ? null : clockSpan(now - card.waitingSince);
		case 'ai':
			return null;
		default:
			return unreachable(control);
	}
}

export function CardControl(props: { readonly card: Card; readonly skewMs: number }) {
	const t = useDeskTexts();
	const { me } = useDesk();
	const now = useNow();
	const control = createMemo(() => controlOf(props.card, me().id));
	const clock = createMemo(() => clockOf(control(), props.card, now() + props.skewMs));
	return (
		<div class={`card-control tone-${toneOf(control())}`}>
			<Dynamic component={signs[control().kind]} size={14} class="icon" aria-hidden="true" />
			<span class="card-control-text">
				{words(control(), t())}
				<Show when={reason(control(), t())}>{(why) => <span class="card-why"> · {why()}</span>}</Show>
			</span>
			<Show when={clock()}>{(text) => <span class="card-clock figures">{text()}</span>}</Show>
		</div>
	);
}
