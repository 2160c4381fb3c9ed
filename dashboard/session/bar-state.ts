/** What the bar above the conversation says: who answers, and what this member can do about it. Pure. */
import type { MemberLive } from '../../shared/feed.ts';
import type { MemberId } from '../../shared/ids.ts';
import type { SessionView } from '../../shared/live/session-view.ts';
import { type Control, controlOf } from '../monitor/control.ts';

export type BarState =
	| { readonly kind: 'loading' }
	/** Off the live list. `missed`: they are owed an answer. */
	| { readonly kind: 'left'; readonly missed: boolean }
	| Control;

export function barStateOf({ live, state }: SessionView<MemberLive>, me: MemberId): BarState {
	if (live === null) return { kind: 'loading' };
	const { holder, missed } = state;
	if (!live.live) return { kind: 'left', missed: missed !== null && missed.resolved === null };
	return controlOf(
		{
			holder:
				holder?.memberId === undefined
					? null
					: { memberId: holder.memberId, name: holder.name, lostDeadline: holder.lostDeadline, away: holder.away },
			needsHuman: live.setAside ? { why: 'set-aside', at: state.lastAt } : state.needsHuman,
			overdue: live.overdue,
			generating: live.turn !== null,
		},
		me,
	);
}

/** What a message sent now would do. */
export type ReplyMode = 'send' | 'take-over' | 'held' | 'left' | 'loading';

export function replyModeOf(bar: BarState): ReplyMode {
	switch (bar.kind) {
		case 'mine':
			return 'send';
		case 'ai':
		case 'needs':
			return 'take-over';
		case 'other':
		case 'lost':
		case 'away':
			return 'held';
		case 'left':
			return 'left';
		default:
			return 'loading';
	}
}
