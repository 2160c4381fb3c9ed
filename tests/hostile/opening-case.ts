/** A connection that is opened as no browser would, and what may come of it. */
import type { Chance } from './chance.ts';
import { closings } from './closed-lists.ts';
import type { Turns } from './turns.ts';
import type { World } from './world.ts';

export interface OpeningCase {
	readonly place: 'upgrade' | 'before hello';
	readonly mutation: string;
	readonly audience: 'visitor' | 'member';
	readonly request: string;
	/** Said at once after the request. */
	readonly bytes: Buffer;
	/** Codes that it may be closed with; a socket that lives answers the query under id 1. */
	readonly codes: readonly (number | null)[];
	/** It must not live. */
	readonly refused: boolean;
	/** Must not come back. */
	readonly never: string | null;
}

export interface OpeningGround {
	readonly world: World;
	readonly chance: Chance;
	readonly turns: Turns;
}

export const helloQuery = (audience: 'visitor' | 'member', world: World): string => {
	const wanted = audience === 'visitor' ? 'hello' : 'demo.status';
	const call = world.calls.find(({ procedure }) => procedure.audience === audience && procedure.path === wanted);
	const path = call?.procedure.path ?? wanted;
	return JSON.stringify({ id: 1, method: 'query', params: { path } });
};

export const openingCodes = [
	closings.hello,
	closings.rate,
	closings.signedOut,
	closings.origin,
	closings.site,
	closings.notLive,
	closings.timeout,
	null,
];
