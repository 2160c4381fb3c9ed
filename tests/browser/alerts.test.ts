/** Alerts as a member meets them: the page, the mail's link on a phone, and a password that was forgotten. */
import type { ParsedMail } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertsEn } from '../../shared/text/alerts-en.ts';
import { alertsLv } from '../../shared/text/alerts-lv.ts';
import { mailLv } from '../../shared/text/mail-lv.ts';
import { phone, shoot, type Visit } from '../support/browser.ts';
import { type MailServer, openMailServer } from '../support/mail-server.ts';
import { freePort, owner } from '../support/server.ts';
import { deskIn } from './support/desk.ts';
import { useHouse } from './support/house.ts';
import { axeFindings, beyondTheEdge } from './support/page-checks.ts';
import { sees } from './support/sees.ts';
import { deskAs, ownerOf, type Staff, visitorOf } from './support/staff.ts';
import { localeOf, wordsIn } from './support/words.ts';

const port = await freePort();
const house = useHouse({ SMTP_URL: `smtp://127.0.0.1:${port}?from=baton@example.com` });
const words = wordsIn('en');
const { desk: t } = words;

let mail: MailServer;
let staff: Staff;
beforeAll(async () => {
	mail = await openMailServer({}, port);
	staff = await ownerOf(house());
	await staff.wire.client.sites.create.mutate({ address: 'second.example' });
});
afterAll(() => mail.close());

const linkIn = ({ text = '' }: ParsedMail, start: string): string => {
	const link = text.split(/\s/).find((word) => word.includes(`/${start}/`));
	return link === undefined ? '' : new URL(link).pathname;
};

const dark: Visit = { colorScheme: 'dark' };

test('the page says how things stand, keeps what is chosen, and a test shows what the mail server says', async () => {
	const desk = await deskAs(house(), staff.cookie, '/account');
	await desk.button(t.shell.account).click();
	await desk.page.getByRole('menuitem', { name: t.shell.alerts }).click();
	await sees(desk.heading(alertsEn.title));
	await sees(desk.page.getByText(alertsEn.mailTo(owner.email)));
	await desk.page.getByText(alertsEn.onlyUnattended, { exact: true }).click();
	await desk.page.getByText(alertsEn.inHours, { exact: true }).click();
	const zone = desk.field(alertsEn.zone);
	await zone.fill('Europe/Nowhere');
	await desk.button(t.ui.save).click();
	await sees(desk.page.getByText(alertsEn.zoneInvalid));
	await zone.fill('Europe/Riga');
	await desk.page.getByLabel(alertsEn.from, { exact: true }).fill('22:00');
	await desk.page.getByLabel(alertsEn.to, { exact: true }).fill('06:00');
	await sees(desk.page.getByText(alertsEn.overnight));
	await desk.button(t.ui.save).click();
	await sees(desk.page.getByText(t.ui.saved, { exact: true }));
	mail.refuse(() => ({ code: 550, text: 'No such user here' }));
	await desk.button(alertsEn.test).click();
	await sees(desk.page.getByText('550 No such user here').first());
	mail.refuse(() => null);
	await desk.button(alertsEn.test).click();
	await sees(desk.page.getByText(alertsEn.testSent(owner.email)));
	await shoot(desk.page, 'alerts-desk-light');
	expect(await axeFindings(desk.page, 'light')).toEqual([]);
	await desk.page.reload();
	await sees(desk.page.getByText(alertsEn.overnight));

	for (const [name, visit] of [
		['alerts-desk-dark-lv', dark],
		['alerts-phone-lv', { viewport: phone }],
		['alerts-phone-dark-lv', { viewport: phone, ...dark }],
	] as const) {
		await staff.wire.client.me.updateProfile.mutate({ language: 'lv', theme: 'system' });
		const there = await deskAs(house(), staff.cookie, '/account/alerts', visit, 'lv');
		await sees(there.heading(alertsLv.title));
		await sees(there.page.getByText(alertsLv.overnight));
		expect(await beyondTheEdge(there.page)).toEqual([]);
		if (name.includes('dark')) expect(await axeFindings(there.page, 'dark')).toEqual([]);
		await there.page.setViewportSize({ width: visit === dark ? 1280 : 390, height: 1_700 });
		await shoot(there.page, name);
	}
}, 240_000);

test('on a phone: the link of the mail, sign in, one tap, and the chat is theirs; the link holds no more', async () => {
	await staff.wire.client.me.updateProfile.mutate({ language: 'lv' });
	await staff.wire.client.alerts.update.mutate({
		...{ mail: true, push: true, kinds: ['human-asked', 'missed'], sites: 'all', hours: null },
		onlyUnattended: false,
	});
	const before = mail.mails.length;
	const visitor = await visitorOf(house(), staff);
	await visitor.say('Vai varu runāt ar cilvēku?');
	await visitor.ask();
	const letter = await mail.mail(before);
	expect(letter.subject).toContain(mailLv.alert['human-asked'].subject(''));
	const path = linkIn(letter, 'take-over');

	const context = await house().person({ locale: localeOf.lv, viewport: phone });
	const page = await context.newPage();
	await page.goto(house().server.base + path);
	const lv = wordsIn('lv');
	const desk = deskIn(page, lv);
	await desk.enter(owner.email, owner.password, lv.desk.signIn.submit);
	await sees(desk.heading(alertsLv.takeOver.title));
	await sees(page.getByText(alertsLv.takeOver.lastMessage, { exact: true }));
	await shoot(page, 'take-over-phone-light-lv');
	expect(await beyondTheEdge(page)).toEqual([]);
	expect(await axeFindings(page, 'light')).toEqual([]);
	const other = await deskAs(house(), staff.cookie, path, { viewport: phone, ...dark }, 'lv');
	await sees(other.heading(alertsLv.takeOver.title));
	await shoot(other.page, 'take-over-phone-dark-lv');
	expect(await axeFindings(other.page, 'dark')).toEqual([]);

	await desk.button(alertsLv.takeOver.submit).click();
	await sees(desk.bar(lv.desk.session.barYou));
	await shoot(page, 'take-over-phone-done');
	await other.button(alertsLv.takeOver.submit).click();
	await sees(other.heading(alertsLv.takeOver.usedTitle));
	await shoot(other.page, 'take-over-phone-used');
	await other.button(alertsLv.takeOver.open).click();
	await sees(other.bar(lv.desk.session.barYou));
}, 240_000);

test('a forgotten password is set anew by a link in a mail', async () => {
	await staff.wire.client.me.updateProfile.mutate({ language: 'en' });
	const before = mail.mails.length;
	const page = await house().page({ viewport: phone });
	await page.goto(`${house().server.base}/sign-in`);
	const desk = deskIn(page, words);
	await page.getByRole('link', { name: t.signIn.forgottenShort }).click();
	await sees(desk.heading(alertsEn.forgot.title));
	await desk.field(t.signIn.email).fill(owner.email);
	await shoot(page, 'forgot-phone-light');
	await desk.button(alertsEn.forgot.submit).click();
	await sees(desk.heading(alertsEn.forgot.sentTitle));
	await shoot(page, 'forgot-phone-sent');
	expect(await axeFindings(page, 'light')).toEqual([]);
	const latvian = await house().page({ locale: localeOf.lv, ...dark });
	await latvian.goto(`${house().server.base}/forgot`);
	await sees(latvian.getByRole('heading', { name: alertsLv.forgot.title }));
	await shoot(latvian, 'forgot-desk-dark-lv');
	expect(await axeFindings(latvian, 'dark')).toEqual([]);

	await page.goto(house().server.base + linkIn(await mail.mail(before), 'reset'));
	await page.getByLabel(t.signIn.password, { exact: true }).fill('a new harbour 10');
	await desk.button(t.signIn.resetSubmit).click();
	await sees(desk.button(t.shell.account), 60_000);
}, 240_000);
