/** What one visitor's browser remembers and shares between its tabs: the words of `widget/session/memory.ts` without a DOM. */
import type { OutboxStorage } from '../../shared/live/outbox-runner.ts';
import type { Memory } from '../../widget/session/memory.ts';
import type { MintLock } from '../../widget/session/mint-lock.ts';
import type { Page } from './page.ts';
import type { Time } from './time.ts';

/** One tab's `sessionStorage`: it survives a reload and belongs to nobody else. */
export interface TabStorage {
	readonly outbox: OutboxStorage;
	readonly draft: OutboxStorage;
	readonly panel: OutboxStorage;
}

export interface Browser {
	/** Memory as this page of the browser has it. */
	memoryOf(page: Page, tab: TabStorage): Memory;
	lockOf(page: Page): MintLock;
}

/** What all tabs share. Each has a copy of its own, as in browsers: their pages run in different processes. */
interface Shared {
	token: string | null;
	live: string | null;
}

/** From a tab to the store that all share, and from there to another tab. */
const crossingMs = 20;

function makePlace(): OutboxStorage {
	let kept: string | null = null;
	return {
		load: () => kept,
		save(text) {
			kept = text;
		},
	};
}

export const makeTabStorage = (): TabStorage => ({ outbox: makePlace(), draft: makePlace(), panel: makePlace() });

/** @param hasLocks false: a plain-http page, where whoever writes the token first wins. */
export function createBrowser(time: Time, hasLocks: boolean): Browser {
	const stored: Shared = { token: null, live: null };
	const tabs = new Map<Page, { readonly sees: Shared; readonly own: string[]; told: (() => void) | null }>();
	/** Who waits for the lock, first the one who has it. */
	const queue: { readonly page: Page; readonly run: () => void }[] = [];

	function next(): void {
		queue.shift();
		while (queue[0]?.page.dead) queue.shift();
		queue[0]?.run();
	}

	function tabOf(page: Page) {
		const known = tabs.get(page);
		if (known !== undefined) return known;
		const made = { sees: { ...stored }, own: [], told: null };
		tabs.set(page, made);
		return made;
	}

	function store(page: Page, what: keyof Shared, value: string | null): void {
		const mine = tabOf(page);
		if (page.dead || mine.sees[what] === value) return;
		mine.sees[what] = value;
		mine.own.push(what);
		time.after(crossingMs, () => {
			// Its own comes back to it in the order of the store, behind what came there earlier.
			time.after(crossingMs, () => mine.own.splice(mine.own.indexOf(what), 1));
			if (stored[what] === value) return;
			stored[what] = value;
			for (const [other, tab] of tabs) if (other !== page) time.after(crossingMs, () => reach(other, tab));
		});
		// While its own is on its way, a tab does not see what others wrote before it.
		function reach(other: Page, tab: ReturnType<typeof tabOf>): void {
			if (!tab.own.includes(what)) tab.sees[what] = value;
			const { told } = tab;
			if (value !== null && told !== null) other.hear(told);
		}
	}

	return {
		memoryOf(page, tab) {
			const mine = tabOf(page);
			page.onClose(() => tabs.delete(page));
			return {
				token: () => mine.sees.token,
				setToken: (token) => store(page, 'token', token),
				live: () => mine.sees.live !== null,
				setLive: (on) => store(page, 'live', on ? '1' : null),
				onBegun(begun) {
					mine.told = begun;
					return () => {
						mine.told = null;
					};
				},
				outbox: {
					load: tab.outbox.load,
					save(text) {
						if (!page.dead) tab.outbox.save(text);
					},
				},
				draft: tab.draft,
				panel: tab.panel,
			};
		},
		lockOf: (page) => (act) => {
			if (!hasLocks) {
				void act();
				return;
			}
			const run = (): void => {
				// A page that is gone has let go of it.
				const gone = page.onClose(() => letGo());
				let held = true;
				function letGo(): void {
					if (!held) return;
					held = false;
					gone();
					next();
				}
				void act().then(letGo, letGo);
			};
			queue.push({ page, run });
			if (queue.length === 1) run();
		},
	};
}
