/**
 * The beginning of a script that heads for one cell of the coverage: control comes by this entrance, this happens, and the
 * process dies at this moment. Chance alone would need a million runs for the rarest. What really happened is read off the
 * transcript, never off this plan.
 */
import type { Entry } from '../../shared/entry.ts';
import type { Entrance } from './coverage-places.ts';
import type { Stage } from './ledger.ts';
import type { Random } from './random.ts';
import type { Act, Command, TabRef } from './script.ts';
import { whispers } from './whispers.ts';

const visitor: TabRef = { who: 'v', person: 0, tab: 0 };
const agent: TabRef = { who: 'a', person: 0, tab: 0 };
const secondTab: TabRef = { who: 'a', person: 0, tab: 1 };

const then = (act: Act, after = 400): Command => ({ ...act, after });
const wait = (ms: number): Command => then({ do: 'wait' }, ms);
const said: Act = { do: 'say', at: visitor, text: 'Hello?', times: 1 };
const reply: Act = { do: 'reply', at: agent, text: 'Let me look.' };
const whisper: Act = { do: 'whisper', at: agent, text: whispers[0] };
const takeOver: Command = then({ do: 'take-over', at: agent });
const comeBack: readonly Command[] = [then({ do: 'load', at: agent }), then({ do: 'watch', at: agent, visitor: 0 })];
const goAway: readonly Command[] = [then({ do: 'close', at: agent }), then({ do: 'close', at: secondTab }, 0)];
const end: Command = then({ do: 'end', at: visitor });

const disabled: readonly Command[] = [then({ do: 'disable', agent: 0, on: true }), wait(3_000)];
const planLost: readonly Command[] = [then({ do: 'plan', plan: 'free' }), wait(3_000)];
const enabled: readonly Command[] = [
	then({ do: 'disable', agent: 0, on: false }),
	then({ do: 'sign-in', agent: 0 }),
	then({ do: 'plan', plan: 'pro' }),
	...comeBack,
];
const leftWaiting: readonly Command[] = [then(said), wait(181_000)];
const staysAway: readonly Command[] = [...goAway, wait(31_000)];

/** One at least. */
type Some<T> = readonly [T, ...T[]];
type Way = Exclude<Entrance, 'none yet'>;
type Plan = (random: Random) => readonly Command[];

/** Control comes by this way. The visitor was answered once before, and the agent looks on. */
const ways: Readonly<Record<Way, Plan>> = {
	opened: () => [],
	button: () => [takeOver],
	reply: () => [then(reply)],
	'two tabs': () => [then({ do: 'load', at: secondTab }), takeOver],
	'given back': (random) => [
		takeOver,
		then(random.chance(0.5) ? { do: 'release', at: agent } : { do: 'back', at: visitor }),
	],
	'automatic return': (random) => [takeOver, ...(random.chance(0.3) ? leftWaiting : [...staysAway, ...comeBack])],
	'account disabled': () => [takeOver, ...disabled, ...enabled],
	'plan lost': () => [takeOver, ...planLost, ...enabled],
	ended: () => [end],
};

const human: Some<Way> = ['button', 'reply', 'two tabs'];
const back: Some<Way> = ['given back', 'automatic return', 'account disabled', 'plan lost'];

interface Scene {
	readonly ways: Some<Way>;
	/** From where the way has led. */
	readonly place: Plan;
	/** What may happen there. */
	readonly events: Some<Plan>;
}

const leavesAddress: Plan = () => [then({ do: 'leave-address', at: visitor, email: 'visitor@example.com' })];
const speaks: Plan = () => [then(said)];
const asks: Plan = () => [then({ do: 'ask', at: visitor })];
const leaves: Plan = () => [end];
const taken: Plan = () => [takeOver];
const replies: Plan = () => [then(reply)];
const whispersToAi: Plan = () => [then(whisper)];
const goesBack: Plan = () => [then({ do: 'back', at: visitor })];
/** What may happen while the AI has control. */
const withAi: Some<Plan> = [speaks, asks, leavesAddress, leaves, taken, replies, whispersToAi];
const hangs: Command = then({ do: 'mood', mood: 'hang' });
const crash: Command = then({ do: 'crash', hops: 0, downMs: 5, again: null });

const scenes: Some<Scene> = [
	{ ways: ['opened'], place: () => [], events: withAi },
	{ ways: back, place: () => [then(said), wait(9_000)], events: withAi },
	{ ways: back, place: () => [], events: withAi },
	{
		ways: ['opened', ...back],
		place: () => [hangs, then(said)],
		events: [...withAi, () => [wait(16_000)]],
	},
	{
		ways: ['opened', ...back],
		place: () => [then({ do: 'mood', mood: 'slow' }), then(said)],
		events: [() => [wait(10_000)]],
	},
	// An AI that fails and fails, by itself or with its process, until the visitor gets the apology.
	{
		ways: ['opened', ...back],
		place: () => [...Array.from({ length: 5 }, () => then({ do: 'mood', mood: 'throw' }, 0)), then(said)],
		events: [() => [wait(9_000)]],
	},
	{
		ways: ['opened', ...back],
		place: () => [
			...Array.from({ length: 5 }, () => then({ do: 'mood', mood: 'hang' }, 0)),
			then(said),
			...Array.from({ length: 4 }, () => ({ ...crash, after: 3_000 })),
		],
		events: [() => [wait(6_000)]],
	},
	// Taken up again with a question that is open.
	{ ways: ['opened', ...back], place: () => [hangs, then(said), crash], events: [() => [wait(0)]] },
	{
		ways: human,
		place: () => [],
		events: [
			speaks,
			leavesAddress,
			goesBack,
			leaves,
			replies,
			() => [then({ do: 'release', at: agent })],
			() => [then({ do: 'keep', at: agent })],
			whispersToAi,
			() => goAway,
			() => disabled,
			() => planLost,
			() => [wait(0), ...leftWaiting],
		],
	},
	{
		ways: human,
		place: () => [...goAway, wait(500)],
		events: [speaks, leavesAddress, goesBack, leaves, () => comeBack, () => [wait(31_000)]],
	},
	{
		ways: ['ended'],
		place: () => [],
		events: [() => [then({ do: 'new', at: visitor }), then(said)], () => [then(said)]],
	},
	// Missed, answered later, marked; and found by whoever comes back.
	{
		ways: ['ended'],
		place: () => [then({ do: 'new', at: visitor }), then({ do: 'ask', at: visitor }), end],
		events: [
			() => [then({ do: 'answer-late', at: agent, visitor: 0 })],
			() => [then({ do: 'resolve', at: agent, visitor: 0, done: true })],
		],
	},
	{
		ways: ['ended'],
		place: () => [
			then({ do: 'new', at: visitor }),
			then({ do: 'ask', at: visitor }),
			end,
			then({ do: 'answer-late', at: agent, visitor: 0 }),
		],
		events: [() => [then({ do: 'new', at: visitor })]],
	},
	// Ended while a question was open: it is opened again with its turn.
	{
		ways: ['ended'],
		place: () => [then({ do: 'new', at: visitor }), hangs, then(said), end],
		events: [() => [then({ do: 'new', at: visitor })]],
	},
];

/**
 * The agent's word is on its way while the house comes up again; by the time it is heard, their line has gone. The word
 * then finds the session unattended.
 */
function lateWord(random: Random, stage: Stage | null): readonly Command[] {
	const [word, kind] = random.pick<readonly [Act, Entry['kind']]>([
		[reply, 'message'],
		[{ do: 'release', at: agent }, 'released'],
		[{ do: 'keep', at: agent }, 'kept'],
		[whisper, 'whisper'],
	]);
	return [
		then({ do: 'store-latency', ms: 2_000 }),
		then({ do: 'close', at: secondTab }, 0),
		then({ do: 'crash', hops: 0, downMs: 0, again: null }),
		...(stage === null ? [] : [then({ do: 'trap', trap: { call: 'commit', stage, kind, downMs: 5 } })]),
		then(word, random.between(1_000, 12_000)),
		then({ do: 'cut', at: agent, clientMs: 0, serverMs: 0 }, random.between(300, 4_000)),
		then({ do: 'close', at: agent }, 0),
		wait(20_000),
		then({ do: 'store-latency', ms: 0 }, 0),
	];
}

/** Each way with each event of its scene: all of them are equally likely. */
const plans = scenes.flatMap((scene) =>
	scene.ways.flatMap((way) => scene.events.map((event) => ({ way, place: scene.place, event }))),
);

const stages: readonly [Stage, ...(Stage | null)[]] = ['asked', 'done', 'answered', null];

function heading(random: Random): readonly Command[] {
	const stage = random.pick<Stage | null>(stages);
	if (random.chance(0.18)) return [...ways[random.pick(human)](random), wait(600), ...lateWord(random, stage)];

	const plan = plans[random.int(plans.length)];
	if (plan === undefined) throw new Error('the scenes are written above');
	const { way, place, event } = plan;
	const call = stage !== null && random.chance(0.12) ? 'claim' : 'commit';
	return [
		...ways[way](random),
		wait(600),
		...place(random),
		...(stage === null ? [] : [then({ do: 'trap', trap: { call, stage, kind: null, downMs: 5 } }, 0)]),
		...(call === 'claim' ? [crash] : []),
		...event(random),
	];
}

export const steer = (random: Random): readonly Command[] => [
	then(said),
	wait(9_000),
	...comeBack,
	...heading(random),
	wait(1_500),
];
