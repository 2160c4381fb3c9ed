/** A scripted session over the wire: one visitor, one agent, the real server, and a network that does as it is told. */

import { command } from '../../../dashboard/session/command.ts';
import type { Responder } from '../../../server/actor/ports.ts';
import type { MemberRouter } from '../../../server/rpc/routers.ts';
import type { VisitorRouter } from '../../../server/rpc/visitor.ts';
import { projectFor } from '../../../shared/audience.ts';
import type { Entry } from '../../../shared/entry.ts';
import type { MemberEvent, MemberLive, VisitorEvent } from '../../../shared/feed.ts';
import { clientIdOf, genOf, type SessionId } from '../../../shared/ids.ts';
import type { Connection } from '../../../shared/live/connect.ts';
import { type FollowOptions, follow } from '../../../shared/live/follow.ts';
import { emptyView, foldFeed, type SessionView } from '../../../shared/live/session-view.ts';
import type { ChatSession } from '../../../widget/session/chat.ts';
import { createChatSession } from '../../../widget/session/chat-session.ts';
import type { Memory } from '../../../widget/session/memory.ts';
import { createAccountStores } from '../accounts.ts';
import { makeTables, signIn, siteKeys } from '../estate.ts';
import { createHouse, type House } from '../house.ts';
import { createMemoryJournal, type MemoryJournal } from '../journal.ts';
import type { Rule, Verdicts } from '../ledger.ts';
import { createPage, type Page } from '../page.ts';
import { createRandom } from '../random.ts';
import { createSimStore } from '../store.ts';
import { createTime, type Time } from '../time.ts';
import { wireRig } from './rig.ts';
import type { WireNetworkOptions } from './wire-network.ts';

export interface Agent {
	readonly page: Page;
	readonly line: Connection<MemberRouter>;
	readonly view: SessionView<MemberLive>;
	/** Each event as it came. */
	readonly events: readonly MemberEvent[];
	watch(sessionId: SessionId): void;
	takeOver(): Promise<unknown>;
	reply(text: string): Promise<unknown>;
	release(): Promise<unknown>;
}

export interface Visitor {
	readonly page: Page;
	readonly chat: ChatSession;
	/** Each event of the feed as it came. */
	readonly events: readonly VisitorEvent[];
}

export interface WireWorld {
	readonly time: Time;
	readonly house: House;
	readonly journal: MemoryJournal;
	/** By rule: how often its case arose. */
	readonly held: ReadonlyMap<Rule, number>;
	/** What the wire showed and no test asked for. */
	readonly violations: readonly string[];
	readonly faults: readonly unknown[];
	visitor(name: string): Visitor;
	agent(name: string): Agent;
	/** Lets time pass until it is so; false after `patienceMs`. */
	until(so: () => boolean, patienceMs?: number): Promise<boolean>;
	/** What a role may see of the only session. */
	transcript(audience: 'visitor' | 'member'): readonly Entry[];
	close(): void;
}

const pieceMs = 40;

/** Answers with the question, word by word. */
function createEcho(time: Time): Responder {
	const pause = () => new Promise<void>((resolve) => void time.after(pieceMs, resolve));
	return {
		async *respond({ transcript }) {
			const asked = transcript.findLast((entry) => entry.kind === 'message' && entry.author === 'visitor');
			const words = asked?.kind === 'message' ? asked.text : '';
			for (const piece of ['You ', 'said ', `"${words}", `, 'and ', 'I ', 'heard ', 'it.']) {
				await pause();
				yield { type: 'text', text: piece };
			}
			yield { type: 'done', sources: [], asks: null };
		},
	};
}

function createMemory(): Memory {
	let token: string | null = null;
	let live = false;
	let kept: string | null = null;
	const nothing = { load: () => null, save() {} };
	return {
		token: () => token,
		setToken: (next) => {
			token = next;
		},
		live: () => live,
		setLive: (on) => {
			live = on;
		},
		onBegun: () => () => {},
		outbox: {
			load: () => kept,
			save: (text) => {
				kept = text;
			},
		},
		draft: nothing,
		panel: nothing,
	};
}

interface Feed {
	readonly subscribe: FollowOptions<VisitorEvent>['subscribe'];
}

/** The same connection; what its feed brings is noted on the way. */
function overheard(made: Connection<VisitorRouter>, hear: (event: VisitorEvent) => void): Connection<VisitorRouter> {
	const feed: Feed = {
		subscribe: (input, handlers) =>
			made.client.feed.subscribe(input, {
				...handlers,
				onData(event) {
					hear(event.data);
					handlers.onData(event);
				},
			}),
	};
	const client = new Proxy(made.client, {
		get: (target, name, receiver) => (name === 'feed' ? feed : Reflect.get(target, name, receiver)),
	});
	return Object.create(made, { client: { value: client } });
}

export interface WorldOptions {
	readonly seed?: string;
	readonly latencyMs?: number;
	readonly kernelBytes?: number;
	readonly passed?: WireNetworkOptions['passed'];
}

export function createWireWorld({ seed = 'wire', latencyMs = 10, kernelBytes = 65_536, passed }: WorldOptions = {}) {
	const random = createRandom(seed);
	const time = createTime();
	const violations: string[] = [];
	const faults: unknown[] = [];
	const held = new Map<Rule, number>();
	const verdicts: Verdicts = {
		held: (rule, times = 1) => void held.set(rule, (held.get(rule) ?? 0) + times),
		broken: (rule, text) => violations.push(`${rule}: ${text}`),
	};
	const { layer, network: makeNetwork, giveBack } = wireRig(time, verdicts, { kernelBytes, passed, exact: true });
	const network = makeNetwork({ time, random: random.fork('network') });
	const journal = createMemoryJournal();
	const tables = makeTables(time.wall());
	const signedIn = signIn(1, 1, time.wall());
	tables.logins.push(signedIn.login);
	const accounts = createAccountStores(tables);
	const store = createSimStore({ time, random: random.fork('store'), kind: 'pglite', journal, accounts });
	const house = createHouse({
		time,
		random: random.fork('house'),
		network,
		storesFor: store.for,
		responderFor: () => createEcho(time),
		onFault: (fault) => faults.push(fault),
	});
	house.boot();

	function pageOf(name: string, headers: Readonly<Record<string, string>>): Page {
		const page = createPage({ time, network, random, name, headers, skewMs: 0 });
		page.net.weather.latencyMs = latencyMs;
		return page;
	}

	let clientIds = 0;
	const world: WireWorld = {
		time,
		house,
		journal,
		held,
		violations,
		faults,
		visitor(name) {
			const page = pageOf(name, { host: 'baton.example', origin: 'https://shop.example', 'user-agent': 'test' });
			const events: VisitorEvent[] = [];
			const chat = createChatSession({
				connect: (hello) =>
					overheard(
						layer.connect<VisitorRouter>(page, () => `wss://baton.example/trpc?site=${siteKeys[0]}`, hello),
						(event) => events.push(event),
					),
				clock: page.clock,
				memory: createMemory(),
				mintLock: (act) => void act(),
				makeClientId: () => {
					clientIds += 1;
					return clientIdOf(`c${String(clientIds).padStart(21, '0')}`);
				},
				about: {},
				page: () => ({ url: 'https://shop.example/', title: 'Shop' }),
				changed() {},
			});
			return { page, chat, events };
		},
		agent(name) {
			const page = pageOf(name, {
				host: 'baton.example',
				origin: 'http://baton.example',
				cookie: signedIn.cookie,
			});
			const line = layer.connect<MemberRouter>(page, () => 'wss://baton.example/trpc');
			const events: MemberEvent[] = [];
			let view: SessionView<MemberLive> = emptyView;
			let sessionId: SessionId | null = null;
			const gen = () => genOf(Math.max(view.state.gen, view.live?.gen ?? 0));
			const watched = (): SessionId => {
				if (sessionId === null) throw new Error('nothing is watched');
				return sessionId;
			};
			return {
				page,
				line,
				get view() {
					return view;
				},
				events,
				watch(id) {
					sessionId = id;
					follow<MemberEvent>({
						clock: page.clock,
						subscribe: (input, handlers) => line.client.monitor.watch.subscribe({ sessionId: id, ...input }, handlers),
						onEvent(event) {
							events.push(event);
							view = foldFeed(view, event, page.clock.now());
						},
						onEnd: (failure) => violations.push(`the agent's feed ended: ${JSON.stringify(failure)}`),
					});
				},
				takeOver: () =>
					command(page.clock, (clientId) =>
						line.client.monitor.takeOver.mutate({ sessionId: watched(), gen: gen(), clientId }),
					),
				reply: (text) =>
					command(page.clock, (clientId) =>
						line.client.monitor.reply.mutate({ sessionId: watched(), gen: gen(), clientId, text }),
					),
				release: () =>
					command(page.clock, (clientId) =>
						line.client.monitor.release.mutate({ sessionId: watched(), gen: gen(), clientId }),
					),
			};
		},
		async until(so, patienceMs = 60_000) {
			const end = time.monotonic() + patienceMs;
			while (!so() && time.monotonic() < end) await time.run(20);
			return so();
		},
		transcript(audience) {
			const [row] = journal.rows.values();
			return (row?.entries ?? []).map((entry) => projectFor(audience, entry)).filter((entry) => entry !== null);
		},
		close: giveBack,
	};
	return world;
}
