/** What goes wrong in a round, drawn from the seed. The plan is exact; when it strikes real processes is not. */

import type { Random } from '../sim/random.ts';
import { type DeathPlan, nameOfDeath, type StoreCall } from './death-plan.ts';
import { type Place, places } from './line.ts';

export type Trouble =
	/** `kill -9` from outside. */
	| { readonly kind: 'kill' }
	| { readonly kind: 'die'; readonly at: DeathPlan }
	/** Killed, and once more while it takes up what it left. */
	| { readonly kind: 'die-starting'; readonly at: DeathPlan }
	/** SIGSTOP, and SIGCONT after a while. */
	| { readonly kind: 'freeze'; readonly ms: number }
	/** SIGTERM, and a start. */
	| { readonly kind: 'drain' }
	| { readonly kind: 'cut'; readonly place: Place }
	/** Requests arrive and answers do not, or the other way round, until the wire is cut. */
	| { readonly kind: 'one-way'; readonly place: Place; readonly mute: 'requests' | 'answers'; readonly ms: number }
	/** Two agents take over the same session at once, as it looks to them. */
	| { readonly kind: 'contend' }
	| { readonly kind: 'store-crash'; readonly ms: number }
	/** The connection is lost before a commit got there, or when its answer was on the way. */
	| { readonly kind: 'store-cut'; readonly when: 'before' | 'after' }
	| { readonly kind: 'store-silent'; readonly ms: number };

export interface Step {
	/** How long all goes well before. */
	readonly calmMs: number;
	/** Which of the servers is hit. */
	readonly server: number;
	readonly trouble: Trouble;
}

export interface Plan {
	readonly sessions: number;
	readonly agents: number;
	readonly servers: number;
	readonly steps: readonly Step[];
}

/** How often the server dies by it. */
export const deathsOf = ({ kind }: Trouble): number =>
	kind === 'die-starting' ? 2 : kind === 'kill' || kind === 'die' ? 1 : 0;

export function nameOf({ trouble, server }: Step): string {
	const where = server === 0 ? '' : ' (second server)';
	switch (trouble.kind) {
		case 'die':
			return `dies ${nameOfDeath(trouble.at)}${where}`;
		case 'die-starting':
			return `killed, then dies starting, ${nameOfDeath(trouble.at)}${where}`;
		case 'freeze':
			return `frozen ${trouble.ms} ms${where}`;
		case 'cut':
			return `wire cut: ${trouble.place}`;
		case 'one-way':
			return `no ${trouble.mute} for ${trouble.ms} ms: ${trouble.place}`;
		case 'store-crash':
			return `the database is down for ${trouble.ms} ms`;
		case 'store-cut':
			return `the database's wire is cut ${trouble.when} a commit`;
		case 'store-silent':
			return `the database says nothing for ${trouble.ms} ms`;
		default:
			return `${trouble.kind}${where}`;
	}
}

/** Every call of the store, on both sides; `find` and `position` need what leads to them. */
const deaths: readonly [DeathPlan, ...DeathPlan[]] = [
	...(['append', 'claim', 'read', 'load', 'latest'] as const).flatMap((call) => sides(call)),
	...sides('position', true),
	...sides('append', true),
] as unknown as readonly [DeathPlan, ...DeathPlan[]];

const startDeaths: readonly [DeathPlan, ...DeathPlan[]] = [
	...sides('to-wake'),
	...sides('claim'),
	...sides('read'),
] as unknown as readonly [DeathPlan, ...DeathPlan[]];

function sides(call: StoreCall, loseAnswer = false): readonly DeathPlan[] {
	return (['before', 'after'] as const).map((when) => ({ call, when, nth: 1, ...(loseAnswer ? { loseAnswer } : {}) }));
}

export interface PlanOptions {
	readonly random: Random;
	readonly kills: number;
	/** Kills that came before this round: so that every call has its turn. */
	readonly before: number;
	readonly store: 'pglite' | 'postgres';
	readonly servers: number;
	/** Stops longer than sockets live. */
	readonly longMs?: number | undefined;
}

export function drawPlan({ random, kills, before, store, servers, longMs }: PlanOptions): Plan {
	const steps: Step[] = [];
	const step = (trouble: Trouble): void =>
		void steps.push({ calmMs: random.between(150, 900), server: random.int(servers), trouble });
	let killed = 0;
	let turn = before;
	while (killed < kills) {
		const trouble = drawKill(random, turn, kills - killed);
		turn += 1;
		killed += deathsOf(trouble);
		step(trouble);
		if (random.chance(0.3)) step(drawOther(random, store));
		if (random.chance(0.3)) step({ kind: 'contend' });
	}
	step(drawOther(random, store));
	step({ kind: 'contend' });
	if (longMs !== undefined) step({ kind: 'freeze', ms: longMs });
	return { sessions: random.between(3, 6), agents: 3, servers, steps };
}

function drawKill(random: Random, turn: number, left: number): Trouble {
	const dice = random.next();
	const nth = random.between(1, 6);
	// By turns, not by chance: a short run meets each of them too.
	if (turn % 3 === 0) return { kind: 'kill' };
	if (turn % 3 === 1 || left < 2 || dice < 0.3) {
		const at = deaths[Math.floor(turn / 3) % deaths.length] ?? deaths[0];
		return { kind: 'die', at: at.call === 'append' && at.loseAnswer !== true ? { ...at, nth } : at };
	}
	return { kind: 'die-starting', at: startDeaths[Math.floor(turn / 3) % startDeaths.length] ?? startDeaths[0] };
}

function drawOther(random: Random, store: PlanOptions['store']): Trouble {
	const kinds = ['freeze', 'cut', 'one-way', 'one-way', 'drain'] as const;
	const more = store === 'postgres' ? (['store-crash', 'store-cut', 'store-cut', 'store-silent'] as const) : [];
	const kind = random.pick([...kinds, ...more] as unknown as readonly [
		'freeze',
		...(typeof kinds | typeof more)[number][],
	]);
	switch (kind) {
		case 'freeze':
			return { kind, ms: random.between(200, 1_500) };
		case 'cut':
			return { kind, place: random.pick(places) };
		case 'one-way':
			return {
				kind,
				place: random.pick(places),
				mute: random.pick(['requests', 'answers']),
				ms: random.between(200, 1_200),
			};
		case 'store-crash':
			return { kind, ms: random.between(100, 1_500) };
		case 'store-cut':
			return { kind, when: random.pick(['before', 'after']) };
		case 'store-silent':
			return { kind, ms: random.between(200, 3_000) };
		default:
			return { kind: 'drain' };
	}
}
