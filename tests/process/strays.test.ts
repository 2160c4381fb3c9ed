/** I26: what fails in the server on behalf of nobody in particular. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newClientId, ownerWithSite, visitorWire } from '../support/clients.ts';
import { type RunningServer, startServer } from '../support/server.ts';

let server: RunningServer;

beforeAll(async () => {
	const preload = fileURLToPath(new URL('./support/stray-preload.ts', import.meta.url));
	server = await startServer({ preload, mayStray: true });
});
afterAll(() => server.remove());

test('I26 a promise that fails with nobody waiting for it is told to the operator, and no chat notices', async () => {
	const owned = await ownerWithSite(server.base);
	const visitor = visitorWire(server.base, owned.site.key);
	await visitor.greet();
	const { pid } = server;
	await server.tell({});
	const said = await visitor.client.say.mutate({ clientId: newClientId(), text: 'Still here?' });
	expect(said.seq).toBe(2);
	expect(server.pid).toBe(pid);
	const counted = await (await fetch(`${server.base}/metrics`)).text();
	expect(counted).toMatch(/^baton_stray_rejections_total 1$/m);
	expect(server.output).toContain('left lying about');
	visitor.close();
	owned.wire.close();
});
