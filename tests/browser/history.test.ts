/** What was said yesterday is found again: searched, read, and erased. */
import { beforeAll, expect, test } from 'vitest';
import { genOf, sessionIdOf } from '../../shared/ids.ts';
import { phone, shoot } from '../support/browser.ts';
import { joinAs, newClientId } from '../support/clients.ts';
import { faultsOf, useHouse } from './support/house.ts';
import { sees, seesNo } from './support/sees.ts';
import { deskAs, ownerOf, type Staff, visitorOf } from './support/staff.ts';
import { wordsIn } from './support/words.ts';

const house = useHouse();
const { desk: t, history: h, trust, settings, missed } = wordsIn('en');
let staff: Staff;
let site = '';

const questions = {
	answered: 'Do you have a shop in Rīga?',
	taken: 'Where is my order 4812?',
	missed: 'Is anybody there?',
} as const;

beforeAll(async () => {
	staff = await ownerOf(house());
	site = `/sites/${staff.site.id}`;
	await staff.wire.client.me.updateProfile.mutate({ displayName: 'Desk One' });
	for (const [what, question] of Object.entries(questions)) {
		const visitor = await visitorOf(house(), staff);
		await visitor.say(question);
		if (what === 'missed') await visitor.ask();
		if (what === 'taken') {
			await staff.wire.client.monitor.reply.mutate({
				sessionId: sessionIdOf(visitor.sessionId),
				gen: genOf(1),
				clientId: newClientId(),
				text: 'It left us this morning.',
			});
		}
		await visitor.end();
	}
});

test('all chats are there, newest first; words of anybody in them are found, and the way back leads to what was found', async () => {
	const desk = await deskAs(house(), staff.cookie, `${site}/history`);
	const { page } = desk;
	const faults = faultsOf(page);
	const rows = page.getByRole('list', { name: h.list }).getByRole('listitem');
	await sees(rows.nth(2));
	expect(
		(await rows.allInnerTexts()).map((text) => Object.values(questions).find((one) => text.includes(one))),
	).toEqual([questions.missed, questions.taken, questions.answered]);
	await shoot(page, 'history');
	const field = page.getByRole('searchbox', { name: h.search });
	// Without the accent, and in the agent's words.
	await field.fill('riga');
	await seesNo(rows.nth(1));
	await sees(rows.getByText(questions.answered));
	await field.fill('left us this');
	await sees(rows.getByText(questions.taken));
	await sees(rows.getByText('Desk One'));
	await rows.getByRole('link').click();
	await sees(desk.log.getByText(t.session.lines.youTookOver, { exact: true }));
	await sees(desk.log.getByText('It left us this morning.'));
	await shoot(page, 'history-one');
	await page.getByRole('link', { name: h.toList }).click();
	await sees(rows.getByText(questions.taken));
	expect(await field.inputValue()).toBe('left us this');
	await field.fill('nobody ever said this');
	await sees(desk.heading(h.nothingTitle));
	await desk.button(h.showAll).click();
	await sees(rows.nth(2));
	expect(await field.inputValue()).toBe('');
	expect(faults).toEqual([]);
});

test('on a phone: who was missed is one tap away from an answer; the widget’s page is found in the settings', async () => {
	const { page, ...desk } = await deskAs(house(), staff.cookie, `${site}/history`, { viewport: phone });
	// Its words are what one taps.
	await page.getByRole('radio', { name: h.kinds.missed }).check({ force: true });
	const rows = page.getByRole('list', { name: h.list }).getByRole('listitem');
	await seesNo(rows.getByText(questions.taken));
	await rows.getByRole('link', { name: questions.missed }).click();
	await page.getByRole('link', { name: h.toMissed }).click();
	await sees(desk.field(missed.answerField));
	const menu = page.getByRole('navigation', { name: t.shell.siteMenu });
	await sees(menu.getByRole('link', { name: t.shell.history }));
	await seesNo(menu.getByRole('link', { name: t.shell.widget }));
	await menu.getByRole('link', { name: t.shell.settings }).click();
	await page.getByRole('link', { name: settings.install.embedTitle }).click();
	await sees(desk.heading(settings.install.title));
});

test('a viewer reads and changes nothing; erased by the owner, the chat is gone for everybody', async () => {
	const viewer = await joinAs(house().server.base, staff.wire, 'viewer', 'viewer@example.com');
	const reader = await deskAs(house(), viewer, `${site}/history`);
	await reader.page.getByRole('link', { name: /4812/ }).click();
	await sees(reader.log.getByText('It left us this morning.'));
	await seesNo(reader.button(trust.visitor.erase));
	const desk = await deskAs(house(), staff.cookie, new URL(reader.page.url()).pathname);
	await desk.button(trust.visitor.erase).click();
	await desk.page.getByRole('dialog').getByRole('button', { name: trust.visitor.erase, exact: true }).click();
	await sees(desk.heading(h.title));
	await seesNo(desk.page.getByRole('link', { name: /4812/ }));
	await reader.page.reload();
	await sees(reader.heading(h.notFound));
});
