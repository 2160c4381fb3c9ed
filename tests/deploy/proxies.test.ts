/** The main job behind a proxy with TLS, with the files that `deploy/` offers and the settings that its guide names. */
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chatOn } from '../browser/support/chat.ts';
import { deskIn } from '../browser/support/desk.ts';
import { reads, sees } from '../browser/support/sees.ts';
import { wordsIn } from '../browser/support/words.ts';
import { launchBrowser, newPerson } from '../support/browser.ts';
import { freePort, owner, type RunningServer, startServer } from '../support/server.ts';
import { type FrontProxy, startCaddy, startNginx } from './support/proxies.ts';

const words = wordsIn('en');
const secure = { options: { ignoreHTTPSErrors: true } };

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

type Start = (port: number, upstream: number) => Promise<FrontProxy>;
const proxies: readonly (readonly [string, Start])[] = [
	['Caddy', (port, upstream) => startCaddy({ port, upstream })],
	['nginx', async (port, upstream) => startNginx({ port, upstream, plainPort: await freePort() })],
];

describe.each(proxies)('behind %s', (_name, startProxy) => {
	let server: RunningServer;
	let proxy: FrontProxy;
	let base: string;
	let staff: BrowserContext;
	let visitor: BrowserContext;

	beforeAll(async () => {
		const port = await freePort();
		base = `https://localhost:${port}`;
		server = await startServer({ env: { PUBLIC_URL: base, TRUSTED_PROXIES: '1' } });
		proxy = await startProxy(port, server.port);
		staff = await newPerson(browser, secure);
		visitor = await newPerson(browser, secure);
	});
	afterAll(async () => {
		await staff.close();
		await visitor.close();
		await proxy[Symbol.asyncDispose]();
		await server.remove();
	});

	test('an owner signs in, a visitor asks, the owner takes over, answers and leaves', async () => {
		const desk = deskIn(await staff.newPage(), words);
		await desk.page.goto(`${base}/`);
		await desk.enter(owner.email, owner.password, words.desk.signIn.submit);
		await desk.addSite(base);
		await desk.tab(words.desk.shell.monitoring).click();
		await sees(desk.heading(words.desk.monitor.title));

		const chat = chatOn(await visitor.newPage(), words);
		await chat.page.goto(`${base}/demo`);
		await chat.open();
		await chat.say('Where is my parcel?');
		await sees(desk.card);
		await reads(desk.card, /Where is my parcel\?/);
		await desk.card.getByRole('button', { name: words.desk.monitor.takeOver, exact: true }).click();
		await sees(desk.reply);
		await desk.send('I am looking it up.');
		await reads(chat.log, /I am looking it up\./);
		await sees(chat.panel.getByRole('status').filter({ hasText: words.widget.liveAgent }));
	});

	test('the login cookie is for https only and for this host only', async () => {
		const cookies = await staff.cookies(base);
		expect(cookies.map(({ name, secure: only, httpOnly }) => ({ name, only, httpOnly }))).toEqual([
			{ name: '__Host-baton', only: true, httpOnly: true },
		]);
	});

	test('nothing was said about proxies: one is declared, and one is there', () => {
		expect(server.output).not.toMatch(/TRUSTED_PROXIES|PUBLIC_URL/);
	});
});
