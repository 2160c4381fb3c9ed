/** What a person sees, waited for and never slept for. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

/** Long enough for a busy machine; what has to be quick says so itself. */
const patienceMs = 15_000;

export async function sees(what: Locator, timeout = patienceMs): Promise<void> {
	await expect.poll(() => what.isVisible(), { timeout, message: `${what} is seen` }).toBe(true);
}

export async function seesNo(what: Locator, timeout = patienceMs): Promise<void> {
	await expect.poll(() => what.filter({ visible: true }).count(), { timeout, message: `${what} is gone` }).toBe(0);
}

export async function seesTimes(what: Locator, times: number, timeout = patienceMs): Promise<void> {
	await expect.poll(() => what.filter({ visible: true }).count(), { timeout, message: `${what}` }).toBe(times);
}

/** As it is read; runs of white space are one space, so that wrapping changes nothing. */
export async function textOf(what: Locator): Promise<string> {
	return (await what.allInnerTexts()).join(' ').replace(/\s+/g, ' ').trim();
}

export async function reads(what: Locator, text: string | RegExp, timeout = patienceMs): Promise<void> {
	await expect.poll(() => textOf(what), { timeout, message: `${what} reads` }).toMatch(text);
}

/** How often `part` occurs in `whole`. */
export const countOf = (whole: string, part: string): number => whole.split(part).length - 1;
