/** Which hostile things are said when: a batch is of one kind, and what is in it follows from the seed and its number alone. */

import { fatalCase, lastCase, messageCase, procedureCase, recordedFor } from './call-batches.ts';
import type { CallCase } from './call-case.ts';
import { chanceOf } from './chance.ts';
import { helloCase } from './hello-cases.ts';
import { type HttpCase, httpCase } from './http-cases.ts';
import type { Audience } from './judge.ts';
import type { OpeningCase } from './opening-case.ts';
import type { HostileRoute } from './routes.ts';
import { type TcpCase, tcpCase } from './tcp-cases.ts';
import { createTurns } from './turns.ts';
import { upgradeCase } from './upgrade-cases.ts';
import type { World } from './world.ts';

export const batchCases = 100;

/** How many of fifty batches are of which kind. */
const shares = {
	upgrade: 3,
	hello: 3,
	'visitor messages': 5,
	'member messages': 5,
	'visitor procedures': 7,
	'member procedures': 16,
	http: 7,
	tcp: 4,
} as const;
type Kind = keyof typeof shares;

const kinds = Object.keys(shares) as readonly Kind[];
const round = Object.values(shares).reduce((sum, share) => sum + share, 0);

/** Spread evenly, so that a short run has some of each. */
const schedule: readonly Kind[] = Array.from({ length: round }, () => null).reduce<{
	order: Kind[];
	due: Map<Kind, number>;
}>(
	({ order, due }) => {
		for (const kind of kinds) due.set(kind, (due.get(kind) ?? 0) + shares[kind]);
		const next = kinds.reduce((best, kind) => ((due.get(kind) ?? 0) > (due.get(best) ?? 0) ? kind : best));
		due.set(next, (due.get(next) ?? 0) - round);
		order.push(next);
		return { order, due };
	},
	{ order: [], due: new Map() },
).order;

/** A socket's worth. */
export interface CallGroup {
	readonly kind: 'calls';
	readonly audience: Audience;
	/** Which of the attackers' logins; null: one that is meant to be lost. */
	readonly login: number | null;
	/** Of the first case, within the batch. */
	readonly from: number;
	readonly cases: readonly CallCase[];
}

export type Batch =
	| { readonly kind: 'calls'; readonly groups: readonly CallGroup[] }
	| { readonly kind: 'openings'; readonly cases: readonly OpeningCase[] }
	| { readonly kind: 'http'; readonly cases: readonly HttpCase[] }
	| { readonly kind: 'tcp'; readonly cases: readonly TcpCase[] };

/** A call costs a token of its socket's; the bucket holds 400. */
const socketCost = 250;
const socketCases = 25;

const kindAt = (number: number): { readonly kind: Kind; readonly ordinal: number } => {
	const at = number % round;
	const kind = schedule[at] ?? 'upgrade';
	const before = schedule.slice(0, at).filter((one) => one === kind).length;
	return { kind, ordinal: Math.floor(number / round) * shares[kind] + before };
};

function times<T>(make: () => T): readonly T[] {
	return Array.from({ length: batchCases }, make);
}

export function makeBatch(world: World, routes: readonly HostileRoute[], seed: number, number: number): Batch {
	const { kind, ordinal } = kindAt(number);
	const chance = chanceOf(seed, number);
	const turns = createTurns(ordinal);
	const ground = { world, chance, turns };
	switch (kind) {
		case 'upgrade':
			return { kind: 'openings', cases: times(() => upgradeCase(ground)) };
		case 'hello':
			return { kind: 'openings', cases: times(() => helloCase(ground)) };
		case 'http':
			return { kind: 'http', cases: times(() => httpCase({ ...ground, routes })) };
		case 'tcp':
			return { kind: 'tcp', cases: times(() => tcpCase(ground)) };
		case 'visitor messages':
		case 'member messages':
		case 'visitor procedures':
		case 'member procedures': {
			const audience: Audience = kind.startsWith('visitor') ? 'visitor' : 'member';
			let id = 1_000;
			const nextId = (): number => {
				id += 1;
				return id;
			};
			const inner = { ...ground, nextId };
			const recorded = recordedFor(world, audience);
			const next = kind.endsWith('messages')
				? () => messageCase(inner, audience, recorded)
				: () => procedureCase(inner, audience);
			const last = kind === 'member procedures' && ordinal % 4 === 0 ? lastCase(inner) : null;
			return {
				kind: 'calls',
				groups: groupsOf(audience, ordinal, next, () => fatalCase(inner, audience, recorded), last),
			};
		}
	}
}

function groupsOf(
	audience: Audience,
	ordinal: number,
	next: () => CallCase,
	fatal: () => CallCase,
	last: CallCase | null,
): readonly CallGroup[] {
	const groups: CallGroup[] = [];
	let made = 0;
	if (last !== null) {
		groups.push({ kind: 'calls', audience, login: null, from: 0, cases: [last] });
		made = 1;
	}
	while (made < batchCases) {
		const cases: CallCase[] = [];
		let cost = 0;
		const from = made;
		while (made < batchCases && cases.length < socketCases && cost < socketCost) {
			const isLast = cases.length === socketCases - 1;
			const one = isLast ? fatal() : next();
			cases.push(one);
			cost += one.cost;
			made += 1;
		}
		groups.push({ kind: 'calls', audience, login: ordinal + groups.length, from, cases });
	}
	return groups;
}
