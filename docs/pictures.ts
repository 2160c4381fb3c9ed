/** The pictures of the README, from the real product with its demo: `npm run pictures`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { desktop, launchBrowser, newPerson, phone, type Visit } from '../tests/support/browser.ts';
import { memberWire, signIn } from '../tests/support/clients.ts';
import { owner, startServer } from '../tests/support/server.ts';

const folder = join(import.meta.dirname, 'pictures');
const wide = { width: 1360, height: 820 };

const server = await startServer();
const browser = await launchBrowser();
try {
	await mkdir(folder, { recursive: true });
	const wire = memberWire(server.base, await signIn(server.base));
	const { client } = wire;
	await client.me.updateProfile.mutate({ displayName: 'Alex' });
	const { siteId } = await client.demo.start.mutate({ visitors: 9 });
	const shop = (await client.sites.list.query()).find((site) => site.id === siteId);
	if (shop === undefined) throw new Error('the demo shop was not made');

	const agent = await dashboard({ viewport: wide });
	await agent.goto(`${server.base}/sites/${shop.id}/monitor`);
	// Enough life on the page: a few chats under way.
	await agent.getByRole('article').nth(5).waitFor({ timeout: 120_000 });
	await agent
		.getByText(/[3-9] messages/)
		.first()
		.waitFor({ timeout: 120_000 });
	await keep(agent, 'monitor-light');

	const visitor = await (await newPerson(browser, { viewport: desktop })).newPage();
	await visitor.goto(`${server.base}/demo?site=${shop.key}`);
	await visitor.getByRole('button', { name: 'Open chat' }).click();
	await ask(visitor, 'How long does delivery take?');
	const mine = agent.getByRole('article').filter({ hasText: 'How long does delivery take?' }).first();
	await visitor.getByText('Delivery', { exact: false }).last().waitFor();
	await ask(visitor, 'Can I change the address of an order?');
	await mine
		.or(agent.getByRole('article').filter({ hasText: 'Can I change' }).first())
		.first()
		.waitFor();
	await agent
		.getByRole('article')
		.filter({ hasText: '/demo' })
		.first()
		.getByRole('button', { name: 'Watch chat' })
		.click();
	await agent.getByRole('button', { name: 'Take over' }).first().click();
	await agent.getByRole('textbox', { name: 'Reply' }).fill('Hello, I can change it for you. Which order is it?');
	await agent.keyboard.press('Enter');
	await visitor.getByText('Which order is it?').waitFor();
	await keep(agent, 'session-light');
	await keep(visitor, 'widget-light');

	const dark = await dashboard({ viewport: wide, colorScheme: 'dark' });
	await dark.goto(`${server.base}/sites/${shop.id}/monitor`);
	await dark.getByRole('article').nth(5).waitFor();
	await keep(dark, 'monitor-dark');

	const hand = await dashboard({ viewport: phone });
	await hand.goto(agent.url());
	await hand.getByRole('textbox', { name: 'Reply' }).waitFor();
	await keep(hand, 'session-phone');
	wire.close();
} finally {
	await browser.close();
	await server.remove();
}

async function dashboard(visit: Visit): Promise<Page> {
	const page = await (await newPerson(browser, visit)).newPage();
	await page.goto(`${server.base}/sign-in`);
	await page.getByRole('textbox', { name: 'Email' }).fill(owner.email);
	await page.getByLabel('Password', { exact: true }).fill(owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByRole('button', { name: 'Sound' }).waitFor();
	return page;
}

async function ask(page: Page, text: string): Promise<void> {
	await page.getByRole('textbox', { name: 'Message' }).fill(text);
	await page.getByRole('button', { name: 'Send' }).click();
}

async function keep(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: join(folder, `${name}.png`) });
}
