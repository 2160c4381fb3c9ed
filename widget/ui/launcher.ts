/** The round button after the chat is loaded: its label, its two faces, and a dot when something came unseen. */
import type { Entry } from '../../shared/entry.ts';
import type { Seq } from '../../shared/ids.ts';
import type { WidgetText } from '../../shared/text/widget-en.ts';

export interface Launcher {
	show(open: boolean): void;
	/** Something waits that is not in any conversation yet. */
	news(): void;
	/** Told after each change: what the conversation holds now. */
	saw(entries: readonly Entry[], open: boolean): void;
}

const fromOthers = (entry: Entry): boolean =>
	entry.kind === 'took-over' ||
	entry.kind === 'late-answer' ||
	(entry.kind === 'message' && entry.author !== 'visitor');

export function createLauncher(button: HTMLButtonElement, text: WidgetText, frame: HTMLElement): Launcher {
	let seen: Seq | null = null;
	const dot = document.createElement('i');
	dot.hidden = true;
	button.append(dot);
	// Words for those who don't see the dot; the button keeps its name.
	const news = document.createElement('p');
	news.className = 'hidden';
	news.ariaLive = 'polite';
	frame.append(news);

	const face = (open: boolean): void => {
		button.ariaLabel = open ? text.close : text.open;
		button.ariaExpanded = String(open);
		button.dataset['open'] = String(open);
	};
	face(false);
	const tell = (): void => {
		dot.hidden = false;
		news.textContent = text.newMessage;
	};

	return {
		news: tell,
		show(open) {
			face(open);
			dot.hidden = true;
			news.textContent = '';
		},
		saw(entries, open) {
			const newest = entries.findLast(fromOthers)?.seq ?? null;
			// What is there at first is history.
			const isNews = newest !== null && seen !== null && newest > seen;
			if (newest !== null || entries.length > 0) seen = newest ?? seen;
			if (seen === null && entries.length > 0) seen = entries.at(-1)?.seq ?? null;
			if (open || !isNews) return;
			tell();
		},
	};
}
