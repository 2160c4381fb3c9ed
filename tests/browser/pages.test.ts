/** The pages around monitoring: websites, knowledge, the demo, the documentation. */
import { beforeAll, expect, test } from 'vitest';
import { shoot } from '../support/browser.ts';
import { chatOn } from './support/chat.ts';
import type { Desk } from './support/desk.ts';
import { useHouse } from './support/house.ts';
import { reads, sees, seesNo } from './support/sees.ts';
import { shopIn } from './support/shop.ts';
import { deskAs, ownerOf, type Staff } from './support/staff.ts';
import { localeOf, wordsIn } from './support/words.ts';

const house = useHouse();
const words = wordsIn('en');
const { desk: t, settings: s } = words;
const shop = shopIn.en;

let staff: Staff;
beforeAll(async () => {
	staff = await ownerOf(house(), 'first.example');
});

const deskAt = (path: string): Promise<Desk> => deskAs(house(), staff.cookie, path);

test('a website is added by its address, a blocked origin is allowed with one click, and it is removed by name', async () => {
	const { website, page } = house();
	const desk = await deskAt('/sites');
	await desk.button(s.sites.add).click();
	await desk.addSite('not an address');
	await sees(desk.page.getByText(s.newSite.invalid));
	await shoot(desk.page, 'site-invalid');
	await desk.addSite('second.example');
	await sees(desk.page.getByText(s.install.waiting));
	const line = await desk.field(s.install.embedLabel).inputValue();

	const chat = chatOn(await page(), words);
	const config = chat.page.waitForResponse((response) => response.url().includes('/widget/config'));
	await chat.page.goto(website.put('/second', { body: line }));
	expect((await config).status()).toBe(403);
	await sees(desk.page.getByText(s.install.blocked(website.origin)));
	await shoot(desk.page, 'install-blocked');
	await desk.button(s.install.allowNamed(website.origin)).click();
	await seesNo(desk.page.getByText(s.install.blocked(website.origin)));
	await chat.page.reload();
	await sees(chat.launcher);
	await sees(desk.page.getByText(s.install.seen(website.origin)));
	await chat.open();

	await desk.tab(t.shell.settings).click();
	await desk.button(s.site.remove).click();
	const dialog = desk.page.getByRole('dialog', { name: s.site.removeAsk('second.example') });
	const remove = dialog.getByRole('button', { name: s.site.remove });
	expect(await remove.getAttribute('aria-disabled')).toBe('true');
	await shoot(desk.page, 'site-remove');
	await dialog.getByRole('textbox').fill('second.example');
	await remove.click();
	await sees(desk.heading(s.sites.title));
	await sees(desk.page.getByRole('link', { name: 'first.example', exact: true }));
	await seesNo(desk.page.getByRole('link', { name: 'second.example', exact: true }));
	// Whoever chatted there has nothing left to chat with.
	await seesNo(chat.panel);
	await seesNo(chat.launcher);
});

test('knowledge is written, tried, changed and deleted; what is not known is said', async () => {
	const { title, body, question, ending } = shop.returns;
	const desk = await deskAt(`/sites/${staff.site.id}/knowledge`);
	const { page, button, field } = desk;
	const answer = page.getByRole('complementary', { name: s.knowledge.tryTitle });
	const ask = async (text: string) => {
		await field(s.knowledge.tryLabel).fill(text);
		await button(s.knowledge.ask).click();
	};
	await sees(page.getByText(s.knowledge.emptyTitle));
	await shoot(page, 'knowledge-empty');
	await ask(question);
	await sees(answer.getByText(s.knowledge.unsure));

	await button(s.knowledge.addText).click();
	await button(t.ui.save).click();
	await sees(page.getByText(s.knowledge.titleMissing));
	await field(s.knowledge.titleLabel).fill(title);
	await field(s.knowledge.bodyLabel).fill('x'.repeat(10_001));
	await sees(page.getByText(s.knowledge.tooLong(1)));
	await shoot(page, 'knowledge-too-long');
	await field(s.knowledge.bodyLabel).fill(body);
	await button(t.ui.save).click();
	await sees(button(s.knowledge.editNamed(title)));
	await ask(question);
	await reads(answer, ending);
	await sees(answer.getByText(title, { exact: true }));
	await shoot(page, 'knowledge-tried');

	await button(s.knowledge.editNamed(title)).click();
	await field(s.knowledge.bodyLabel).fill('You may return goods within ninety days.');
	await button(t.ui.save).click();
	await seesNo(page.getByRole('dialog'));
	await ask(question);
	await reads(answer, 'within ninety days.');

	await button(s.knowledge.addQuestion).click();
	const editor = page.getByRole('dialog', { name: s.knowledge.newQuestion });
	await editor.getByRole('textbox', { name: s.knowledge.questionLabel }).fill('Where is your shop?');
	await editor.getByRole('textbox', { name: s.knowledge.answerLabel }).fill('In Cesis, by the castle.');
	await page.keyboard.press('Escape');
	await sees(page.getByText(s.knowledge.discardTitle));
	await button(s.knowledge.stay).click();
	await button(t.ui.save).click();
	await sees(button(s.knowledge.editNamed('Where is your shop?')));
	await ask('Where is your shop?');
	await reads(answer, 'by the castle.');

	await button(s.knowledge.deleteNamed(title)).click();
	await page
		.getByRole('dialog', { name: s.knowledge.deleteTitle })
		.getByRole('button', { name: s.common.delete })
		.click();
	await seesNo(button(s.knowledge.editNamed(title)));
	await page.reload();
	await sees(button(s.knowledge.editNamed('Where is your shop?')));
	await seesNo(button(s.knowledge.editNamed(title)));
});

test('the demo: three simulated visitors with countries, in a shop of their own, gone with one click', async () => {
	const desk = await deskAt('/sites');
	const { page, button } = desk;
	const count = page.getByRole('spinbutton', { name: s.demo.visitors });
	await count.fill('51');
	await button(s.demo.start).click();
	await sees(page.getByText(s.demo.range));
	await count.fill('3');
	await button(s.demo.start).click();
	await sees(page.getByText(s.demo.running(3)), 30_000);
	await sees(page.getByText(s.sites.demo, { exact: true }));
	await shoot(page, 'demo-running');
	await page.getByRole('link', { name: s.demo.open }).click();
	await sees(desk.heading(t.monitor.title));
	await sees(desk.card.first(), 30_000);
	for (const card of await desk.card.all()) {
		await reads(card, /\b[A-Z]{2} \p{Lu}/u);
		expect(await card.getByText(t.monitor.unknownCountry).count()).toBe(0);
	}
	await shoot(page, 'demo-cards');
	await page.goBack();
	await button(s.demo.stop).click();
	await sees(page.getByText(s.demo.stopped), 30_000);
	await button(s.demo.remove).click();
	await page.getByRole('dialog', { name: s.demo.removeAsk }).getByRole('button', { name: s.demo.remove }).click();
	await seesNo(page.getByText(s.sites.demo, { exact: true }));
	await sees(page.getByRole('link', { name: 'first.example', exact: true }));
	await sees(button(s.demo.start));
});

test('documentation in the reader’s language, with ways back to the dashboard and to monitoring', async () => {
	const desk = await deskAt(`/sites/${staff.site.id}/monitor`);
	const { page, button, heading } = desk;
	const link = (name: string) => page.getByRole('link', { name, exact: true });
	await sees(heading(t.monitor.title));
	await button(t.shell.account).click();
	await page.getByRole('menuitem', { name: t.shell.documentation }).click();
	const { docs: en } = words;
	await sees(heading(en.title));
	for (const { title } of [en.overview, en.card, en.ways, en.name, en.took]) await sees(heading(title));
	await shoot(page, 'docs-en');

	await button(t.shell.account).click();
	await page.getByRole('menuitemradio', { name: t.language.lv }).click();
	const { desk: tl, docs: lv } = wordsIn('lv');
	await sees(heading(lv.title));
	for (const { title } of [lv.overview, lv.card, lv.ways, lv.name, lv.took]) await sees(heading(title));
	await shoot(page, 'docs-lv');
	expect(await page.locator('html').getAttribute('lang')).toBe('lv');

	await link(lv.go).click();
	await expect.poll(() => page.url()).toContain(staff.site.id);
	await sees(heading(tl.monitor.title));
	await page.goBack();
	await link(lv.back).first().click();
	await sees(heading(tl.monitor.title));

	// The language is the member's, not this browser's.
	const other = await deskAs(house(), staff.cookie, '/docs', { locale: localeOf.en });
	await sees(other.heading(lv.title));
	await staff.wire.client.me.updateProfile.mutate({ language: 'en' });
});
