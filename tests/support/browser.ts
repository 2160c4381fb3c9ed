import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { prepareChromium } from './chromium.ts';

const shots = join(import.meta.dirname, '..', '..', '.cache', 'shots');

/** The package's own list of arguments would run all in one process and switch off the same-origin policy. */
const args = ['--no-sandbox', '--disable-dev-shm-usage'];

/** What Playwright switches off, because it keeps pages alive behind the one that is looked at. */
const pageCacheOff = '--disable-back-forward-cache';

/** A headless Chromium; the caller closes it. */
export async function launchBrowser({ pageCache = false } = {}): Promise<Browser> {
	const { executablePath, env } = await prepareChromium();
	const found = executablePath === undefined ? {} : { executablePath };
	const kept = pageCache ? { ignoreDefaultArgs: [pageCacheOff] } : {};
	return chromium.launch({ ...found, ...kept, args, env: { ...process.env, ...env } });
}

export const desktop = { width: 1280, height: 800 } as const;
export const phone = { width: 390, height: 844 } as const;

export interface Visit {
	/** BCP 47; decides the language that the pages choose. */
	readonly locale?: string;
	readonly colorScheme?: 'light' | 'dark';
	readonly viewport?: { readonly width: number; readonly height: number };
	readonly options?: BrowserContextOptions;
}

const phoneOf = (version: string): string =>
	`Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version.split('.')[0]}.0.0.0 Mobile Safari/537.36`;

/** A person of their own: own cookies, own storage. Motion is reduced, so that pictures and waits are stable. */
export async function newPerson(browser: Browser, visit: Visit = {}): Promise<BrowserContext> {
	const { locale = 'en-GB', colorScheme = 'light', viewport = desktop, options = {} } = visit;
	const handheld =
		viewport.width < 600 ? { isMobile: true, hasTouch: true, userAgent: phoneOf(browser.version()) } : {};
	return browser.newContext({ locale, colorScheme, viewport, reducedMotion: 'reduce', ...handheld, ...options });
}

/** A picture for people to look at, under `.cache/shots`, where `SHOTS=1` asks for them. */
export async function shoot(page: Page, name: string): Promise<void> {
	if (process.env.SHOTS === '1') await picture(page, name);
}

/** What a page looked like when its test failed, whoever asks. */
export async function shootFailed(page: Page, name: string): Promise<void> {
	await picture(page, `failed-${name}`);
}

async function picture(page: Page, name: string): Promise<void> {
	await mkdir(shots, { recursive: true });
	// A page is drawn in the system's letters until its own are there.
	await page.evaluate(async () => {
		await document.fonts.ready;
	});
	await page.screenshot({ path: join(shots, `${name}.png`) });
}
