/** The owner, and agents with two dashboards each: taken away from their sessions in every way there is, and brought back. */
import type { MemberId, SessionId } from '../../../shared/ids.ts';
import { joinAs, memberWire, ownerWithSite, post } from '../../support/clients.ts';
import type { WayBack } from './entrances.ts';
import type { Answers, Ask } from './house-talk.ts';
import type { Stream } from './stream.ts';

export type AskHouse = <A extends Ask>(ask: A) => Promise<Answers[A['ask']]>;

type Wire = ReturnType<typeof memberWire>;

export interface Agent {
	readonly id: MemberId;
	readonly name: string;
	/** The wire of a dashboard; they are other ones after each return. */
	tab(n: 0 | 1): Wire;
	/** Streams that a dashboard holds open. */
	readonly watching: Set<Watching>;
	cookie: string;
	wires: readonly [Wire, Wire] | null;
}

export interface Watching {
	readonly sessionId: SessionId;
	readonly stream: Stream;
	readonly tab: 0 | 1;
}

export interface Staff {
	readonly agents: readonly Agent[];
	readonly siteKey: string;
	watch(agent: Agent, tab: 0 | 1, sessionId: SessionId, stream: Stream): Watching;
	unwatch(agent: Agent, watching: Watching): void;
	/** Takes all agents from what they hold. Resolves when the server has been told, or time has passed. */
	away(way: Exclude<WayBack, 'release' | 'visitor'>, held: readonly SessionId[]): Promise<void>;
	/** Brings them back. */
	back(way: Exclude<WayBack, 'release' | 'visitor'>): Promise<void>;
	close(): void;
}

const names = ['Anna', 'Bruno', 'Clara', 'Dina', 'Egon', 'Frida'];

export async function openStaff(base: string, ask: AskHouse): Promise<Staff> {
	const { wire: owner, site } = await ownerWithSite(base);
	const list = owner.client.monitor.list.subscribe({ siteId: site.id }, { onData: () => {} });
	const agents: Agent[] = [];
	for (const name of names) {
		const cookie = await joinAs(base, owner, 'agent', `${name.toLowerCase()}@example.com`);
		const wires = [memberWire(base, cookie), memberWire(base, cookie)] as const;
		await wires[0].client.me.updateProfile.mutate({ displayName: name });
		const { id } = await wires[0].client.me.get.query();
		const agent: Agent = {
			id,
			name,
			cookie,
			wires,
			watching: new Set(),
			tab(n) {
				if (agent.wires === null) throw new Error(`${name} is not there`);
				return agent.wires[n];
			},
		};
		agents.push(agent);
	}

	function follow(agent: Agent, { sessionId, stream, tab }: Watching): void {
		stream.follow((lastEventId, hearing) =>
			agent
				.tab(tab)
				.client.monitor.watch.subscribe({ sessionId, ...(lastEventId === undefined ? {} : { lastEventId }) }, hearing),
		);
	}

	function disconnect(agent: Agent): void {
		for (const wire of agent.wires ?? []) wire.close();
		agent.wires = null;
	}

	function connect(agent: Agent): void {
		agent.wires = [memberWire(base, agent.cookie), memberWire(base, agent.cookie)];
		for (const watching of agent.watching) follow(agent, watching);
	}

	const each = async (run: (agent: Agent) => Promise<unknown>): Promise<void> => {
		await Promise.all(agents.map(run));
	};

	const signIn = async (agent: Agent): Promise<void> => {
		agent.cookie = await ask({ ask: 'login', memberId: agent.id });
		connect(agent);
	};

	/** Not before its time, and then by itself. `marginMs`: for how long some of them are held already, on a busy machine. */
	async function pass(ms: number, marginMs: number, held: readonly SessionId[]): Promise<void> {
		const still = await ask({ ask: 'advance', ms: ms - marginMs, sessions: held });
		if (still !== held.length) throw new Error(`${marginMs} ms before their time ${still} of ${held.length} are held`);
		await ask({ ask: 'advance', ms: marginMs + 1_000, sessions: [] });
	}

	return {
		agents,
		siteKey: site.key,
		watch(agent, tab, sessionId, stream) {
			const watching: Watching = { sessionId, stream, tab };
			agent.watching.add(watching);
			follow(agent, watching);
			return watching;
		},
		unwatch(agent, watching) {
			agent.watching.delete(watching);
			watching.stream.stop();
		},
		async away(way, held) {
			switch (way) {
				case 'agent-gone':
					agents.forEach(disconnect);
					await ask({ ask: 'lost', sessions: held });
					return pass(30_000, 10_000, held);
				case 'idle':
					return pass(3 * 60_000, 100_000, held);
				case 'disabled':
					return each((agent) => owner.client.members.setDisabled.mutate({ memberId: agent.id, disabled: true }));
				case 'role-lost':
					return each((agent) => owner.client.members.setRole.mutate({ memberId: agent.id, role: 'viewer' }));
				case 'plan-lost':
					await ask({ ask: 'plan', plan: 'free' });
					return;
				case 'signed-out':
					return each(async ({ cookie }) => {
						const { ok } = await post(base, '/auth/sign-out', {}, { cookie });
						if (!ok) throw new Error('signing out was refused');
					});
			}
		},
		async back(way) {
			switch (way) {
				case 'agent-gone':
					agents.forEach(connect);
					return;
				case 'idle':
					return;
				case 'disabled':
					agents.forEach(disconnect);
					await each((agent) => owner.client.members.setDisabled.mutate({ memberId: agent.id, disabled: false }));
					return each(signIn);
				case 'role-lost':
					return each((agent) => owner.client.members.setRole.mutate({ memberId: agent.id, role: 'agent' }));
				case 'plan-lost':
					await ask({ ask: 'plan', plan: 'pro' });
					// The feeds ended with a typed error; the sockets are the same ones.
					for (const agent of agents) {
						for (const watching of agent.watching) {
							watching.stream.stop();
							follow(agent, watching);
						}
					}
					return;
				case 'signed-out':
					agents.forEach(disconnect);
					return each(signIn);
			}
		},
		close() {
			list.unsubscribe();
			agents.forEach(disconnect);
			owner.close();
		},
	};
}
