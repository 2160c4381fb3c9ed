/** One round: people chat, things go wrong by plan, all comes to rest, and everything is held against the store. */
import type { SessionId } from '../../shared/ids.ts';
import type { Random } from '../sim/random.ts';
import { readStored } from '../support/stored.ts';
import { type Agent, createAgent } from './agent.ts';
import { check } from './check/check.ts';
import type { Report } from './check/report.ts';
import type { History } from './history.ts';
import type { House } from './house.ts';
import { createNet, type Net } from './line.ts';
import type { Plan, Step } from './plan.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { createVisitor, type Visitor } from './visitor.ts';

export interface Played {
	readonly history: History;
	readonly report: Report;
	readonly deaths: number;
	/** Deaths at a call that never came: killed from outside instead. */
	readonly missed: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A death at a call that does not come by itself: from outside then. */
const patienceMs = 2_500;
/** I18: never silence for longer than a minute, and a machine that is busy with other things. */
const restMs = 90_000;
const answersBetween = 4;
const progressMs = 4_000;

export async function playRound(house: House, plan: Plan, random: Random): Promise<Played> {
	await house.standing();
	const begunAt = Date.now();
	const before = house.deaths;
	const net = await createNet(house.servers.map(({ port }) => port));
	const recorder = createRecorder(() => performance.now());
	const common = { net, recorder };
	const agents = house.staff
		.slice(0, plan.agents)
		.map((staff) => createAgent({ ...common, ...staff, siteId: house.siteId, random: random.fork(staff.name) }));
	const visitors = Array.from({ length: plan.sessions }, (_, n) => {
		const name = `visitor ${n + 1}`;
		const tabs = n % 2 === 0 ? 2 : 1;
		return createVisitor({ ...common, name, siteKey: house.siteKey, tabs, random: random.fork(name) });
	});
	let over = false;
	const busy = [...visitors, ...agents].map(async (person, n) => {
		const own = random.fork(`pace ${n}`);
		while (!over) {
			await pause(own.between(100, 600));
			if (!over) person.act();
		}
	});
	let missed = 0;
	for (const step of plan.steps) {
		await house.standing();
		await pause(step.calmMs);
		await progress(recorder);
		missed += await strike(house, net, agents, step);
	}
	await house.standing();
	await pause(500);
	over = true;
	await Promise.all(busy);
	for (const agent of agents) if (random.chance(0.7)) agent.releaseAll();
	const silent = await comeToRest(visitors, agents, plan.servers);
	const restedAt = Date.now();
	const seen = recorder.history();
	const lists = plan.servers > 1 ? [] : agents.map(({ name, cards }) => ({ client: name, cards }));
	const transcripts = await read(house, sessionsIn(seen));
	const history: History = structuredClone({ ...seen, lists, transcripts, begunAt, restedAt });
	const report = check(history);
	for (const person of [...visitors, ...agents]) person.close();
	await net.close();
	return {
		history,
		report: {
			...report,
			faults: [...silent.map((what) => `I18: no rest after ${restMs} ms: ${what}`), ...report.faults],
		},
		deaths: house.deaths - before,
		missed,
	};
}

function sessionsIn({ streams }: Pick<History, 'streams'>): readonly SessionId[] {
	const ids = streams.flatMap(({ shown }) =>
		shown.flatMap(({ event }) => (event.type === 'welcome' ? [event.sessionId] : [])),
	);
	return [...new Set(ids)];
}

/** Whatever the server holds in memory only must not count: PGlite's server is killed for it. */
async function read(house: House, ids: readonly SessionId[]): Promise<History['transcripts']> {
	if (house.store === 'pglite') await house.rest();
	const [server] = house.servers;
	const stored = await readStored({ dataDir: server?.dataDir ?? '' }, house.postgres?.url ?? null, ids);
	if (house.store === 'pglite') await house.wake();
	return Object.fromEntries(stored);
}

async function comeToRest(
	visitors: readonly Visitor[],
	agents: readonly Agent[],
	servers: number,
): Promise<readonly string[]> {
	const begun = performance.now();
	let calmSince = performance.now();
	// A process that was overtaken learns of it within a second.
	const calmMs = servers > 1 ? 2_500 : 400;
	for (;;) {
		const troubles = [...visitors, ...agents].flatMap(({ calm, trouble }) => (calm ? [] : [trouble]));
		for (const agent of agents) troubles.push(...unanswered(agent));
		const now = performance.now();
		if (troubles.length > 0) calmSince = now;
		if (now - calmSince >= calmMs) return [];
		if (now - begun > restMs) return troubles;
		await pause(30);
	}
}

function unanswered({ name, cards }: Agent): readonly string[] {
	return cards
		.filter((card) => card.generating || (card.holder === null && card.waitingSince !== null))
		.map(({ id }) => `${name} sees an open question in ${id}`);
}

/** On a slow machine a fault would find nobody at work: some calls are answered between one and the next. */
async function progress(recorder: Recorder): Promise<void> {
	const begun = performance.now();
	const enough = recorder.answered + answersBetween;
	while (recorder.answered < enough && performance.now() - begun < progressMs) await pause(20);
}

/** Does what the step says; 1 where its death never came. */
async function strike(house: House, net: Net, agents: readonly Agent[], step: Step): Promise<number> {
	const server = house.servers[step.server];
	const { trouble } = step;
	if (server === undefined) throw new Error(`no server ${step.server}`);
	switch (trouble.kind) {
		case 'kill':
			await server.kill();
			return 0;
		case 'die': {
			const { gone } = server;
			await server.tell(trouble.at);
			const died = await Promise.race([gone.then(() => true), pause(patienceMs).then(() => false)]);
			if (!died) await server.kill();
			return died ? 0 : 1;
		}
		case 'die-starting': {
			const before = house.deaths;
			house.dieStarting(step.server, trouble.at);
			await server.kill();
			await pause(50);
			await house.standing();
			const until = performance.now() + patienceMs;
			while (house.deaths < before + 2 && performance.now() < until) await pause(20);
			if (house.deaths >= before + 2) return 0;
			await server.kill();
			return 1;
		}
		case 'drain':
			await server.stop();
			return 0;
		case 'freeze':
			process.kill(server.pid, 'SIGSTOP');
			await pause(trouble.ms);
			process.kill(server.pid, 'SIGCONT');
			return 0;
		case 'cut':
			for (const wire of net.wires(trouble.place)) wire.cut();
			return 0;
		case 'one-way':
			for (const wire of net.wires(trouble.place)) wire.mute(trouble.mute);
			await pause(trouble.ms);
			for (const wire of net.wires(trouble.place)) wire.speak();
			return 0;
		case 'contend': {
			const id = agents[0]?.cards.find(({ holder }) => holder === null)?.id;
			if (id !== undefined) for (const agent of agents) agent.takeOver(id);
			return 0;
		}
		case 'store-crash':
			await house.postgres?.server.crash();
			await pause(trouble.ms);
			await house.postgres?.server.startAgain();
			return 0;
		case 'store-cut':
			await Promise.race([house.postgres?.wire.cutAt('with asked as', trouble.when), pause(patienceMs)]);
			return 0;
		case 'store-silent':
			house.postgres?.wire.mute();
			await pause(trouble.ms);
			house.postgres?.wire.speak();
			return 0;
	}
}
