/** The whole main job on real input, in every language: an owner, a visitor on another origin, a second agent. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { phone, shoot, shootFailed } from '../support/browser.ts';
import { type Chat, chatOn } from './support/chat.ts';
import { type Desk, deskIn } from './support/desk.ts';
import { faultsOf, useHouse } from './support/house.ts';
import { countOf, reads, sees, seesNo, textOf } from './support/sees.ts';
import { shopIn } from './support/shop.ts';
import { localeOf, walked, wordsIn } from './support/words.ts';

const name = 'Desk One';
const owner = { email: 'owner@example.com', password: 'a quiet harbour 7' };
const agent = { email: 'agent@example.com', password: 'a quiet harbour 8' };
/** SPEC section 2: on every dashboard of that site within one second. */
const atOnceMs = 1_000;

const between = (text: string, from: string, to: string): string =>
	text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)));

describe.each(walked)('the journey in %s', (language) => {
	const house = useHouse({ OWNER_EMAIL: '', OWNER_PASSWORD: '' });
	const words = wordsIn(language);
	const { desk: t, settings: s, widget: w } = words;
	const shop = shopIn[language];
	const locale = localeOf[language];
	const picture = (page: Page, what: string) => shoot(page, `journey-${language}-${what}`);

	let first: Desk;
	let second: Desk;
	let chat: Chat;
	/** The monitoring page of the owner's other website. */
	let elsewhere: Page;
	let address = '';
	let visitorFaults: readonly string[] = [];
	let deskFaults: readonly string[] = [];

	// Each step stands on the one before: after a failure the rest could only fail slowly.
	let ended: string | null = null;
	beforeEach(({ task }) => {
		if (ended !== null) throw new Error(`the journey ended at “${ended}”`);
		onTestFailed(async () => {
			ended ??= task.name;
			for (const [who, page] of Object.entries({ first: first?.page, second: second?.page, chat: chat?.page })) {
				if (page !== undefined) await shootFailed(page, `${language}-${who}`);
			}
		});
	});

	test('the printed one-time link makes the owner, an address makes the website, and its page waits', async () => {
		const { server, website, page } = house();
		first = deskIn(await page({ locale, viewport: { width: 1440, height: 900 } }), words);
		deskFaults = faultsOf(first.page);
		const link = /http:\S+\/setup\/\S+/.exec(server.output)?.[0] ?? 'no link was printed';
		await first.page.goto(link);
		await sees(first.heading(t.signIn.setupTitle));
		await picture(first.page, 'setup');
		await first.enter(owner.email, owner.password, t.signIn.setupSubmit);
		await sees(first.field(s.newSite.label));
		await picture(first.page, 'address');
		await first.addSite(website.origin);
		await sees(first.page.getByText(s.install.waiting));
		await picture(first.page, 'install-waiting');

		const again = await page({ locale });
		await again.goto(link);
		await deskIn(again, words).enter('other@example.com', owner.password, t.signIn.setupSubmit);
		await sees(again.getByText(t.signIn.setupLink));
	});

	test('pasted on another origin under a strict policy, the line shows the launcher, and the page says seen', async () => {
		const { website, page } = house();
		const line = await first.field(s.install.embedLabel).inputValue();
		const sources = await first.field(s.install.cspLabel).inputValue();
		address = website.put('/', { body: line, policy: `default-src 'none'; img-src data:; ${sources}` });
		chat = chatOn(await page({ locale, viewport: phone }), words);
		visitorFaults = faultsOf(chat.page);
		await chat.page.goto(address);
		await sees(chat.launcher);
		await sees(first.page.getByText(s.install.seen(website.origin)));
		await picture(first.page, 'install-seen');
		expect(visitorFaults).toEqual([]);
	});

	test('knowledge is pasted, the agent takes a name, and a second website stands beside', async () => {
		await first.tab(t.shell.knowledge).click();
		for (const { title, body } of [shop.delivery, shop.care, shop.returns]) await first.write(title, body);
		await picture(first.page, 'knowledge');
		await first.takeName(name);
		elsewhere = await first.page.context().newPage();
		await elsewhere.goto(new URL('/sites/new', first.page.url()).href);
		const other = deskIn(elsewhere, words);
		await other.addSite('other.example');
		await sees(elsewhere.getByText(s.install.waiting));
		await other.tab(t.shell.monitoring).click();
		await sees(other.online(0));
		// The most cards that were ever there, however short.
		await elsewhere.evaluate(() => {
			const { dataset } = document.documentElement;
			dataset['mostCards'] = '0';
			new MutationObserver(() => {
				const now = document.querySelectorAll('article').length;
				dataset['mostCards'] = String(Math.max(now, Number(dataset['mostCards'])));
			}).observe(document.body, { childList: true, subtree: true });
		});
		await first.tab(t.shell.monitoring).click();
		await sees(first.heading(t.monitor.title));
		expect(await first.card.count()).toBe(0);
	});

	test('a second agent joins by a one-time link', async () => {
		const { page } = house();
		const members = deskIn(await first.page.context().newPage(), words);
		await members.page.goto(new URL('/members', first.page.url()).href);
		await members.button(s.members.invite).click();
		const link = members.field(`${s.members.inviteLabel}: ${s.members.agent}`);
		await link.waitFor();
		second = deskIn(await page({ locale }), words);
		await second.page.goto(await link.inputValue());
		await sees(second.heading(t.signIn.joinTitle));
		await picture(second.page, 'join');
		await second.enter(agent.email, agent.password, t.signIn.joinSubmit);
		await second.page.getByRole('link', { name: new URL(address).hostname, exact: true }).click();
		await sees(second.online(0));
		expect(await second.page.getByRole('link', { name: t.shell.settings }).count()).toBe(0);
		await members.page.close();
	});

	test('an opened chat is a card within a second; the question is answered from what was pasted', async () => {
		const { delivery } = shop;
		await chat.open();
		const opened = performance.now();
		await Promise.all([sees(first.card), sees(second.card)]);
		expect(performance.now() - opened).toBeLessThan(atOnceMs);
		await sees(chat.panel.getByText(w.disclosure));
		await chat.say(delivery.question);
		await reads(chat.log, delivery.ending);
		await sees(chat.panel.getByText(`${w.source}: ${delivery.title}`));
		for (const { card, online } of [first, second]) {
			await sees(online(1));
			await sees(card.getByText(t.monitor.unknownCountry));
			await sees(card.getByText(t.monitor.devices.mobile));
			await sees(card.getByRole('time'));
			await sees(card.getByText(t.monitor.messages(2)));
			await sees(card.getByText(delivery.body));
			await sees(card.getByText(t.monitor.presence.online));
		}
		await picture(first.page, 'card');
		await picture(chat.page, 'answered');
	});

	test('taking over stops the AI in the middle, and the visitor sees who is there', async () => {
		const { care } = shop;
		const begin = care.body.slice(0, 30);
		for (const { card } of [first, second]) await card.getByRole('button', { name: t.monitor.watch }).click();
		for (const { bar, log } of [first, second]) {
			await sees(bar(t.session.barAi));
			await reads(log, shop.delivery.ending);
		}
		await chat.say(care.question);
		await Promise.all([chat.log, first.log, second.log].map((log) => reads(log, begin)));
		await first.button(t.session.takeOver).click();
		await sees(chat.liveAgent(name));
		await sees(first.bar(t.session.barYou));
		await sees(second.bar(t.session.barOther(name)));
		await sees(chat.log.getByText(w.interrupted(name)));
		const said = between(await textOf(chat.log), begin, w.interrupted(name));
		expect(said.length).toBeGreaterThan(0);
		expect(said).not.toContain(care.ending);

		await picture(first.page, 'taken-over');
		await picture(chat.page, 'live-agent');
		await first.send(shop.talk.help);
		await sees(chat.log.getByText(shop.talk.help));
		await chat.say(shop.talk.glad);
		await sees(first.log.getByText(shop.talk.glad));
		// Whatever the AI had on its way would have come before these.
		expect(between(await textOf(chat.log), begin, w.interrupted(name))).toBe(said);
		expect(await textOf(first.log)).not.toContain(care.ending);
	});

	test('both sides see each other type; the second agent sees all of it and cannot take it', async () => {
		await chat.message.pressSequentially('…');
		for (const { page } of [first, second]) await sees(page.getByText(t.session.visitorTyping, { exact: true }));
		await chat.message.fill('');
		await first.reply.pressSequentially(shop.talk.number);
		await sees(chat.log.getByText(w.agentWrites(name)));
		await sees(second.page.getByText(t.session.agentTyping(name)));
		await picture(second.page, 'second-agent');
		await first.reply.press('Enter');
		await sees(chat.log.getByText(shop.talk.number));
		for (const text of [shop.talk.help, shop.talk.glad, shop.talk.number]) await sees(second.log.getByText(text));
		expect(await second.button(t.session.takeOver).count()).toBe(0);
		expect(await second.reply.isEditable()).toBe(false);
		expect(await second.reply.getAttribute('placeholder')).toBe(t.session.placeholderOther(name));
	});

	test('a reload in the middle of the takeover changes nothing', async () => {
		await chat.page.reload();
		await chat.open();
		await sees(chat.liveAgent(name));
		await reads(chat.log, shop.talk.help);
		await chat.say(shop.talk.still);
		for (const { log } of [first, second]) await sees(log.getByText(shop.talk.still));
		await sees(first.bar(t.session.barYou));
		await sees(chat.log.getByText(w.sent));
	});

	test('kill -9 and a new start lose nothing and change nobody’s turn', async () => {
		const { server } = house();
		const before = await textOf(chat.log);
		await server.kill();
		await sees(first.page.getByText(t.connection.offline));
		await picture(first.page, 'offline');
		await picture(chat.page, 'offline-chat');
		await server.restart();
		await first.send(shop.talk.found);
		await sees(chat.log.getByText(shop.talk.found), 30_000);
		await sees(chat.liveAgent(name));
		await sees(first.bar(t.session.barYou));
		await sees(second.bar(t.session.barOther(name)), 30_000);
		expect(await textOf(chat.log)).toContain(before.slice(0, before.lastIndexOf(shop.talk.still)));
		await second.page.reload();
		for (const text of [shop.talk.help, shop.talk.glad, shop.talk.number, shop.talk.still, shop.talk.found]) {
			await sees(second.log.getByText(text));
			expect(countOf(await textOf(chat.log), text)).toBe(1);
		}
	});

	test('leave chat: the AI is back and answers the open question once', async () => {
		const { returns, talk } = shop;
		await chat.say(returns.question);
		await sees(first.log.getByText(returns.question));
		await first.button(t.session.leave).click();
		await sees(chat.log.getByText(w.released(name)));
		await sees(chat.panel.getByRole('status', { name: w.ai, exact: true }));
		await reads(chat.log, returns.ending);
		await sees(first.bar(t.session.barAi));
		await picture(first.page, 'left');
		await picture(chat.page, 'ai-is-back');
		await chat.say(talk.thanks);
		await expect.poll(() => first.log.getByText(t.session.lines.youReleased).count()).toBe(1);
		// The second answer is there: one that came twice would be, too.
		await expect.poll(async () => between(`${await textOf(first.log)}$`, talk.thanks, '$').length).toBeGreaterThan(30);
		for (const log of [chat.log, first.log, second.log]) {
			expect(countOf(await textOf(log), returns.ending)).toBe(1);
		}
	});

	test('a whisper is for the team’s eyes only, and the next answer says what it points to', async () => {
		const { delivery, talk } = shop;
		await first.field(t.session.whisper).fill(talk.whisper);
		await sees(first.page.getByText(t.session.whisperIs));
		await first.button(t.session.whisperNow).click();
		await sees(first.log.getByText(t.session.youWhispered));
		await sees(second.log.getByText(t.session.whispered(name)));
		for (const { log, bar } of [first, second]) {
			await sees(log.getByText(talk.whisper));
			await sees(bar(t.session.barAi));
		}
		await chat.say(talk.thanks);
		await expect.poll(async () => countOf(await textOf(chat.log), delivery.ending), { timeout: 15_000 }).toBe(2);
		expect(await textOf(chat.panel)).not.toContain(talk.whisper);
		await picture(first.page, 'whispered');
	});

	test('end chat: the start screen here, no card there, and the other website saw nothing of it', async () => {
		await chat.button(w.end).click();
		await chat.panel.getByRole('group', { name: w.endQuestion }).getByRole('button', { name: w.end }).click();
		await sees(chat.button(w.startNew));
		await picture(chat.page, 'ended');
		await sees(first.bar(t.session.barLeft));
		await first.button(t.session.back).click();
		await sees(first.online(0));
		await seesNo(first.card);
		await picture(first.page, 'empty');
		const other = deskIn(elsewhere, words);
		await sees(other.online(0));
		expect(await elsewhere.evaluate(() => document.documentElement.dataset['mostCards'])).toBe('0');
		expect(visitorFaults.filter((fault) => !fault.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
		expect(deskFaults.filter((fault) => !fault.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
	});
});
