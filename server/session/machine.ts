/**
 * The statechart of one session. Its context is the fold of the transcript and nothing else; every transition writes
 * the entries that `step` names, folds them and emits them. It touches no clock, no store and no provider.
 */
import { type AnyActorRef, enqueueActions, fromCallback, type SnapshotFrom, setup } from 'xstate';
import type { Entry } from '../../shared/entry.ts';
import type { OpenTurn, SessionState } from '../../shared/fold.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { StampedEvent } from './events.ts';
import { step } from './step.ts';

export type Place = 'new' | 'idle' | 'generating' | 'attended' | 'unattended' | 'released' | 'left';

/** The state node is a function of the context. */
export function placeOf(state: SessionState): Place {
	switch (state.mode) {
		case 'new':
			return 'new';
		case 'left':
			return 'left';
		case 'taken-over':
			return state.holder === null || state.holder.lostDeadline === null ? 'attended' : 'unattended';
		case 'ai-responding':
		case 'released':
			if (state.turn !== null) return 'generating';
			return state.mode === 'released' ? 'released' : 'idle';
		default:
			return unreachable(state.mode);
	}
}

const targets: Readonly<Record<Place, string>> = {
	new: '#new',
	idle: '#idle',
	generating: '#generating',
	attended: '#attended',
	unattended: '#unattended',
	released: '#released',
	left: '#left',
};

interface Input {
	readonly state: SessionState;
}

/** What the turn's invocation is told: which turn, and whose. */
export interface TurnInput {
	readonly turn: OpenTurn | null;
	readonly owner: AnyActorRef;
}

const base = setup({
	types: {
		context: {} as SessionState,
		events: {} as StampedEvent,
		emitted: {} as { readonly type: 'wrote'; readonly entries: readonly Entry[] },
		input: {} as Input,
	},
	actors: {
		/** Opens the turn on entry and shuts it on exit; the provider call is no business of the machine (R0). */
		turn: fromCallback<StampedEvent, TurnInput>(() => {}),
	},
	guards: {
		leadsTo: ({ context, event }, place: Place) => {
			const result = step(context, event);
			return result.ok && placeOf(result.after) === place;
		},
		rests: ({ context }, place: Place) => placeOf(context) === place,
	},
	actions: {
		write: enqueueActions(({ context, event, enqueue }) => {
			const result = step(context, event);
			if (!result.ok) throw new Error(`${event.type} was let through and is refused: ${result.refusal.code}`);
			enqueue.assign(result.after);
			enqueue.emit({ type: 'wrote', entries: result.entries });
		}),
	},
});

/** Where an event may lead; it is refused where none of the places fits. */
const to = (...places: readonly Place[]) =>
	places.map((place) => ({
		guard: { type: 'leadsTo' as const, params: place },
		target: targets[place],
		// Another turn is another invocation, also when it follows at once.
		reenter: true,
		actions: 'write' as const,
	}));

/** The same place without leaving it: a message that arrives while generating does not restart the turn. */
const stay = (place: Place) => [{ guard: { type: 'leadsTo' as const, params: place }, actions: 'write' as const }];

export const sessionMachine = base.createMachine({
	id: 'session',
	context: ({ input }) => input.state,
	initial: 'activating',
	states: {
		activating: {
			always: (['new', 'idle', 'attended', 'unattended', 'released', 'left'] as const).map((place) => ({
				guard: { type: 'rests' as const, params: place },
				target: targets[place],
			})),
		},
		new: { id: 'new', on: { 'visitor.opened': to('idle') } },
		aiResponding: {
			initial: 'idle',
			on: {
				'agent.tookOver': to('attended'),
				'agent.said': to('attended'),
				'visitor.left': to('left'),
			},
			states: {
				idle: {
					id: 'idle',
					on: {
						'visitor.said': to('generating'),
						'visitor.asked': to('idle'),
						'visitor.leftAddress': stay('idle'),
						'agent.whispered': stay('idle'),
						resumed: to('generating', 'idle'),
					},
				},
				generating: {
					id: 'generating',
					invoke: { src: 'turn', input: ({ context, self }) => ({ turn: context.turn, owner: self }) },
					on: {
						'visitor.said': stay('generating'),
						'visitor.asked': stay('generating'),
						'visitor.leftAddress': stay('generating'),
						'agent.whispered': stay('generating'),
						'turn.completed': to('idle', 'generating'),
						'turn.failed': to('idle', 'generating'),
					},
				},
			},
		},
		takenOver: {
			initial: 'attended',
			on: {
				'agent.released': to('released', 'generating'),
				'visitor.wentBackToAi': to('released', 'generating'),
				'control.returned': to('released', 'generating'),
				'visitor.left': to('left'),
			},
			states: {
				attended: {
					id: 'attended',
					on: {
						'visitor.said': stay('attended'),
						'visitor.leftAddress': stay('attended'),
						'agent.whispered': stay('attended'),
						'agent.said': stay('attended'),
						'agent.kept': stay('attended'),
						'agent.lost': to('unattended'),
					},
				},
				unattended: {
					id: 'unattended',
					on: {
						'visitor.said': stay('unattended'),
						'visitor.leftAddress': stay('unattended'),
						'agent.whispered': stay('unattended'),
						'agent.said': stay('unattended'),
						'agent.kept': stay('unattended'),
						'agent.back': to('attended'),
					},
				},
			},
		},
		released: {
			id: 'released',
			on: {
				'visitor.said': to('generating'),
				'visitor.asked': to('released'),
				'visitor.leftAddress': stay('released'),
				'agent.whispered': stay('released'),
				'agent.tookOver': to('attended'),
				'agent.said': to('attended'),
				'visitor.left': to('left'),
				resumed: to('generating', 'idle'),
			},
		},
		left: {
			id: 'left',
			on: {
				'visitor.opened': to('idle', 'generating'),
				'agent.answeredLate': stay('left'),
				'agent.resolved': stay('left'),
			},
		},
	},
});

export type SessionSnapshot = SnapshotFrom<typeof sessionMachine>;
