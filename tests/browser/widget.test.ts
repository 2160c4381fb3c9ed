/** The widget on somebody's page, in a real Chromium against the real server. */
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SiteView } from '../../shared/account.ts';
import { phone, shoot } from '../support/browser.ts';
import { memberWire, newClientId, signIn } from '../support/clients.ts';
import { type Chat, chatOn } from './support/chat.ts';
import { faultsOf, useHouse } from './support/house.ts';
import { axeFindings } from './support/page-checks.ts';
import { reads, sees, seesNo, textOf } from './support/sees.ts';
import { wordsIn } from './support/words.ts';

const words = wordsIn('en');
const { widget: w } = words;
const house = useHouse();

let site: SiteView;
let desk: ReturnType<typeof memberWire>;
let address = '';

beforeAll(async () => {
	const { server, website } = house();
	desk = memberWire(server.base, await signIn(server.base));
	site = await desk.client.sites.create.mutate({ address: website.origin, name: 'Quiet shop' });
	address = website.put('/', { body: embed() });
	await desk.client.me.updateProfile.mutate({ displayName: 'Desk One' });
});

function embed(attributes = '', key: string = site.key): string {
	return `<script async src="${house().server.base}/widget.js" data-site="${key}" ${attributes}></script>`;
}

async function visit(context: BrowserContext, url = address): Promise<Chat> {
	const page = await context.newPage();
	await page.goto(url);
	const chat = chatOn(page, words);
	await sees(chat.launcher.or(chat.closer));
	return chat;
}

/** Lines of the conversation as they are drawn, without times and marks of delivery. */
async function said(chat: Chat): Promise<readonly string[]> {
	return chat.log.locator('.bubble').allInnerTexts();
}

const agrees = (chat: Chat, lines: readonly string[]) =>
	expect.poll(() => said(chat), { timeout: 15_000 }).toEqual(lines);

/** The newest session of the site, and a person in it. */
async function takeOver(): Promise<{ reply(text: string): Promise<unknown>; leave(): Promise<unknown> }> {
	const { monitor } = desk.client;
	const card = await new Promise<{ id: SiteView['id']; gen: number }>((resolve, reject) => {
		const list = monitor.list.subscribe(
			{ siteId: site.id },
			{
				onData({ data }) {
					if (data.type !== 'snapshot') return;
					const newest = [...data.cards].sort((a, b) => b.openedAt - a.openedAt)[0];
					list.unsubscribe();
					if (newest === undefined) reject(new Error('no card'));
					else resolve(newest as never);
				},
				onError: reject,
			},
		);
	});
	const sessionId = card.id as never;
	const { gen } = await monitor.takeOver.mutate({ sessionId, gen: card.gen as never, clientId: newClientId() });
	return {
		reply: (text) => monitor.reply.mutate({ sessionId, gen, clientId: newClientId(), text }),
		leave: () => monitor.release.mutate({ sessionId, gen, clientId: newClientId() }),
	};
}

describe('before the launcher is pressed', () => {
	test('there is no cookie, nothing is stored, and one request was made beside the script', async () => {
		const context = await house().person();
		const page = await context.newPage();
		const asked: string[] = [];
		page.on('request', (request) => asked.push(new URL(request.url()).pathname));
		await page.goto(address);
		await sees(chatOn(page, words).launcher);
		expect(asked).toEqual(['/', '/widget.js', '/widget/config']);
		expect(await context.cookies()).toEqual([]);
		expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
	});

	test.each([
		['a key that nobody has', () => embed('', 'pk_0000000000000000000000')],
		['a page that may not show it', () => embed('', site.key)],
	])('%s: it stays hidden and says so in one line', async (what, body) => {
		const { page: newPage, website } = house();
		if (what.startsWith('a page'))
			await desk.client.sites.removeOrigin.mutate({ siteId: site.id, origin: website.origin });
		const page = await newPage();
		const lines: string[] = [];
		page.on('console', (message) => {
			if (message.text().startsWith('Baton')) lines.push(message.text());
		});
		await page.goto(website.put('/hidden', { body: body() }));
		await expect.poll(() => lines.length).toBe(1);
		expect(lines[0]).toMatch(/stays hidden.*40[34]/);
		expect(await page.locator('baton-chat').count()).toBe(0);
		if (what.startsWith('a page'))
			await desk.client.sites.addOrigin.mutate({ siteId: site.id, address: website.origin });
	});

	test('a call that the page made before the script came opens it; the page decides colour, side and language', async () => {
		const { page: newPage, website } = house();
		const before = '<script>window.baton=function(){(baton.q=baton.q||[]).push(arguments)};baton("open")</script>';
		const body = before + embed('data-language="lv" data-colour="#ffd400" data-side="left" data-title="Mans veikals"');
		const page = await newPage();
		await page.goto(website.put('/early', { body }));
		const chat = chatOn(page, wordsIn('lv'));
		await sees(chat.message);
		expect((await chat.panel.boundingBox())?.x).toBeLessThan(100);
		await sees(chat.panel.getByRole('heading', { name: 'Mans veikals' }));
		await shoot(page, 'widget-lv-yellow-left');
		await page.evaluate('baton("close")');
		await seesNo(chat.panel);
	});
});

describe('by keyboard and screen reader', () => {
	test('opening puts the cursor into the message, Escape closes and gives the focus back', async () => {
		const chat = await visit(await house().person());
		await chat.launcher.focus();
		await chat.page.keyboard.press('Enter');
		await expect.poll(() => chat.message.evaluate((area) => area.matches(':focus'))).toBe(true);
		await chat.page.keyboard.press('Escape');
		await seesNo(chat.panel);
		expect(await chat.launcher.evaluate((button) => button.matches(':focus'))).toBe(true);
		await chat.page.keyboard.press('Enter');
		await sees(chat.message);
		await chat.page.keyboard.type('one');
		await chat.page.keyboard.press('Shift+Enter');
		await chat.page.keyboard.type('two');
		await chat.page.keyboard.press('Enter');
		await reads(chat.log, /one two/);
	});

	test.each(['light', 'dark'] as const)('axe finds nothing, %s, whoever answers', async (colorScheme) => {
		const chat = await visit(await house().person({ colorScheme }));
		const check = async () => expect(await axeFindings(chat.page, colorScheme, 'baton-chat')).toEqual([]);
		await check();
		await chat.open();
		await chat.say('Is anybody there? See https://shop.example/a');
		await reads(chat.log, w.askedByAi);
		await check();
		const agent = await takeOver();
		await agent.reply('I am: https://shop.example/b');
		await sees(chat.liveAgent('Desk One'));
		await reads(chat.log, 'I am:');
		await check();
		await chat.button(w.end).click();
		await check();
		await chat.button(w.end).click();
		await sees(chat.button(w.startNew));
		await check();
	});

	test('the running answer is not read out, the finished one is', async () => {
		const chat = await visit(await house().person());
		await chat.open();
		await expect.poll(() => chat.log.getAttribute('aria-live')).toBe('polite');
		await chat.say('Tell me something');
		const streaming = chat.log.locator('.ai[aria-live=off]');
		await streaming.first().waitFor();
		// Between the dots and the first word nothing is written for a moment: the finished answer is the end.
		await expect.poll(() => chat.log.locator('.ai:not([aria-live])').count(), { timeout: 15_000 }).toBe(2);
		await seesNo(streaming);
	});
});

describe('nothing is lost', () => {
	test('I19: a reload in the middle shows the same conversation, and what was typed is still there', async () => {
		const chat = await visit(await house().person());
		await chat.open();
		await chat.say('first');
		await reads(chat.log, w.askedByAi);
		const agent = await takeOver();
		await agent.reply('hello from a person');
		await reads(chat.log, 'hello from a person');
		await chat.message.fill('half a sent');
		const before = await said(chat);
		await chat.page.reload();
		await sees(chat.liveAgent('Desk One'));
		await agrees(chat, before);
		expect(await chat.message.inputValue()).toBe('half a sent');
	});

	test('I22: tabs show one stream; ended in one, the start screen is in all; a new chat begins on a clean sheet', async () => {
		const context = await house().person();
		const one = await visit(context);
		await one.open();
		await one.say('from the first tab');
		await reads(one.log, w.askedByAi);
		const two = await visit(context);
		await two.open();
		await two.say('from the second tab');
		await expect.poll(async () => (await said(one)).length, { timeout: 15_000 }).toBe(5);
		for (const { log } of [one, two]) await log.locator('.ai:not([aria-live])').nth(2).waitFor();
		await agrees(two, await said(one));
		await two.button(w.end).click();
		await two.button(w.end).click();
		await sees(one.button(w.startNew));
		await sees(two.button(w.startNew));
		await one.button(w.startNew).click();
		await agrees(one, [w.greeting]);
		await agrees(two, [w.greeting]);
		await one.say('again');
		await expect.poll(async () => (await said(two)).slice(0, 2)).toEqual([w.greeting, 'again']);
	});

	test.each([
		['with locks', false],
		['without, as on plain http', true],
	])('two tabs that open at once are one visitor, %s', async (_, without) => {
		const context = await house().person();
		if (without) await context.addInitScript("Object.defineProperty(navigator, 'locks', { value: undefined })");
		const [one, two] = await Promise.all([visit(context), visit(context)]);
		await Promise.all([one.open(), two.open()]);
		await one.say('one and the same');
		await expect
			.poll(async () => (await said(two)).slice(0, 2), { timeout: 15_000 })
			.toEqual([w.greeting, 'one and the same']);
	});

	test('I11, I21: written while the server is down, it waits through a reload, and is stored once', async () => {
		const { server } = house();
		const chat = await visit(await house().person());
		await chat.open();
		await chat.say('before');
		await reads(chat.log, /few words/);
		await server.kill();
		await chat.say('while it is down');
		await sees(chat.panel.getByText(w.reconnecting));
		await sees(chat.log.getByText(w.sending));
		await shoot(chat.page, 'widget-reconnecting');
		await server.restart();
		await seesNo(chat.panel.getByText(w.reconnecting), 40_000);
		await expect.poll(async () => (await said(chat)).filter((line) => line === 'while it is down').length).toBe(1);
		await seesNo(chat.log.getByText(w.sending));
		await chat.page.reload();
		await expect
			.poll(async () => (await said(chat)).filter((line) => line === 'while it is down').length, { timeout: 15_000 })
			.toBe(1);
	});
});

describe('what people write', () => {
	test('markup is text, links are http(s) only and open elsewhere', async () => {
		const page = await house().page();
		const faults = faultsOf(page);
		await page.goto(address);
		const chat = chatOn(page, words);
		await chat.open();
		const text = '<img src=x onerror="document.title=1"> javascript:alert(1) https://shop.example/a\nsecond line';
		await chat.say(text);
		await reads(chat.log, /onerror="document\.title=1"/);
		const links = chat.log.locator('.visitor a');
		expect(
			await links.evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.getAttribute('rel')])),
		).toEqual([['https://shop.example/a', 'noopener noreferrer nofollow']]);
		expect(await page.title()).toBe('Shop');
		expect(faults).toEqual([]);
	});

	test('the limit is told before it is reached, and too much is not sent', async () => {
		const chat = await visit(await house().person());
		await chat.open();
		await chat.message.fill('x'.repeat(3_900));
		await sees(chat.panel.getByText(w.left('100')));
		await chat.message.fill('x'.repeat(4_001));
		await sees(chat.panel.getByText(w.tooLong('1')));
		expect(await chat.button(w.send).isDisabled()).toBe(true);
		await chat.page.keyboard.press('Enter');
		expect(await said(chat)).toEqual([w.greeting]);
		expect(await chat.message.inputValue()).toHaveLength(4_001);
	});
});

describe('on a phone', () => {
	test('it fills the screen, and everything is big enough for a thumb', async () => {
		const chat = await visit(await house().person({ viewport: phone }));
		await chat.open();
		await expect.poll(() => chat.panel.boundingBox()).toEqual({ x: 0, y: 0, ...phone });
		await chat.say('Hello');
		await reads(chat.log, /What would you like/);
		const small = await chat.panel.locator('button:visible').evaluateAll((buttons) =>
			buttons
				.map((button) => ({
					name: button.textContent || button.ariaLabel,
					...button.getBoundingClientRect().toJSON(),
				}))
				.filter(({ width, height }) => width < 44 || height < 44),
		);
		expect(small).toEqual([]);
		expect(await scrollsSideways(chat.page)).toBe(false);
		await chat.button(w.close).click();
		await seesNo(chat.panel);
		await sees(chat.launcher);
		expect(await textOf(chat.page.locator('h1'))).toBe('A quiet shop');
	});
});

const scrollsSideways = (page: Page): Promise<boolean> =>
	page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
