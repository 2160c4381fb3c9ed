/** One conversation: a visitor with one or two tabs, two agents who look on, and takeover after takeover. */
import type { Ack } from '../../../shared/entry.ts';
import { type ClientId, type Gen, genOf, type SessionId } from '../../../shared/ids.ts';
import { newClientId, visitorWire, wireErrorOf } from '../../support/clients.ts';
import type { Chance } from './chance.ts';
import { type Before, type Entrance, entrances, plansFor, taggedId, type WayBack } from './entrances.ts';
import type { Faults } from './faults.ts';
import { askingFor, heldLength, type Plan, planIn } from './plan.ts';
import type { Agent, Staff } from './staff.ts';
import { createStream, type Stream } from './stream.ts';
import type { StreamCounts, StreamState } from './stream-check.ts';

export interface TalkCounts extends StreamCounts {
	/** Two commands at one gen: one winner, and the other was told who has it. */
	contests: number;
	/** Takeovers that were acknowledged. */
	acked: number;
	/** Commands of takeovers by client id, for the transcript to be held against. */
	readonly acks: Map<SessionId, { readonly seq: number; readonly gen: number }[]>;
}

export interface Talk {
	readonly sessionId: SessionId;
	/** Takeovers so far. */
	readonly age: number;
	/** Waits for the AI to be at work, takes over, and leaves it in human hands. */
	takeOver(): Promise<void>;
	/** A question that nobody has answered, as the idle return needs it. */
	leaveOpen(): Promise<void>;
	/** Back to the AI by the agent or the visitor; the AI is at work again. */
	giveBack(): Promise<void>;
	/** Waits until it has come back by itself. */
	cameBack(way: WayBack): Promise<void>;
	/** After that, with the agents there again: the AI is at work. */
	resume(way: WayBack): Promise<void>;
	/** The visitor ends the chat, in the middle of whatever happens. */
	end(): Promise<void>;
}

export interface TalkDeps {
	readonly base: string;
	readonly staff: Staff;
	readonly chance: Chance;
	readonly faults: Faults;
	readonly counts: TalkCounts;
	readonly name: string;
}

type Try = () => Promise<Ack>;

export async function openTalk({ base, staff, chance, faults, counts, name }: TalkDeps): Promise<Talk> {
	const first = visitorWire(base, staff.siteKey);
	const { token, sessionId } = await first.greet();
	const tabs = [first];
	if (chance.below(3) === 0) tabs.push(visitorWire(base, staff.siteKey, { hello: 'resume', token }));
	const streams = tabs.map((wire, n) => {
		const stream = createStream(`${name} visitor tab ${n + 1}`, faults, counts);
		stream.follow((lastEventId, hearing) =>
			wire.client.feed.subscribe(lastEventId === undefined ? undefined : { lastEventId }, hearing),
		);
		return stream;
	});
	const one = chance.one(staff.agents);
	const other = chance.one(staff.agents.filter((agent) => agent !== one));
	const looking = ([one, other] as const).map((agent, n) => {
		const tab = n === 0 ? 0 : 1;
		const stream = createStream(`${name} ${agent.name} tab ${tab + 1}`, faults, counts);
		return { agent, watching: staff.watch(agent, tab, sessionId, stream) };
	});
	const all: readonly Stream[] = [...streams, ...looking.map(({ watching }) => watching.stream)];
	const view = chance.one(streams);

	let gen: Gen = genOf(1);
	let holder: Agent | null = null;
	let questions = 0;
	let plan: Plan = 'steady';
	let before: Before = 'opened';
	let next: Entrance = chance.one(entrances);
	let age = 0;
	/** Of the newest ack. */
	let lastSeq = 0;

	const tab = () => chance.one(tabs).client;

	async function say(): Promise<void> {
		questions += 1;
		const text = askingFor(chance.one(plansFor[next]), questions);
		// Known at once: the AI may be at work on it before the ack is here.
		plan = planIn(text);
		lastSeq = (await tab().say.mutate({ clientId: newClientId(), text })).seq;
	}

	const fits = (): boolean => plansFor[next].includes(plan);

	const takeBy =
		(agent: Agent, n: 0 | 1, clientId: ClientId): Try =>
		() =>
			agent.tab(n).client.monitor.takeOver.mutate({ sessionId, gen, clientId });
	const replyBy =
		(agent: Agent, n: 0 | 1, clientId: ClientId): Try =>
		() =>
			agent.tab(n).client.monitor.reply.mutate({ sessionId, gen, clientId, text: 'A person is here now.' });

	const anyBy = (agent: Agent, n: 0 | 1, clientId: ClientId): Try =>
		chance.below(2) === 0 ? takeBy(agent, n, clientId) : replyBy(agent, n, clientId);

	function acknowledged(ack: Ack, by: Agent, n: 0 | 1): void {
		if (ack.gen !== gen + 1) faults.add('I2', `${name}: gen ${gen} was taken over as gen ${ack.gen}`);
		gen = ack.gen;
		lastSeq = ack.seq;
		holder = by;
		counts.acked += 1;
		age += 1;
		const known = counts.acks.get(sessionId) ?? [];
		known.push({ seq: ack.seq, gen: ack.gen });
		counts.acks.set(sessionId, known);
		for (const { agent, watching } of looking) {
			if (agent === by && watching.tab === n) watching.stream.acknowledged(ack.gen);
		}
	}

	/** Both at once under one gen: exactly one wins, and the other one learns why not. */
	async function contest(rivals: readonly (readonly [Agent, 0 | 1, Try])[]): Promise<void> {
		const gone = gen;
		const ends = await Promise.allSettled(rivals.map(([, , go]) => go()));
		const won = ends.findIndex((end) => end.status === 'fulfilled');
		counts.contests += 1;
		const [winner, n] = rivals[won] ?? [];
		const end = ends[won];
		if (winner === undefined || n === undefined || end?.status !== 'fulfilled') {
			throw new Error(`${name}: nobody won at gen ${gone}: ${ends.map((one) => describe(one)).join(', ')}`);
		}
		acknowledged(end.value, winner, n);
		ends.forEach((lost, at) => {
			if (at === won) return;
			const error = lost.status === 'rejected' ? wireErrorOf(lost.reason) : null;
			const same = rivals[at]?.[0] === winner;
			const told = same
				? error?.code === 'control.stale'
				: error?.code === 'control.held' && error.holder === winner.name;
			if (!told) faults.add('I2', `${name}: who came second at gen ${gone} got ${describe(lost)}`);
		});
	}

	async function enter(entrance: Entrance): Promise<void> {
		const id = (): ClientId => taggedId({ entrance, before });
		const taker = chance.below(2) === 0 ? ([one, 0] as const) : ([other, 1] as const);
		const [agent, n] = taker;
		const rival = agent === one ? ([other, 1] as const) : ([one, 0] as const);
		switch (entrance) {
			case 'button':
				return acknowledged(await takeBy(agent, n, id())(), agent, n);
			case 'reply':
				return acknowledged(await replyBy(agent, n, id())(), agent, n);
			case 'first-piece':
			case 'last-piece':
				return acknowledged(await anyBy(agent, n, id())(), agent, n);
			case 'contended':
				return contest([
					[agent, n, anyBy(agent, n, id())],
					[rival[0], rival[1], anyBy(rival[0], rival[1], id())],
				]);
			case 'two-tabs':
				return contest([
					[agent, 0, takeBy(agent, 0, id())],
					[agent, 1, takeBy(agent, 1, id())],
				]);
			case 'same-tick': {
				const both = chance.below(2) === 0 ? [takeBy(agent, n, id())(), say()] : [say(), takeBy(agent, n, id())()];
				const [a, b] = await Promise.all(both);
				const ack = a ?? b;
				if (ack === undefined) throw new Error('a takeover has an ack');
				return acknowledged(ack, agent, n);
			}
		}
	}

	/** The AI has begun: the held plans wait for us, the steady one is let talk for a moment. */
	async function atWork(entrance: Entrance): Promise<void> {
		const stream = chance.one(all);
		const pieces = plan === 'steady' ? 1 + chance.below(8) : 0;
		const ready = (state: StreamState): boolean =>
			state.gen === gen && state.turn !== null && state.pieces >= pieces && state.shown >= heldLength(plan);
		const over = (state: StreamState): boolean => state.seq >= lastSeq && state.turn === null && !state.open;
		for (;;) {
			const what = `the AI at work for ${entrance} on plan ${plan}, gen ${gen}`;
			if (ready(await stream.until((state) => ready(state) || over(state), what))) return;
			// The machine was so slow that the answer has ended by itself.
			await say();
		}
	}

	/** Makes sure that a question is open, as of this entry. */
	async function leaveOpen(asOf: number): Promise<void> {
		const { open } = await view.until((state) => state.seq >= asOf, `entry ${asOf}`);
		if (!open) await say();
	}

	/** The AI is in control. A cut text answers nothing: it is at work again, or has to be given something. */
	async function begin(way: Before, asOf: number): Promise<void> {
		before = way;
		holder = null;
		await leaveOpen(asOf);
	}

	await say();

	return {
		sessionId,
		get age() {
			return age;
		},
		async takeOver() {
			const entrance = next;
			await atWork(entrance);
			next = chance.one(entrances);
			await enter(entrance);
			// What a person does with it: nothing, an answer, or the visitor says more.
			if (chance.below(3) === 0 && holder !== null) {
				const agent: Agent = holder;
				const clientId = newClientId();
				const text = 'Tomorrow, by noon.';
				lastSeq = (await agent.tab(0).client.monitor.reply.mutate({ sessionId, gen, clientId, text })).seq;
			}
			if (!fits() || chance.below(3) === 0) await say();
		},
		leaveOpen: () => leaveOpen(lastSeq),
		async giveBack() {
			const way = chance.one(['release', 'visitor'] as const);
			const agent: Agent | null = holder;
			if (agent === null) throw new Error('nobody holds it');
			const clientId = newClientId();
			const ack =
				way === 'visitor'
					? await tab().backToAi.mutate({ clientId })
					: await agent.tab(chance.below(2) === 0 ? 0 : 1).client.monitor.release.mutate({ sessionId, gen, clientId });
			gen = ack.gen;
			await begin(way, ack.seq);
		},
		async cameBack(way) {
			const held = gen;
			const state = await view.until((now) => now.gen > held && !now.held, `back by ${way} from gen ${held}`);
			if (state.gen !== held + 1) faults.add('I8', `${name}: back by ${way} is gen ${state.gen} after ${held}`);
			gen = genOf(held + 1);
			lastSeq = state.seq;
		},
		resume: (way) => begin(way, lastSeq),
		async end() {
			await tab().end.mutate();
			await Promise.all(all.map((stream) => stream.until((state) => state.left, 'the end of the chat')));
			for (const { agent, watching } of looking) staff.unwatch(agent, watching);
			for (const stream of streams) stream.stop();
			for (const wire of tabs) wire.close();
		},
	};
}

const describe = (end: PromiseSettledResult<Ack>): string =>
	end.status === 'fulfilled'
		? `ack gen ${end.value.gen}`
		: JSON.stringify(wireErrorOf(end.reason) ?? String(end.reason));
