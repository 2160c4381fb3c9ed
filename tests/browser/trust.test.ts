/** Privacy and order as people meet them: a visitor is blocked, exported and erased; the settings and the log tell of it. */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import type { SessionId } from '../../shared/ids.ts';
import type { Language } from '../../shared/text/language.ts';
import { desktop, phone, shoot } from '../support/browser.ts';
import { hearList, newClientId, visitorWire } from '../support/clients.ts';
import { type Chat, chatOn } from './support/chat.ts';
import { useHouse } from './support/house.ts';
import { axeFindings, beyondTheEdge } from './support/page-checks.ts';
import { reads, sees, seesNo } from './support/sees.ts';
import { deskAs, ownerOf, type Staff } from './support/staff.ts';
import { wordsIn } from './support/words.ts';

const house = useHouse({ TRUSTED_PROXIES: '1' });
const words = wordsIn('en');
const { desk: t, trust: r, widget: w } = words;

let staff: Staff;
let address = '';
beforeAll(async () => {
	staff = await ownerOf(house());
	address = house().website.put('/', { body: staff.line });
});

async function visitor(): Promise<Chat> {
	const chat = chatOn(await house().page(), words);
	await chat.page.goto(address);
	await chat.open();
	return chat;
}

const remembered = (chat: Chat) =>
	chat.page.evaluate(() => Object.keys(localStorage).filter((name) => name.endsWith(':token')).length);

/** The session that was opened last. */
async function newest(): Promise<SessionId> {
	const list = hearList(staff.wire, staff.site.id);
	const event = await list.until(({ type }) => type === 'snapshot', 'the list');
	list.stop();
	const [card] = event.cards.toSorted((a, b) => b.openedAt - a.openedAt);
	if (card === undefined) throw new Error('nobody chats');
	return card.id;
}

/** Somebody of the team looks at the chat. */
async function watch(text: string) {
	const sessionId = await newest();
	const desk = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/monitor/${sessionId}`);
	await reads(desk.log, text);
	return { desk, sessionId, card: desk.page.getByRole('article', { name: sessionId }) };
}

test('a blocked visitor’s widget is gone at once and after a reload; unblocked in the settings, it is there again', async () => {
	const chat = await visitor();
	await chat.say('Cheap watches for everybody');
	const { desk } = await watch('Cheap watches');
	await desk.button(r.visitor.block).click();
	const dialog = desk.page.getByRole('dialog', { name: r.visitor.blockAsk });
	await dialog.getByRole('textbox', { name: r.visitor.note }).fill('Spam');
	await shoot(desk.page, 'trust-block-dialog');
	await dialog.getByRole('button', { name: r.visitor.block, exact: true }).click();
	await sees(desk.page.getByText(r.visitor.blocked));
	await reads(desk.log, t.session.lines.left.blocked);
	// What is done is not offered again, and leads to where it is undone.
	await sees(desk.page.getByRole('link', { name: r.visitor.isBlocked, exact: true }));
	await seesNo(desk.button(r.visitor.block));
	await sees(desk.page.getByRole('navigation', { name: t.session.chats }).getByText(t.monitor.emptyTitle));
	await shoot(desk.page, 'trust-blocked');
	await expect.poll(() => chat.page.locator('baton-chat').count()).toBe(0);

	// No address is blocked: the launcher shows, and goes when it is pressed.
	await chat.page.reload();
	await chat.launcher.click();
	await expect.poll(() => chat.page.locator('baton-chat').count()).toBe(0);

	await desk.page.goto(`${house().server.base}/sites/${staff.site.id}/settings`);
	await sees(desk.page.getByText('Spam', { exact: true }));
	await desk.page.getByRole('button', { name: /^Unblock session_/ }).click();
	await sees(desk.page.getByText(r.blocks.empty));
	await chat.page.reload();
	await chat.open();
	await sees(chat.log.getByText('Cheap watches for everybody'));
});

test('an erased visitor is gone from the desk and from their own browser, where they may begin anew', async () => {
	const chat = await visitor();
	await chat.say('My address is Rose Lane 5');
	const { desk, card, sessionId } = await watch('Rose Lane 5');
	const download = desk.page.waitForEvent('download');
	await desk.button(r.visitor.export).click();
	const file = await (await download).path();
	const [exported] = JSON.parse(await readFile(file, 'utf8')).chats;
	expect(exported.entries[1]).toMatchObject({ author: 'visitor', text: 'My address is Rose Lane 5' });

	await desk.button(r.visitor.erase).click();
	const dialog = desk.page.getByRole('dialog', { name: r.visitor.eraseAsk });
	await shoot(desk.page, 'trust-erase-dialog');
	await dialog.getByRole('button', { name: r.visitor.erase, exact: true }).click();
	await sees(desk.heading(t.monitor.title));
	await sees(desk.page.getByText(r.visitor.erased(1)));
	await seesNo(card);

	await sees(chat.button(w.startNew));
	await seesNo(chat.panel.getByText('Rose Lane 5'));
	expect(await remembered(chat)).toBe(0);
	await chat.button(w.startNew).click();
	await chat.say('Hello, I am new');
	await sees(desk.card.first());
	expect(await newest()).not.toBe(sessionId);
	await seesNo(chat.panel.getByText('Rose Lane 5'));

	await desk.page.goto(`${house().server.base}/audit`);
	await sees(desk.page.getByRole('listitem').filter({ hasText: r.audit.kinds.erased }));
	await sees(desk.page.getByRole('listitem').filter({ hasText: r.audit.kinds.exported }));
	expect(await desk.page.locator('main').textContent()).not.toContain('Rose Lane');
});

test('the settings say how long chats are kept, who is blocked, and where a limit bit', async () => {
	const desk = await deskAs(house(), staff.cookie, `/sites/${staff.site.id}/settings`);
	const { page } = desk;
	await sees(desk.heading(r.retention.title));
	// Nothing bit yet: nothing is said of limits.
	await seesNo(desk.heading(r.limits.title));
	const form = page.locator('section', { has: desk.heading(r.retention.title) });
	await form.getByLabel(r.retention.days, { exact: true }).fill('0');
	await form.getByRole('button', { name: t.ui.save }).click();
	await sees(page.getByText(r.retention.invalid));
	await form.getByLabel(r.retention.days, { exact: true }).fill('30');
	await form.getByRole('button', { name: t.ui.save }).click();
	await sees(form.getByText(t.ui.saved));

	const add = async (range: string) => {
		await desk.field(r.blocks.range).fill(range);
		await desk.button(r.blocks.add).click();
	};
	await add('not an address');
	await sees(page.getByText(r.blocks.invalid));
	await add('192.168.0.0/16');
	await sees(page.getByRole('dialog', { name: r.blocks.nearbyAsk('192.168.0.0/16') }));
	await shoot(page, 'trust-nearby');
	await desk.button(t.ui.cancel).click();
	await add('203.0.113.9/24');
	await sees(page.getByText('203.0.113.0/24', { exact: true }));
	const refused = await fetch(`${house().server.base}/widget/config?site=${staff.site.key}`, {
		headers: { 'x-forwarded-for': '203.0.113.200' },
	});
	expect(refused.status).toBe(403);

	const loud = visitorWire(house().server.base, staff.site.key);
	const say = () => loud.client.say.mutate({ clientId: newClientId(), text: 'Again' });
	const answers = await Promise.allSettled(Array.from({ length: 14 }, say));
	loud.close();
	const count = answers.filter(({ status }) => status === 'rejected').length;
	await page.reload();
	await sees(page.getByText(r.limits.inHour(r.limits.count.messages(count)), { exact: true }));
});

const looks = [
	['desktop', desktop, 'dark', 'en'],
	['phone', phone, 'light', 'lv'],
] as const satisfies readonly (readonly [string, { width: number; height: number }, 'light' | 'dark', Language])[];

test.each(looks)(
	'pages of privacy and order hold on a %s, %o, %s, %s',
	async (name, viewport, colorScheme, language) => {
		await staff.wire.client.me.updateProfile.mutate({ language, theme: colorScheme });
		const { trust, desk: d } = wordsIn(language);
		const path = (rest: string) => `/sites/${staff.site.id}/${rest}`;
		const desk = await deskAs(house(), staff.cookie, '/audit', { viewport, colorScheme }, language);
		const { page } = desk;

		async function holds(what: string): Promise<void> {
			await shoot(page, `trust-${what}-${name}-${colorScheme}-${language}`);
			expect(await beyondTheEdge(page), what).toEqual([]);
			expect(await axeFindings(page, colorScheme), what).toEqual([]);
		}

		await sees(page.getByRole('listitem').filter({ hasText: trust.audit.kinds['site-added'] }));
		await holds('audit');
		await page.goto(`${house().server.base}${path('settings')}`);
		await sees(desk.heading(trust.limits.title));
		await desk.heading(trust.retention.title).scrollIntoViewIfNeeded();
		await holds('settings');
		const chat = await visitor();
		await chat.say('Where is my order?');
		await page.goto(`${house().server.base}${path(`monitor/${await newest()}`)}`);
		await reads(desk.log, 'Where is my order?');
		if (name === 'phone') await desk.button(d.session.details).click();
		await sees(desk.button(trust.visitor.erase));
		await holds('session');
		await chat.page.close();
		await page.close();
	},
	120_000,
);

test('the widget says before the first message that an AI answers and the team may read, and where the privacy page is', async () => {
	const { client } = staff.wire;
	await client.sites.update.mutate({
		siteId: staff.site.id,
		settings: { privacyUrl: 'https://shop.example/privacy' },
	});
	// A site that was never set otherwise says so by itself.
	expect((await client.sites.list.query()).find(({ id }) => id === staff.site.id)?.settings.disclosure).toBe(true);
	const chat = chatOn(await house().page(), words);
	await chat.page.goto(`${address}?fresh`);
	await chat.open();
	await sees(chat.panel.getByText(w.disclosure));
	await sees(chat.panel.getByRole('link', { name: w.privacy }));
	expect(await chat.panel.getByRole('link', { name: w.privacy }).getAttribute('href')).toBe(
		'https://shop.example/privacy',
	);
	expect(await chat.log.locator('.bubble').count()).toBeLessThanOrEqual(1);
});
