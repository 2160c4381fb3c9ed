/** Everything that a run is made of: the house, the people at its ends, and what breaks between them. */
import type { MemberRouter } from '../../server/rpc/routers.ts';
import type { VisitorRouter } from '../../server/rpc/visitor.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { AccountId, SessionId, SiteId } from '../../shared/ids.ts';
import { type Plan, planMonitors } from '../../shared/plans.ts';
import { createAccountStores } from './accounts.ts';
import { type Agent, type AgentTab, createAgent } from './agent.ts';
import { makeTables, memberIdAt, people, signIn, siteIds, siteKeys } from './estate.ts';
import { allEyes } from './eyes.ts';
import { createHouse, type House } from './house.ts';
import { createMemoryJournal, type MemoryJournal } from './journal.ts';
import type { Eyes, Seat } from './ledger.ts';
import type { Rig } from './network.ts';
import { createObserver } from './observe.ts';
import type { Page } from './page.ts';
import { createRandom } from './random.ts';
import { createSimResponder, type SimResponder } from './responder.ts';
import { cast, type TabRef } from './script.ts';
import { createSimStore, type SimStore } from './store.ts';
import { createTime, type Time } from './time.ts';
import { createTraps, type Traps } from './traps.ts';
import { createVisitor, type Visitor, type VisitorTab } from './visitor.ts';

export interface World {
	readonly time: Time;
	readonly journal: MemoryJournal;
	readonly store: SimStore;
	readonly responder: SimResponder;
	readonly house: House;
	readonly visitors: readonly Visitor[];
	/** By index in the estate's people: the owner is 0, the stranger the last. */
	readonly members: readonly Agent[];
	readonly siteOfVisitor: (visitor: number) => SiteId;
	/** The visitor's newest session that anybody has seen. */
	sessionOf(visitor: number): SessionId | null;
	/** Sockets of this page were served by the server last at … */
	seatOf(page: string): Seat | undefined;
	tabAt(ref: TabRef): VisitorTab | AgentTab | undefined;
	/** The account's plan has no live monitoring now. */
	readonly planLost: boolean;
	readonly traps: Traps;
	/** As every session's actor had it when all was quiet. */
	readonly liveStates: Map<SessionId, SessionState>;
	readonly asideAtRest: Set<SessionId>;
	jump(ms: number): void;
	/** Exceptions that reached the edge of the process. */
	readonly faults: unknown[];
	/** Tells those who look. */
	stepped(): void;
	quiet(): void;
	/** Gives back what of the process it has borrowed. */
	readonly giveBack: () => void;
	/** The first life begins. */
	boot(): void;
	/** As `POST /auth/sign-out` and `/auth/sign-in` do, for the member's one browser. */
	signOut(member: number): void;
	signIn(member: number): void;
	/** As `npm run admin -- plan` does. */
	setPlan(accountId: AccountId, plan: Plan): void;
	crash(downMs: number, again: number | null): void;
}

/** The acting agents stand in the estate after the owner. */
export const firstAgent = 1;
export const strangerIndex = people.length - 1;

/** Where each visitor is; the last one now and then on the stranger's site. */
const sitesOf = (strange: boolean): readonly number[] => [0, 0, strange ? 2 : 1];

export function createWorld(seed: string, makeRig: (time: Time) => Rig, eyes: readonly Eyes[]): World {
	const time = createTime();
	const { layer, network: makeNetwork, giveBack } = makeRig(time);
	const random = createRandom(seed);
	const all = allEyes(eyes);
	const tables = makeTables(time.wall());
	const seats = new Map<string, Seat>();
	const traps = createTraps(time, (downMs) => world.crash(downMs, null));
	const faults: unknown[] = [];

	const journal = createMemoryJournal({
		written: all.written,
		fenced: (commit) => all.fenced(commit.session.id),
	});
	const setup = random.fork('setup');
	const store = createSimStore({
		time,
		random: random.fork('store'),
		kind: setup.chance(0.2) ? 'postgres' : 'pglite',
		journal,
		accounts: createAccountStores(tables),
		faulted: all.faulted,
		trespassed: all.trespassed,
		stored(stage, call) {
			all.stored(stage, call);
			traps.spring(stage, call);
		},
	});
	const network = makeNetwork({
		time,
		random: random.fork('network'),
		handed(page, text) {
			const seat = seats.get(page);
			if (seat !== undefined) all.handed(seat, text);
		},
		heard(page, text) {
			const seat = seats.get(page);
			if (seat !== undefined) all.heard(seat, text);
		},
		served(page, open) {
			const seat = seats.get(page);
			if (seat !== undefined) all.served(seat, open);
		},
	});
	const responder = createSimResponder({ time, random: random.fork('responder'), journal, eyes: all });
	const house = createHouse({
		time,
		random: random.fork('house'),
		network,
		storesFor: store.for,
		responderFor: responder.for,
		notStarted: () => world.crash(500, null),
		onFault: (fault) => faults.push(fault),
	});
	let ids = 0;
	const observe = createObserver({
		now: () => time.monotonic(),
		eyes: all,
		nextId: () => {
			ids += 1;
			return ids;
		},
	});

	function seat(role: Seat['role'], person: number, page: Page): Seat {
		const known = seats.get(page.name);
		if (known !== undefined) return known;
		const made: Seat = { role, person, page: page.name };
		seats.set(page.name, made);
		page.onClose(() => all.closed(made));
		all.loaded(made);
		return made;
	}

	const strange = setup.chance(0.2);
	const visitors = Array.from({ length: cast.visitors }, (_, index) =>
		createVisitor({
			time,
			network,
			layer,
			random: random.fork('visitors'),
			name: `v${index + 1}`,
			siteKey: siteKeys[sitesOf(strange)[index] ?? 0] ?? siteKeys[0],
			tabs: cast.tabs,
			watch: (_tab, page, raw) => observe<VisitorRouter>(seat('visitor', index, page), raw),
			loaded: (_tab, page, chat) => {
				const mine = seat('visitor', index, page);
				chat.outbox.subscribe((state) => all.outbox(mine, state));
			},
		}),
	);
	const members = people.map(({ name }, index) => {
		const { login, cookie } = signIn(index, 1, time.wall());
		tables.logins.push(login);
		return createAgent({
			time,
			network,
			layer,
			random: random.fork('members'),
			name: `${name}`,
			memberId: memberIdAt(index),
			cookie,
			tabs: cast.tabs,
			watch: (_tab, page, raw) => observe<MemberRouter>(seat('member', index, page), raw),
		});
	});

	const quietly = (done: Promise<unknown>): void => void done.catch(() => undefined);
	const logins = members.map((_, index) => signIn(index, 1, time.wall()).login.id);
	const lastSeen = new Map<number, SessionId>();

	const world: World = {
		time,
		journal,
		store,
		responder,
		house,
		visitors,
		members,
		faults,
		traps,
		get planLost() {
			return !planMonitors(tables.accounts[0]?.plan ?? 'free');
		},
		liveStates: new Map(),
		asideAtRest: new Set(),
		jump(ms) {
			time.jumpWall(ms);
			all.jumped();
		},
		siteOfVisitor: (visitor) => siteIds[sitesOf(strange)[visitor] ?? 0] ?? siteIds[0],
		sessionOf(visitor) {
			for (const { chat } of visitors[visitor]?.tabs ?? []) {
				const id = chat?.view.sessionId ?? null;
				if (id !== null) lastSeen.set(visitor, id);
			}
			return lastSeen.get(visitor) ?? null;
		},
		seatOf: (page) => seats.get(page),
		tabAt: ({ who, person, tab }) => (who === 'v' ? visitors[person] : members[person + firstAgent])?.tabs[tab],
		giveBack,
		stepped: all.stepped,
		quiet: all.quiet,
		boot: () => all.booted(house.boot()),
		signOut(member) {
			const id = logins[member];
			if (id !== undefined && !house.life.dead) quietly(house.life.app.logins.end(id));
		},
		signIn(member) {
			const who = members[member];
			if (who === undefined || house.life.dead) return;
			quietly(
				house.life.app.logins.begin(who.memberId).then(({ loginId, token }) => {
					logins[member] = loginId;
					who.cookie = `baton=${token}`;
					// The browser goes to the page that asked for the sign-in.
					for (const tab of who.tabs)
						if (tab.page !== null && tab.connection?.state.kind === 'stopped') tab.load(siteIds[0]);
				}),
			);
		},
		setPlan(accountId, plan) {
			const { life } = house;
			if (!life.dead) quietly(life.app.register.apply(() => life.stores.accounts.setPlan(accountId, plan)));
		},
		crash(downMs, again) {
			if (house.life.dead) return;
			const { life } = house;
			house.crash();
			all.crashed(life);
			time.after(downMs, () => {
				if (!house.life.dead) return;
				all.booted(house.boot());
				if (again !== null) time.interrupt(again, () => world.crash(downMs, null));
			});
		},
	};
	return world;
}
