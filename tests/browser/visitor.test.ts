/** The widget and the dashboard looking at the same visitor. What the widget does by itself: `widget.test.ts`. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { shoot } from '../support/browser.ts';
import { type Chat, chatOn } from './support/chat.ts';
import { faultsOf, useHouse } from './support/house.ts';
import { countOf, reads, sees, seesNo, textOf } from './support/sees.ts';
import { shopIn } from './support/shop.ts';
import { deskAs, ownerOf, type Staff } from './support/staff.ts';
import { wordsIn } from './support/words.ts';

const house = useHouse();
const words = wordsIn('en');
const { desk: t, widget: w } = words;
const shop = shopIn.en;

/** Each of them would put `owned` on the page, were it more than text. */
const hostile = [
	'<img src=x onerror="window.owned=1">',
	'<script>window.owned=1</script>',
	'"><svg onload=window.owned=1>',
	'<a href="javascript:window.owned=1">a</a>',
	'javascript:window.owned=1',
	'[b](javascript:window.owned=1)',
].join(' ');
const hostileTitle = '<img src=x onerror=window.owned=1>';
const hostileName = '<b onclick=window.owned=1>Desk</b>';

let staff: Staff;
let address = '';

beforeAll(async () => {
	staff = await ownerOf(house());
	const { client } = staff.wire;
	const article = { siteId: staff.site.id, kind: 'text' } as const;
	for (const { title, body } of [shop.delivery, shop.care]) {
		await client.knowledge.create.mutate({ ...article, title, body });
	}
	await client.knowledge.create.mutate({
		...article,
		title: 'Warranty',
		body: `The warranty is ${hostile} ten years.`,
	});
	address = house().website.put('/', { body: staff.line });
});

async function chatAt(url = address): Promise<Chat> {
	const chat = chatOn(await house().page(), words);
	await chat.page.goto(url);
	await chat.open();
	return chat;
}

const isOwned = (page: Page): Promise<boolean> => page.evaluate(() => 'owned' in window);

test('text from visitor, agent and AI, a name and a title stay text on both sides, whatever they look like', async () => {
	await staff.wire.client.me.updateProfile.mutate({ displayName: hostileName });
	const title = `<script>document.title = '${hostileTitle}';</script>`;
	const chat = await chatAt(house().website.put('/hostile', { body: `${staff.line}${title}` }));
	await chat.say(`warranty ${hostile}`);
	await reads(chat.log, 'ten years.');
	const desk = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/monitor`);
	const faults = faultsOf(desk.page);
	await desk.card.filter({ hasText: 'The warranty is' }).getByRole('button', { name: t.monitor.takeOver }).click();
	await desk.send(`agent ${hostile} https://shop.example/a?b=1`);
	await sees(chat.log.getByText('agent'));
	await shoot(desk.page, 'hostile-desk');
	await shoot(chat.page, 'hostile-widget');
	for (const log of [chat.log, desk.log]) {
		await expect.poll(async () => countOf(await textOf(log), hostile)).toBe(3);
		expect(await log.locator('img, script, iframe, b, [onload], [onclick], [onerror]').count()).toBe(0);
		const links = log.getByRole('link');
		expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual([
			'https://shop.example/a?b=1',
		]);
		expect(await links.getAttribute('rel')).toMatch(/noopener/);
	}
	await sees(desk.page.getByText(hostileTitle));
	await sees(chat.liveAgent(hostileName));
	expect(await isOwned(chat.page)).toBe(false);
	expect(await isOwned(desk.page)).toBe(false);
	expect(faults).toEqual([]);
});

test('I22: an answer is written in both tabs at once, and stands there once', async () => {
	const one = await chatAt();
	const two = chatOn(await one.page.context().newPage(), words);
	await two.page.goto(address);
	await two.open();
	await one.say(shop.care.question);
	await Promise.all([one, two].map(({ log }) => reads(log, shop.care.body.slice(0, 30))));
	expect(await textOf(two.log)).not.toContain(shop.care.ending);
	await Promise.all([one, two].map(({ log }) => reads(log, shop.care.ending)));
	await expect.poll(async () => (await textOf(one.log)) === (await textOf(two.log))).toBe(true);
	expect(countOf(await textOf(one.log), shop.care.ending)).toBe(1);
});

test('who walks on to another page is the same visitor there, and the card says where', async () => {
	const chat = await chatAt();
	await chat.say(shop.delivery.question);
	await reads(chat.log, shop.delivery.ending);
	const desk = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/monitor`);
	const card = desk.card.filter({ hasText: shop.delivery.ending });
	const id = await card.getAttribute('aria-label');
	await chat.page.goto(house().website.put('/prices', { body: staff.line }));
	await sees(chat.log.getByText(shop.delivery.question));
	await sees(card.getByText('/prices'));
	expect(await card.getAttribute('aria-label')).toBe(id);
	await sees(card.getByText(t.monitor.presence.online));
});

test('who asks for a person is called for on the dashboard, and is told that somebody knows', async () => {
	const chat = await chatAt();
	await chat.say(shop.delivery.question);
	await reads(chat.log, shop.delivery.ending);
	const desk = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/monitor`);
	await chat.button(w.askPerson).click();
	await sees(chat.log.getByText(w.askedByYou));
	await sees(chat.panel.getByText(w.askedWaiting));
	const card = desk.card.first();
	await reads(card, t.monitor.needs);
	await reads(card, t.monitor.reasons.button);
	await shoot(desk.page, 'needs-a-human');
	await card.getByRole('button', { name: t.monitor.takeOver }).click();
	await sees(desk.bar(t.session.barYou));
	await desk.button(t.session.back).click();
	await sees(card.getByText(t.monitor.youHave));
});

test('a conversation that stands at its end stays there while it grows, until its reader goes up', async () => {
	const chat = await chatAt();
	await chat.say(shop.care.question);
	await reads(chat.log, shop.care.ending);
	const desk = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/monitor`);
	await desk.card.filter({ hasText: 'Wash a linen' }).first().getByRole('button', { name: t.monitor.watch }).click();
	await reads(desk.log, shop.care.ending);
	const sides = [
		{ log: chat.log, newest: chat.button(w.toNewest) },
		{ log: desk.log, newest: desk.button(t.session.toEnd) },
	];
	for (const { log, newest } of sides) {
		const scroller = await log.evaluateHandle((element: HTMLElement) => {
			let up: HTMLElement = element;
			while (getComputedStyle(up).overflowY !== 'auto') up = up.parentElement ?? document.documentElement;
			up.focus();
			return up;
		});
		const grow = () =>
			scroller.evaluate((element) => {
				const line = document.createElement('div');
				line.style.height = '900px';
				element.firstElementChild?.append(line);
				// A scroll of the page's own is told late: by then the text has grown on.
				element.dispatchEvent(new Event('scroll'));
			});
		const toEnd = () =>
			scroller.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
		await grow();
		await expect.poll(toEnd).toBeLessThan(2);
		expect(await newest.isVisible()).toBe(false);
		await log.page().keyboard.press('Home');
		await expect.poll(() => scroller.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
		await sees(newest);
		await grow();
		expect(await toEnd()).toBeGreaterThan(900);
		await newest.click();
		await expect.poll(toEnd).toBeLessThan(2);
		await seesNo(newest);
	}
});
