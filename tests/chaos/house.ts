/** The servers of a run, whoever kills them: on one PGlite folder, or some of them on one Postgres. */
import { fileURLToPath } from 'node:url';
import type { MemberId, SiteId } from '../../shared/ids.ts';
import { knowledge } from '../process/support/chat.ts';
import { insist } from '../process/support/recorder.ts';
import { joinAs, memberWire, ownerWithSite } from '../support/clients.ts';
import { type TestPostgres, testPostgres } from '../support/postgres.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { type DeathPlan, deathVariable, toVariable } from './death-plan.ts';

export type StoreKind = 'pglite' | 'postgres';

export interface Staff {
	readonly name: string;
	readonly memberId: MemberId;
	readonly cookie: string;
}

export interface House {
	readonly store: StoreKind;
	readonly servers: readonly RunningServer[];
	readonly siteKey: string;
	readonly siteId: SiteId;
	readonly staff: readonly Staff[];
	/** Null on PGlite. */
	readonly postgres: { readonly server: TestPostgres; readonly wire: TcpProxy; readonly url: string } | null;
	/** How often a server has died so far. */
	readonly deaths: number;
	/** The next start of that server dies at this. */
	dieStarting(server: number, at: DeathPlan): void;
	/** Resolves when all servers stand. */
	standing(): Promise<void>;
	/** Ends the only server and leaves it so, until `wake`: its folder may be read meanwhile. */
	rest(): Promise<void>;
	wake(): Promise<void>;
	close(): Promise<void>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const preload = fileURLToPath(new URL('./die-at-statement.ts', import.meta.url));

export async function openHouse(store: StoreKind, count: number): Promise<House> {
	const postgres = store === 'postgres' ? await openPostgres() : null;
	const env: Record<string, string> = { SECRET_KEY: 'one key for all servers of one house, of no use elsewhere' };
	if (postgres !== null) env['DATABASE_URL'] = postgres.through;
	const servers: RunningServer[] = [];
	for (let n = 0; n < count; n += 1) servers.push(await startServer({ preload, env }));
	const [first] = servers;
	if (first === undefined) throw new Error('a house without a server');

	const { wire, site, cookie } = await ownerWithSite(first.base);
	for (const article of knowledge) await wire.client.knowledge.create.mutate({ siteId: site.id, ...article });
	const cookies = [cookie];
	for (const email of ['bert@example.com', 'carla@example.com'])
		cookies.push(await joinAs(first.base, wire, 'agent', email));
	wire.close();
	const staff: Staff[] = [];
	for (const [n, name] of ['Anna', 'Bert', 'Carla'].entries()) {
		const own = memberWire(first.base, cookies[n] ?? '');
		await own.client.me.updateProfile.mutate({ displayName: name });
		staff.push({ name, memberId: (await own.client.me.get.query()).id, cookie: cookies[n] ?? '' });
		own.close();
		// Another process learns of a new login and of a name within two seconds.
		for (const { base } of servers) {
			const there = memberWire(base, cookies[n] ?? '');
			while ((await insist(() => there.client.me.get.query())).profile.displayName !== name) await pause(100);
			there.close();
		}
	}

	let resting = false;
	let deaths = 0;
	const next = new Map<number, DeathPlan>();
	const starting: Promise<void>[] = servers.map(() => Promise.resolve());

	async function undertake(server: RunningServer, n: number): Promise<void> {
		for (;;) {
			await server.gone;
			if (resting) return;
			deaths += 1;
			const at = next.get(n);
			next.delete(n);
			// A death during the start is seen as the next one.
			const begun = server.restart(at === undefined ? {} : { [deathVariable]: toVariable(at) }).catch(() => {});
			starting[n] = begun;
			await begun;
		}
	}
	const watchAll = (): void => servers.forEach((server, n) => void undertake(server, n));
	watchAll();

	async function standing(): Promise<void> {
		for (
			let before: readonly Promise<void>[] = [];
			before.length === 0 || before.some((one, n) => one !== starting[n]);
		) {
			before = [...starting];
			await Promise.all(before);
			await new Promise<void>((resolve) => setTimeout(resolve, 20));
		}
	}

	return {
		store,
		servers,
		siteKey: site.key,
		siteId: site.id,
		staff,
		postgres: postgres === null ? null : { server: postgres.server, wire: postgres.wire, url: postgres.url },
		get deaths() {
			return deaths;
		},
		dieStarting: (n, at) => void next.set(n, at),
		standing,
		async rest() {
			await standing();
			resting = true;
			await first.kill();
			deaths += 1;
		},
		async wake() {
			await first.restart();
			resting = false;
			watchAll();
		},
		async close() {
			await standing();
			resting = true;
			await Promise.all(servers.map((server) => server.remove()));
			await postgres?.wire.close();
		},
	};
}

async function openPostgres() {
	const server = await testPostgres();
	const url = server.url(await server.createDatabase());
	const wire = await createTcpProxy(server.port);
	return { server, url, wire, through: url.replace(`:${server.port}/`, `:${wire.port}/`) };
}
