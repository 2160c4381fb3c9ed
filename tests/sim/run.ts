/** One run: a script played on a world, everything checked, and what came of it. */
import { createBooks } from './checks/books.ts';
import { checkCalls } from './checks/calls.ts';
import { checkDeadlines } from './checks/deadlines.ts';
import { checkGate } from './checks/gate.ts';
import { checkRest } from './checks/rest.ts';
import { checkStreams } from './checks/streams.ts';
import { checkTranscripts } from './checks/transcript.ts';
import { type Cells, createCoverage } from './coverage.ts';
import type { Eyes, Rule, Verdicts, Violation } from './ledger.ts';
import type { MakeRig } from './network.ts';
import { createPerformer } from './perform.ts';
import { createRandom } from './random.ts';
import { abandon, comeToRest } from './rest.ts';
import type { Script } from './script.ts';
import { createTrace } from './trace.ts';
import { createWorld, type World } from './world.ts';

export interface RunResult {
	readonly violations: readonly Violation[];
	/** By rule: how often its case arose. */
	readonly held: ReadonlyMap<Rule, number>;
	readonly events: number;
	/** What it has been through. */
	readonly cells: Cells;
}

export interface RunOptions {
	/** Each line of what happens, for a person. */
	readonly tell?: ((line: string) => void) | undefined;
	/** Also looks, and changes nothing. */
	readonly eyes?: Eyes | undefined;
}

export async function run(script: Script, makeRig: MakeRig, { tell, eyes }: RunOptions = {}): Promise<RunResult> {
	const violations: Violation[] = [];
	const held = new Map<Rule, number>();
	const verdicts: Verdicts = {
		held: (rule, times = 1) => void held.set(rule, (held.get(rule) ?? 0) + times),
		broken(rule, text) {
			trace?.say(`✘ ${rule}: ${text}`);
			violations.push({ rule, text, at: world.time.monotonic() });
		},
	};
	let world: World;
	const trace = tell === undefined ? null : createTrace(() => world, tell);
	const books = createBooks(() => world);
	const coverage = createCoverage({ planLost: () => world.planLost });
	world = createWorld(script.seed, (time) => makeRig(time, verdicts), [
		books,
		coverage.eyes,
		...(eyes === undefined ? [] : [eyes]),
		...(trace === null ? [] : [trace.eyes]),
		checkTranscripts(books, verdicts),
		checkGate(() => world, books, verdicts),
		checkStreams(() => world, books, verdicts),
		checkCalls(() => world, books, verdicts),
		checkDeadlines(() => world, books, verdicts),
		checkRest(() => world, books, verdicts),
	]);
	try {
		world.boot();
		await world.time.run(20);
		const { perform } = createPerformer(world);
		for (const command of script.commands) {
			await world.time.run(command.after, world.stepped);
			trace?.command(command);
			perform(command);
			if (violations.length > 0) break;
		}
		if (violations.length === 0) {
			await comeToRest(world, books, world.stepped);
			world.quiet();
			if (createRandom(`${script.seed} end`).chance(0.1)) {
				const held = await abandon(world, world.stepped);
				if (held.length > 0) verdicts.broken('I8', `${held.join(', ')} hold sessions and are gone for a minute`);
			}
		}
	} finally {
		world.giveBack();
	}
	return { violations, held, events: world.time.events, cells: coverage.cells() };
}
