/** Many runs, one after the other, and what they came to. */
import { createHash } from 'node:crypto';
import type { Cells } from './coverage.ts';
import { createDigest, digestOf } from './digest.ts';
import type { Rule, Violation } from './ledger.ts';
import type { Layer } from './network.ts';
import { rigs } from './rigs.ts';
import { run } from './run.ts';
import { makeScript, type Script } from './script.ts';

export interface Failure {
	readonly script: Script;
	readonly layer: Layer['name'];
	readonly violations: readonly Violation[];
}

export interface Report {
	readonly runs: number;
	readonly events: number;
	readonly steps: number;
	readonly held: Readonly<Partial<Record<Rule, number>>>;
	readonly cells: Readonly<Record<string, number>>;
	/** The first ones; `failed` counts all. */
	readonly failures: readonly Failure[];
	readonly failed: number;
	/** Of one core. */
	readonly cpuSeconds: number;
	/** By seed: a hash of all that happened; empty where nobody asked for it. */
	readonly digests: Readonly<Record<string, string>>;
}

export const emptyReport: Report = {
	runs: 0,
	events: 0,
	steps: 0,
	held: {},
	cells: {},
	failures: [],
	failed: 0,
	cpuSeconds: 0,
	digests: {},
};

const mostKept = 5;

function added<K extends string>(
	a: Readonly<Partial<Record<K, number>>>,
	b: Iterable<readonly [K, number]>,
): Readonly<Partial<Record<K, number>>> {
	const sum: Partial<Record<K, number>> = { ...a };
	for (const [name, count] of b) sum[name] = (sum[name] ?? 0) + count;
	return sum;
}

export function addReports(a: Report, b: Report): Report {
	return {
		runs: a.runs + b.runs,
		events: a.events + b.events,
		steps: a.steps + b.steps,
		// The keys are those that went in.
		held: added(a.held, Object.entries(b.held) as [Rule, number][]),
		cells: { ...added(a.cells, Object.entries(b.cells)) } as Record<string, number>,
		failures: [...a.failures, ...b.failures].slice(0, mostKept),
		failed: a.failed + b.failed,
		cpuSeconds: a.cpuSeconds + b.cpuSeconds,
		digests: { ...a.digests, ...b.digests },
	};
}

export const seedOf = (seed: string, index: number): string => `${seed}.${index}`;

export interface BatchOptions {
	readonly layer: Layer['name'];
	/** The seeds of the runs. */
	readonly seeds: readonly string[];
	/** Stops at the first failure. */
	readonly untilFailure: boolean;
	/** Also what happened in each run, as a hash: to tell that a change of the simulation has changed no run. */
	readonly digest?: boolean | undefined;
}

export async function runBatch({ layer, seeds, untilFailure, digest = false }: BatchOptions): Promise<Report> {
	const begun = process.cpuUsage();
	const held = new Map<Rule, number>();
	const cells: Cells = new Map();
	const failures: Failure[] = [];
	let failed = 0;
	let runs = 0;
	let events = 0;
	let steps = 0;
	const digests: Record<string, string> = {};
	for (const seed of seeds) {
		const script = makeScript(seed);
		const taken = digest ? createDigest() : null;
		const result = await run(script, rigs[layer], { eyes: taken?.eyes });
		if (taken !== null) digests[seed] = createHash('sha256').update(digestOf(taken, result)).digest('base64url');
		runs += 1;
		events += result.events;
		steps += script.commands.length;
		for (const [rule, count] of result.held) held.set(rule, (held.get(rule) ?? 0) + count);
		for (const [cell, count] of result.cells) cells.set(cell, (cells.get(cell) ?? 0) + count);
		if (result.violations.length === 0) continue;
		failed += 1;
		if (failures.length < mostKept) failures.push({ script, layer, violations: result.violations });
		if (untilFailure) break;
	}
	const { user, system } = process.cpuUsage(begun);
	return {
		runs,
		events,
		steps,
		held: Object.fromEntries(held),
		cells: Object.fromEntries(cells),
		failures,
		failed,
		cpuSeconds: (user + system) / 1e6,
		digests,
	};
}
