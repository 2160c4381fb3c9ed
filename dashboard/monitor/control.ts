/** Who answers, as one word with one colour. Pure; the monitor's card and the session's bar say the same. */
import type { Card } from '../../shared/card.ts';
import type { MemberId } from '../../shared/ids.ts';

export type Control =
	| { readonly kind: 'needs'; readonly why: NonNullable<Card['needsHuman']>['why']; readonly since: number }
	| { readonly kind: 'mine'; readonly overdueReturnsAt: number | null }
	| { readonly kind: 'other'; readonly name: string; readonly overdueReturnsAt: number | null }
	| {
			readonly kind: 'lost' | 'away';
			readonly name: string;
			readonly returnsAt: number;
	  }
	| { readonly kind: 'ai'; readonly generating: boolean };

type Facts = Pick<Card, 'holder' | 'needsHuman' | 'overdue' | 'generating'>;

export function controlOf({ holder, needsHuman, overdue, generating }: Facts, me: MemberId): Control {
	if (needsHuman?.why === 'set-aside') return { kind: 'needs', why: needsHuman.why, since: needsHuman.at };
	if (holder !== null) {
		const overdueReturnsAt = overdue?.returnsAt ?? null;
		if (holder.memberId === me) return { kind: 'mine', overdueReturnsAt };
		if (holder.lostDeadline !== null) {
			const kind = holder.away === true ? 'away' : 'lost';
			return { kind, name: holder.name, returnsAt: holder.lostDeadline };
		}
		return { kind: 'other', name: holder.name, overdueReturnsAt };
	}
	if (needsHuman !== null) return { kind: 'needs', why: needsHuman.why, since: needsHuman.at };
	return { kind: 'ai', generating };
}

/** Nobody holds it, so anybody may. */
export const isFree = (card: Pick<Card, 'holder'>): boolean => card.holder === null;
