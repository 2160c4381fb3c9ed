/**
 * Safari lays the keyboard over the page and scrolls what is below it away: the conversation would lose its bar of control, and
 * the composer its place above the keys. So the page is as high as what can be seen of it.
 */
import { onCleanup, onMount } from 'solid-js';

/** The height of the page, for its sheet; unset where nothing is zoomed or covered that the browser has not seen to itself. */
const name = '--seen-height';

export function followKeyboard(page: Window): void {
	onMount(() => {
		const { visualViewport: seen, document } = page;
		if (seen === null) return;
		const { style } = document.documentElement;
		const fit = () => {
			const covered = page.innerHeight - seen.height > 1;
			// A page that is zoomed into is seen in part as well, and is not to shrink for it.
			if (!covered || seen.scale > 1.01) return void style.removeProperty(name);
			style.setProperty(name, `${seen.height}px`);
			page.scrollTo(0, 0);
		};
		seen.addEventListener('resize', fit);
		onCleanup(() => {
			seen.removeEventListener('resize', fit);
			style.removeProperty(name);
		});
	});
}
