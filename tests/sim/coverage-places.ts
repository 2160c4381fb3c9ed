/**
 * Which cells of the coverage can be reached at all: asked of `step` itself, by going through every state that its events
 * lead to. Nothing here is typed off the statechart.
 */
import type { Agent, SessionEvent } from '../../server/session/events.ts';
import { type Place, placeOf } from '../../server/session/machine.ts';
import { mayWait, step } from '../../server/session/step.ts';
import type { Entry } from '../../shared/entry.ts';
import { emptyState, type SessionState } from '../../shared/fold.ts';
import { clientIdOf, genOf, memberIdOf, seqOf } from '../../shared/ids.ts';
import { maxAttempts } from '../../shared/limits.ts';

export const places: readonly Place[] = ['new', 'idle', 'generating', 'attended', 'unattended', 'released', 'left'];

/** How control came to whom has it now. `two tabs`: the agent who took it over had the dashboard open twice. */
export const entrances = [
	'none yet',
	'opened',
	'button',
	'reply',
	'two tabs',
	'given back',
	'automatic return',
	'account disabled',
	'plan lost',
	'ended',
] as const;
export type Entrance = (typeof entrances)[number];

/** When the process died, seen from the commit of the event. */
export const crashPoints = ['none', 'before commit', 'before ack', 'after ack', 'activation'] as const;
export type CrashPoint = (typeof crashPoints)[number];

export type EventName = SessionEvent['type'];

/** What the world says about a change of control that the entry does not. */
export interface Circumstance {
	/** The member who took over has more than one dashboard open. */
	readonly tabs: boolean;
	/** The account's plan has no monitoring. */
	readonly planLost: boolean;
}

/** The entrance that an entry makes; null: control stays. */
export function entranceOf(entry: Entry, { tabs, planLost }: Circumstance): Entrance | null {
	switch (entry.kind) {
		case 'opened':
			return 'opened';
		case 'took-over':
			return tabs ? 'two tabs' : entry.entrance;
		case 'released':
			if (entry.why === 'authority') return planLost ? 'plan lost' : 'account disabled';
			return entry.why === 'left' || entry.why === 'visitor' ? 'given back' : 'automatic return';
		case 'left':
			return 'ended';
		default:
			return null;
	}
}

export const entranceAfter = (before: Entrance, entries: readonly Entry[], how: Circumstance): Entrance =>
	entries.reduce((entrance, entry) => entranceOf(entry, how) ?? entrance, before);

/** A turn that did not end is over once its process is. */
export const activated = (state: SessionState): SessionState => ({ ...state, turn: null, sinceTurn: null });

interface Node {
	readonly state: SessionState;
	readonly entrance: Entrance;
}

export interface Reach {
	/** Places that an entrance leads to. */
	readonly stands: ReadonlySet<string>;
	/** Accepted there, and whether it writes at once or is held until something else is written. */
	readonly accepts: ReadonlyMap<string, { readonly writes: boolean }>;
	/** Why it is refused there, where it is refused. */
	readonly refuses: ReadonlyMap<string, string>;
	readonly events: readonly EventName[];
}

export const standKey = (place: Place, entrance: Entrance): string => `${place} · ${entrance}`;
export const eventKey = (place: Place, event: EventName, entrance: Entrance): string =>
	`${place} · ${event} · ${entrance}`;

const anna: Agent = { memberId: memberIdOf('00000000-0000-7000-8000-00000000000a'), name: 'Anna' };
const circumstances: readonly Circumstance[] = [
	{ tabs: false, planLost: false },
	{ tabs: true, planLost: false },
	{ tabs: false, planLost: true },
];

/** Every kind of event as this state would accept it. By name: the compiler misses none. */
function eventsFor(state: SessionState, id: number): Readonly<Record<EventName, readonly SessionEvent[]>> {
	const { gen } = state;
	const clientId = clientIdOf(`coverage-${id}`);
	const turn = state.turn?.turn ?? seqOf(0);
	const turnGen = state.turn?.gen ?? genOf(0);
	return {
		'visitor.opened': [{ type: 'visitor.opened' }],
		'visitor.said': [{ type: 'visitor.said', clientId, text: 'Hello' }],
		'visitor.asked': [{ type: 'visitor.asked', clientId, why: 'button' }],
		'visitor.wentBackToAi': [{ type: 'visitor.wentBackToAi', clientId }],
		'visitor.leftAddress': [{ type: 'visitor.leftAddress', clientId, email: 'visitor@example.com' }],
		'visitor.left': [
			{ type: 'visitor.left', why: 'visitor' },
			{ type: 'visitor.left', why: 'grace' },
		],
		'agent.tookOver': [{ type: 'agent.tookOver', agent: anna, gen, clientId }],
		'agent.said': [{ type: 'agent.said', agent: anna, gen, clientId, text: 'Hello' }],
		'agent.released': [{ type: 'agent.released', agent: anna, gen, clientId }],
		'agent.kept': [{ type: 'agent.kept', agent: anna, gen, clientId }],
		'agent.whispered': [{ type: 'agent.whispered', agent: anna, gen, clientId, text: 'Mention the sale' }],
		'agent.answeredLate': [{ type: 'agent.answeredLate', agent: anna, gen, clientId, text: 'Hello' }],
		'agent.resolved': [{ type: 'agent.resolved', agent: anna, gen, clientId, done: true }],
		'agent.lost': [{ type: 'agent.lost', deadline: 30_000 }],
		'agent.back': [{ type: 'agent.back' }],
		'control.returned': (['agent-gone', 'idle', 'authority'] as const).map((why) => ({
			type: 'control.returned',
			gen,
			why,
		})),
		'turn.completed': [{ type: 'turn.completed', turn, gen: turnGen, sources: [], asks: null }],
		'turn.failed': [{ type: 'turn.failed', turn, gen: turnGen, why: 'timeout', apology: 'Sorry.' }],
		resumed: [{ type: 'resumed', apology: 'Sorry.' }],
	};
}

/** States that differ in nothing that `step` decides by are one. */
function sameKey({ state, entrance }: Node): string {
	const attempts = Math.min(state.attempts, maxAttempts);
	const open = [state.unanswered !== null, state.needsHuman?.why ?? '', state.turn !== null, state.openedSeq > 1];
	const late = [state.missed !== null, state.lateSeq > state.openedSeq];
	return [placeOf(state), entrance, state.mode, attempts, ...open, ...late].join(' ');
}

export function findReach(): Reach {
	const stands = new Set<string>();
	const accepts = new Map<string, { writes: boolean }>();
	const refuses = new Map<string, string>();
	const known = new Set<string>();
	const waiting: Node[] = [{ state: emptyState, entrance: 'none yet' }];
	let ids = 0;
	const visit = (node: Node): void => {
		const key = sameKey(node);
		if (known.has(key)) return;
		known.add(key);
		waiting.push(node);
	};
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		const { state, entrance } = node;
		const place = placeOf(state);
		stands.add(standKey(place, entrance));
		if (place !== 'new') visit({ state: activated(state), entrance });
		ids += 1;
		for (const [name, events] of Object.entries(eventsFor(state, ids))) {
			for (const event of events) {
				for (const published of state.turn === null ? [''] : ['', 'Good']) {
					const result = step(state, { ...event, at: ids, published });
					const key = eventKey(place, event.type, entrance);
					if (!result.ok) {
						refuses.set(key, result.refusal.code);
						continue;
					}
					const writes = !mayWait(state, result.entries);
					accepts.set(key, { writes: writes || accepts.get(key)?.writes === true });
					for (const how of circumstances) {
						visit({ state: result.after, entrance: entranceAfter(entrance, result.entries, how) });
					}
				}
			}
			void name;
		}
	}
	return { stands, accepts, refuses, events: Object.keys(eventsFor(emptyState, 0)) as EventName[] };
}
