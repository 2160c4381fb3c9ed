/** Old chats go once a day, a few at a time, and never one that is live. */
import { expect, test } from 'vitest';
import type { SessionId, SiteId } from '../../shared/ids.ts';
import { entriesOf, watchSession } from '../support/clients.ts';
import { describeStores } from '../support/store.ts';
import { dayMs, openTrustHouse, placesOf, until } from './support/trust-house.ts';

const minuteMs = 60_000;

type House = Awaited<ReturnType<typeof openTrustHouse>>;

async function status(house: House, siteId: SiteId = house.site.id) {
	return house.owner.client.trust.retention.query({ siteId });
}

/** Lets a run begin, and waits for its end. */
async function runOnce(house: House, ms: number): Promise<void> {
	const before = (await status(house)).ranAt;
	house.clock.advance(ms);
	await until(async () => {
		// Its pauses are of the house's clock.
		house.clock.advance(50);
		return (await status(house)).ranAt !== before;
	});
}

/** A chat that ended so long ago. */
async function endedChat(house: House, text: string, ageMs: number): Promise<SessionId> {
	const visitor = await house.visitor();
	await visitor.say(text);
	await visitor.wire.client.end.mutate();
	visitor.wire.close();
	await house.age(visitor.sessionId, ageMs);
	return visitor.sessionId;
}

describeStores('retention', (store) => {
	test('deletes what has ended and is older than the site keeps it, with its entries, and says when and how many', async () => {
		const house = await openTrustHouse(store());
		await house.setDays(house.site.id, 30);
		const old = await endedChat(house, 'old-words', 31 * dayMs);
		const young = await endedChat(house, 'young-words', 29 * dayMs);
		expect(await status(house)).toEqual({ days: 30, ranAt: null, deleted: 0 });
		await runOnce(house, minuteMs);
		expect(await placesOf(store(), 'old-words')).toEqual([]);
		expect(await placesOf(store(), old)).toEqual([]);
		expect(await placesOf(store(), young)).toEqual(['entries', 'sessions']);
		expect(await status(house)).toEqual({ days: 30, ranAt: expect.any(Number), deleted: 1 });
		// Once a day, not once an hour.
		const again = await endedChat(house, 'older', 40 * dayMs);
		const { ranAt } = await status(house);
		for (let hour = 0; hour < 22; hour += 1) {
			house.clock.advance(60 * minuteMs);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(await status(house)).toMatchObject({ ranAt });
		expect(await placesOf(store(), again)).not.toEqual([]);
		// A look is timed from the end of the one before, which is the store's to say: minutes pass until it comes.
		await until(async () => {
			house.clock.advance(minuteMs);
			return (await placesOf(store(), again)).length === 0;
		});
	}, 60_000);

	test('a site that keeps for ever keeps everything, and the default is a year', async () => {
		const house = await openTrustHouse(store());
		const { site: other } = { site: await house.owner.client.sites.create.mutate({ address: 'other.example' }) };
		expect(other.settings.retentionDays).toBe(365);
		await house.setDays(house.site.id, null);
		const ancient = await endedChat(house, 'ancient', 5_000 * dayMs);
		house.clock.advance(minuteMs);
		await until(async () => (await status(house, other.id)).ranAt);
		expect(await placesOf(store(), ancient)).toEqual(['entries', 'sessions']);
		expect(await status(house)).toEqual({ days: null, ranAt: null, deleted: 0 });
	});

	test('a site of an older version, whose row says nothing of it, keeps for a year', async () => {
		const house = await openTrustHouse(store());
		await store()
			.db.updateTable('sites')
			.set({ settings: JSON.stringify({ greeting: 'Hello' }) })
			.where('id', '=', house.site.id)
			.execute();
		await house.app.register.refresh();
		expect(await status(house)).toMatchObject({ days: 365 });
	});

	test('a chat that is open stays, however long ago its last entry was', async () => {
		const house = await openTrustHouse(store());
		await house.setDays(house.site.id, 1);
		const ended = await endedChat(house, 'first', 0);
		const visitor = await house.visitor();
		await visitor.say('I am still here');
		// The row of a visit that was opened again and has written nothing says that it has left.
		await house.age(visitor.sessionId, 10 * dayMs);
		await house.age(ended, 10 * dayMs);
		await runOnce(house, minuteMs);
		expect(await placesOf(store(), ended)).toEqual([]);
		expect(await placesOf(store(), visitor.sessionId)).toEqual(['entries', 'sessions']);
		expect((await visitor.say('And write again')).seq).toBeGreaterThan(1);
	}, 60_000);

	test('whoever looks at an old chat sees it go, and it does not come back from memory', async () => {
		const house = await openTrustHouse(store());
		await house.setDays(house.site.id, 1);
		const old = await endedChat(house, 'kept in mind', 10 * dayMs);
		const watching = watchSession(house.owner, old);
		await watching.until((event) => event.type === 'live', 'the transcript');
		expect(entriesOf(watching.events).length).toBeGreaterThan(0);
		await house.age(old, 10 * dayMs);
		await runOnce(house, minuteMs);
		await until(() => watching.error);
		expect(watching.error?.code).toBe('not-found');
		expect(house.app.directory.sessions(house.site.id)).toEqual([]);
		expect(await placesOf(store(), 'kept in mind')).toEqual([]);
	}, 60_000);

	test('many chats go in statements of fifty at most, and other rooms are told of each', async () => {
		const statements: number[] = [];
		const keeper = {
			name: 'addresses',
			async erase(sessions: readonly SessionId[]) {
				statements.push(sessions.length);
			},
		};
		const house = await openTrustHouse(store(), { keepers: [keeper] });
		await house.setDays(house.site.id, 1);
		const first = await endedChat(house, 'one of many', 10 * dayMs);
		const { db } = store();
		const row = await db.selectFrom('sessions').selectAll().where('id', '=', first).executeTakeFirstOrThrow();
		const copies = Array.from({ length: 170 }, (_, n) => ({
			...row,
			id: `session_${String(n).padStart(22, '0')}` as SessionId,
			facts: JSON.stringify(row.facts),
			page: null,
			// The last one alone is more than one statement may delete.
			last_seq: (n === 169 ? 5_000 : 3) as typeof row.last_seq,
		}));
		await db.insertInto('sessions').values(copies).execute();
		await runOnce(house, minuteMs);
		expect(await status(house)).toMatchObject({ deleted: 171 });
		expect(statements.reduce((sum, one) => sum + one, 0)).toBe(171);
		expect(Math.max(...statements)).toBeLessThanOrEqual(50);
		expect(await db.selectFrom('sessions').select('id').execute()).toEqual([]);
	}, 60_000);

	test('while one process has claimed a site, another one leaves it alone', async () => {
		const house = await openTrustHouse(store());
		await house.setDays(house.site.id, 1);
		const old = await endedChat(house, 'claimed', 10 * dayMs);
		const until = house.clock.now() + 60 * minuteMs;
		await store()
			.db.insertInto('retention')
			.values({ site_id: house.site.id, claimed_until: until, ran_at: null, deleted: 0 })
			.execute();
		house.clock.advance(minuteMs);
		await house.owner.client.me.get.query();
		await house.owner.client.me.get.query();
		expect(await placesOf(store(), old)).toEqual(['entries', 'sessions']);
		// Whoever had it died: the claim runs out, and the next look is an hour later.
		await runOnce(house, 2 * 60 * minuteMs);
		expect(await placesOf(store(), old)).toEqual([]);
	}, 60_000);

	test('what the audit list tells goes after a year', async () => {
		const house = await openTrustHouse(store());
		const told = async () => (await house.owner.client.trust.audit.query({ kind: 'site-added' })).entries.length;
		expect(await told()).toBe(1);
		await store()
			.db.updateTable('audit')
			.set({ at: house.clock.now() - 366 * dayMs })
			.execute();
		expect(await told()).toBe(1);
		house.clock.advance(minuteMs);
		await until(async () => (await told()) === 0);
		expect(await told()).toBe(0);
	});
});
