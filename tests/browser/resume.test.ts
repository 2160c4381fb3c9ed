/** I19, I20 in real Chromium: pages that are put away and come back, and networks that go and come. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { shoot } from '../support/browser.ts';
import { hearList, joinAs } from '../support/clients.ts';
import { type Chat, chatOn } from './support/chat.ts';
import type { Desk } from './support/desk.ts';
import { useHouse } from './support/house.ts';
import { countOf, reads, sees, seesNo, textOf } from './support/sees.ts';
import { shopIn } from './support/shop.ts';
import { deskAs, ownerOf, type Staff } from './support/staff.ts';
import { wordsIn } from './support/words.ts';

const house = useHouse({}, { pageCache: true });
const words = wordsIn('en');
const { desk: t, widget: w } = words;
const shop = shopIn.en;
let staff: Staff;
let address = '';
/** Nobody else's browser counts as theirs. */
let agent = '';

beforeAll(async () => {
	staff = await ownerOf(house());
	agent = await joinAs(house().server.base, staff.wire, 'agent', 'desk@example.com');
	const { client } = staff.wire;
	for (const { title, body } of [shop.delivery, shop.care]) {
		await client.knowledge.create.mutate({ siteId: staff.site.id, kind: 'text', title, body });
	}
	address = house().website.put('/', { body: staff.line });
});

async function chatAt(): Promise<Chat> {
	const chat = chatOn(await house().page(), words);
	await chat.page.goto(address);
	await chat.open();
	return chat;
}

/**
 * What the page is told when it is put into the back-forward cache, or frozen behind another tab; the way back. Headless
 * Chromium has no such cache and freezes no page, so the events are the page's whole experience of it.
 */
async function putAway(page: Page, way: 'cache' | 'freeze'): Promise<() => Promise<void>> {
	const tell = (type: 'pagehide' | 'pageshow' | 'freeze' | 'resume') =>
		page.evaluate((name) => {
			if (name === 'freeze' || name === 'resume') document.dispatchEvent(new Event(name));
			else window.dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
		}, type);
	await tell(way === 'cache' ? 'pagehide' : 'freeze');
	return () => tell(way === 'cache' ? 'pageshow' : 'resume');
}

async function heldChat(): Promise<{ readonly chat: Chat; readonly desk: Desk }> {
	const chat = await chatAt();
	await chat.say(shop.delivery.question);
	await reads(chat.log, shop.delivery.ending);
	const desk = await deskAs(house(), agent, `/sites/${staff.site.id}/monitor`);
	await desk.card.first().getByRole('button', { name: t.monitor.takeOver }).click();
	await sees(chat.liveAgent(w.agent));
	await sees(desk.bar(t.session.barYou));
	return { chat, desk };
}

const leave = async ({ chat, desk }: Awaited<ReturnType<typeof heldChat>>): Promise<void> => {
	await desk.button(t.session.leave).click();
	await chat.button(w.end).click();
	await chat.button(w.end).click();
	await Promise.all([chat, desk].map(({ page }) => page.context().close()));
};

test.each(['cache', 'freeze'] as const)(
	'I19, I27: pages that are put away (%s) are away, and come back to all of it, once',
	async (way) => {
		const held = await heldChat();
		const { chat, desk } = held;
		await chat.message.fill('half a sent');
		const visitorBack = await putAway(chat.page, way);
		await sees(desk.page.getByText(t.monitor.presence.away).first(), 3_000);
		await desk.send('Written while nobody looked.');
		await visitorBack();
		await reads(chat.log, 'Written while nobody looked.');
		expect(await chat.message.inputValue()).toBe('half a sent');
		await sees(desk.page.getByText(t.monitor.presence.online).first());

		await desk.field(t.session.reply).fill('half a repl');
		const agentBack = await putAway(desk.page, way);
		const cards = hearList(staff.wire, staff.site.id);
		await cards.until(
			(event) => event.cards.some(({ holder }) => holder !== null && holder.lostDeadline !== null),
			'the countdown',
			3_000,
		);
		await chat.say('Are you there?');
		await agentBack();
		await reads(desk.log, 'Are you there?');
		await cards.until(
			(event) => event.cards.some(({ holder }) => holder !== null && holder.lostDeadline === null),
			'no countdown',
		);
		cards.stop();
		expect(await desk.field(t.session.reply).inputValue()).toBe('half a repl');
		for (const log of [chat.log, desk.log]) {
			const read = await textOf(log);
			for (const text of ['Written while nobody looked.', 'Are you there?']) expect(countOf(read, text)).toBe(1);
		}
		await leave(held);
	},
);

test('I11, I21: what both write while their network is gone waits, says so, and is sent once', async () => {
	const held = await heldChat();
	const { chat, desk } = held;
	const ends = [chat, desk];
	await Promise.all(ends.map(({ page }) => page.context().setOffline(true)));
	await chat.say('Written without a network.');
	await desk.send('Answered without one.');
	await sees(chat.log.getByText(w.sending));
	await sees(chat.panel.getByText(w.offline), 5_000);
	await sees(desk.page.getByText(t.connection.offline), 5_000);
	await shoot(chat.page, 'resume-offline-widget');
	await shoot(desk.page, 'resume-offline-desk');
	await Promise.all(ends.map(({ page }) => page.context().setOffline(false)));
	await reads(desk.log, 'Written without a network.');
	await reads(chat.log, 'Answered without one.');
	for (const log of [chat.log, desk.log]) {
		const read = await textOf(log);
		for (const text of ['Written without a network.', 'Answered without one.']) expect(countOf(read, text)).toBe(1);
	}
	await seesNo(chat.log.getByText(w.sending));
	await leave(held);
});
