/**
 * The store as one life of the server reaches it: late, refusing, silent about what it wrote, away for a while. What a
 * life had asked for when it died may still be done, and is answered to nobody.
 */
import { type Commit, type CommitOutcome, StoreFault } from '../../server/actor/ports.ts';
import type { Stores } from '../../server/store/stores.ts';
import type { SessionId } from '../../shared/ids.ts';
import type { AccountStores } from './accounts.ts';
import type { MemoryJournal } from './journal.ts';
import type { Stage, StoreCall } from './ledger.ts';
import type { Random } from './random.ts';
import type { Mortal, Time } from './time.ts';

/** What a commit to come meets. `bug`: it throws what no store should. */
export type CommitFault = 'refused' | 'lost-unknown' | 'written-unknown' | 'bug';

export interface StoreFaults {
	/** Longest way of a question or an answer, ms; 0: at once. */
	latencyMs: number;
	/** Commits to come meet these, in order. */
	readonly commits: CommitFault[];
	/** Nothing is answered, nothing is written: refused at once. */
	down: boolean;
}

export interface SimStore {
	readonly faults: StoreFaults;
	/** As a life of the server sees it. */
	for(life: Mortal): Stores;
}

export interface SimStoreOptions {
	readonly time: Time;
	readonly random: Random;
	readonly kind: Stores['kind'];
	readonly journal: MemoryJournal;
	readonly accounts: AccountStores;
	/** Called in the moment itself; the life may be dead when it returns. */
	readonly stored?: ((stage: Stage, call: StoreCall) => void) | undefined;
	/** A life wrote to a session that another one had taken up since. */
	readonly trespassed?: ((sessionId: SessionId) => void) | undefined;
	/** A session's commit met this. */
	readonly faulted?: ((sessionId: SessionId, fault: CommitFault | 'down') => void) | undefined;
}

const never = <T>(): Promise<T> => new Promise<T>(() => {});

const absent = (): never => {
	throw new Error('the simulated store has no such thing');
};

export function createSimStore({
	time,
	random,
	kind,
	journal,
	accounts,
	faulted,
	stored,
	trespassed,
}: SimStoreOptions): SimStore {
	const faults: StoreFaults = { latencyMs: 0, commits: [], down: false };
	const draws = { commit: random.fork('commit'), other: random.fork('other') };

	/** Who has taken a session up last. */
	const owners = new Map<SessionId, Mortal>();

	/** I14: whoever writes owns it. */
	function own(name: string, values: readonly unknown[], answer: unknown, life: Mortal): void {
		if (answer === null || answer === undefined) return;
		// The first value of these two names the session.
		if (name === 'claim') owners.set(values[0] as SessionId, life);
		if (name !== 'commit' || (answer as CommitOutcome).kind !== 'committed') return;
		const { session } = values[0] as Commit;
		const owner = owners.get(session.id);
		if (owner === undefined) owners.set(session.id, life);
		else if (owner !== life) trespassed?.(session.id);
	}

	const way = (which: keyof typeof draws): Promise<void> | null =>
		faults.latencyMs === 0
			? null
			: new Promise((resolve) => time.after(draws[which].between(0, faults.latencyMs), () => resolve()));

	function portOf<T extends object>(port: T, life: Mortal): T {
		async function ask(
			name: string,
			method: (...values: readonly unknown[]) => Promise<unknown>,
			values: readonly unknown[],
		) {
			if (life.dead) return never<unknown>();
			const call = { name, values };
			stored?.('asked', call);
			const isCommit = name === 'commit';
			const which = isCommit ? 'commit' : 'other';
			const there = way(which);
			if (there !== null) await there;
			// On its way when the life ended: the database does it all the same, or never hears of it.
			if (life.dead && (faults.down || !draws[which].chance(0.5))) return never<unknown>();
			// It may have waited in a queue of the network meanwhile, behind what the next life asks (I14).
			// A row that is made only after the next life has looked for rows would be nobody's.
			const makesRow = isCommit && (values[0] as Commit).create;
			if (life.dead && !makesRow)
				await new Promise<void>((resolve) => time.after(draws[which].between(0, 1_500), () => resolve()));
			const met = faults.down ? 'down' : isCommit ? faults.commits.shift() : undefined;
			// The one value of a commit names its session.
			if (isCommit && met !== undefined) faulted?.((values[0] as Commit).session.id, met);
			const written = met === undefined || met === 'written-unknown';
			const answer = written ? await method(...values) : null;
			own(name, values, answer, life);
			if (written && !life.dead) stored?.('done', call);
			const back = way(which);
			if (back !== null) await back;
			if (life.dead) return never<unknown>();
			stored?.('answered', call);
			if (met === 'bug') throw new TypeError('a bug, let loose on purpose');
			if (met !== undefined) throw new StoreFault(met === 'refused' || met === 'down' ? 'refused' : 'unknown', null);
			return answer;
		}
		return new Proxy(port, {
			get(target, name, receiver) {
				const method: unknown = Reflect.get(target, name, receiver);
				if (typeof method !== 'function' || typeof name !== 'string') return method;
				// Every method of a store's port answers with a promise.
				const call = method as (...values: readonly unknown[]) => Promise<unknown>;
				return (...values: readonly unknown[]) => ask(name, call, values);
			},
		});
	}

	return {
		faults,
		for: (life) => ({
			kind,
			journal: { ...journalOf(portOf(journal.journal, life)), stop: async () => {} },
			index: portOf(journal.index, life),
			missed: { unseen: portOf(journal.late, life).unseen, list: absent, one: absent, news: absent },
			history: { list: absent, one: absent },
			accounts: portOf(accounts.accounts, life),
			members: portOf(accounts.members, life),
			logins: portOf(accounts.logins, life),
			links: portOf(accounts.links, life),
			sites: portOf(accounts.sites, life),
			siteAi: { read: absent, write: absent },
			webhooks: {
				enabled: async () => [],
				ofSite: absent,
				byId: absent,
				create: absent,
				update: absent,
				remove: absent,
				rotate: absent,
				worked: absent,
				failed: absent,
				switchOff: absent,
			},
			knowledge: {
				list: absent,
				create: absent,
				update: absent,
				remove: absent,
				frequencies: absent,
				candidates: absent,
				resembling: absent,
			},
			push: {
				subscribe: absent,
				renew: absent,
				devicesOf: absent,
				discreet: absent,
				setDiscreet: absent,
				remove: absent,
				load: absent,
				targetsOf: absent,
				delivered: absent,
				gone: absent,
			},
		}),
	};
}

/** A proxy has no own methods to spread. */
const journalOf = ({ commit, claim, read, find, position }: MemoryJournal['journal']) => ({
	commit,
	claim,
	read,
	find,
	position,
});
