/** SIGTERM: clients are told, come back, and nothing that was acknowledged is lost. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeCodes } from '../../shared/close-codes.ts';
import { memberWire, ownerWithSite } from '../support/clients.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { readStored } from '../support/stored.ts';
import { type Chat, holdChat, knowledge } from './support/chat.ts';
import { faultsOf } from './support/chat-check.ts';
import { insist } from './support/recorder.ts';

let server: RunningServer;

beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.remove());

/** The longest that an orchestrator is asked to wait, with the store's own end. */
const stopMs = 7_000;

async function timedStop(): Promise<{ readonly code: number | null; readonly ms: number }> {
	const since = performance.now();
	const code = await server.stop();
	return { code, ms: performance.now() - since };
}

test('in the middle of chats: exit code 0 in time, every client is told, and the chats go on after the next start', async () => {
	const { wire, site, cookie } = await ownerWithSite(server.base);
	for (const article of knowledge) await wire.client.knowledge.create.mutate({ siteId: site.id, ...article });
	wire.close();
	const agent = memberWire(server.base, cookie);
	const chats: Chat[] = [];
	for (const afterMs of [200, 800]) {
		await insist(() => agent.client.me.get.query());
		const held = Promise.all(Array.from({ length: 3 }, () => holdChat(server.base, site.key, agent)));
		await new Promise((resolve) => setTimeout(resolve, afterMs));
		const told = agent.codes.length;
		const { code, ms } = await timedStop();
		expect(code).toBe(0);
		expect(ms).toBeLessThan(stopMs);
		expect(agent.codes.slice(told)).toContain(closeCodes.drain);
		await server.restart();
		chats.push(...(await held));
	}
	agent.close();
	expect((await timedStop()).code).toBe(0);
	const stored = await readStored(
		server,
		null,
		chats.map(({ sessionId }) => sessionId),
	);
	expect(chats.flatMap((chat) => faultsOf(chat, stored.get(chat.sessionId) ?? []))).toEqual([]);
	expect(server.output).not.toMatch(/"level":(?:50|60)|^\s+at /m);
});

test('in the middle of a start, and the moment it is over, it ends with 0 too', async () => {
	const said = () => server.output.split('Opening the database.').length;
	const before = said();
	const starting = server.restart().catch(() => {});
	await expect.poll(said, { timeout: 30_000, interval: 5 }).toBe(before + 1);
	expect((await timedStop()).code).toBe(0);
	await starting;
	await server.restart();
	const { code, ms } = await timedStop();
	expect(code).toBe(0);
	// Nobody has to be moved.
	expect(ms).toBeLessThan(3_000);
});
