/** An agent at the dashboard: the live list, every session watched, and commands of all sorts, some of them too late on purpose. */

import { type Gathered, gather } from '../../dashboard/monitor/cards.ts';
import { command } from '../../dashboard/session/command.ts';
import type { MemberRouter } from '../../server/rpc/routers.ts';
import type { Card } from '../../shared/card.ts';
import type { Ack } from '../../shared/entry.ts';
import type { ListEvent, MemberEvent, MemberLive } from '../../shared/feed.ts';
import { type ClientId, type Gen, genOf, type MemberId, type SessionId, type SiteId } from '../../shared/ids.ts';
import { follow } from '../../shared/live/follow.ts';
import { emptyView, foldFeed, type SessionView } from '../../shared/live/session-view.ts';
import type { Random } from '../sim/random.ts';
import { dial, type Net } from './line.ts';
import { newClientId, type Recorder } from './recorder.ts';

export interface Agent {
	readonly name: string;
	readonly cards: readonly Card[];
	readonly view: (id: SessionId) => SessionView<MemberLive> | null;
	act(): void;
	/** Takes over at the control that this page shows; for two agents at once. */
	takeOver(id: SessionId): void;
	/** Gives back what it holds. */
	releaseAll(): void;
	/** Nothing is on its way, and the line works. */
	readonly calm: boolean;
	readonly trouble: string;
	close(): void;
}

export interface AgentDeps {
	readonly name: string;
	readonly memberId: MemberId;
	readonly cookie: string;
	readonly siteId: SiteId;
	readonly net: Net;
	readonly random: Random;
	readonly recorder: Recorder;
}

interface Watch {
	view: SessionView<MemberLive>;
	stop(): void;
}

export function createAgent({ name, memberId, cookie, siteId, net, random, recorder }: AgentDeps): Agent {
	const dialled = dial<MemberRouter>({ net, place: 'desk', path: '/trpc', random, cookie });
	const { clock } = dialled.host;
	const line = recorder.listen(name, 'member', { ...dialled, sessionId: () => null });
	const api = line.client;
	const watches = new Map<SessionId, Watch>();
	let gathered: Gathered = { cards: new Map(), parts: null };
	let underWay = 0;
	let written = 0;
	/** What was acknowledged, to be asked for once more. */
	const done: { readonly id: SessionId; readonly clientId: ClientId; readonly gen: Gen; readonly text: string }[] = [];

	function watch(id: SessionId): void {
		if (watches.has(id)) return;
		const watched: Watch = { view: emptyView, stop: () => {} };
		watches.set(id, watched);
		watched.stop = follow<MemberEvent>({
			clock,
			subscribe: (input, handlers) => api.monitor.watch.subscribe({ sessionId: id, ...input }, handlers),
			onEvent(event) {
				watched.view = foldFeed(watched.view, event, clock.now());
			},
			// A session that wrote nothing and was forgotten: nothing to look at.
			onEnd: () => watches.delete(id),
		});
	}

	const stopList = follow<ListEvent>({
		clock,
		subscribe: (input, handlers) => api.monitor.list.subscribe({ siteId, ...input }, handlers),
		onEvent(event) {
			gathered = gather(gathered, event);
			for (const id of gathered.cards.keys()) watch(id);
		},
		onEnd: () => {},
	});

	/** Under way until it is answered; most insist as the dashboard does, some ask once and give up. */
	function run(send: (clientId: ClientId) => Promise<Ack>, insist = random.chance(0.8)): void {
		underWay += 1;
		const asked = insist ? command(clock, send) : send(newClientId());
		asked
			.catch(() => undefined)
			.finally(() => {
				underWay -= 1;
			});
	}

	function takeOver(id: SessionId, gen: Gen): void {
		run((clientId) => api.monitor.takeOver.mutate({ sessionId: id, gen, clientId }));
	}

	function reply(id: SessionId, gen: Gen): void {
		written += 1;
		const text = `${name} says ${written}`;
		run(async (clientId) => {
			const ack = await api.monitor.reply.mutate({ sessionId: id, gen, clientId, text });
			done.push({ id, clientId, gen, text });
			return ack;
		});
	}

	function whisper(id: SessionId, gen: Gen): void {
		written += 1;
		const text = `${name} whispers ${written}`;
		run((clientId) => api.monitor.whisper.mutate({ sessionId: id, gen, clientId, text }));
	}

	/** I13: the old ack for the same words, a conflict for others. */
	function repeat(): void {
		const old = done[random.int(done.length)];
		if (old === undefined) return;
		const text = random.chance(0.5) ? old.text : `${name} never said this`;
		run(() => api.monitor.reply.mutate({ sessionId: old.id, gen: old.gen, clientId: old.clientId, text }), false);
	}

	const genOfView = ({ state, live }: SessionView<MemberLive>): Gen => genOf(Math.max(state.gen, live?.gen ?? 0));

	function act(): void {
		const ids = [...watches.keys()];
		const id = ids[random.int(ids.length)];
		const view = id === undefined ? undefined : watches.get(id)?.view;
		if (id === undefined || view === undefined || view.sessionId === null || underWay > 4) return;
		const gen = genOfView(view);
		const holder = view.state.holder?.memberId;
		const dice = random.next();
		if (dice < 0.06) repeat();
		// Of a control that is over: it must never be there.
		else if (dice < 0.12 && gen > 1) reply(id, genOf(gen - 1));
		else if (dice < 0.16) void api.monitor.typing.mutate({ sessionId: id, on: true }).catch(() => undefined);
		// Taken or refused, whoever holds it; now and then of a control that is over.
		else if (dice < 0.2) whisper(id, gen > 1 && random.chance(0.2) ? genOf(gen - 1) : gen);
		else if (holder === memberId) hold(id, gen, dice);
		else if (holder !== undefined && dice < 0.25) takeOver(id, gen);
		else if (holder === undefined && dice < 0.4) takeOver(id, gen);
		else if (holder === undefined && dice < 0.6) reply(id, gen);
	}

	function hold(id: SessionId, gen: Gen, dice: number): void {
		if (dice < 0.6) reply(id, gen);
		else if (dice < 0.65) run((clientId) => api.monitor.keep.mutate({ sessionId: id, gen, clientId }));
		else if (dice < 0.9) run((clientId) => api.monitor.release.mutate({ sessionId: id, gen, clientId }));
	}

	return {
		name,
		get cards() {
			return [...gathered.cards.values()];
		},
		view: (id) => watches.get(id)?.view ?? null,
		act,
		takeOver(id) {
			const view = watches.get(id)?.view;
			if (view !== undefined) takeOver(id, genOfView(view));
		},
		releaseAll() {
			for (const [id, { view }] of watches) {
				if (view.state.holder?.memberId !== memberId) continue;
				const gen = genOfView(view);
				run((clientId) => api.monitor.release.mutate({ sessionId: id, gen, clientId }), true);
			}
		},
		get calm() {
			return underWay === 0 && line.state.kind === 'live';
		},
		get trouble() {
			return underWay === 0 && line.state.kind === 'live' ? '' : `${name}: ${underWay} under way, ${line.state.kind}`;
		},
		close() {
			stopList();
			for (const { stop } of watches.values()) stop();
			line.close();
		},
	};
}
