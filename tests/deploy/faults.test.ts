/** What people get wrong with a proxy: each is recognised, and one sentence names what to set. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskIn } from '../browser/support/desk.ts';
import { sees } from '../browser/support/sees.ts';
import { wordsIn } from '../browser/support/words.ts';
import { launchBrowser, newPerson, shoot } from '../support/browser.ts';
import { freePort, owner, startServer } from '../support/server.ts';
import { startNginx, startPlainProxy } from './support/proxies.ts';

const words = wordsIn('en');

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

interface Fault {
	/** Lines that the proxy's file lacks. */
	readonly without?: readonly string[];
	readonly env: (base: string) => Readonly<Record<string, string>>;
}

/** A person at the sign-in page behind nginx, with the fault. */
async function behind({ without = [], env }: Fault) {
	const port = await freePort();
	const base = `https://localhost:${port}`;
	const server = await startServer({ env: env(base) });
	const proxy = await startNginx({ port, upstream: server.port, plainPort: await freePort(), without });
	const person = await newPerson(browser, { options: { ignoreHTTPSErrors: true } });
	const desk = deskIn(await person.newPage(), words);
	await desk.page.goto(`${base}/`);
	return {
		desk,
		base,
		server,
		enter: () => desk.enter(owner.email, owner.password, words.desk.signIn.submit),
		async [Symbol.asyncDispose]() {
			await person.close();
			await proxy[Symbol.asyncDispose]();
			await server.remove();
		},
	};
}

test('the proxy passes no WebSockets on: the page says so', async () => {
	const server = await startServer();
	await using proxy = await startPlainProxy(server.port);
	const person = await newPerson(browser);
	const desk = deskIn(await person.newPage(), words);
	await desk.page.goto(proxy.base);
	await desk.enter(owner.email, owner.password, words.desk.signIn.submit);
	await sees(desk.page.getByText(words.desk.shell.blockedTitle), 20_000);
	await shoot(desk.page, 'deploy-blocked');
	await person.close();
	await server.remove();
});

test('the proxy hides the name that people came under: the sign-in says what to set', async () => {
	await using place = await behind({
		without: ['proxy_set_header Host $http_host;'],
		env: () => ({ TRUSTED_PROXIES: '1' }),
	});
	await place.enter();
	await sees(place.desk.page.getByText('set PUBLIC_URL to this one', { exact: false }));
	expect(place.server.output).toMatch(/set PUBLIC_URL to what the address bar shows/);
});

test.each([
	['no proxy is declared', {}, [], 'proxy-undeclared'],
	['two are declared', { TRUSTED_PROXIES: '2' }, [], 'proxy-missing'],
	[
		'the proxy adds no forwarded address',
		{ TRUSTED_PROXIES: '1' },
		['proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;'],
		'proxy-missing',
	],
	['PUBLIC_URL is not set', { TRUSTED_PROXIES: '1', PUBLIC_URL: '' }, [], 'public-url'],
] as const)('%s: the owner finds it on the account page', async (_, env, without, code) => {
	await using place = await behind({ without, env: (base) => ({ PUBLIC_URL: base, ...env }) });
	await place.enter();
	await sees(place.desk.field(words.settings.newSite.label));
	await place.desk.page.goto(`${place.base}/account`);
	await sees(place.desk.page.getByText(words.settings.account.findings[code]));
	await place.desk.page.getByText(words.settings.account.findings[code]).scrollIntoViewIfNeeded();
	await shoot(place.desk.page, `deploy-${code}`);
	expect(place.server.output).toMatch(/TRUSTED_PROXIES|PUBLIC_URL/);
});

test('all is as the guide says: nothing is found', async () => {
	await using place = await behind({ env: (base) => ({ PUBLIC_URL: base, TRUSTED_PROXIES: '1' }) });
	await place.enter();
	await sees(place.desk.field(words.settings.newSite.label));
	await place.desk.page.goto(`${place.base}/account`);
	await sees(place.desk.page.getByText(words.settings.account.reachFine));
	expect(place.server.output).not.toMatch(/finding/);
});
