/** One visitor is erased: from both databases, from memory, from other rooms, and from their own browser. */
import { expect, test } from 'vitest';
import { createTrustStores } from '../../server/store/trust.ts';
import type { SessionId } from '../../shared/ids.ts';
import { openStillHouse } from '../server/support/still-house.ts';
import { hearList, newClientId, visitorWire, watchSession } from '../support/clients.ts';
import { describeStores, openTestStore } from '../support/store.ts';
import { openTrustHouse, placesOf, until } from './support/trust-house.ts';

const secret = 'heliotrope-4711';

describeStores('erasing a visitor', (store) => {
	test('nothing of them is left in any column of any table, nor in memory, and their browser is told to forget them', async () => {
		const kept: { readonly session: SessionId; readonly mail: string }[] = [];
		const keeper = {
			name: 'addresses',
			async erase(sessions: readonly SessionId[]) {
				for (const one of kept.splice(0)) if (!sessions.includes(one.session)) kept.push(one);
			},
		};
		const house = await openTrustHouse(store(), { keepers: [keeper] });
		const { client } = house.owner;
		const other = await house.visitor();
		await other.say('I stay');

		const first = await house.visitor({ url: `https://shop.example/${secret}` });
		await first.say(`My name is ${secret}`);
		await first.wire.client.end.mutate();
		// A day later the same visitor has another chat.
		await house.age(first.sessionId, 26 * 60 * 60_000);
		const visitor = await house.visitor({ token: first.token });
		expect(visitor.sessionId).not.toBe(first.sessionId);
		await visitor.say(`It is ${secret} again`);
		house.responder.calls.at(-1)?.say(`Hello ${secret}, `);
		kept.push({ session: visitor.sessionId, mail: `${secret}@example.com` });
		await client.trust.blockVisitor.mutate({ sessionId: first.sessionId, note: '' });
		const [block] = await client.trust.blocks.query({ siteId: house.site.id });
		if (block === undefined) throw new Error('nobody is blocked');
		await client.trust.unblock.mutate({ siteId: house.site.id, blockId: block.id });
		const back = await house.visitor({ token: first.token });
		await back.say(`Let me in, ${secret}`);
		const { visitor_id: visitorId } = await store()
			.db.selectFrom('sessions')
			.select('visitor_id')
			.where('id', '=', back.sessionId)
			.executeTakeFirstOrThrow();

		const list = hearList(house.owner, house.site.id);
		const watching = watchSession(house.owner, back.sessionId);
		await watching.until((event) => event.type === 'live', 'the watcher');
		expect(await placesOf(store(), secret)).toEqual(['entries', 'sessions']);
		expect(await placesOf(store(), visitorId)).toEqual(['sessions']);

		const erased = await client.trust.erase.mutate({ sessionId: first.sessionId });
		expect(erased.sessions).toBe(2);

		expect(await placesOf(store(), secret)).toEqual([]);
		expect(await placesOf(store(), visitorId)).toEqual([]);
		for (const id of [first.sessionId, back.sessionId]) expect(await placesOf(store(), id)).toEqual([]);
		expect(kept).toEqual([]);

		const { directory } = house.app;
		expect(directory.sessions(house.site.id).map(({ id }) => id)).toEqual([other.sessionId]);
		expect(directory.list(house.site.id).cards.map(({ id }) => id)).toEqual([other.sessionId]);
		await until(() => watching.error);
		expect(watching.error?.code).toBe('not-found');
		await until(() => back.codes[0]);
		expect(back.codes[0]).toBe(4506);
		list.stop();

		// The other visitor notices nothing.
		await other.say('And I stay still');
		expect(other.codes).toEqual([]);

		// What another browser of theirs still shows is worth nothing.
		expect(await house.refusalOf({ hello: 'resume', token: first.token })).toBe(4510);
		const stranger = await house.visitor({ token: first.token });
		expect(stranger.token).not.toBe(first.token);
		await stranger.say('I am somebody new');
		expect(await placesOf(store(), visitorId)).toEqual([]);

		const { entries } = await client.trust.audit.query({ kind: 'erased' });
		expect(entries).toEqual([
			expect.objectContaining({
				kind: 'erased',
				by: 'owner@example.com',
				siteId: house.site.id,
				sessionId: null,
				detail: { count: 2 },
			}),
		]);
	}, 60_000);

	test('an erasure that is cut short can be asked for again', async () => {
		let broken = true;
		const keeper = {
			name: 'addresses',
			async erase() {
				if (broken) throw new Error('the room does not answer');
			},
		};
		const house = await openTrustHouse(store(), { keepers: [keeper] });
		const visitor = await house.visitor();
		await visitor.say(secret);
		await expect(house.owner.client.trust.erase.mutate({ sessionId: visitor.sessionId })).rejects.toThrow();
		broken = false;
		await house.owner.client.trust.erase.mutate({ sessionId: visitor.sessionId });
		expect(await placesOf(store(), secret)).toEqual([]);
		expect(house.app.directory.sessions(house.site.id)).toEqual([]);
	});

	test('other rooms are asked once more when the chats are gone: what found them there a moment ago goes as well', async () => {
		const there: number[] = [];
		const keeper = {
			name: 'letters',
			async erase(sessions: readonly SessionId[]) {
				const rows = await store().db.selectFrom('sessions').select('id').where('id', 'in', sessions).execute();
				there.push(rows.length);
			},
		};
		const house = await openTrustHouse(store(), { keepers: [keeper] });
		const visitor = await house.visitor();
		await visitor.say(secret);
		await house.owner.client.trust.erase.mutate({ sessionId: visitor.sessionId });
		expect(there).toEqual([1, 0]);
	});

	test('a visit that has written nothing is erased too', async () => {
		const house = await openTrustHouse(store());
		const visitor = await house.visitor();
		expect(await house.owner.client.trust.erase.mutate({ sessionId: visitor.sessionId })).toMatchObject({
			sessions: 1,
		});
		expect(house.app.directory.list(house.site.id).cards).toEqual([]);
		await until(() => visitor.codes[0]);
		expect(visitor.codes[0]).toBe(4506);
	});

	test('a session in memory whose row is gone writes nothing any more, and does not come back', async () => {
		const house = await openTrustHouse(store());
		const visitor = await house.visitor();
		await visitor.say('Before');
		await store().db.deleteFrom('sessions').where('id', '=', visitor.sessionId).execute();
		const saying = { clientId: newClientId(), text: 'After' };
		for (let n = 0; n < 3; n += 1) await expect(visitor.wire.client.say.mutate(saying)).rejects.toThrow();
		expect(await placesOf(store(), visitor.sessionId)).toEqual([]);
	});

	test('words that are on their way when a visitor is erased do not arrive afterwards', async () => {
		const house = await openTrustHouse(store());
		const visitor = await house.visitor();
		await visitor.say('Before');
		const saying = Array.from({ length: 20 }, (_, n) =>
			visitor.wire.client.say.mutate({ clientId: newClientId(), text: `${secret} ${n}` }).catch(() => null),
		);
		await house.owner.client.trust.erase.mutate({ sessionId: visitor.sessionId });
		// The client of a real page stops at the code; here whoever waits is let go.
		visitor.wire.close();
		await Promise.all(saying);
		expect(await placesOf(store(), secret)).toEqual([]);
	});
});

test('what is erased by one process is gone from the memory of the others', async () => {
	const store = await openTestStore('postgres');
	try {
		const here = await openTrustHouse(store);
		const there = await openSecond(store, here);
		const visitor = visitorWire(there.base, here.site.key);
		const { sessionId } = await visitor.greet();
		await visitor.client.say.mutate({ clientId: newClientId(), text: secret });
		await here.owner.client.trust.erase.mutate({ sessionId });
		expect(await placesOf(store, secret)).toEqual([]);
		await until(async () => {
			there.clock.advance(2_000);
			return visitor.codes[0];
		});
		expect(visitor.codes[0]).toBe(4506);
		await until(() => there.app.directory.sessions(here.site.id).length === 0);
		expect(there.app.directory.list(here.site.id).cards).toEqual([]);
		visitor.close();
		await there.close();
	} finally {
		await store.close();
	}
}, 60_000);

/** Another process on the same database, which knows the site. */
async function openSecond(
	store: Parameters<typeof openTrustHouse>[0],
	here: Awaited<ReturnType<typeof openTrustHouse>>,
) {
	let ids = 0;
	const more = {
		trust: createTrustStores(store),
		newId() {
			ids += 1;
			return `00000000-0000-7000-9000-${String(ids).padStart(12, '0')}`;
		},
	};
	const second = await openStillHouse({ ...store, clear: async () => {} }, more);
	expect(second.app.sites.siteById(here.site.id)).not.toBeNull();
	return second;
}
