/** Holds chats while the server dies under them, and reads afterwards what the store kept. */
import { fileURLToPath } from 'node:url';
import type { Entry } from '../../../shared/entry.ts';
import type { SessionId } from '../../../shared/ids.ts';
import { memberWire, ownerWithSite } from '../../support/clients.ts';
import { type RunningServer, startServer } from '../../support/server.ts';
import { readStored } from '../../support/stored.ts';
import { type Chat, holdChat, knowledge, statementsOfChat } from './chat.ts';
import { type DeathPlan, deathVariable, toVariable } from './death-plan.ts';

export type Round =
	/** Dies at a statement, and, if so wished, once more during the start that follows. */
	| { readonly at: 'statement'; readonly plan: DeathPlan; readonly thenDuringStart?: DeathPlan }
	/** Is killed from outside, with several chats under way. */
	| { readonly at: 'instant'; readonly afterMs: number; readonly chats: number };

export const nameOf = (round: Round): string =>
	round.at === 'instant'
		? `killed after ${round.afterMs} ms, ${round.chats} chats`
		: [round.plan, round.thenDuringStart]
				.flatMap((plan) => (plan === undefined ? [] : [`${plan.when} ${plan.statement} ${plan.nth}`]))
				.join(', then ');

/** At each commit of the script, on the one side of it or the other. */
export function eachStatement(side: 0 | 1): readonly Round[] {
	return Array.from({ length: statementsOfChat }, (_, i) => ({
		at: 'statement',
		plan: { statement: 'append', when: (i + side) % 2 === 0 ? 'before' : 'after', nth: i + 1 },
	}));
}

/** A chat takes longer than this on any machine. */
const instantMs = 1_200;

export const randomInstants = (count: number): readonly Round[] =>
	Array.from({ length: count }, () => ({ at: 'instant', afterMs: Math.floor(Math.random() * instantMs), chats: 3 }));

export interface KillHouse {
	readonly server: RunningServer;
	/** Holds the round's chats to their end; resolves with them and with how often the server died. */
	play(round: Round): Promise<{ readonly chats: readonly Chat[]; readonly deaths: number }>;
	/** Stops the server and reads the whole transcripts. */
	transcripts(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, readonly Entry[]>>;
	close(): Promise<void>;
}

const preload = fileURLToPath(new URL('./die-at-statement.ts', import.meta.url));

export async function openKillHouse(databaseUrl: string | null): Promise<KillHouse> {
	const server = await startServer({ preload, env: databaseUrl === null ? {} : { DATABASE_URL: databaseUrl } });
	const { wire, site, cookie } = await ownerWithSite(server.base);
	for (const article of knowledge) await wire.client.knowledge.create.mutate({ siteId: site.id, ...article });
	await wire.client.me.updateProfile.mutate({ displayName: 'Anna' });
	wire.close();
	const agent = memberWire(server.base, cookie);
	let stopped = false;
	let deaths = 0;
	let nextStart: DeathPlan | undefined;
	let starting: Promise<void> = Promise.resolve();

	async function undertake(): Promise<void> {
		for (;;) {
			await server.gone;
			if (stopped) return;
			deaths += 1;
			const env = nextStart === undefined ? {} : { [deathVariable]: toVariable(nextStart) };
			nextStart = undefined;
			// A death during the start is seen as the next one.
			starting = server.restart(env).catch(() => {});
			await starting;
		}
	}
	void undertake();

	/** Resolves when the server stands, and stood when we looked once more. */
	async function standing(): Promise<void> {
		for (let before: Promise<void> | null = null; before !== starting; ) {
			before = starting;
			await before;
			await new Promise<void>((resolve) => setImmediate(resolve));
		}
	}

	return {
		server,
		async play(round) {
			const before = deaths;
			let count = 1;
			let killed: Promise<void> = Promise.resolve();
			if (round.at === 'statement') {
				nextStart = round.thenDuringStart;
				await server.tell(round.plan);
			} else {
				count = round.chats;
				killed = new Promise((resolve) => {
					setTimeout(() => void server.kill().then(resolve), round.afterMs);
				});
			}
			const chats = await Promise.all(Array.from({ length: count }, () => holdChat(server.base, site.key, agent)));
			await killed;
			await standing();
			return { chats, deaths: deaths - before };
		},
		async transcripts(ids) {
			stopped = true;
			agent.close();
			await server.stop();
			return readStored(server, databaseUrl, ids);
		},
		async close() {
			stopped = true;
			agent.close();
			await server.remove();
		},
	};
}
