/** Two chats that behave: one with the AI, one with an agent. Run in a thread, so that the attack does not slow their clocks. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Entry } from '../../shared/entry.ts';
import type { ClientId, Gen, SessionId } from '../../shared/ids.ts';
import { followAs, watchThrough } from '../process/support/chat.ts';
import { memberWire, newClientId, visitorWire } from '../support/clients.ts';
import { entriesFault } from './judge.ts';
import type { NeighbourCommand, NeighbourReport, NeighboursAt, Spread } from './neighbours-words.ts';

const { base, siteKey, cookie } = workerData as NeighboursAt;

const tell = (report: NeighbourReport): void => parentPort?.postMessage(report);

let latencies: number[] = [];
let acknowledged = 0;
const faults: string[] = [];
const stored: { sessionId: string; clientId: string; seq: number; text: string }[] = [];
let running = true;

function spread(): Spread {
	const sorted = latencies.toSorted((a, b) => a - b);
	latencies = [];
	const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
	return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 };
}

async function send(
	sessionId: SessionId,
	text: string,
	call: (clientId: ClientId) => Promise<{ readonly seq: number }>,
): Promise<void> {
	const clientId = newClientId();
	const since = performance.now();
	try {
		const { seq } = await call(clientId);
		latencies.push(performance.now() - since);
		acknowledged += 1;
		stored.push({ sessionId, clientId, seq, text });
	} catch (error) {
		faults.push(`${text}: ${String(error)}`);
	}
}

const pause = (ms: number): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, ms);
	});

/** Thirty messages a minute are a visitor's own limit: a little less. */
const visitorEveryMs = 2_100;

const questions = ['What does delivery cost?', 'How do returns work?'] as const;

const agent = memberWire(base, cookie);
const first = visitorWire(base, siteKey);
const second = visitorWire(base, siteKey);
const { sessionId: firstId } = await first.greet();
const { sessionId: secondId } = await second.greet();
const views = {
	first: followAs(first),
	second: followAs(second),
	firstAgent: watchThrough(agent, firstId),
	secondAgent: watchThrough(agent, secondId),
};
await send(secondId, 'I would like a person', (clientId) =>
	second.client.say.mutate({ clientId, text: 'I would like a person' }),
);
const { state } = await views.secondAgent.until((view) => view.state.mode !== 'new', 'the second chat');
let gen: Gen = state.gen;
gen = (await agent.client.monitor.takeOver.mutate({ sessionId: secondId, gen, clientId: newClientId() })).gen;
tell({ type: 'ready' });

async function askTheAi(): Promise<void> {
	for (let n = 0; running; n += 1) {
		const text = `${questions[n % 2]} (${n})`;
		await send(firstId, text, (clientId) => first.client.say.mutate({ clientId, text }));
		await views.first
			.until(({ state: { unanswered } }) => unanswered === null, `an answer to ${text}`)
			.catch((error: unknown) => faults.push(String(error)));
		await pause(visitorEveryMs);
	}
}

async function talk(): Promise<void> {
	for (let n = 0; running; n += 1) {
		const text = `Reply number ${n}`;
		await send(secondId, text, (clientId) =>
			agent.client.monitor.reply.mutate({ sessionId: secondId, gen, clientId, text }),
		);
		await pause(60);
	}
}

async function talkBack(): Promise<void> {
	for (let n = 0; running; n += 1) {
		const text = `Question number ${n}`;
		await send(secondId, text, (clientId) => second.client.say.mutate({ clientId, text }));
		await pause(visitorEveryMs);
	}
}

const work = Promise.all([askTheAi(), talk(), talkBack()]);

/** I11, I12, I20, as far as they can be seen from outside: both views are the same, dense where they may be, and hold what was acknowledged once. */
function holds(name: string, visitor: readonly Entry[], member: readonly Entry[], sessionId: SessionId): void {
	const messages = (entries: readonly Entry[]) =>
		entries.flatMap((entry) => (entry.kind === 'message' ? [`${entry.seq} ${entry.author} ${entry.text}`] : []));
	if (messages(visitor).join('\n') !== messages(member).join('\n')) faults.push(`${name}: the views differ (I20)`);
	for (const { sessionId: of, clientId, seq, text } of stored) {
		if (of !== sessionId) continue;
		const found = visitor.filter((entry) => entry.kind === 'message' && entry.text === text);
		if (found.length !== 1) faults.push(`${name}: ${text} (${clientId}) is there ${found.length} times (I11)`);
		else if (found[0]?.seq !== seq)
			faults.push(`${name}: ${text} was acknowledged as ${seq} and is ${found[0]?.seq} (I11)`);
	}
}

async function stop(): Promise<void> {
	running = false;
	await work;
	const last = Math.max(...stored.map(({ seq }) => seq));
	await views.second.until((view) => view.state.lastSeq >= last, 'the last reply');
	const whole = Promise.all([
		views.secondAgent.until((view) => view.state.lastSeq >= views.second.view.state.lastSeq, 'the last reply'),
		views.firstAgent.until((view) => view.state.lastSeq >= views.first.view.state.lastSeq, 'the last answer'),
	]);
	await whole;
	holds('the chat with the AI', views.first.view.entries, views.firstAgent.view.entries, firstId);
	holds('the chat with an agent', views.second.view.entries, views.secondAgent.view.entries, secondId);
	for (const view of [views.first, views.second]) {
		for (const event of view.events) {
			const fault = entriesFault({ data: event });
			if (fault !== null) faults.push(`${fault} (I4)`);
		}
	}
	for (const view of Object.values(views)) {
		if (view.ended !== null) faults.push(`a feed ended: ${JSON.stringify(view.ended)}`);
		const welcomes = view.events.filter(({ type }) => type === 'welcome').length;
		if (welcomes !== 1) faults.push(`a feed began ${welcomes} times`);
	}
	if (first.codes.length + second.codes.length + agent.codes.length > 0) faults.push('a socket was lost');
	const answers = views.first.view.entries.filter((entry) => entry.kind === 'message' && entry.author === 'ai').length;
	const asked = views.first.view.entries.filter(
		(entry) => entry.kind === 'message' && entry.author === 'visitor',
	).length;
	if (answers !== asked) faults.push(`${asked} questions, ${answers} answers (I18)`);
	const pieces = views.first.events.filter(({ type }) => type === 'piece').length;
	tell({ type: 'stopped', acks: spread(), faults, acknowledged, answers, pieces, stored });
}

parentPort?.on('message', (command: NeighbourCommand) => {
	if (command === 'mark') tell({ type: 'marked', acks: spread() });
	else {
		stop()
			.catch((error: unknown) =>
				tell({
					type: 'stopped',
					acks: spread(),
					faults: [...faults, String(error)],
					acknowledged,
					answers: 0,
					pieces: 0,
					stored,
				}),
			)
			.finally(() => {
				for (const view of Object.values(views)) view.stop();
				for (const wire of [first, second, agent]) wire.close();
				parentPort?.close();
			});
	}
});
