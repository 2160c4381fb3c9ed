/** The ways in which a takeover comes, and the ways back to the AI that went before it. Both travel in its client id. */
import { type ClientId, clientIdOf } from '../../../shared/ids.ts';
import type { Plan } from './plan.ts';

export const entrances = [
	'button',
	'reply',
	'contended',
	'two-tabs',
	'first-piece',
	'last-piece',
	'same-tick',
] as const;
export type Entrance = (typeof entrances)[number];

export const waysBack = [
	'release',
	'visitor',
	'agent-gone',
	'idle',
	'disabled',
	'role-lost',
	'plan-lost',
	'signed-out',
] as const;
export type WayBack = (typeof waysBack)[number];

/** The first takeover of a session follows none. */
export type Before = WayBack | 'opened';

export interface Tag {
	readonly entrance: Entrance;
	readonly before: Before;
}

export const plansFor: Readonly<Record<Entrance, readonly Plan[]>> = {
	button: ['steady'],
	reply: ['steady'],
	contended: ['steady', 'steady', 'first'],
	'two-tabs': ['steady', 'steady', 'last'],
	'first-piece': ['first'],
	'last-piece': ['last', 'last', 'done'],
	'same-tick': ['steady', 'first', 'last'],
};

let given = 0;

/** Such as `first-piece_agent-gone_00000042`. */
export function taggedId({ entrance, before }: Tag): ClientId {
	given += 1;
	return clientIdOf(`${entrance}_${before}_${given.toString(36).padStart(8, '0')}`);
}

export function tagOf(clientId: string): Tag | null {
	const [first, second] = clientId.split('_');
	const entrance = entrances.find((one) => one === first);
	const before = second === 'opened' ? second : waysBack.find((one) => one === second);
	return entrance === undefined || before === undefined ? null : { entrance, before };
}
