/** What is done in a run: a list of commands drawn from the seed, plain data, so that it can be cut down and kept. */
import type { Plan, Role } from '../../shared/plans.ts';
import { steer } from './coverage-steer.ts';
import type { Direction } from './line.ts';
import { createRandom, type Random } from './random.ts';
import { type Mood, moods } from './responder.ts';
import type { CommitFault } from './store.ts';
import { drawTrap, type Trap } from './traps.ts';
import { whispers } from './whispers.ts';

/** A tab: visitors' and agents' by index; the person's first is 0. */
export interface TabRef {
	readonly who: 'v' | 'a';
	readonly person: number;
	readonly tab: number;
}

export type Act =
	| { readonly do: 'load' | 'close' | 'freeze' | 'thaw' | 'hidden' | 'shown'; readonly at: TabRef }
	/** Into the back-forward cache, and out of it. */
	| { readonly do: 'cache' | 'uncache'; readonly at: TabRef }
	| { readonly do: 'open-panel' | 'close-panel' | 'ask' | 'back' | 'end' | 'new' | 'typing'; readonly at: TabRef }
	| { readonly do: 'say'; readonly at: TabRef; readonly text: string; readonly times: number }
	/** A client id that was used before, by a client that is not ours. */
	| { readonly do: 'leave-address'; readonly at: TabRef; readonly email: string }
	| { readonly do: 'repeat'; readonly at: TabRef; readonly otherBody: boolean }
	| { readonly do: 'watch' | 'take-card'; readonly at: TabRef; readonly visitor: number }
	| { readonly do: 'unwatch' | 'take-over' | 'release' | 'keep' | 'writing'; readonly at: TabRef }
	/** `whisper`: in private, to the AI. */
	| { readonly do: 'reply' | 'whisper'; readonly at: TabRef; readonly text: string }
	/** Into a session that has left, and the mark on it. */
	| { readonly do: 'answer-late'; readonly at: TabRef; readonly visitor: number }
	| { readonly do: 'resolve'; readonly at: TabRef; readonly visitor: number; readonly done: boolean }
	/** A command under a control that is gone, or that never was. */
	| {
			readonly do: 'stale';
			readonly at: TabRef;
			readonly visitor: number;
			readonly off: number;
			readonly what: StaleWhat;
	  }
	/** Two members reach for the same session at once. */
	| { readonly do: 'race'; readonly visitor: number }
	| { readonly do: 'sign-out' | 'sign-in'; readonly agent: number }
	| { readonly do: 'disable'; readonly agent: number; readonly on: boolean }
	| { readonly do: 'role'; readonly agent: number; readonly role: Role }
	| { readonly do: 'plan'; readonly plan: Plan }
	/** The other account tries its luck. */
	| { readonly do: 'pry'; readonly visitor: number }
	| { readonly do: 'latency'; readonly at: TabRef; readonly ms: number }
	| { readonly do: 'block'; readonly at: TabRef; readonly direction: Direction }
	| { readonly do: 'unblock'; readonly at: TabRef }
	| { readonly do: 'cut'; readonly at: TabRef; readonly clientMs: number | null; readonly serverMs: number | null }
	| { readonly do: 'offline'; readonly at: TabRef; readonly on: boolean }
	| { readonly do: 'store-latency'; readonly ms: number }
	| { readonly do: 'store-fault'; readonly fault: CommitFault }
	| { readonly do: 'store-down'; readonly ms: number }
	| { readonly do: 'mood'; readonly mood: Mood }
	| { readonly do: 'jump'; readonly ms: number }
	/** The process dies so many turns into the next event. `again`: and once more so many events after it is up. */
	| { readonly do: 'crash'; readonly hops: number; readonly downMs: number; readonly again: number | null }
	/** The process dies at a commit to come, or while it takes a session up. */
	| { readonly do: 'trap'; readonly trap: Trap }
	| { readonly do: 'wait' };

export type StaleWhat = 'take-over' | 'reply' | 'release' | 'keep' | 'whisper';

export type Command = Act & {
	/** Virtual ms since the command before. */
	readonly after: number;
};

export interface Script {
	readonly seed: string;
	readonly commands: readonly Command[];
}

export const cast = { visitors: 3, agents: 3, tabs: 2 } as const;

/** How likely each kind is, and what it looks like. */
type Draw = (random: Random) => Act;

const visitorTab = (random: Random): TabRef => ({
	who: 'v',
	person: random.chance(0.6) ? 0 : random.int(cast.visitors),
	tab: random.chance(0.7) ? 0 : random.int(cast.tabs),
});
const agentTab = (random: Random): TabRef => ({
	who: 'a',
	person: random.chance(0.5) ? 0 : random.int(cast.agents),
	tab: random.chance(0.75) ? 0 : random.int(cast.tabs),
});
const anyTab = (random: Random): TabRef => (random.chance(0.6) ? visitorTab(random) : agentTab(random));
const visitor = (random: Random): number => (random.chance(0.65) ? 0 : random.int(cast.visitors));

const texts = [
	'Where is my order?',
	'Hello',
	'Thanks 😀',
	'Can I return it?',
	'  spaces  ',
	'é\u0301 ņ',
	'yes',
	'no\nnew line',
] as const;

const draws: readonly (readonly [weight: number, draw: Draw])[] = [
	[
		16,
		(r) => ({ do: 'say', at: visitorTab(r), text: r.pick(texts), times: r.chance(0.15) ? 2 : r.chance(0.04) ? 12 : 1 }),
	],
	[6, (r) => ({ do: 'open-panel', at: visitorTab(r) })],
	[2, (r) => ({ do: 'close-panel', at: visitorTab(r) })],
	[3, (r) => ({ do: 'ask', at: visitorTab(r) })],
	[3, (r) => ({ do: 'back', at: visitorTab(r) })],
	[2, (r) => ({ do: 'leave-address', at: visitorTab(r), email: r.pick(['visitor@example.com', 'other@example.com']) })],
	[2, (r) => ({ do: 'end', at: visitorTab(r) })],
	[2, (r) => ({ do: 'new', at: visitorTab(r) })],
	[2, (r) => ({ do: 'typing', at: visitorTab(r) })],
	[3, (r) => ({ do: 'repeat', at: visitorTab(r), otherBody: r.chance(0.4) })],
	[5, (r) => ({ do: 'load', at: anyTab(r) })],
	[2, (r) => ({ do: 'close', at: anyTab(r) })],
	[1, (r) => ({ do: 'freeze', at: anyTab(r) })],
	[2, (r) => ({ do: 'thaw', at: anyTab(r) })],
	[1, (r) => ({ do: 'hidden', at: anyTab(r) })],
	[1, (r) => ({ do: 'shown', at: anyTab(r) })],
	[1, (r) => ({ do: 'cache', at: visitorTab(r) })],
	[2, (r) => ({ do: 'uncache', at: visitorTab(r) })],
	[8, (r) => ({ do: 'watch', at: agentTab(r), visitor: visitor(r) })],
	[1, (r) => ({ do: 'unwatch', at: agentTab(r) })],
	[8, (r) => ({ do: 'take-over', at: agentTab(r) })],
	[4, (r) => ({ do: 'take-card', at: agentTab(r), visitor: visitor(r) })],
	[9, (r) => ({ do: 'reply', at: agentTab(r), text: r.pick(texts) })],
	[6, (r) => ({ do: 'release', at: agentTab(r) })],
	[2, (r) => ({ do: 'keep', at: agentTab(r) })],
	[4, (r) => ({ do: 'whisper', at: agentTab(r), text: r.pick(whispers) })],
	[1, (r) => ({ do: 'writing', at: agentTab(r) })],
	[3, (r) => ({ do: 'answer-late', at: agentTab(r), visitor: visitor(r) })],
	[1, (r) => ({ do: 'resolve', at: agentTab(r), visitor: visitor(r), done: r.chance(0.7) })],
	[
		4,
		(r) => ({
			do: 'stale',
			at: agentTab(r),
			visitor: visitor(r),
			off: r.pick([-1, -1, -2, 1]),
			what: r.pick(['take-over', 'reply', 'release', 'keep', 'whisper']),
		}),
	],
	[2, (r) => ({ do: 'race', visitor: visitor(r) })],
	[1, (r) => ({ do: 'sign-out', agent: r.int(cast.agents) })],
	[1, (r) => ({ do: 'sign-in', agent: r.int(cast.agents) })],
	[1, (r) => ({ do: 'disable', agent: r.int(cast.agents), on: r.chance(0.5) })],
	[1, (r) => ({ do: 'role', agent: r.int(cast.agents), role: r.pick(['viewer', 'agent', 'admin']) })],
	[1, (r) => ({ do: 'plan', plan: r.pick(['free', 'pro', 'standard']) })],
	[1, (r) => ({ do: 'pry', visitor: visitor(r) })],
	[2, (r) => ({ do: 'latency', at: anyTab(r), ms: r.pick([0, 5, 50, 400]) })],
	[2, (r) => ({ do: 'block', at: anyTab(r), direction: r.pick(['up', 'down']) })],
	[3, (r) => ({ do: 'unblock', at: anyTab(r) })],
	[
		4,
		(r) => ({
			do: 'cut',
			at: anyTab(r),
			clientMs: r.pick([0, 0, 30, 3_000, null]),
			serverMs: r.pick([0, 0, 50, 5_000, null]),
		}),
	],
	[1, (r) => ({ do: 'offline', at: anyTab(r), on: true })],
	[2, (r) => ({ do: 'offline', at: anyTab(r), on: false })],
	[2, (r) => ({ do: 'store-latency', ms: r.pick([0, 3, 40, 300]) })],
	[
		5,
		(r) => ({
			do: 'store-fault',
			fault: r.pick(['refused', 'lost-unknown', 'written-unknown', 'written-unknown', 'bug']),
		}),
	],
	[1, (r) => ({ do: 'store-down', ms: r.pick([200, 3_000, 12_000]) })],
	[6, (r) => ({ do: 'mood', mood: r.pick(moods) })],
	[1, (r) => ({ do: 'jump', ms: r.pick([-3_600_000, -20_000, 20_000, 400_000, 90_000_000]) })],
	[4, (r) => ({ do: 'crash', hops: r.int(40), downMs: r.pick([0, 5, 800]), again: r.chance(0.25) ? r.int(12) : null })],
	[5, (r) => ({ do: 'trap', trap: drawTrap(r) })],
	[2, () => ({ do: 'wait' })],
];
const total = draws.reduce((sum, [weight]) => sum + weight, 0);

function draw(random: Random): Act {
	let left = random.int(total);
	for (const [weight, make] of draws) {
		left -= weight;
		if (left < 0) return make(random);
	}
	return { do: 'wait' };
}

/** Mostly moments; now and then past a deadline. */
function pauseOf(random: Random, long: boolean): number {
	const kind = random.int(100);
	if (kind < 30) return 0;
	if (kind < 55) return random.between(1, 60);
	if (kind < 85) return random.between(60, 1_500);
	if (!long || kind < 93) return random.between(1_500, 6_000);
	return random.pick([10_500, 16_000, 31_000, 62_000, 62_000, 185_000, 305_000]);
}

/** Somebody is there from the start; the rest comes by itself. */
const opening: readonly Command[] = [
	{ after: 0, do: 'load', at: { who: 'a', person: 0, tab: 0 } },
	{ after: 0, do: 'load', at: { who: 'v', person: 0, tab: 0 } },
	{ after: 0, do: 'open-panel', at: { who: 'v', person: 0, tab: 0 } },
];

export function makeScript(seed: string): Script {
	const random = createRandom(`script ${seed}`);
	const long = random.chance(0.25);
	const count = random.between(18, 40);
	const commands = Array.from({ length: count }, () => ({ ...draw(random), after: pauseOf(random, long) }));
	// Half of the runs head for one cell of the coverage first, and then go on by chance.
	const steered = random.fork('steered');
	if (!steered.chance(0.5)) return { seed, commands: [...opening, ...commands] };
	return { seed, commands: [...opening, ...steer(steered), ...commands.slice(0, steered.int(10))] };
}
