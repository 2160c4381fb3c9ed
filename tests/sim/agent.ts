/** A member: browsers with tabs, in each the dashboard's real list and real session over the layer's connection. */
import { createRoot } from 'solid-js';
import { createLiveCards, type LiveCards } from '../../dashboard/live.ts';
import { command } from '../../dashboard/session/command.ts';
import { createSession, type Session } from '../../dashboard/session/session.ts';
import type { MemberRouter } from '../../server/rpc/routers.ts';
import type { Me } from '../../shared/account.ts';
import type { Card } from '../../shared/card.ts';
import type { Ack } from '../../shared/entry.ts';
import { type MemberId, makeClientId, type SessionId, type SiteId } from '../../shared/ids.ts';
import type { Connection } from '../../shared/live/connect.ts';
import type { OutboxStorage } from '../../shared/live/outbox-runner.ts';
import type { Layer, Network } from './network.ts';
import { createPage, type Page } from './page.ts';
import type { Random } from './random.ts';
import type { Time } from './time.ts';

export interface AgentTab {
	readonly name: string;
	readonly page: Page | null;
	readonly connection: Connection<MemberRouter> | null;
	readonly cards: LiveCards | null;
	readonly siteId: SiteId | null;
	readonly session: { readonly id: SessionId; readonly shown: Session } | null;
	/** Opens the tab or reloads it, as whom its browser is signed in. */
	load(siteId: SiteId): void;
	watch(id: SessionId): void;
	unwatch(): void;
	/** One click on a card. */
	takeOverCard(card: Pick<Card, 'id' | 'gen'>): Promise<Ack>;
	close(): void;
}

export interface Agent {
	readonly name: string;
	readonly memberId: MemberId;
	/** The newest sign-in of each browser; one browser a member. */
	cookie: string;
	readonly tabs: readonly AgentTab[];
}

export type WatchAgent = (tab: AgentTab, page: Page, connection: Connection<MemberRouter>) => Connection<MemberRouter>;

export interface AgentOptions {
	readonly time: Time;
	readonly network: Network;
	readonly layer: Layer;
	readonly random: Random;
	readonly name: string;
	readonly memberId: MemberId;
	readonly cookie: string;
	readonly tabs: number;
	readonly watch?: WatchAgent | undefined;
	/** Unsent replies of a session, kept in the browser. */
	readonly loaded?: ((tab: AgentTab, page: Page) => void) | undefined;
}

export function createAgent(options: AgentOptions): Agent {
	const { time, network, layer, name, memberId } = options;
	const random = options.random.fork(name);
	const kept = new Map<SessionId, string>();
	const skewMs = random.chance(0.3) ? random.between(-90_000, 90_000) : 0;
	// Of the signed-in member the session asks for the id alone.
	const me = { id: memberId } as Me;

	function createTab(tabName: string): AgentTab {
		const chance = random.fork(tabName);
		const ids = chance.fork('ids');
		const newClientId = () => makeClientId(ids.fill);
		let loads = 0;
		let page: Page | null = null;
		let connection: Connection<MemberRouter> | null = null;
		let cards: LiveCards | null = null;
		let session: AgentTab['session'] = null;
		let site: SiteId | null = null;
		let unwatch = (): void => {};
		let disposeCards = (): void => {};

		function close(): void {
			page?.close();
			// A closed page's code does not run: nothing is told to anyone.
			page = null;
			connection = null;
			cards = null;
			session = null;
		}

		const storageOf = (id: SessionId, mine: Page): OutboxStorage => ({
			load: () => kept.get(id) ?? null,
			save(text) {
				if (mine.dead) return;
				if (text === null) kept.delete(id);
				else kept.set(id, text);
			},
		});

		const tab: AgentTab = {
			name: tabName,
			get page() {
				return page;
			},
			get connection() {
				return connection;
			},
			get cards() {
				return cards;
			},
			get siteId() {
				return site;
			},
			get session() {
				return session;
			},
			load(siteId) {
				close();
				loads += 1;
				const mine = createPage({
					time,
					network,
					random: chance,
					name: `${tabName}.${loads}`,
					headers: { origin: 'http://baton.example', host: 'baton.example', cookie: agent.cookie },
					skewMs,
				});
				page = mine;
				site = siteId;
				const raw = layer.connect<MemberRouter>(mine, () => 'ws://baton.example/trpc');
				const line = options.watch?.(tab, mine, raw) ?? raw;
				connection = line;
				options.loaded?.(tab, mine);
				createRoot((dispose) => {
					cards = createLiveCards({ api: line.client, clock: mine.clock }, siteId);
					disposeCards = dispose;
				});
			},
			watch(id) {
				const mine = page;
				const line = connection;
				if (mine === null || line === null) return;
				tab.unwatch();
				createRoot((dispose) => {
					const shown = createSession(
						{
							api: line.client,
							line,
							host: { clock: mine.clock },
							online: () => line.state.kind === 'live',
							me: () => me,
						},
						id,
						{ storage: storageOf(id, mine), makeClientId: newClientId },
					);
					session = { id, shown };
					unwatch = dispose;
				});
			},
			unwatch() {
				if (session === null) return;
				session = null;
				unwatch();
			},
			takeOverCard({ id: sessionId, gen }) {
				const line = connection;
				if (page === null || line === null) return Promise.reject(new Error('the tab is closed'));
				return command(
					page.clock,
					(clientId) => line.client.monitor.takeOver.mutate({ sessionId, gen, clientId }),
					newClientId,
				);
			},
			close,
		};
		void disposeCards;
		return tab;
	}

	const agent: Agent = {
		name,
		memberId,
		cookie: options.cookie,
		tabs: Array.from({ length: options.tabs }, (_, index) => createTab(`${name}.${index + 1}`)),
	};
	return agent;
}
