/** The whole server over real sockets with blocks, audit list and deletion, and time that stands still. */
import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import type { AppDeps } from '../../../server/app.ts';
import { createTrustStores } from '../../../server/store/trust.ts';
import type { SessionId, SiteId } from '../../../shared/ids.ts';
import { openStillHouse } from '../../server/support/still-house.ts';
import {
	hearSession,
	joinAs,
	memberWire,
	newClientId,
	signIn,
	type VisitorWireOptions,
	visitorWire,
} from '../../support/clients.ts';
import type { TestStore } from '../../support/store.ts';

export const dayMs = 24 * 60 * 60_000;

export async function openTrustHouse(store: TestStore, more: Partial<AppDeps> = {}) {
	const house = await openStillHouse(store, { trust: createTrustStores(store), ...more });
	const cookie = await signIn(house.base);
	const owner = memberWire(house.base, cookie);
	const site = await owner.client.sites.create.mutate({ address: 'shop.example' });
	onTestFinished(async () => {
		owner.close();
		await house.close();
	});

	async function staff(role: 'admin' | 'agent' | 'viewer', email: string) {
		const theirs = await joinAs(house.base, owner, role, email);
		const wire = memberWire(house.base, theirs);
		onTestFinished(() => wire.close());
		return { wire, cookie: theirs };
	}

	/** Somebody whose chat is open. */
	async function visitor(options: VisitorWireOptions = {}, key: string = site.key) {
		const wire = visitorWire(house.base, key, options);
		onTestFinished(() => wire.close());
		const { token, sessionId } = await wire.greet();
		const heard = hearSession(wire);
		await heard.until((event) => event.type === 'live', 'the feed');
		const say = (text: string) => wire.client.say.mutate({ clientId: newClientId(), text });
		return { wire, token, sessionId, heard, say, codes: wire.codes };
	}

	/** The code that somebody is refused with who comes with that. */
	async function refusalOf(options: VisitorWireOptions): Promise<number> {
		const wire = visitorWire(house.base, site.key, options);
		const code = await until(() => wire.codes[0]);
		wire.close();
		return code;
	}

	/** Time for what is on its way over real sockets, with the house's own clock. */
	async function advance(ms: number, step = ms): Promise<void> {
		for (let gone = 0; gone < ms; gone += step) {
			house.clock.advance(step);
			await breath();
		}
	}

	const entriesOf = (id: SessionId) =>
		store.db.selectFrom('entries').selectAll().where('session_id', '=', id).orderBy('seq').execute();

	/** As if nothing had been written in it since. */
	async function age(id: SessionId, ms: number): Promise<void> {
		// What is made from here on is newer.
		house.clock.advance(1);
		await store.db
			.updateTable('sessions')
			.set({ last_at: house.clock.now() - ms, mode: 'left' })
			.where('id', '=', id)
			.execute();
	}

	async function setDays(siteId: SiteId, retentionDays: number | null): Promise<void> {
		await owner.client.sites.update.mutate({ siteId, settings: { retentionDays } });
	}

	return { ...house, cookie, owner, site, staff, visitor, refusalOf, advance, entriesOf, age, setDays };
}

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Looks again as long as there is nothing to see. */
export async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
	for (;;) {
		const seen = await look();
		if (seen !== undefined && seen !== null && seen !== false) return seen;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/** Where in the database a text stands: every column of every table. */
export async function placesOf(store: TestStore, text: string): Promise<readonly string[]> {
	const tables = await store.db.introspection.getTables();
	const found: string[] = [];
	for (const { name } of tables) {
		const table = sql.table(name);
		const { rows } = await sql`select 1 from ${table} as one where one::text like ${`%${text}%`}`.execute(store.db);
		if (rows.length > 0) found.push(name);
	}
	return found;
}
