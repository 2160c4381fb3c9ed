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
	await agent.getByRole('log', { name: 'Conversation' }).waitFor();
	await agent.getByRole('button', { name: 'Take over' }).click();
	await agent.getByRole('textbox', { name: 'Reply' }).fill('Hello, I can change it for you. Which order is it?');
	await agent.keyboard.press('Enter');
	await visitor.getByText('Which order is it?').waitFor();
	await keep(agent, 'session-light');
	await keep(visitor, 'widget-light');

	for (const colorScheme of ['light', 'dark'] as const) {
		const page = await dashboard({ viewport: wide, colorScheme });
		await page.goto(`${server.base}/sites/${shop.id}/monitor`);
		// Enough life on the page: somebody calls, and chats are well under way.
		await page.getByText(/\d needs? a human/).waitFor({ timeout: 120_000 });
		await expectLong(page);
		await keep(page, `monitor-${colorScheme}`);
	}

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

/** Three chats with a few messages each among the first six. */
async function expectLong(page: Page): Promise<void> {
	await page.waitForFunction(
		() =>
			[...document.querySelectorAll('article')]
				.slice(0, 6)
				.filter((card) => /[3-9] messages/.test(card.textContent ?? '')).length >= 3,
		undefined,
		{ timeout: 120_000 },
	);
}

async function ask(page: Page, text: string): Promise<void> {
	await page.getByRole('textbox', { name: 'Message' }).fill(text);
	await page.getByRole('button', { name: 'Send' }).click();
}

async function keep(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: join(folder, `${name}.png`) });
}
