/** Somebody asks, nobody is there, an address is left; the owner answers later, and the visitor finds it. In every language. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFailed, test } from 'vitest';
import { missedEn } from '../../shared/text/missed-en.ts';
import { missedLv } from '../../shared/text/missed-lv.ts';
import { phone, shoot, shootFailed } from '../support/browser.ts';
import { visitorWire } from '../support/clients.ts';
import { type Chat, chatOn } from './support/chat.ts';
import type { Desk } from './support/desk.ts';
import { faultsOf, useHouse } from './support/house.ts';
import { reads, sees, seesNo, seesTimes } from './support/sees.ts';
import { deskAs, ownerOf, type Staff, visitorOf } from './support/staff.ts';
import { localeOf, walked, wordsIn } from './support/words.ts';

const missedIn = { en: missedEn, lv: missedLv } as const;
const email = 'visitor@example.com';
const said = {
	en: { question: 'Can you engrave a name on it?', answer: 'Yes, up to twelve letters.', other: 'Is anybody there?' },
	lv: {
		question: 'Vai jūs varat iegravēt vārdu?',
		answer: 'Jā, līdz divpadsmit burtiem.',
		other: 'Vai te kāds ir?',
	},
} as const;

const minute = wordsIn('lv').widget;
const shortMinute = fileURLToPath(new URL('./support/short-minute-preload.ts', import.meta.url));
const awake = useHouse({}, { preload: shortMinute });
/** Asks before anything else here, so that its minute is over when the rest is. */
let waiting: Chat;
test('who asks while a dashboard is open is told that somebody was called', async () => {
	// Her dashboard is open.
	const { line } = await ownerOf(awake());
	waiting = chatOn(await awake().page({ locale: localeOf.lv }), wordsIn('lv'));
	await waiting.page.goto(awake().website.put('/', { body: line }));
	await waiting.open();
	await waiting.button(minute.askPerson).click();
	await sees(waiting.log.getByText(minute.askedByYou));
	expect(await waiting.panel.getByText(minute.addressAsk).count()).toBe(0);
});

describe.each(walked)('missed and answered later, in %s', (language) => {
	const house = useHouse();
	const words = wordsIn(language);
	const { desk: t, widget: w } = words;
	const m = missedIn[language];
	const my = said[language];
	const locale = localeOf[language];
	const picture = (page: Page, what: string) => shoot(page, `missed-${language}-${what}`);

	let staff: Staff;
	let chat: Chat;
	let desk: Desk;
	let address = '';
	let faults: readonly string[] = [];

	test('nobody is here: the visitor is told at once, leaves an address, changes it, and the AI goes on', async () => {
		staff = await ownerOf(house());
		await staff.wire.client.me.updateProfile.mutate({ language });
		// From here on no dashboard is open.
		staff.wire.close();
		address = house().website.put('/', { body: staff.line });
		chat = chatOn(await (await house().person({ locale, viewport: phone })).newPage(), words);
		onTestFailed(() => shootFailed(chat.page, `missed-${language}-asking`));
		faults = faultsOf(chat.page);
		await chat.page.goto(address);
		await chat.open();
		await chat.say(my.question);
		await sees(chat.panel.getByText(w.sent, { exact: true }).or(chat.button(w.askPerson)).first());
		await chat.button(w.askPerson).click();
		await sees(chat.log.getByText(w.nobodyHere));
		const ask = chat.panel.getByRole('textbox', { name: w.addressAsk, exact: true });
		await sees(ask);
		const left = (to: string) => chat.panel.getByText(`${w.addressLeft} ${to}`, { exact: true });
		await picture(chat.page, 'nobody');
		await ask.fill('visitor@example');
		await chat.button(w.addressSave).click();
		const wrong = chat.panel.getByRole('textbox', { name: w.addressWrong, exact: true });
		await sees(wrong);
		expect(await wrong.inputValue()).toBe('visitor@example');
		await picture(chat.page, 'wrong');
		await wrong.fill('first@example.com');
		await wrong.press('Enter');
		await sees(left('first@example.com'));
		await seesNo(ask);
		await picture(chat.page, 'left-first');
		await chat.button(w.addressChange).click();
		await ask.fill('second@');
		await chat.button(w.addressSave).click();
		await sees(wrong);
		expect(await wrong.inputValue()).toBe('second@');
		await wrong.fill(email);
		await chat.button(w.addressSave).click();
		await sees(left(email));
		await picture(chat.page, 'left');
		expect(faults).toEqual([]);
	});

	test('the owner finds it under Missed, with its count in the menu at once, and answers', async () => {
		desk = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/missed`, {}, language);
		onTestFailed(() => shootFailed(desk.page, `missed-${language}-answering`));
		await sees(desk.heading(m.emptyTitle));
		await picture(desk.page, 'empty');
		await desk.page.setViewportSize(phone);
		await picture(desk.page, 'empty-phone');
		await desk.page.setViewportSize({ width: 1280, height: 800 });

		// The visitor goes away, and the browser remembers: the page is left, and the house is told as the grace would.
		const token = await chat.page.evaluate((key) => localStorage.getItem(`baton:${key}:token`), staff.site.key);
		await chat.page.goto('about:blank');
		const wire = visitorWire(house().server.base, staff.site.key, {
			token: token ?? 'none',
			origin: house().website.origin,
		});
		await wire.client.end.mutate();
		wire.close();
		const row = desk.page.getByRole('link', { name: my.question });
		await sees(row, 3_000);
		await sees(desk.tab(t.shell.missed).getByText('1', { exact: true }), 3_000);
		await sees(desk.page.getByText(m.addressLeft, { exact: true }));

		// Whoever was watching it when it ended is led to the same place.
		const list = desk.page.url();
		const one = (await row.getAttribute('href')) ?? '';
		await desk.page.goto(new URL(one.replace('/missed/', '/monitor/'), list).href);
		await sees(desk.page.getByText(t.session.leftMissed, { exact: true }));
		await picture(desk.page, 'gone');
		await desk.page.getByRole('link', { name: t.session.answerLate, exact: true }).click();
		await desk.page.waitForURL((url) => url.pathname === one);
		await desk.page.goto(list);
		await sees(row);

		// Two more, of other kinds.
		const silent = await visitorOf(house(), staff);
		await silent.ask();
		await silent.end();
		await seesTimes(desk.page.getByRole('listitem'), 2);
		await desk.page.getByRole('listitem').first().getByRole('button', { name: m.resolve, exact: true }).click();
		await sees(desk.button(m.unresolve));
		const third = await visitorOf(house(), staff);
		await third.say(my.other);
		await third.ask();
		await third.end();
		await seesTimes(desk.page.getByRole('listitem'), 3);
		await sees(desk.tab(t.shell.missed).getByText('2', { exact: true }), 3_000);
		await picture(desk.page, 'list');
		await desk.page.emulateMedia({ colorScheme: 'dark' });
		await picture(desk.page, 'list-dark');
		await desk.page.setViewportSize(phone);
		await picture(desk.page, 'list-phone-dark');
		await desk.page.emulateMedia({ colorScheme: 'light' });
		await picture(desk.page, 'list-phone');

		await row.click();
		await sees(desk.page.getByText(m.writeTo(email), { exact: true }));
		await reads(desk.log, my.question);
		const field = desk.field(m.answerField);
		await field.fill(my.answer);
		await picture(desk.page, 'one-phone');
		await desk.page.emulateMedia({ colorScheme: 'dark' });
		await desk.page.setViewportSize({ width: 1280, height: 800 });
		await picture(desk.page, 'one-dark');
		await desk.page.emulateMedia({ colorScheme: 'light' });
		await picture(desk.page, 'one');
		await field.press('Enter');
		await reads(desk.log, my.answer);
		await sees(desk.page.getByText(m.resolved(''), { exact: true }));
		await sees(desk.tab(t.shell.missed).getByText('1', { exact: true }), 3_000);
		await picture(desk.page, 'answered');
	});

	test('the visitor comes back: a dot on the launcher, and the answer behind it', async () => {
		onTestFailed(() => shootFailed(chat.page, `missed-${language}-back`));
		await chat.page.goto(address);
		await sees(chat.page.getByText(w.newMessage, { exact: true }));
		await picture(chat.page, 'dot');
		await chat.open();
		await reads(chat.log, my.answer);
		await sees(chat.log.getByText(w.whileAway));
		await picture(chat.page, 'found');
		await chat.page.emulateMedia({ colorScheme: 'dark' });
		await picture(chat.page, 'found-dark');
		await sees(desk.page.getByText(m.toChat));
		// Seen is seen: it is no news on the next page.
		await chat.page.goto(`${address}?next`);
		await sees(chat.log.getByText(w.whileAway).or(chat.launcher).first());
		await seesNo(chat.page.getByText(w.newMessage, { exact: true }));
		expect(faults).toEqual([]);
	});
});

test('who is not answered in time is told that nobody is free, and may leave an address', async () => {
	const { panel, page, log } = waiting;
	await sees(log.getByText(minute.nobodyFree), 20_000);
	await sees(panel.getByRole('textbox', { name: minute.addressAsk, exact: true }));
	await shoot(page, 'missed-lv-free');
});
