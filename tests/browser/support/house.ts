/** One server and one website for a file of tests, and a browser; people come and go. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, onTestFailed } from 'vitest';
import { launchBrowser, newPerson, shootFailed, type Visit } from '../../support/browser.ts';
import { type RunningServer, startServer } from '../../support/server.ts';
import { openWebsite, type Website } from './website.ts';

export interface House {
	readonly server: RunningServer;
	readonly browser: Browser;
	readonly website: Website;
	/** Somebody of their own; their context is closed with the house. */
	person(visit?: Visit): Promise<BrowserContext>;
	/** A page of somebody new. */
	page(visit?: Visit): Promise<Page>;
	/** Runs before the house is closed. */
	atEnd(close: () => void): void;
}

interface HouseOptions {
	/** Pages live on behind the one that is looked at, and come back as they were. */
	readonly pageCache?: boolean;
	/** Loaded before the server. */
	readonly preload?: string;
	/** What is known only when the suite begins. */
	readonly lateEnv?: () => Promise<Readonly<Record<string, string>>>;
}

/** One for all files that a worker runs, by what sets it apart; it ends with the worker. */
const browsers = new Map<boolean, Browser>();

async function browserOf({ pageCache = false }: HouseOptions): Promise<Browser> {
	const known = browsers.get(pageCache);
	if (known?.isConnected()) return known;
	const browser = await launchBrowser({ pageCache });
	browsers.set(pageCache, browser);
	return browser;
}

/** Registers the hooks of the surrounding suite. */
export function useHouse(env: Readonly<Record<string, string>> = {}, options: HouseOptions = {}): () => House {
	let house: House | undefined;
	const people: BrowserContext[] = [];
	const closing: (() => void)[] = [];

	beforeAll(async () => {
		const { preload, lateEnv } = options;
		const start = async () =>
			startServer({ env: { ...env, ...(await lateEnv?.()) }, ...(preload === undefined ? {} : { preload }) });
		const [server, browser, website] = await Promise.all([start(), browserOf(options), openWebsite()]);
		async function person(visit?: Visit): Promise<BrowserContext> {
			const context = await newPerson(browser, visit);
			context.setDefaultTimeout(15_000);
			people.push(context);
			return context;
		}
		const page = async (visit?: Visit) => (await person(visit)).newPage();
		house = { server, browser, website, person, page, atEnd: (close) => closing.push(close) };
	});

	beforeEach(({ task }) => {
		const before = new Set(people);
		onTestFailed(async () => {
			const pages = people.filter((context) => !before.has(context)).flatMap((context) => context.pages());
			const name = task.name.replace(/\W+/g, '-').slice(0, 40);
			await Promise.all(pages.map((page, index) => shootFailed(page, `${name}-${index}`)));
		});
	});

	afterAll(async () => {
		for (const close of closing) close();
		await Promise.all(people.map((context) => context.close()));
		await house?.website[Symbol.asyncDispose]();
		await house?.server.remove();
	});

	return () => {
		if (house === undefined) throw new Error('the house stands only while its tests run');
		return house;
	};
}

/** What goes wrong in a page without being shown: it must stay empty. */
export function faultsOf(page: Page): readonly string[] {
	const faults: string[] = [];
	page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
	page.on('console', (message) => {
		if (message.type() === 'error') faults.push(`console: ${message.text()}`);
	});
	return faults;
}
