/** The page that the visitor looks at, for the card. Hosts' own history functions are left alone: looking is enough. */

export interface PageFacts {
	readonly url: string;
	readonly title: string;
}

const lookEveryMs = 1_000;
/** Controls and marks that the server refuses in a line. */
const unfit = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

export function pageFacts(page: Window): PageFacts {
	const { location, document } = page;
	// `href` without a name and password that somebody may have typed into the address.
	const url = `${location.origin}${location.pathname}${location.search}${location.hash}`;
	return { url: url.slice(0, 2_000), title: document.title.replace(unfit, ' ').trim().slice(0, 300) };
}

/** Calls back when address or title differ from the last look. Returns the way to stop. */
export function watchPage(page: Window, changed: () => void): () => void {
	let last = JSON.stringify(pageFacts(page));
	function look(): void {
		if (page.document.hidden) return;
		const now = JSON.stringify(pageFacts(page));
		if (now === last) return;
		last = now;
		changed();
	}
	const timer = page.setInterval(look, lookEveryMs);
	return () => page.clearInterval(timer);
}
