/**
 * Lines that go silent without a word, under both apps in real Chromium: one way, the other, and both. What counts is when
 * each of the three (visitor's page, agent's page, server) notices, that all of it heals, and that nothing came twice.
 */
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { build } from '../../scripts/build.mjs';
import type { SiteView } from '../../shared/account.ts';
import type { Card } from '../../shared/card.ts';
import type { Entry } from '../../shared/entry.ts';
import type { SessionId } from '../../shared/ids.ts';
import { chatOn } from '../browser/support/chat.ts';
import { deskIn } from '../browser/support/desk.ts';
import { openWebsite, type Website } from '../browser/support/website.ts';
import { wordsIn } from '../browser/support/words.ts';
import { launchBrowser, newPerson, shoot } from '../support/browser.ts';
import { hearList, joinAs, type memberWire, ownerWithSite } from '../support/clients.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { readStored } from '../support/stored.ts';
import type { Premises } from './check.ts';
import { createFrameProxy, type FrameProxy, type Way } from './frame-proxy.ts';
import type { Failure } from './sweep.ts';

const words = wordsIn('en');
const { desk: t, widget: w } = words;

/** Issue 3, point 6. */
const noticedWithinS = 25;
/** I27. */
const goneWithinS = 45;
const healedWithinS = 25;

export interface Silence {
	readonly way: Way;
	/** Seconds from the silence until it showed. */
	readonly noticed: Readonly<Record<'visitor' | 'agent' | 'serverOfVisitor' | 'serverOfAgent', number>>;
	/** Seconds from the first free moment until both pages showed all. */
	readonly healed: number;
}

export interface SilenceReport {
	readonly silences: readonly Silence[];
	readonly failures: readonly Failure[];
}

const waysOfSilence: readonly Way[] = ['both', 'up', 'down'];
const question = 'What does delivery cost?';
const answer = 'Delivery costs three euros.';

interface Stage {
	readonly server: RunningServer;
	readonly browser: Browser;
	readonly website: Website;
	readonly owner: ReturnType<typeof memberWire>;
	readonly site: SiteView;
}

export async function checkSilence(premises: Premises): Promise<SilenceReport> {
	await build();
	const [server, browser, website] = await Promise.all([startServer(), launchBrowser(), openWebsite()]);
	try {
		const { wire: owner, site } = await ownerWithSite(server.base, website.origin);
		await owner.client.knowledge.create.mutate({ siteId: site.id, kind: 'question', title: question, body: answer });
		const failures: Failure[] = [];
		const told: { readonly way: Way; readonly id: SessionId; readonly texts: readonly string[] }[] = [];
		const silences = await Promise.all(
			waysOfSilence.map(async (way) => {
				const cookie = await joinAs(server.base, owner, 'agent', `${way}@example.com`);
				const faults: string[] = [];
				const run = await goSilent({ server, browser, website, owner, site }, way, cookie, faults);
				told.push({ way, id: run.id, texts: run.texts });
				for (const [who, seconds] of Object.entries(run.silence.noticed)) {
					const bound = who.startsWith('server') ? goneWithinS : noticedWithinS;
					premises['I27'] = (premises['I27'] ?? 0) + 1;
					if (seconds > bound) faults.push(`I27: ${who} noticed after ${seconds.toFixed(1)} s`);
				}
				if (run.silence.healed > healedWithinS) faults.push(`I20: healed after ${run.silence.healed.toFixed(1)} s`);
				if (faults.length > 0) failures.push({ name: `silence:${way}`, faults });
				return run.silence;
			}),
		);
		owner.close();
		await server.stop();
		const stored = await readStored(
			server,
			null,
			told.map(({ id }) => id),
		);
		for (const { way, id, texts } of told) {
			const faults = faultsOf(stored.get(id) ?? [], texts, premises);
			if (faults.length > 0) failures.push({ name: `silence:${way}`, faults });
		}
		return { silences, failures };
	} finally {
		await browser.close();
		await website[Symbol.asyncDispose]();
		await server.remove();
	}
}

function faultsOf(stored: readonly Entry[], texts: readonly string[], premises: Premises): readonly string[] {
	const said = stored.flatMap((entry) => (entry.kind === 'message' ? entry.text : []));
	premises['I11'] = (premises['I11'] ?? 0) + texts.length;
	return [
		...texts.flatMap((text) => {
			const times = said.filter((one) => one === text).length;
			return times === 1 ? [] : [`I11: “${text}” is stored ${times} times`];
		}),
		...stored.flatMap(({ seq }, n) => (seq === n + 1 ? [] : [`I12: entry ${n + 1} has the number ${seq}`])),
	];
}

async function goSilent(
	{ server, browser, website, owner, site }: Stage,
	way: Way,
	cookie: string,
	faults: string[],
): Promise<{ readonly silence: Silence; readonly id: SessionId; readonly texts: readonly string[] }> {
	const [near, far] = await Promise.all([
		createFrameProxy({ target: server.port }),
		createFrameProxy({ target: server.port }),
	]);
	const people: BrowserContext[] = [];
	const person = async (): Promise<BrowserContext> => {
		const one = await newPerson(browser);
		one.setDefaultTimeout(60_000);
		people.push(one);
		return one;
	};
	const list = hearList(owner, site.id);
	try {
		const line = `<script async src="${at(near)}/widget.js" data-site="${site.key}"></script>`;
		const chat = chatOn(await (await person()).newPage(), words);
		await chat.page.goto(website.put(`/${way}`, { body: line }));
		await chat.open();
		await chat.say(question);
		await chat.log.getByText(answer).waitFor();
		const opened = await list.until(
			({ cards }) => cards.some(({ page }) => page?.url.endsWith(`/${way}`) === true),
			'the card',
			30_000,
		);
		const id = opened.cards.find(({ page }) => page?.url.endsWith(`/${way}`))?.id;
		if (id === undefined) throw new Error('no card');

		const agent = await person();
		const [name = '', value = ''] = cookie.split('=');
		await agent.addCookies([{ name, value, url: at(far) }]);
		const desk = deskIn(await agent.newPage(), words);
		await desk.page.goto(`${at(far)}/sites/${site.id}/monitor/${id}`);
		await desk.button(t.monitor.takeOver).click();
		await desk.bar(t.session.barYou).waitFor();
		await desk.send('I am here.');
		await chat.log.getByText('I am here.').waitFor();

		near.silence(way);
		far.silence(way);
		const silentAt = performance.now();
		const since = (): number => (performance.now() - silentAt) / 1_000;
		const cards = hearList(owner, site.id);
		const own = (fits: (card: Card) => boolean, what: string): Promise<number> =>
			cards.until((event) => event.cards.some((card) => card.id === id && fits(card)), what, 60_000).then(since);
		// Written into lines that are dead already: nobody knows it yet.
		const texts = [`Are you there? (${way})`, `I am. (${way})`];
		await chat.say(texts[0] ?? '');
		await desk.send(texts[1] ?? '');
		const seen = async (what: Locator): Promise<number> => {
			await what.waitFor();
			return since();
		};
		const [visitor, agentSaw, serverOfVisitor, serverOfAgent] = await Promise.all([
			seen(chat.panel.getByText(w.reconnecting)),
			seen(desk.page.getByText(t.connection.offline)),
			own((card) => card.presence === 'away', 'away'),
			own((card) => card.holder !== null && card.holder.lostDeadline !== null, 'the countdown'),
		]);
		cards.stop();
		await Promise.all([shoot(chat.page, `silence-${way}-widget`), shoot(desk.page, `silence-${way}-desk`)]);
		near.heal();
		far.heal();
		const freeAt = performance.now();
		await Promise.all(
			texts.flatMap((text) => [chat.log.getByText(text).waitFor(), desk.log.getByText(text).waitFor()]),
		);
		for (const log of [chat.log, desk.log]) await log.getByText(w.sending).waitFor({ state: 'detached' });
		const healed = (performance.now() - freeAt) / 1_000;
		await desk.page.getByText(t.connection.offline).waitFor({ state: 'detached' });
		if (!(await desk.page.getByText(t.connection.live).isVisible()))
			faults.push('I20: the line is back and is not called so');
		for (const [who, log] of [
			['visitor', chat.log],
			['agent', desk.log],
		] as const) {
			for (const text of texts) {
				const times = await log.getByText(text, { exact: true }).count();
				if (times !== 1) faults.push(`I19: the ${who} sees “${text}” ${times} times`);
			}
		}
		await shoot(desk.page, `silence-${way}-desk-healed`);
		return {
			silence: { way, noticed: { visitor, agent: agentSaw, serverOfVisitor, serverOfAgent }, healed },
			id,
			texts,
		};
	} finally {
		list.stop();
		await Promise.all(people.map((one) => one.close()));
		await Promise.all([near.close(), far.close()]);
	}
}

const at = ({ port }: FrameProxy): string => `http://127.0.0.1:${port}`;
