/** A visitor: one browser, several tabs, in each the widget's real session over the layer's connection. */
import type { VisitorRouter } from '../../server/rpc/visitor.ts';
import { makeClientId, type SiteKey } from '../../shared/ids.ts';
import type { Connection } from '../../shared/live/connect.ts';
import type { ChatSession } from '../../widget/session/chat.ts';
import { createChatSession } from '../../widget/session/chat-session.ts';
import { type Browser, createBrowser, makeTabStorage, type TabStorage } from './browser.ts';
import type { Layer, Network } from './network.ts';
import { createPage, type Page } from './page.ts';
import type { Random } from './random.ts';
import type { Time } from './time.ts';

export interface VisitorTab {
	readonly name: string;
	/** Null: the tab is closed. */
	readonly page: Page | null;
	readonly chat: ChatSession | null;
	/** The newest connection, for calls that no honest widget makes. */
	readonly connection: Connection<VisitorRouter> | null;
	/** Opens the tab, or reloads it. */
	load(): void;
	openPanel(): void;
	closePanel(): void;
	/** Into the back-forward cache, and out of it. */
	hide(): void;
	back(): void;
	close(): void;
}

export interface Visitor {
	readonly name: string;
	readonly browser: Browser;
	readonly tabs: readonly VisitorTab[];
}

/** Told of all that a page does and gets; the connection that it returns is the one that the page uses. */
export type WatchVisitor = (
	tab: VisitorTab,
	page: Page,
	connection: Connection<VisitorRouter>,
) => Connection<VisitorRouter>;

export interface VisitorOptions {
	readonly time: Time;
	readonly network: Network;
	readonly layer: Layer;
	readonly random: Random;
	readonly name: string;
	readonly siteKey: SiteKey;
	readonly tabs: number;
	readonly watch?: WatchVisitor | undefined;
	/** A page has begun. */
	readonly loaded?: ((tab: VisitorTab, page: Page, chat: ChatSession) => void) | undefined;
}

export function createVisitor(options: VisitorOptions): Visitor {
	const { time, network, layer, name, siteKey } = options;
	const random = options.random.fork(name);
	const browser = createBrowser(time, random.chance(0.8));
	const skewMs = random.chance(0.3) ? random.between(-90_000, 90_000) : 0;

	function createTab(tabName: string): VisitorTab {
		const storage: TabStorage = makeTabStorage();
		const chance = random.fork(tabName);
		let loads = 0;
		let page: Page | null = null;
		let chat: ChatSession | null = null;
		let connection: Connection<VisitorRouter> | null = null;

		function load(): void {
			page?.close();
			loads += 1;
			const mine = createPage({
				time,
				network,
				random: chance,
				name: `${tabName}.${loads}`,
				headers: { origin: 'https://shop.example', host: 'baton.example' },
				skewMs,
			});
			page = mine;
			connection = null;
			const memory = browser.memoryOf(mine, storage);
			const ids = chance.fork(`ids ${loads}`);
			const made = createChatSession({
				connect(hello) {
					const raw = layer.connect<VisitorRouter>(mine, () => `ws://baton.example/trpc?site=${siteKey}`, hello);
					connection = options.watch?.(tab, mine, raw) ?? raw;
					return connection;
				},
				clock: mine.clock,
				memory,
				mintLock: browser.lockOf(mine),
				makeClientId: () => makeClientId(ids.fill),
				about: { language: 'en', touch: '0' },
				page: () => ({ url: `https://shop.example/${tabName}/${loads}`, title: `Page ${loads}` }),
				changed: () => {},
			});
			chat = made;
			options.loaded?.(tab, mine, made);
			// As `widget/main.tsx` begins.
			memory.onBegun(() => made.resume());
			if (!memory.live()) return;
			made.resume();
			if (storage.panel.load() !== null) made.openPanel();
		}

		const tab: VisitorTab = {
			name: tabName,
			get page() {
				return page;
			},
			get chat() {
				return chat;
			},
			get connection() {
				return connection;
			},
			load,
			openPanel() {
				storage.panel.save('1');
				chat?.openPanel();
			},
			closePanel() {
				storage.panel.save(null);
				chat?.closePanel();
			},
			hide() {
				chat?.suspend();
				page?.freeze(true);
			},
			back() {
				page?.thaw();
				chat?.wake();
			},
			close() {
				page?.close();
				page = null;
				chat = null;
				connection = null;
			},
		};
		return tab;
	}

	return {
		name,
		browser,
		tabs: Array.from({ length: options.tabs }, (_, index) => createTab(`${name}.${index + 1}`)),
	};
}
