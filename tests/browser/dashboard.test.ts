import { beforeAll, expect, test } from 'vitest';
import { phone, shoot } from '../support/browser.ts';
import { signIn } from '../support/clients.ts';
import { owner, runToEnd } from '../support/server.ts';
import { chatOn } from './support/chat.ts';
import type { Desk } from './support/desk.ts';
import { useHouse } from './support/house.ts';
import { reads, sees, seesNo, seesTimes } from './support/sees.ts';
import { deskAs, ownerOf, type Staff, visitorOf } from './support/staff.ts';
import { wordsIn } from './support/words.ts';

const house = useHouse();
const words = wordsIn('en');
const { desk: t, widget: w } = words;

let staff: Staff;
beforeAll(async () => {
	staff = await ownerOf(house());
});

const monitor = () => `/sites/${staff.site.id}/monitor`;
const deskAt = (path = monitor()): Promise<Desk> => deskAs(house(), staff.cookie, path);

/** The cards in their order, without the clocks that run on them. */
const cardsOf = ({ card }: Desk): Promise<readonly string[]> =>
	card.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));

test('sound: one of four ways, remembered after a reload', async () => {
	const { page, button, online } = await deskAt();
	const mode = (name: string) => page.getByRole('menuitemradio', { name, exact: true });
	await button(t.sound.button).click();
	for (const name of Object.values(t.sound.modes)) await sees(mode(name));
	expect(await mode(t.sound.modes.all).isChecked()).toBe(true);
	await shoot(page, 'sound-menu');
	await mode(t.sound.modes.new).click();
	await seesNo(mode(t.sound.modes.new));
	await page.reload();
	await sees(online(0));
	await button(t.sound.button).click();
	await expect.poll(() => mode(t.sound.modes.new).isChecked()).toBe(true);
	expect(await mode(t.sound.modes.all).isChecked()).toBe(false);
	await mode(t.sound.modes.all).click();
});

test('sound that the browser blocks is told on the page, and any click unlocks it', async () => {
	const { page, heading } = await deskAt();
	// Whatever Playwright asks of a page counts as a person's doing there: a look that does not has to come first.
	const look = await page.context().newCDPSession(page);
	const body = { expression: 'document.body.innerText', userGesture: false };
	const shown = async () => String((await look.send('Runtime.evaluate', body)).result.value);
	await expect.poll(shown, { timeout: 15_000 }).toContain(t.sound.locked);
	await shoot(page, 'sound-locked');
	await sees(page.getByText(t.sound.locked));
	await heading(t.monitor.title).click();
	await seesNo(page.getByText(t.sound.locked));
});

test('agent name: what can’t be shown is refused with a reason, what can is kept', async () => {
	const desk = await deskAt();
	const { page, button, field } = desk;
	const name = field(t.agentName.field);
	await button(t.agentName.button).click();
	await sees(page.getByText(t.agentName.empty));
	await name.fill('x'.repeat(61));
	await button(t.ui.save).click();
	await sees(page.getByText(t.agentName.tooLong));
	await name.fill('Desk\u200b One');
	await button(t.ui.save).click();
	await sees(page.getByText(t.agentName.invalid));
	await shoot(page, 'agent-name-refused');
	await name.fill('  Desk One ');
	await button(t.ui.save).click();
	await seesNo(name);
	await page.reload();
	await button(t.agentName.button).click();
	await expect.poll(() => name.inputValue()).toBe('Desk One');
});

test('what needs a person stands first, then the newest; two dashboards say the same', async () => {
	const [one, two] = await Promise.all([deskAt(), deskAt()]);
	const older = await visitorOf(house(), staff);
	await older.say('Good morning');
	const newer = await visitorOf(house(), staff);
	await newer.say('Good evening');
	for (const desk of [one, two]) {
		await expect.poll(() => cardsOf(desk), { timeout: 10_000 }).toEqual([newer.sessionId, older.sessionId]);
		await sees(desk.online(2));
	}
	await older.ask();
	for (const desk of [one, two]) {
		await expect.poll(() => cardsOf(desk), { timeout: 10_000 }).toEqual([older.sessionId, newer.sessionId]);
		await sees(desk.page.getByText(t.monitor.needHuman(1)));
		await reads(desk.card.first(), t.monitor.reasons.button);
	}
	await shoot(one.page, 'order-by-need');
	await one.card.first().getByRole('button', { name: t.monitor.takeOver }).click();
	await sees(one.bar(t.session.barYou));
	// The same member has it in every one of their browsers.
	await sees(two.card.getByText(t.monitor.youHave));
	await seesNo(two.page.getByText(t.monitor.needHuman(1)));
	await one.button(t.session.leave).click();
	await sees(one.bar(t.session.barAi));
	await Promise.all([older.end(), newer.end()]);
	await sees(two.online(0));
	await seesNo(two.card);
	await sees(two.page.getByText(t.monitor.emptyTitle));
});

test('signing out closes every page of that login, and only that login', async () => {
	const cookie = await signIn(house().server.base);
	const other = await deskAt();
	const desk = await deskAs(house(), cookie, monitor());
	const second = await desk.page.context().newPage();
	await second.goto(desk.page.url());
	await sees(desk.online(0));
	await desk.button(t.shell.account).click();
	await shoot(desk.page, 'account-menu');
	await desk.page.getByRole('menuitem', { name: t.shell.signOut }).click();
	await sees(desk.heading(t.signIn.title));
	// SPEC section 2: that login's sockets are closed within five seconds.
	await sees(second.getByText(t.signIn.signedOut), 5_000);
	await sees(other.online(0));
	await desk.page.goto(other.page.url());
	await sees(desk.heading(t.signIn.title));
	await desk.enter(owner.email, 'not the password', t.signIn.submit);
	await sees(desk.page.getByText(t.errors['auth.credentials']));
	await desk.enter(owner.email, owner.password, t.signIn.submit);
	await sees(desk.heading(t.monitor.title));
	expect(desk.page.url()).toBe(other.page.url());
});

test('on the free plan the page explains, the widget goes on, and a better plan brings the cards back', async () => {
	const { server, page, website } = house();
	const plan = async (name: string) => {
		const { code, stdout } = await runToEnd('admin/main.ts', { DATA_DIR: server.dataDir }, ['plan', owner.email, name]);
		expect([code, stdout]).toEqual([0, expect.stringContaining(name)]);
	};
	const desk = await deskAt();
	await sees(desk.online(0));
	await plan('free');
	await sees(desk.page.getByText(t.monitor.freeTitle), 5_000);
	await seesNo(desk.page.getByText(t.monitor.online(0)));
	await shoot(desk.page, 'plan-free');
	const command = desk.field(t.monitor.freeOwner);
	expect(await command.inputValue()).toMatch(/^npm run admin -- plan \S+ pro$/);
	const chat = chatOn(await page(), words);
	await chat.page.goto(website.put('/free', { body: staff.line }));
	await chat.open();
	await chat.say('Good morning');
	await sees(chat.log.getByText(w.sent));
	await plan('pro');
	await desk.page.reload();
	await sees(desk.card);
	await chat.button(w.end).click();
	await chat.panel.getByRole('group').getByRole('button', { name: w.end }).click();
	await seesNo(desk.card);
});

test('on a phone: watch, take over with a button as wide as the screen, reply, leave', async () => {
	const visitor = await visitorOf(house(), staff);
	await visitor.say('Good morning');
	const desk = await deskAs(house(), staff.cookie, monitor(), { viewport: phone, colorScheme: 'dark' });
	await sees(desk.card);
	await shoot(desk.page, 'phone-monitor');
	await desk.card.getByRole('button', { name: t.monitor.watch }).click();
	await sees(desk.bar(t.session.barAi));
	const take = desk.button(t.session.takeOver);
	await sees(take);
	await shoot(desk.page, 'phone-watching');
	const box = await take.boundingBox();
	expect(box?.width).toBeGreaterThan(phone.width - 48);
	expect(box?.height).toBeGreaterThanOrEqual(44);
	await take.click();
	await sees(desk.bar(t.session.barYou));
	await desk.send('Good morning from a person');
	await sees(desk.log.getByText('Good morning from a person'));
	await shoot(desk.page, 'phone-taken-over');
	await desk.button(t.session.leave).click();
	await sees(desk.bar(t.session.barAi));
	await desk.button(t.session.back).click();
	await sees(desk.heading(t.monitor.title));
	await visitor.end();
	await seesNo(desk.card);
});

test('offline: a bar says so, what is known stays, controls wait; it is live again by itself', async () => {
	const { server } = house();
	const visitor = await visitorOf(house(), staff);
	await visitor.say('Good morning');
	const desk = await deskAt();
	const take = desk.card.getByRole('button', { name: t.monitor.takeOver });
	await sees(take);
	await server.stop();
	await sees(desk.page.getByText(t.connection.offline));
	await seesTimes(desk.card, 1);
	expect(await take.getAttribute('aria-disabled')).toBe('true');
	expect(await take.getAttribute('title')).toBe(t.waitsForConnection);
	await shoot(desk.page, 'offline');
	await server.restart();
	await seesNo(desk.page.getByText(t.connection.offline), 30_000);
	await sees(desk.page.getByText(t.connection.live, { exact: true }));
	await seesTimes(desk.card, 1);
	await take.click();
	await sees(desk.bar(t.session.barYou));
});
