/** The agent on a phone: a notification, two taps to control, another app in between, and nothing lost (390 px). */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestPushService } from '../push/support/push-service.ts';
import { phone, shoot } from '../support/browser.ts';
import { hearList, joinAs, memberWire } from '../support/clients.ts';
import { chatOn } from './support/chat.ts';
import { type Desk, deskIn } from './support/desk.ts';
import { faultsOf, useHouse } from './support/house.ts';
import { beyondTheEdge } from './support/page-checks.ts';
import {
	deliver,
	givePhone,
	notifications,
	openPhoneService,
	otherApp,
	pushPreload,
	tap,
	workerOf,
} from './support/phone.ts';
import { countOf, reads, sees, textOf } from './support/sees.ts';
import { ownerOf, type Staff } from './support/staff.ts';
import { wordsIn } from './support/words.ts';

/** From the wish for a person to the phone. */
const atMostMs = 10_000;

let service: TestPushService;
const house = useHouse(
	{},
	{
		preload: pushPreload,
		async lateEnv() {
			service = await openPhoneService();
			return { TEST_PUSH_SERVICE: service.address };
		},
	},
);
const words = wordsIn('en');
const { desk: t, push: p, widget: w } = words;
let staff: Staff;
let agent = '';
let address = '';

beforeAll(async () => {
	staff = await ownerOf(house());
	agent = await joinAs(house().server.base, staff.wire, 'agent', 'phone@example.com');
	address = house().website.put('/', { body: staff.line });
});
afterAll(() => service[Symbol.asyncDispose]());

/** The agent's phone, signed in, with the dashboard at that path. */
async function openPhone(path: string): Promise<Desk> {
	const { base } = house().server;
	const context = await house().person({ viewport: phone });
	await givePhone(context, service);
	const [name = '', value = ''] = agent.split('=');
	await context.addCookies([{ name, value, url: base }]);
	const page = await context.newPage();
	await page.goto(`${base}${path}`);
	return deskIn(page, words);
}

/** Everything that a thumb may press is as large as one. */
const tooSmall = (page: Page): Promise<readonly string[]> =>
	page.evaluate(() =>
		[...document.querySelectorAll<HTMLElement>('main button, main a, nav a, main input, main textarea, main select')]
			.filter((element) => element.checkVisibility())
			.map((element) => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
			.filter(({ box }) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
			.map(({ element, box }) => `${element.outerHTML.slice(0, 90)} ${box.width}×${box.height}`),
	);

test('a phone is turned on, tried out and turned off, and what arrives is for it alone', async () => {
	const desk = await openPhone('/account/alerts');
	const faults = faultsOf(desk.page);
	await sees(desk.heading(p.onPhone));
	await desk.button(p.turnOn).click();
	await sees(desk.page.getByText(p.on));
	await shoot(desk.page, 'phone-notifications-on');

	await desk.button(p.test).click();
	await sees(desk.page.getByText(p.tested));
	// Through the server's own encryption, checked and opened by another implementation of it, into the real worker.
	await expect.poll(() => service.arrived.length).toBe(1);
	await deliver(desk.page, service.arrived[0]?.message);
	await expect
		.poll(() => notifications(desk.page))
		.toMatchObject([{ title: 'Notifications work', url: '/account/alerts' }]);

	service.answers.push({ status: 403, body: 'invalid JWT provided' });
	await desk.button(p.test).click();
	await sees(desk.page.getByRole('alert').filter({ hasText: 'invalid JWT provided' }));

	// A push service that knows it no more: the page says how things stand now.
	service.answers.push({ status: 410 });
	await desk.button(p.test).click();
	await sees(desk.button(p.turnOn));
	await desk.button(p.turnOn).click();
	await desk.button(p.turnOff).click();
	await sees(desk.button(p.turnOn));
	expect(await tooSmall(desk.page)).toEqual([]);
	expect(await beyondTheEdge(desk.page)).toEqual([]);
	expect(faults).toEqual([]);
	await desk.page.context().close();
});

test('SPEC 5, I8: a person is asked for, two taps to control, another app for a while, back, and nothing is lost', async () => {
	// The phone has it on, and no dashboard is open.
	const first = await openPhone('/account/alerts');
	await first.button(p.turnOn).click();
	await sees(first.page.getByText(p.on));
	const context = first.page.context();

	const toFront = await otherApp(first.page);
	staff.wire.close();

	const chat = chatOn(await house().page(), words);
	await chat.page.goto(address);
	await chat.open();
	await chat.say('Where is my order?');
	const before = service.arrived.length;
	const askedAt = performance.now();
	await chat.button(w.askPerson).click();
	// Issue 4: the phone buzzes within ten seconds, by the server's own alert, through its encryption and the push service.
	await expect.poll(() => service.arrived.length, { timeout: atMostMs }).toBe(before + 1);
	expect(performance.now() - askedAt).toBeLessThan(atMostMs);
	const message = service.arrived.at(-1)?.message;
	const owner = memberWire(house().server.base, staff.cookie);
	const cards = hearList(owner, staff.site.id);
	const [card] = (await cards.until((event) => event.cards.some(({ needsHuman }) => needsHuman !== null), 'the wish'))
		.cards;
	if (card === undefined) throw new Error('there is no card');

	const url = `/sites/${staff.site.id}/monitor/${card.id}`;
	for (let time = 0; time < 2; time += 1) await deliver(first.page, message);
	// A second one about the same session takes the place of the first.
	await expect.poll(() => notifications(first.page)).toMatchObject([{ body: 'Where is my order?', url }]);

	await toFront();
	// One tap: the dashboard that is open goes there without being loaded anew.
	await first.page.evaluate(() => Object.assign(window, { stayed: true }));
	await tap(await workerOf(context));
	await first.page.waitForURL(`**${url}`);
	expect(await first.page.evaluate(() => 'stayed' in window)).toBe(true);
	const desk = first;
	const takeOver = desk.button(t.session.takeOver);
	await sees(takeOver);
	await expect.poll(() => notifications(desk.page)).toEqual([]);
	const box = await takeOver.boundingBox();
	expect(box?.width).toBeGreaterThan(340);
	expect(box?.height).toBeGreaterThanOrEqual(44);
	expect(await tooSmall(desk.page)).toEqual([]);
	await shoot(desk.page, 'phone-session-before');

	// Two taps: control.
	await takeOver.click();
	await sees(desk.bar(t.session.barYou));
	await sees(chat.liveAgent(w.agent));
	await desk.send('I am looking at it.');
	await reads(chat.log, 'I am looking at it.');
	await desk.reply.fill('half a repl');
	await shoot(desk.page, 'phone-session-after');
	expect(await beyondTheEdge(desk.page)).toEqual([]);

	// Another app: the socket dies, control is kept for longer than a lost line would keep it.
	const back = await otherApp(desk.page);
	const away = await cards.until((event) => event.cards.some(({ holder }) => holder?.away === true), 'the word');
	const deadline = away.cards.find(({ id }) => id === card.id)?.holder?.lostDeadline ?? 0;
	expect(deadline - away.now).toBeGreaterThan(170_000);
	expect(deadline - away.now).toBeLessThanOrEqual(180_000);
	await chat.say('The grey one, please.');
	await sees(chat.liveAgent(w.agent));

	await back();
	await reads(desk.log, 'The grey one, please.');
	await cards.until((event) => event.cards.some(({ holder }) => holder?.lostDeadline === null), 'the return');
	await sees(desk.bar(t.session.barYou));
	expect(await desk.reply.inputValue()).toBe('half a repl');
	await desk.send('Here it is.');
	await reads(chat.log, 'Here it is.');
	for (const log of [chat.log, desk.log]) {
		const read = await textOf(log);
		for (const text of ['I am looking at it.', 'The grey one, please.', 'Here it is.']) {
			expect(countOf(read, text)).toBe(1);
		}
	}

	await desk.button(t.session.leave).click();
	await sees(desk.button(t.session.takeOver));
	cards.stop();
	owner.close();
	await Promise.all([desk, chat].map(({ page }) => page.context().close()));
});

test('without a network a page of the dashboard says so, in the reader’s language, and comes back by itself', async () => {
	const desk = await openPhone('/account/alerts');
	const { page } = desk;
	const context = page.context();
	await workerOf(context);
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
	});
	await context.setOffline(true);
	await page.goto(`${house().server.base}/sites`);
	await sees(desk.heading('Baton can not be reached'));
	expect(await tooSmall(page)).toEqual([]);
	await shoot(page, 'phone-offline');
	await context.setOffline(false);
	await desk.button('Try again').click();
	await sees(desk.heading(words.settings.sites.title));
	await context.close();
});

test('the worker leaves the demo page and the widget to the network', async () => {
	const desk = await openPhone('/account/alerts');
	const { page } = desk;
	await workerOf(page.context());
	const response = await page.goto(`${house().server.base}/demo`);
	expect(response?.fromServiceWorker()).toBe(false);
	await sees(page.getByRole('button', { name: w.open, exact: true }));
	await page.context().close();
});
