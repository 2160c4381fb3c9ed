/** Who has to have been there: a place, a mutation or a rule that no case met proves nothing. */
import type { Counts } from './counts.ts';
import { helloMutations } from './hello-cases.ts';
import { bodyMutations, requestMutations } from './http-cases.ts';
import { inputMutations } from './mutate-input.ts';
import { fatalMutations, messageMutations } from './mutate-message.ts';
import { textMutations } from './mutate-text.ts';
import { nameOf } from './procedures.ts';
import { findRoutes } from './routes.ts';
import { slowMutations } from './slow.ts';
import { connectionNames, frameNames } from './tcp-cases.ts';
import { upgradeMutations } from './upgrade-cases.ts';
import type { World } from './world.ts';

const rules = ['R0', 'I3', 'I4', 'I9', 'I13', 'I29', 'I30'] as const;

/** @param long a short run has all places, but not each mutation */
export function missingOf(world: World, counts: Counts, long: boolean): readonly string[] {
	const places = [
		'upgrade',
		'before hello',
		'visitor socket',
		'member socket',
		'raw TCP',
		...world.calls.map(({ procedure }) => nameOf(procedure)),
		...findRoutes().map(({ method, path }) => `HTTP ${method} ${path}`),
	];
	const mutations = [
		...Object.keys(inputMutations),
		...Object.keys(textMutations),
		...Object.keys(messageMutations),
		...Object.keys(fatalMutations),
		...upgradeMutations,
		...helloMutations,
		...requestMutations,
		...bodyMutations,
		...[...frameNames, ...connectionNames].map((name) => `bytes: ${name}`),
		...slowMutations(long),
		'the same again',
	];
	return [
		...places.filter((place) => !counts.places.has(place)).map((place) => `no case at ${place}`),
		...mutations.filter((name) => long && !counts.mutations.has(name)).map((name) => `no case of ${name}`),
		...rules.filter((rule) => !counts.rules.has(rule)).map((rule) => `the premise of ${rule} never arose`),
	];
}
