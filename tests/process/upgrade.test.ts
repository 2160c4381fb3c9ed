/** A new version takes the place of an old one while people talk: nothing acknowledged is lost, no question is answered twice. */
import { Agent, get } from 'node:http';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { SiteView } from '../../shared/account.ts';
import { closeCodes } from '../../shared/close-codes.ts';
import type { Entry } from '../../shared/entry.ts';
import type { SessionId } from '../../shared/ids.ts';
import { type FakeEndpoint, fakeEndpoint, type Reply } from '../ai/fake-endpoint.ts';
import {
	hasEntry,
	hearList,
	hearSession,
	memberWire,
	newClientId,
	ownerWithSite,
	visitorWire,
} from '../support/clients.ts';
import { testPostgres } from '../support/postgres.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { readStored } from '../support/stored.ts';
import { holdChat, knowledge } from './support/chat.ts';
import { faultsOf } from './support/chat-check.ts';
import { insist } from './support/recorder.ts';
import { openSwitchboard } from './support/switchboard.ts';

/** A model whose answers the test ends. */
let model: FakeEndpoint;
const answers: Reply[] = [];
beforeAll(async () => {
	model = await fakeEndpoint((reply) => {
		reply.text('One moment, ');
		answers.push(reply);
	});
});
afterAll(() => model[Symbol.asyncDispose]());

const environment = async (kind: 'pglite' | 'postgres') => {
	const postgres = kind === 'postgres' ? await testPostgres() : null;
	const url = postgres === null ? null : postgres.url(await postgres.createDatabase());
	const env = { SECRET_KEY: 'one key for both, or a visitor of the one is a stranger to the other' };
	return { url, env: url === null ? env : { ...env, DATABASE_URL: url } };
};

async function siteWithModel(base: string): Promise<{ readonly site: SiteView; readonly cookie: string }> {
	const { wire, site, cookie } = await ownerWithSite(base);
	const { baseUrl, model: name, apiKey } = model.endpoint;
	const setup = { kind: 'openai-compatible', baseUrl, model: name, apiKey, instructions: '' } as const;
	await wire.client.ai.update.mutate({ siteId: site.id, ...setup });
	wire.close();
	return { site, cookie };
}

/** Somebody who has asked, and is being answered. */
async function beingAnswered(base: string, site: SiteView) {
	const visitor = visitorWire(base, site.key, { again: 'open' });
	onTestFinished(() => visitor.close());
	const { sessionId } = await insist(() => visitor.greet());
	const asked = model.request();
	await insist(() => visitor.client.say.mutate({ clientId: newClientId(), text: 'Where is my parcel?' }));
	await asked;
	const ear = hearSession(visitor);
	onTestFinished(() => ear.stop());
	return { sessionId, ear, codes: visitor.codes };
}

const isAnswer = (entry: Entry): boolean => entry.kind === 'message' && entry.author === 'ai';

async function turnsOf(server: RunningServer, url: string | null, id: SessionId) {
	const entries = (await readStored(server, url, [id])).get(id) ?? [];
	return {
		started: entries.filter(({ kind }) => kind === 'turn-started').length,
		answers: entries.flatMap((entry) => (entry.kind === 'message' && entry.author === 'ai' ? [entry.text] : [])),
	};
}

function endAnswer(): void {
	const reply = answers.at(-1);
	reply?.text('it is on its way.');
	reply?.end();
}

const whole = 'One moment, it is on its way.';
/** RFC 6455: a close without a code. */
const leftByItself = 1005;

test('on Postgres, the new one first and then the old one’s end: chats go on, and all of them hold', async () => {
	const { url, env } = await environment('postgres');
	const old = await startServer({ env });
	onTestFinished(() => old.remove());
	const fresh = await startServer({ env });
	onTestFinished(() => fresh.remove());
	await using front = await openSwitchboard(old.port);
	const { wire, site, cookie } = await ownerWithSite(front.base);
	for (const article of knowledge) await wire.client.knowledge.create.mutate({ siteId: site.id, ...article });
	wire.close();
	const agent = memberWire(front.base, cookie);
	const held = Promise.all(Array.from({ length: 4 }, () => holdChat(front.base, site.key, agent)));
	const list = hearList(agent, site.id);
	await list.until((event) => event.cards.some(({ mode }) => mode === 'taken-over'), 'a chat is held');
	list.stop();
	front.leadTo(fresh.port);
	expect(await old.stop()).toBe(0);
	const chats = await held;
	// Told to move, it leaves by itself, or is sent away if it is slower than the rest.
	expect(agent.codes.length).toBeGreaterThan(0);
	for (const code of agent.codes) expect([closeCodes.drain, leftByItself]).toContain(code);
	agent.close();
	expect(await fresh.stop()).toBe(0);
	const ids = chats.map(({ sessionId }) => sessionId);
	const stored = await readStored(fresh, url, ids);
	expect(chats.flatMap((chat) => faultsOf(chat, stored.get(chat.sessionId) ?? []))).toEqual([]);
	expect(old.output + fresh.output).not.toMatch(/"level":(?:50|60)|^\s+at /m);
});

test('I18 on Postgres an answer that is being written ends where it began, and is written once', async () => {
	const { url, env } = await environment('postgres');
	const old = await startServer({ env });
	onTestFinished(() => old.remove());
	const fresh = await startServer({ env });
	onTestFinished(() => fresh.remove());
	await using front = await openSwitchboard(old.port);
	const { site } = await siteWithModel(front.base);
	const before = model.seen.length;
	const { sessionId, ear, codes } = await beingAnswered(front.base, site);
	front.leadTo(fresh.port);
	const stopped = old.stop();
	// Moved over, and the answer is still being written at the old one.
	await expect.poll(() => codes, { timeout: 15_000 }).toContain(closeCodes.drain);
	endAnswer();
	expect(await stopped).toBe(0);
	await ear.until(hasEntry('message', isAnswer), 'the answer, at the new server');
	expect(await turnsOf(fresh, url, sessionId)).toEqual({ started: 1, answers: [whole] });
	expect(model.seen.length - before).toBe(1);
});

test('I18 on an embedded database too: the stop waits for the answer, the start has nothing to do again', async () => {
	const { url, env } = await environment('pglite');
	const server = await startServer({ env });
	onTestFinished(() => server.remove());
	const { site } = await siteWithModel(server.base);
	const before = model.seen.length;
	const { sessionId, ear, codes } = await beingAnswered(server.base, site);
	const stopped = server.stop();
	await expect.poll(() => codes, { timeout: 15_000 }).toContain(closeCodes.drain);
	endAnswer();
	expect(await stopped).toBe(0);
	await server.restart();
	await ear.until(hasEntry('message', isAnswer), 'the answer, after the start');
	expect(await server.stop()).toBe(0);
	expect(await turnsOf(server, url, sessionId)).toEqual({ started: 1, answers: [whole] });
	expect(model.seen.length - before).toBe(1);
});

test('from the signal on it is not ready; an answer that does not end is waited for, but not by whoever asks twice', async () => {
	const server = await startServer();
	onTestFinished(() => server.remove());
	const { site } = await siteWithModel(server.base);
	await beingAnswered(server.base, site);
	// A connection that a probe keeps: a new one would find nobody.
	const probe = new Agent({ keepAlive: true, maxSockets: 1 });
	onTestFinished(() => probe.destroy());
	const ready = () =>
		new Promise<number>((resolve, reject) => {
			get(`${server.base}/readyz`, { agent: probe }, (answer) => {
				answer.resume();
				answer.once('end', () => resolve(answer.statusCode ?? 0));
			}).once('error', reject);
		});
	expect(await ready()).toBe(200);
	const stopped = server.stop();
	await expect.poll(() => server.output).toContain('Baton is stopping');
	expect(await ready()).toBe(503);
	// Of one Ctrl-C npm makes two signals: what comes at once is the same wish.
	process.kill(server.pid, 'SIGINT');
	await new Promise((resolve) => setTimeout(resolve, 700));
	expect(server.output).not.toContain('at once');
	const since = performance.now();
	process.kill(server.pid, 'SIGTERM');
	expect(await stopped).toBe(0);
	expect(server.output).toContain('Baton is stopping at once');
	expect(performance.now() - since).toBeLessThan(5_000);
});
