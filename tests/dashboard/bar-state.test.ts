import { describe, expect, test } from 'vitest';
import { barStateOf, replyModeOf } from '../../dashboard/session/bar-state.ts';
import type { MemberLive } from '../../shared/feed.ts';
import { emptyState } from '../../shared/fold.ts';
import { genOf, type MemberId, seqOf, visitorIdOf } from '../../shared/ids.ts';
import { emptyView } from '../../shared/live/session-view.ts';
import { me, other } from './make-card.ts';

const live: MemberLive = {
	turn: null,
	gen: genOf(1),
	live: true,
	presence: 'online',
	visitorTyping: false,
	agentTyping: false,
	facts: { country: null, device: 'desktop', browser: '', system: '' },
	page: null,
	visitorId: visitorIdOf('visitor'),
	openedAt: 0,
	watchers: [],
	overdue: null,
	setAside: false,
	blocked: false,
};

const view = (change: Partial<MemberLive>, holder: MemberId | null = null, lostDeadline: number | null = null) => ({
	...emptyView,
	live: { ...live, ...change },
	state: { ...emptyState, holder: holder === null ? null : { memberId: holder, name: 'NAME', lostDeadline } },
});

describe('the bar and what a reply would do', () => {
	test.each([
		['before anything is known', emptyView, 'loading', 'loading'],
		['the AI has it, though nothing is stored yet', view({}), 'ai', 'take-over'],
		['I have it', view({}, me), 'mine', 'send'],
		['another has it', view({}, other), 'other', 'held'],
		['another has it and is gone', view({}, other, 5), 'lost', 'held'],
		['it is set aside', view({ setAside: true }), 'needs', 'take-over'],
		['the visitor has left, whoever held it', view({ live: false }, me), 'left', 'left'],
	] as const)('%s', (_when, shown, bar, reply) => {
		const state = barStateOf(shown, me);
		expect([state.kind, replyModeOf(state)]).toEqual([bar, reply]);
	});

	test('who has left and is owed an answer is told apart, until it is seen to', () => {
		const gone = view({ live: false });
		const missed = { at: 1, why: 'unanswered', question: seqOf(2), resolved: null } as const;
		const owed = { ...gone, state: { ...gone.state, missed } };
		const done = { ...gone, state: { ...gone.state, missed: { ...missed, resolved: { at: 2, memberId: me } } } };
		expect([gone, owed, done].map((shown) => barStateOf(shown, me))).toEqual([
			{ kind: 'left', missed: false },
			{ kind: 'left', missed: true },
			{ kind: 'left', missed: false },
		]);
	});

	test('a minute without an answer is told to the one who holds it', () => {
		const overdue = { since: 1, returnsAt: 9 };
		expect(barStateOf(view({ overdue }, me), me)).toEqual({ kind: 'mine', overdueReturnsAt: 9 });
	});
});
