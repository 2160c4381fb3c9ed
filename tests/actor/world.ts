/** One site's sessions over a memory store, a manual clock and an AI whose words the test says. */
import type { Attender } from '../../server/actor/attendance.ts';
import { createDirectory, type Directory, type Visit } from '../../server/actor/directory.ts';
import type { SessionActor } from '../../server/actor/front.ts';
import type { NeighbourStore } from '../../server/actor/ports.ts';
import { silentLog } from '../../server/log.ts';
import { sessionFeed } from '../../server/rpc/session-feed.ts';
import type { Audience } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import { emptyState, fold, type SessionState } from '../../shared/fold.ts';
import { type MemberId, type Seq, type SessionId, siteIdOf, visitorIdOf } from '../../shared/ids.ts';
import { createManualClock, type ManualClock } from '../net/support/manual-clock.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { createScriptedResponder, type ScriptedResponder } from '../support/scripted-responder.ts';

export const siteId = siteIdOf('00000000-0000-7000-8000-0000000000aa');
export const visitorId = visitorIdOf('visitor_one');

/** Lets everything that waits for nothing but its turn come to rest. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 4; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

export interface World {
	readonly clock: ManualClock;
	readonly store: MemoryStore;
	readonly responder: ScriptedResponder;
	readonly directory: Directory;
	/** Moves time on in steps, so that what a bell starts can finish before the next one. */
	advance(ms: number): Promise<void>;
	open(): Promise<SessionActor>;
	connect(memberId: MemberId): void;
	disconnect(memberId: MemberId): void;
	/** The page of their phone goes behind another app, or comes back. */
	setAway(memberId: MemberId, away: boolean): void;
	/** Their role or plan allows them no session any more. */
	bar(memberId: MemberId): void;
	readonly visit: Visit;
	/** Resolves when this life of the process ends: whoever waits for an answer never gets one. */
	readonly death: Promise<void>;
	/** The process dies: memory is gone, the store stays; the next one has not looked at its sessions yet. */
	crash(): void;
	/** A crash, and the sessions are awake again. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** What several processes have in common. */
export interface Common {
	readonly clock: ManualClock;
	readonly store: MemoryStore;
	readonly neighbours: NeighbourStore;
}

/** Processes that tell each other nothing: each learns of the other by what it meets in the store. */
export const createCommon = (): Common => ({
	clock: createManualClock(),
	store: createMemoryStore(),
	neighbours: { beat: async () => [], positions: async () => [], bury: async () => {}, leave: async () => {} },
});

/** @param common more than one process may work on the store. */
export function createWorld(common?: Common): World {
	const { clock, store } = common ?? createCommon();
	const responder = createScriptedResponder();
	let random = 0;
	const connections = new Map<MemberId, Attender>();
	const barred = new Set<MemberId>();
	let life = 0;
	let die = (): void => {};
	let death = new Promise<void>((resolve) => {
		die = resolve;
	});
	/** The store as one life of the process sees it: a dead process asks nothing and hears nothing. */
	function mortal<T extends object>(port: T): T {
		const born = life;
		return new Proxy(port, {
			get(target, name, receiver) {
				const method: unknown = Reflect.get(target, name, receiver);
				if (typeof method !== 'function') return method;
				return (...values: readonly unknown[]) =>
					born === life ? Reflect.apply(method, target, values) : new Promise(() => {});
			},
		});
	}
	const build = (): Directory =>
		createDirectory({
			clock,
			log: silentLog,
			journal: mortal(store.journal),
			index: mortal(store.index),
			neighbours: common?.neighbours,
			responder,
			phrases: { apology: () => 'I could not answer.' },
			mayControl: (memberId) => !barred.has(memberId),
			siteLimits: { idleReturnMs: () => 180_000 },
			fillRandom: (bytes) => {
				random += 1;
				return bytes.fill(random % 200);
			},
		});
	let directory = build();
	const visit: Visit = {
		siteId,
		visitorId,
		language: 'en',
		facts: { country: 'LV', device: 'mobile', browser: '', system: '' },
		page: null,
	};

	function crash(): void {
		connections.clear();
		void directory.stop();
		life += 1;
		die();
		death = new Promise((resolve) => {
			die = resolve;
		});
		directory = build();
	}

	return {
		visit,
		crash,
		clock,
		store,
		responder,
		get directory() {
			return directory;
		},
		get death() {
			return death;
		},
		async advance(ms) {
			const until = clock.monotonic() + ms;
			await settle();
			while (clock.monotonic() < until) {
				clock.advance(Math.min(250, until - clock.monotonic()));
				await settle();
			}
		},
		open: () => directory.open(visit),
		connect(memberId) {
			if (!connections.has(memberId)) connections.set(memberId, directory.attendance.connected(memberId));
		},
		disconnect(memberId) {
			connections.get(memberId)?.gone();
			connections.delete(memberId);
		},
		setAway: (memberId, away) => connections.get(memberId)?.setAway(away),
		bar: (memberId) => void barred.add(memberId),
		async restart() {
			crash();
			await directory.wakeAll();
			await settle();
		},
		stop: () => directory.stop(),
	};
}

/** What one subscriber was told, in order. */
export interface Heard {
	readonly entries: readonly Entry[];
	/** The same, frame by frame. */
	readonly batches: readonly (readonly Entry[])[];
	/** Every event as it came, for the order of pieces and entries. */
	readonly events: readonly {
		readonly type: string;
		readonly gen?: number;
		readonly text?: string;
		readonly kinds?: readonly string[];
		/** Of a level. */
		readonly turn?: Seq | null;
	}[];
	readonly lastId: string;
	stop(): void;
}

export function listen(
	actor: SessionActor,
	audience: Audience,
	now: () => number,
	from?: { readonly heard: Heard },
): Heard {
	const abort = new AbortController();
	const entries: Entry[] = [...(from?.heard.entries ?? [])];
	const events: Heard['events'][number][] = [];
	const batches: (readonly Entry[])[] = [];
	let lastId = from?.heard.lastId ?? '';
	const feed = sessionFeed({
		actor,
		audience,
		connection: { id: 'test', writable: () => Promise.resolve(), close() {}, closed: abort.signal },
		lastEventId: lastId === '' ? undefined : lastId,
		signal: abort.signal,
		now,
		live: () => ({ turn: actor.answering, gen: actor.state.gen }),
		check() {},
	});
	void (async () => {
		for await (const [id, data] of feed) {
			lastId = id;
			if (data.type === 'welcome' && data.reset) entries.length = 0;
			if (data.type === 'entries') {
				entries.push(...data.entries);
				batches.push(data.entries);
				events.push({
					type: 'entries',
					kinds: data.entries.map((entry) => entry.kind),
					gen: data.entries.at(-1)?.gen ?? 0,
				});
			} else if (data.type === 'live') events.push({ type: 'live', turn: data.live.turn });
			else if (data.type === 'piece') events.push({ type: 'piece', gen: data.gen, text: data.text });
		}
	})();
	return {
		entries,
		batches,
		events,
		get lastId() {
			return lastId;
		},
		stop: () => abort.abort(),
	};
}

export const folded = (store: MemoryStore, id: SessionId): SessionState => fold(emptyState, store.transcript(id));
