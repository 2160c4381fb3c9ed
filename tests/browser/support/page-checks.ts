/** What must hold of every page: nothing for axe, and nothing beyond the edge. */
import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

type Scheme = 'light' | 'dark';

/** The dark page is the same page in other colours. */
const colours: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/** What axe found in the page or in one part of it, as it is read in a failed test. Shadow roots are looked into. */
export async function axeFindings(page: Page, scheme: Scheme, within?: string): Promise<readonly string[]> {
	// Half a megabyte: brought once for each document, and the run itself is short.
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	const options: RunOptions = { ...(scheme === 'light' ? {} : colours), resultTypes: ['violations'], preload: false };
	const { violations } = await page.evaluate(
		// It is the page's own by now.
		([part, how]) => (window as unknown as { readonly axe: typeof axe }).axe.run(part ?? document, how),
		[within, options] as const,
	);
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary.replace(/\s+/g, ' ')}`),
	);
}

/** Words that stand beyond the edge of the window, where nothing but scrolling sideways would show them. */
export function beyondTheEdge(page: Page): Promise<readonly string[]> {
	return page.evaluate(() => {
		const wide = document.documentElement.clientWidth;
		const found: string[] = [];
		if (document.documentElement.scrollWidth > wide) {
			found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
		}
		const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
			const text = node.textContent?.trim() ?? '';
			const parent = node.parentElement;
			if (text === '' || parent === null || !parent.checkVisibility()) continue;
			const range = document.createRange();
			range.selectNodeContents(node);
			const { left, right, width, height } = range.getBoundingClientRect();
			const { width: room } = parent.getBoundingClientRect();
			// Only for screen readers: a box of one pixel.
			if (width === 0 || height === 0 || room <= 1) continue;
			// A cut with dots is a choice; a region that scrolls by itself is, too.
			let cut = false;
			for (let up: Element | null = parent; up !== null && up !== document.body; up = up.parentElement) {
				cut ||= getComputedStyle(up).textOverflow === 'ellipsis' || scrolls(up);
				cut ||= Number(getComputedStyle(up).webkitLineClamp) > 0;
			}
			if (!cut && (right > wide + 1 || left < -1)) found.push(`“${text.slice(0, 60)}” at ${left}–${right} of ${wide}`);
		}
		return found;
	});
}
