/** A house and the rounds that are played in it, until it has died often enough. */

import { createRandom } from '../sim/random.ts';
import { addPremises } from './check/report.ts';
import type { History } from './history.ts';
import { openHouse, type StoreKind } from './house.ts';
import { drawPlan, nameOf, type Plan } from './plan.ts';
import { playRound } from './round.ts';

export interface CourseOptions {
	readonly store: StoreKind;
	readonly servers: number;
	readonly kills: number;
	readonly seed: string;
	/** Rounds before this are drawn and not played: to see one round of a longer run again. */
	readonly from?: number | undefined;
	/** In the last round one server is frozen for this long, ms. */
	readonly longMs?: number | undefined;
	readonly onRound?: ((round: Round) => void) | undefined;
}

export interface Round {
	/** The run's own name of it. */
	readonly name: string;
	readonly number: number;
	readonly plan: Plan;
	readonly faults: readonly string[];
	readonly history: History;
	readonly seconds: number;
}

export interface Tally {
	rounds: number;
	kills: number;
	/** Deaths at a call of the store, a start or by plan; the rest came from outside. */
	readonly troubles: Record<string, number>;
	missed: number;
	sessions: number;
	operations: number;
	unknown: number;
	readonly rules: Record<string, number>;
	readonly faults: { readonly round: string; readonly faults: readonly string[] }[];
}

export const emptyTally = (): Tally => ({
	rounds: 0,
	kills: 0,
	troubles: {},
	missed: 0,
	sessions: 0,
	operations: 0,
	unknown: 0,
	rules: {},
	faults: [],
});

const killsPerRound = 7;

export async function runCourse(options: CourseOptions, tally: Tally): Promise<void> {
	const { store, servers, kills, seed, from = 1, longMs, onRound } = options;
	const random = createRandom(`${seed}/${store}/${servers}`);
	const house = await openHouse(store, servers);
	let planned = 0;
	try {
		for (let number = 1; planned < kills; number += 1) {
			const own = random.fork(`round ${number}`);
			const here = Math.min(killsPerRound, kills - planned);
			const last = planned + here >= kills;
			const plan = drawPlan({
				random: own.fork('plan'),
				kills: here,
				before: planned,
				store,
				servers,
				longMs: last ? longMs : undefined,
			});
			planned += here;
			if (number < from) continue;
			const name = `${store}, ${servers === 1 ? 'one server' : `${servers} servers`}, round ${number}`;
			const begun = performance.now();
			const played = await playRound(house, plan, own.fork('people'));
			const { history, report } = played;
			tally.rounds += 1;
			tally.kills += played.deaths;
			tally.missed += played.missed;
			tally.sessions += Object.keys(history.transcripts).length;
			tally.operations += history.ops.length;
			tally.unknown += history.ops.filter(({ attempts }) =>
				attempts.some(({ answer }) => answer?.kind !== 'ok' && answer?.kind !== 'refused'),
			).length;
			for (const { trouble } of plan.steps) addPremises(tally.troubles, { [trouble.kind]: 1 });
			addPremises(tally.rules, report.premises);
			if (report.faults.length > 0) tally.faults.push({ round: name, faults: report.faults });
			onRound?.({ name, number, plan, faults: report.faults, history, seconds: (performance.now() - begun) / 1_000 });
		}
	} finally {
		await house.close();
	}
	const complaint = house.servers.map(({ output }) => complaintIn(output)).join('');
	if (complaint !== '')
		tally.faults.push({ round: `${store}, all rounds`, faults: [`I26: a server complained: ${complaint}`] });
}

/** A session that was set aside, or a stack trace: the server itself has met a bug. */
const complaintIn = (output: string): string =>
	/^.*(?:session set aside|"level":60|Unhandled|^\s+at ).*$/m.exec(output)?.[0] ?? '';

export const planText = (plan: Plan): string => plan.steps.map(nameOf).join('; ');
