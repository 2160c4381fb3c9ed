/** Does what a command says, as far as the moment allows: what is not there is left alone, so that scripts can be cut. */
import type { MemberRouter } from '../../server/rpc/routers.ts';
import { clientIdOf, type Gen, genOf, type SessionId, siteIdOf } from '../../shared/ids.ts';
import type { Connection } from '../../shared/live/connect.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Agent, AgentTab } from './agent.ts';
import { accountIds, siteIds } from './estate.ts';
import type { Command, StaleWhat, TabRef } from './script.ts';
import type { VisitorTab } from './visitor.ts';
import { whispers } from './whispers.ts';
import { firstAgent, strangerIndex, type World } from './world.ts';

/** Refusals are answers here: whoever checks has heard them. */
const heard = (): void => {};

const onFrozen: readonly Command['do'][] = [
	'load',
	'close',
	'thaw',
	'uncache',
	'hidden',
	'latency',
	'block',
	'unblock',
	'cut',
	'offline',
];

const madeUp = `session_${'0'.repeat(22)}`;

export interface Performer {
	perform(command: Command): void;
}

export function createPerformer(world: World): Performer {
	const { time, store, responder } = world;
	let raw = 0;
	/** The last message of each visitor's tab, for a repeat. */
	const said = new Map<string, { readonly clientId: string; readonly text: string }>();

	const visitorTab = ({ who, person, tab }: TabRef): VisitorTab | undefined =>
		who === 'v' ? world.visitors[person]?.tabs[tab] : undefined;
	const agentTab = ({ who, person, tab }: TabRef): AgentTab | undefined =>
		who === 'a' ? world.members[person + firstAgent]?.tabs[tab] : undefined;
	const agent = (index: number): Agent | undefined => world.members[index + firstAgent];

	const freshId = () => {
		raw += 1;
		return clientIdOf(`raw_${String(raw).padStart(8, '0')}`);
	};

	/** The owner's desk is opened when it is needed first. */
	function owner(): Connection<MemberRouter> | null {
		const tab = world.members[0]?.tabs[0];
		if (tab !== undefined && tab.page === null) tab.load(siteIds[0]);
		return tab?.connection ?? null;
	}

	function say(at: TabRef, text: string, times: number): void {
		const tab = visitorTab(at);
		// Without a panel nobody can write.
		if (tab?.chat?.phase !== 'open' && tab?.chat?.phase !== 'dormant') return;
		for (let count = 1; count <= times; count += 1) {
			const body = times === 1 ? text : `${text} ${count}`;
			tab?.chat?.write({ kind: 'say', text: body });
			const item = tab?.chat?.outbox.state.items.at(-1);
			if (tab !== undefined && item?.body.kind === 'say') said.set(tab.name, { clientId: item.clientId, text: body });
		}
	}

	function control(at: TabRef, kind: 'ask' | 'back'): void {
		const chat = visitorTab(at)?.chat;
		if (chat?.phase === 'open') chat.write({ kind });
	}

	function repeat(at: TabRef, otherBody: boolean): void {
		const tab = visitorTab(at);
		const last = tab === undefined ? undefined : said.get(tab.name);
		if (tab?.connection?.state.kind !== 'live' || last === undefined) return;
		const { clientId, text } = last;
		tab.connection.client.say
			.mutate({ clientId: clientIdOf(clientId), text: otherBody ? `${text}, or rather not` : text })
			.then(heard, heard);
	}

	function genSeen(tab: AgentTab, id: SessionId): Gen {
		if (tab.session?.id === id) return tab.session.shown.gen();
		return tab.cards?.card(id)?.gen ?? genOf(1);
	}

	function command(tab: AgentTab | undefined, sessionId: SessionId | null, gen: Gen, what: StaleWhat): void {
		if (tab?.connection == null || sessionId === null) return;
		const { monitor } = tab.connection.client;
		const clientId = freshId();
		switch (what) {
			case 'take-over':
				monitor.takeOver.mutate({ sessionId, gen, clientId }).then(heard, heard);
				break;
			case 'reply':
				monitor.reply.mutate({ sessionId, gen, clientId, text: 'A reply under an old control' }).then(heard, heard);
				break;
			case 'release':
				monitor.release.mutate({ sessionId, gen, clientId }).then(heard, heard);
				break;
			case 'keep':
				monitor.keep.mutate({ sessionId, gen, clientId }).then(heard, heard);
				break;
			case 'whisper':
				monitor.whisper.mutate({ sessionId, gen, clientId, text: whispers[0] }).then(heard, heard);
				break;
			default:
				unreachable(what);
		}
	}

	/** As a page shows it that was read just now. */
	function later(at: TabRef, visitor: number, done: boolean | null): void {
		const line = agentTab(at)?.connection;
		const sessionId = world.sessionOf(visitor);
		if (line == null || sessionId === null) return;
		const gen = world.journal.rows.get(sessionId)?.projection.gen ?? genOf(1);
		const clientId = freshId();
		const { missed } = line.client;
		if (done === null) missed.answer.mutate({ sessionId, gen, clientId, text: 'Here it is.' }).then(heard, heard);
		else missed[done ? 'resolve' : 'unresolve'].mutate({ sessionId, gen, clientId }).then(heard, heard);
	}

	function stale(at: TabRef, visitor: number, off: number, what: StaleWhat): void {
		const tab = agentTab(at);
		const id = world.sessionOf(visitor);
		if (tab === undefined || id === null) return;
		command(tab, id, genOf(Math.max(0, genSeen(tab, id) + off)), what);
	}

	function race(visitor: number): void {
		const id = world.sessionOf(visitor);
		for (const person of [0, 1]) {
			const tab = agent(person)?.tabs[0];
			if (tab === undefined || id === null) continue;
			if (tab.page === null) tab.load(world.siteOfVisitor(visitor));
			const row = world.journal.rows.get(id);
			command(tab, id, row?.projection.gen ?? genOf(1), 'take-over');
		}
	}

	function pry(visitor: number): void {
		const tab = world.members[strangerIndex]?.tabs[0];
		const id = world.sessionOf(visitor);
		if (tab === undefined || id === null) return;
		if (tab.page === null) tab.load(siteIds[2]);
		const row = world.journal.rows.get(id);
		const gen = row?.projection.gen ?? genOf(1);
		for (const sessionId of [id, madeUp as SessionId]) {
			for (const what of ['take-over', 'reply', 'release', 'whisper'] as const) command(tab, sessionId, gen, what);
			tab.connection?.client.monitor.watch.subscribe(
				{ sessionId },
				{ onData: heard, onError: heard, onComplete: heard },
			);
		}
		for (const siteId of [siteIds[0], siteIdOf('00000000-0000-7000-8002-000000009999')]) {
			tab.connection?.client.monitor.list.subscribe({ siteId }, { onData: heard, onError: heard, onComplete: heard });
		}
	}

	function perform(act: Command): void {
		// Nobody acts on a page that stands still.
		if ('at' in act && !onFrozen.includes(act.do) && world.tabAt(act.at)?.page?.frozen === true) return;
		switch (act.do) {
			case 'load': {
				visitorTab(act.at)?.load();
				const { person } = act.at;
				agentTab(act.at)?.load(person === 1 ? (siteIds[act.at.tab] ?? siteIds[0]) : siteIds[0]);
				break;
			}
			case 'close':
				world.tabAt(act.at)?.close();
				break;
			case 'freeze':
				world.tabAt(act.at)?.page?.freeze();
				break;
			case 'thaw':
				if (world.tabAt(act.at)?.page?.cached === false) world.tabAt(act.at)?.page?.thaw();
				break;
			case 'hidden':
				world.tabAt(act.at)?.page?.show(false);
				break;
			case 'shown':
				world.tabAt(act.at)?.page?.show(true);
				break;
			case 'cache':
				visitorTab(act.at)?.hide();
				break;
			case 'uncache':
				visitorTab(act.at)?.back();
				break;
			case 'open-panel': {
				const tab = visitorTab(act.at);
				if (tab?.page === null) tab.load();
				tab?.openPanel();
				break;
			}
			case 'close-panel':
				visitorTab(act.at)?.closePanel();
				break;
			case 'ask':
				control(act.at, 'ask');
				break;
			case 'back':
				control(act.at, 'back');
				break;
			case 'leave-address': {
				const chat = visitorTab(act.at)?.chat;
				if (chat?.phase === 'open') chat.write({ kind: 'address', text: act.email });
				break;
			}
			case 'answer-late':
				later(act.at, act.visitor, null);
				break;
			case 'resolve':
				later(act.at, act.visitor, act.done);
				break;
			case 'end': {
				const chat = visitorTab(act.at)?.chat;
				if (chat?.phase === 'open' || chat?.phase === 'dormant') chat.end();
				break;
			}
			case 'new': {
				const chat = visitorTab(act.at)?.chat;
				if (chat?.phase === 'ended') chat.startNew();
				break;
			}
			case 'typing':
				visitorTab(act.at)?.chat?.typing(true);
				break;
			case 'say':
				say(act.at, act.text, act.times);
				break;
			case 'repeat':
				repeat(act.at, act.otherBody);
				break;
			case 'watch': {
				const tab = agentTab(act.at);
				if (tab?.page === null) tab.load(world.siteOfVisitor(act.visitor));
				const id = world.sessionOf(act.visitor);
				if (id !== null) tab?.watch(id);
				break;
			}
			case 'unwatch':
				agentTab(act.at)?.unwatch();
				break;
			case 'take-over':
				agentTab(act.at)?.session?.shown.takeOver().then(heard, heard);
				break;
			case 'take-card': {
				const tab = agentTab(act.at);
				const id = world.sessionOf(act.visitor);
				const card = id === null ? undefined : tab?.cards?.plain().get(id);
				if (card !== undefined) tab?.takeOverCard(card).then(heard, heard);
				break;
			}
			case 'reply':
				agentTab(act.at)?.session?.shown.send(act.text);
				break;
			case 'release':
				agentTab(act.at)?.session?.shown.release().then(heard, heard);
				break;
			case 'keep':
				agentTab(act.at)?.session?.shown.keep().then(heard, heard);
				break;
			case 'whisper':
				agentTab(act.at)?.session?.shown.whisper(act.text);
				break;
			case 'writing':
				agentTab(act.at)?.session?.shown.typing(true);
				break;
			case 'stale':
				stale(act.at, act.visitor, act.off, act.what);
				break;
			case 'race':
				race(act.visitor);
				break;
			case 'sign-out':
				world.signOut(act.agent + firstAgent);
				break;
			case 'sign-in':
				world.signIn(act.agent + firstAgent);
				break;
			case 'disable': {
				const memberId = agent(act.agent)?.memberId;
				if (memberId === undefined) break;
				owner()?.client.members.setDisabled.mutate({ memberId, disabled: act.on }).then(heard, heard);
				break;
			}
			case 'role': {
				const memberId = agent(act.agent)?.memberId;
				if (memberId === undefined) break;
				owner()?.client.members.setRole.mutate({ memberId, role: act.role }).then(heard, heard);
				break;
			}
			case 'plan':
				world.setPlan(accountIds.ours, act.plan);
				break;
			case 'pry':
				pry(act.visitor);
				break;
			case 'latency': {
				const page = world.tabAt(act.at)?.page;
				if (page) page.net.weather.latencyMs = act.ms;
				break;
			}
			case 'block':
				for (const line of world.tabAt(act.at)?.page?.net.lines ?? []) line.block(act.direction);
				break;
			case 'unblock':
				for (const line of world.tabAt(act.at)?.page?.net.lines ?? []) line.unblock();
				break;
			case 'cut':
				for (const line of world.tabAt(act.at)?.page?.net.lines ?? []) line.cut(act.clientMs, act.serverMs);
				break;
			case 'offline':
				world.tabAt(act.at)?.page?.offline(act.on);
				break;
			case 'store-latency':
				store.faults.latencyMs = act.ms;
				break;
			case 'store-fault':
				store.faults.commits.push(act.fault);
				break;
			case 'store-down':
				store.faults.down = true;
				time.after(act.ms, () => {
					store.faults.down = false;
				});
				break;
			case 'mood':
				responder.moods.push(act.mood);
				break;
			case 'jump':
				world.jump(act.ms);
				break;
			case 'crash':
				time.interrupt(act.hops, () => world.crash(act.downMs, act.again));
				break;
			case 'trap':
				world.traps.set(act.trap);
				break;
			case 'wait':
				break;
			default:
				unreachable(act);
		}
	}

	return { perform };
}
