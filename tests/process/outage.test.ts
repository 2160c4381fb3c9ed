/** The database goes away under a running server, and comes back. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { emptyState, fold } from '../../shared/fold.ts';
import { clientIdOf } from '../../shared/ids.ts';
import { newClientId, ownerWithSite, visitorWire, wireErrorOf } from '../support/clients.ts';
import { testPostgres } from '../support/postgres.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { readStored } from '../support/stored.ts';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { followAs } from './support/chat.ts';
import { insist } from './support/recorder.ts';

let server: RunningServer;
let proxy: TcpProxy;
let url: string;
let owned: Awaited<ReturnType<typeof ownerWithSite>>;

beforeAll(async () => {
	const postgres = await testPostgres();
	proxy = await createTcpProxy(postgres.port);
	url = postgres.url(await postgres.createDatabase());
	const through = url.replace(`:${postgres.port}/`, `:${proxy.port}/`);
	server = await startServer({ env: { DATABASE_URL: through, LOG_LEVEL: 'error' } });
	owned = await ownerWithSite(server.base);
});
afterAll(async () => {
	owned.wire.close();
	await server.remove();
	await proxy.close();
});

const statusOf = async (path: string): Promise<number> => (await fetch(`${server.base}${path}`)).status;

async function enter() {
	const visitor = visitorWire(server.base, owned.site.key, { again: 'open' });
	const { sessionId } = await visitor.greet();
	const seen = followAs(visitor);
	onTestFinished(() => {
		seen.stop();
		visitor.close();
	});
	const say = (text: string, clientId = newClientId()) => visitor.client.say.mutate({ clientId, text });
	await say('Hello');
	await seen.until((view) => view.state.messages === 2, 'the answer');
	return { visitor, seen, sessionId, say };
}

test('while it is down nothing is acknowledged or shown, then refused with a time; afterwards nothing is lost', async () => {
	const { seen, sessionId, say } = await enter();
	const before = seen.view.entries;
	expect(await statusOf('/readyz')).toBe(200);
	await proxy.down();
	const clientId = clientIdOf('asked-in-the-dark');
	const refused = say('Is anybody there?', clientId).catch(wireErrorOf);
	await expect.poll(() => statusOf('/readyz'), { timeout: 10_000 }).toBe(503);
	expect(await statusOf('/healthz')).toBe(200);
	expect(await statusOf('/metrics')).toBe(200);
	expect(await refused).toMatchObject({ code: 'store.unavailable', retryable: true, retryAfterMs: expect.any(Number) });
	expect(seen.view.entries).toEqual(before);

	// Who comes in the meantime waits, and is let in afterwards.
	const newcomer = visitorWire(server.base, owned.site.key, { again: 'open' });
	onTestFinished(() => newcomer.close());
	const welcome = insist(() => newcomer.greet());
	const asked = insist(() => say('Is anybody there?', clientId));
	await proxy.up();
	const ack = await asked;
	await welcome;
	await seen.until((view) => view.state.lastSeq > ack.seq && view.state.unanswered === null, 'the answer');
	await expect.poll(() => statusOf('/readyz'), { timeout: 10_000 }).toBe(200);

	const entries = (await readStored(server, url, [sessionId])).get(sessionId) ?? [];
	expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, n) => n + 1));
	expect(entries.filter((entry) => entry.clientId === clientId)).toHaveLength(1);
	expect(fold(emptyState, entries)).toMatchObject({ unanswered: null, messages: 4 });
});

test('an answer of the database that is lost after the commit is read back: one ack, one entry', async () => {
	const { sessionId, say } = await enter();
	const lost = proxy.cutAt('zebra', 'after');
	const clientId = newClientId();
	const asked = say('A zebra?', clientId);
	await lost;
	const { seq } = await asked;
	const entries = (await readStored(server, url, [sessionId])).get(sessionId) ?? [];
	expect(
		entries.filter((entry) => entry.kind === 'message' && entry.text === 'A zebra?').map((entry) => entry.seq),
	).toEqual([seq]);
});
