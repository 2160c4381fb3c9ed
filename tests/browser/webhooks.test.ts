/** The webhooks of a website: made, tried, failing, sent again, in both languages and on a phone. */
import { beforeAll, describe, expect, test } from 'vitest';
import { webhooksEn } from '../../shared/text/webhooks-en.ts';
import { webhooksLv } from '../../shared/text/webhooks-lv.ts';
import type { WebhookEvents } from '../../shared/webhook.ts';
import { phone, shoot } from '../support/browser.ts';
import { openReceiver, type Receiver, status } from '../webhooks/support/receiver.ts';
import { useHouse } from './support/house.ts';
import { axeFindings, beyondTheEdge } from './support/page-checks.ts';
import { reads, sees, seesNo } from './support/sees.ts';
import { deskAs, ownerOf, type Staff, visitorOf } from './support/staff.ts';
import { wordsIn } from './support/words.ts';

const house = useHouse();
const t = webhooksEn;
const { desk: d, settings: s } = wordsIn('en');
const asked: WebhookEvents = {
	'session-opened': false,
	'human-asked': true,
	'ai-failed': false,
	'took-over': false,
	released: false,
	missed: false,
	message: false,
};

let staff: Staff;
let receiver: Receiver;
beforeAll(async () => {
	staff = await ownerOf(house());
	receiver = await openReceiver(status(401, 'who are you'));
	house().atEnd(() => void receiver[Symbol.asyncDispose]());
});

test('an owner adds one, takes the secret, sees the real error of a test, and mends it', async () => {
	const desk = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/settings`);
	const { page, button, field } = desk;
	await page.getByRole('link', { name: t.sectionOpen }).click();
	await sees(page.getByRole('heading', { name: t.emptyTitle }));
	await shoot(page, 'webhooks-empty');

	await button(t.add).click();
	const dialog = page.getByRole('dialog', { name: t.addTitle });
	await dialog.getByRole('button', { name: t.create }).click();
	await sees(dialog.getByText(t.urlMissing));
	await field(t.url).fill('shop.example');
	await sees(dialog.getByText(t.urlInvalid));
	await shoot(page, 'webhooks-add');
	await field(t.url).fill(`${receiver.url}/baton?key=s3cr3t`);
	await dialog.getByRole('button', { name: t.create }).click();
	await sees(page.getByRole('dialog', { name: t.secretTitle }));
	expect(await field(t.secretLabel).inputValue()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
	await shoot(page, 'webhooks-secret');
	await button(t.secretDone).click();
	const shown = `${receiver.url}/baton?…`;
	await sees(page.getByText(shown));
	await seesNo(page.getByText('s3cr3t'));

	await button(t.testNamed(shown)).click();
	await sees(page.getByText('It answered: 401, who are you'));
	await page.getByRole('button', { name: t.logOf(shown) }).click();
	await sees(page.getByText(t.states.failed, { exact: true }).first());
	receiver.answer = status(200);
	await button(t.testNamed(shown)).click();
	await sees(page.getByText(t.arrived));
	await sees(page.getByText(t.states.sent, { exact: true }));
	expect(receiver.heard).toHaveLength(2);

	await page.getByRole('button', { name: t.actionsOf(shown) }).click();
	await page.getByRole('menuitem', { name: t.rotate }).click();
	await page.getByRole('dialog', { name: t.rotateTitle }).getByRole('button', { name: t.rotate }).click();
	await sees(page.getByText(t.secretOld));
	await button(t.secretDone).click();

	await page.getByRole('button', { name: t.actionsOf(shown) }).click();
	await page.getByRole('menuitem', { name: t.edit }).click();
	const editor = page.getByRole('dialog', { name: t.editTitle });
	await editor.getByRole('checkbox', { name: t.events.message }).check();
	await editor.getByRole('button', { name: d.ui.save }).click();
	await reads(page.getByRole('main'), t.events.message);

	await page.getByRole('button', { name: t.actionsOf(shown) }).click();
	await page.getByRole('menuitem', { name: t.remove }).click();
	await page.getByRole('dialog', { name: t.removeTitle }).getByRole('button', { name: t.remove }).click();
	await sees(page.getByRole('heading', { name: t.emptyTitle }));
	await sees(page.getByRole('link', { name: t.back }).first());
	expect(s.site.title).toBe(t.back);
});

test('a delivery that failed is sent again with one click', async () => {
	receiver.answer = status(410);
	const { webhooks } = staff.wire.client;
	const made = { siteId: staff.site.id, format: 'baton', url: receiver.url, chatId: '', language: 'en' } as const;
	const { webhook } = await webhooks.create.mutate({ ...made, events: asked });
	const before = receiver.heard.length;
	const visitor = await visitorOf(house(), staff);
	await visitor.say('Where is my order?');
	await visitor.ask();
	await receiver.until(before + 1);
	const { page, button } = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/webhooks`);
	await sees(page.getByText(t.pausedGone));
	await page.getByRole('button', { name: t.logOf(webhook.shownUrl) }).click();
	const again = page.getByRole('button', { name: /^Send again: A person is asked for/ });
	expect(await again.getAttribute('aria-disabled')).toBe('true');
	await shoot(page, 'webhooks-gone');
	receiver.answer = status(200);
	await button(t.switchOn).click();
	await seesNo(page.getByText(t.pausedGone));
	await again.click();
	await sees(page.getByText(t.states.sent, { exact: true }));
	expect(receiver.heard).toHaveLength(before + 2);
	await webhooks.remove.mutate({ siteId: staff.site.id, webhookId: webhook.id });
});

describe('two webhooks, one of which fails: nothing for axe, nothing beyond the edge', () => {
	let path: string;
	let failing: string;
	beforeAll(async () => {
		const { webhooks, sites } = staff.wire.client;
		receiver.answer = (response, heard) =>
			void response.writeHead(heard.path.startsWith('/works') ? 200 : 500).end('no_text');
		const site = await sites.create.mutate({ address: 'linen.example' });
		path = `/sites/${site.id}/webhooks`;
		const base = { siteId: site.id, chatId: '', language: 'lv', events: { ...asked, missed: true } } as const;
		const before = receiver.heard.length;
		const { webhook } = await webhooks.create.mutate({ ...base, format: 'baton', url: `${receiver.url}/fails` });
		failing = webhook.shownUrl;
		const slack = `${receiver.url}/works/T00000000/B00000000/abcdefghijkl`;
		await webhooks.create.mutate({ ...base, format: 'slack', url: slack });
		await sites.addOrigin.mutate({ siteId: site.id, address: house().website.origin });
		const visitor = await visitorOf(house(), { ...staff, site });
		await visitor.say('Kur ir mans pasūtījums?');
		await visitor.ask();
		await receiver.until(before + 2);
	});

	test.each(['en', 'lv'] as const)('the page and the dialog, in %s', async (language) => {
		const words = language === 'en' ? webhooksEn : webhooksLv;
		await staff.wire.client.me.updateProfile.mutate({ language });
		const { page } = await deskAs(house(), staff.cookie, path, {}, language);
		async function fits(what: string): Promise<void> {
			for (const [size, viewport] of [['phone', phone] as const, ['desktop', { width: 1280, height: 1000 }] as const]) {
				await page.setViewportSize(viewport);
				await shoot(page, `webhooks-${language}-${size}-${what}`);
				expect(await beyondTheEdge(page), `${what} on a ${size}`).toEqual([]);
			}
		}
		await sees(page.getByText(words.stateFailing, { exact: true }));
		await page.getByRole('button', { name: words.logOf(failing) }).click();
		await sees(page.getByText(words.states.waiting, { exact: true }));
		for (const colorScheme of ['dark', 'light'] as const) {
			await page.emulateMedia({ colorScheme });
			await fits(colorScheme);
			expect(await axeFindings(page, colorScheme)).toEqual([]);
		}
		await page.getByRole('button', { name: words.add, exact: true }).click();
		await page.getByRole('radio', { name: words.formats.telegram }).check();
		await fits('dialog');
		expect(await axeFindings(page, 'light')).toEqual([]);
		await page.close();
	});
});
