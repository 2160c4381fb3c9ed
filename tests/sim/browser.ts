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
	readonly token: string | null;
}

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
	const shared = { token: null as string | null, live: null as string | null };
	const listeners = new Map<() => void, Page>();
	/** Who waits for the lock, first the one who has it. */
	const queue: { readonly page: Page; readonly run: () => void }[] = [];

	function next(): void {
		queue.shift();
		while (queue[0]?.page.dead) queue.shift();
		queue[0]?.run();
	}

	return {
		get token() {
			return shared.token;
		},
		memoryOf: (page, tab) => ({
			token: () => shared.token,
			setToken(token) {
				if (!page.dead) shared.token = token;
			},
			live: () => shared.live !== null,
			setLive(on) {
				if (page.dead || (shared.live !== null) === on) return;
				shared.live = on ? '1' : null;
				if (!on) return;
				// Every tab but the one that wrote is told, on a turn of its own.
				for (const [begun, other] of listeners) if (other !== page) time.after(1, () => other.hear(begun));
			},
			onLive(begun) {
				listeners.set(begun, page);
				return () => void listeners.delete(begun);
			},
			outbox: {
				load: tab.outbox.load,
				save(text) {
					if (!page.dead) tab.outbox.save(text);
				},
			},
			draft: tab.draft,
			panel: tab.panel,
		}),
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
