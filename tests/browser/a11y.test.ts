/** Every page, looked at by axe in light and dark, and by its width on a phone and at 200 %. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { genOf, type SessionId, sessionIdOf } from '../../shared/ids.ts';
import { phone, shoot } from '../support/browser.ts';
import { joinAs, memberWire, newClientId } from '../support/clients.ts';
import { chatOn } from './support/chat.ts';
import { type Desk, deskIn } from './support/desk.ts';
import { useHouse } from './support/house.ts';
import { axeFindings, beyondTheEdge } from './support/page-checks.ts';
import { sees } from './support/sees.ts';
import { shopIn } from './support/shop.ts';
import { deskAs, ownerOf, type Staff, visitorOf } from './support/staff.ts';
import { localeOf, type Words, wordsIn } from './support/words.ts';

const house = useHouse();
const holder = 'Desk Two';

interface Place {
	readonly path: string;
	/** There once the page shows what it is for. */
	readonly shows: (desk: Desk, words: Words) => Locator;
}

let staff: Staff;
let places: ReadonlyMap<string, Place>;
/** Everything that is looked at with a login, in the order of a day. */
const inside = [
	'monitor-empty',
	'monitor',
	'session-ai',
	'session-mine',
	'session-other',
	'session-needs',
	'missed-empty',
	'missed',
	'missed-one',
	'history-empty',
	'history',
	'history-one',
	'install',
	'knowledge',
	'ai',
	'settings',
	'webhooks',
	'sites',
	'site-new',
	'members',
	'account',
	'alerts',
	'take-over',
	'audit',
	'docs',
	'not-found',
] as const;
const outside = ['sign-in', 'forgot', 'setup', 'join'] as const;

const placeOf = (name: string): Place => {
	const place = places.get(name);
	if (place === undefined) throw new Error(`no place ${name}`);
	return place;
};

beforeAll(async () => {
	const { server, website } = house();
	staff = await ownerOf(house(), website.origin);
	const { client } = staff.wire;
	const { delivery } = shopIn.en;
	await client.knowledge.create.mutate({
		siteId: staff.site.id,
		kind: 'text',
		title: delivery.title,
		body: delivery.body,
	});
	const quiet = await client.sites.create.mutate({ address: 'quiet.example' });
	const colleague = memberWire(server.base, await joinAs(server.base, staff.wire, 'agent', 'agent@example.com'));
	house().atEnd(colleague.close);
	await colleague.client.me.updateProfile.mutate({ displayName: holder });

	async function chatting(who: 'nobody' | 'owner' | 'colleague' | 'needed' | 'missed'): Promise<SessionId> {
		const visitor = await visitorOf(house(), staff);
		await visitor.say(delivery.question);
		if (who === 'needed' || who === 'missed') await visitor.ask();
		if (who === 'owner' || who === 'colleague') {
			const { monitor } = (who === 'owner' ? staff.wire : colleague).client;
			const text = 'Good morning, this is a person.';
			await monitor.reply.mutate({ sessionId: visitor.sessionId, gen: genOf(1), clientId: newClientId(), text });
		}
		if (who === 'missed') await visitor.end();
		return sessionIdOf(visitor.sessionId);
	}
	const site = `/sites/${staff.site.id}`;
	const at = async (who: Parameters<typeof chatting>[0]) => `${site}/monitor/${await chatting(who)}`;
	const heading =
		(name: (words: Words) => string): Place['shows'] =>
		(desk, words) =>
			desk.heading(name(words));
	const bar =
		(name: (words: Words) => string): Place['shows'] =>
		(desk, words) =>
			desk.bar(name(words));
	const missed = `${site}/missed/${await chatting('missed')}`;
	const history = missed.replace('/missed/', '/history/');
	places = new Map<string, Place>([
		['monitor-empty', { path: `/sites/${quiet.id}/monitor`, shows: heading(({ desk }) => desk.monitor.emptyTitle) }],
		['session-ai', { path: await at('nobody'), shows: bar(({ desk }) => desk.session.barAi) }],
		['session-mine', { path: await at('owner'), shows: bar(({ desk }) => desk.session.barYou) }],
		['session-other', { path: await at('colleague'), shows: bar(({ desk }) => desk.session.barOther(holder)) }],
		['session-needs', { path: await at('needed'), shows: bar(({ desk }) => desk.session.barNeeds) }],
		['missed-empty', { path: `/sites/${quiet.id}/missed`, shows: heading(({ missed }) => missed.emptyTitle) }],
		['missed', { path: `${site}/missed`, shows: ({ page }) => page.locator(`a[href="${missed}"]`) }],
		['missed-one', { path: missed, shows: (desk, words) => desk.field(words.missed.answerField) }],
		['history-empty', { path: `/sites/${quiet.id}/history`, shows: heading(({ history }) => history.emptyTitle) }],
		['history', { path: `${site}/history`, shows: ({ page }) => page.locator(`a[href="${history}"]`) }],
		['history-one', { path: history, shows: (desk, { trust }) => desk.button(trust.visitor.erase) }],
		['monitor', { path: `${site}/monitor`, shows: ({ card }) => card.nth(3) }],
		['install', { path: `${site}/widget`, shows: heading(({ settings }) => settings.install.originsTitle) }],
		[
			'knowledge',
			{
				path: `${site}/knowledge`,
				shows: (desk, { settings }) => desk.button(settings.knowledge.editNamed(delivery.title)),
			},
		],
		['ai', { path: `${site}/ai`, shows: (desk, { desk: t }) => desk.button(t.ui.save) }],
		['settings', { path: `${site}/settings`, shows: heading(({ settings }) => settings.site.removeTitle) }],
		['webhooks', { path: `${site}/webhooks`, shows: heading(({ webhooks }) => webhooks.emptyTitle) }],
		['sites', { path: '/sites', shows: heading(({ settings }) => settings.demo.title) }],
		['site-new', { path: '/sites/new', shows: (desk, { settings }) => desk.field(settings.newSite.label) }],
		['members', { path: '/members', shows: ({ page }) => page.getByText('agent@example.com', { exact: true }) }],
		['account', { path: '/account', shows: heading(({ settings }) => settings.account.planTitle) }],
		['alerts', { path: '/account/alerts', shows: heading(({ push }) => push.privacyTitle) }],
		[
			'take-over',
			{ path: `/take-over/a-code/${staff.site.id}/a-chat`, shows: heading(({ alerts }) => alerts.takeOver.usedTitle) },
		],
		['audit', { path: '/audit', shows: heading(({ trust }) => trust.audit.title) }],
		['docs', { path: '/docs', shows: heading(({ docs }) => docs.took.title) }],
		['not-found', { path: '/nothing-here', shows: heading(({ desk }) => desk.shell.notFound) }],
		['sign-in', { path: '/sign-in', shows: heading(({ desk }) => desk.signIn.title) }],
		['forgot', { path: '/forgot', shows: heading(({ alerts }) => alerts.forgot.title) }],
		['setup', { path: '/setup/a-code', shows: heading(({ desk }) => desk.signIn.setupTitle) }],
		['join', { path: '/join/a-code', shows: heading(({ desk }) => desk.signIn.joinTitle) }],
	]);
});

async function go(desk: Desk, name: string, words: Words): Promise<Page> {
	const { path, shows } = placeOf(name);
	const { page } = desk;
	const { base } = house().server;
	const shown = shows(desk, words);
	if (!page.url().startsWith(base)) await page.goto(`${base}${path}`);
	else {
		// As by a link: a page that is loaded anew costs seconds, and looks no different.
		await expect.poll(() => shown.count()).toBe(0);
		await page.evaluate((to) => {
			history.pushState(null, '', to);
			dispatchEvent(new PopStateEvent('popstate'));
		}, path);
	}
	await sees(shown);
	return page;
}

describe('axe finds nothing, light or dark', () => {
	const words = wordsIn('en');
	let member: Desk;
	let stranger: Desk;
	beforeAll(async () => {
		member = await deskAs(house(), staff.cookie);
		stranger = deskIn(await house().page(), words);
	});

	test.each([...inside, ...outside])('on %s', async (name) => {
		const page = await go(outside.some((one) => one === name) ? stranger : member, name, words);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await shoot(page, `page-${name}-${colorScheme}`);
			expect(await axeFindings(page, colorScheme)).toEqual([]);
		}
	});

	test('on the test page with the chat open', async () => {
		const page = await house().page();
		await page.goto(`${house().server.base}/demo`);
		await chatOn(page, words).open();
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await shoot(page, `page-demo-${colorScheme}`);
			expect(await axeFindings(page, colorScheme)).toEqual([]);
		}
	});
});

describe('nothing stands beyond the edge on a phone and at 200 %, in Latvian', () => {
	const words = wordsIn('lv');
	const locale = localeOf.lv;
	let member: Desk;
	let stranger: Desk;
	beforeAll(async () => {
		await staff.wire.client.me.updateProfile.mutate({ language: 'lv' });
		member = await deskAs(house(), staff.cookie, '/', { locale, viewport: phone }, 'lv');
		stranger = deskIn(await house().page({ locale, viewport: phone }), words);
	});

	async function fits(page: Page, name: string): Promise<void> {
		// The second is a desktop at 200 %.
		for (const viewport of [phone, { width: 640, height: 400 }]) {
			await page.setViewportSize(viewport);
			await shoot(page, `width-${viewport.width}-${name}`);
			expect(await beyondTheEdge(page), `${viewport.width}`).toEqual([]);
		}
		await page.setViewportSize(phone);
	}

	test.each([...inside, ...outside])('on %s', async (name) => {
		await fits(await go(outside.some((one) => one === name) ? stranger : member, name, words), name);
	});

	test('on the test page with the chat open', async () => {
		const chat = chatOn(stranger.page, words);
		await chat.page.goto(`${house().server.base}/demo?lang=lv`);
		await chat.open();
		await fits(chat.page, 'demo');
	});
});
