/** The dashboard in a page, found as a screen reader finds it. */
import type { Page } from 'playwright-core';
import type { Words } from './words.ts';

export function deskIn(page: Page, { desk, settings }: Words) {
	const button = (name: string) => page.getByRole('button', { name, exact: true });
	const field = (name: string) => page.getByRole('textbox', { name, exact: true });
	const card = page.getByRole('article', { name: /^session_/ });
	return {
		page,
		button,
		field,
		card,
		heading: (name: string) => page.getByRole('heading', { name, exact: true }),
		tab: (name: string) => page.getByRole('navigation', { name: desk.shell.siteMenu }).getByRole('link', { name }),
		online: (count: number) => page.getByText(desk.monitor.online(count), { exact: true }),
		log: page.getByRole('log', { name: desk.session.log, exact: true }),
		reply: field(desk.session.reply),
		/** What the bar of control says. */
		bar: (fact: string) => page.getByRole('region', { name: fact, exact: true }),
		async enter(email: string, password: string, submit: string): Promise<void> {
			await field(desk.signIn.email).fill(email);
			// A password has no role.
			await page.getByLabel(desk.signIn.password, { exact: true }).fill(password);
			await button(submit).click();
		},
		async addSite(address: string): Promise<void> {
			await field(settings.newSite.label).fill(address);
			await button(settings.newSite.submit).click();
		},
		async write(title: string, body: string): Promise<void> {
			await button(settings.knowledge.addText).first().click();
			await field(settings.knowledge.titleLabel).fill(title);
			await field(settings.knowledge.bodyLabel).fill(body);
			await button(desk.ui.save).click();
			await page.getByRole('button', { name: settings.knowledge.editNamed(title), exact: true }).waitFor();
		},
		async send(text: string): Promise<void> {
			await field(desk.session.reply).fill(text);
			await button(desk.session.send).click();
		},
		async takeName(name: string): Promise<void> {
			await button(desk.agentName.button).click();
			await field(desk.agentName.field).fill(name);
			await button(desk.ui.save).click();
			await field(desk.agentName.field).waitFor({ state: 'detached' });
		},
	};
}
export type Desk = ReturnType<typeof deskIn>;
