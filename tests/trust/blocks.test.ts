/** Keeping somebody out: one visitor, or an address range; at once, and from then on. */
import { expect, test } from 'vitest';
import { watchSession, wireErrorOf } from '../support/clients.ts';
import { describeStores } from '../support/store.ts';
import { openTrustHouse, until } from './support/trust-house.ts';

/** The house stands behind one proxy, so that visitors have addresses. */
const behindProxy = { trustedProxies: 1 } as const;

async function configFrom(base: string, key: string, forwardedFor: string): Promise<Response> {
	return fetch(`${base}/widget/config?site=${key}`, { headers: { 'x-forwarded-for': forwardedFor } });
}

describeStores('a blocked visitor', (store) => {
	test('is cut off at once, their chat ends, and they are refused from then on until they are let in again', async () => {
		const house = await openTrustHouse(store());
		const agent = await house.staff('agent', 'anna@example.com');
		const visitor = await house.visitor();
		const other = await house.visitor();
		await visitor.say('Buy my watches');
		const watched = watchSession(house.owner, visitor.sessionId);
		await watched.until((event) => event.type === 'live' && !event.live.blocked, 'a visitor who is let in');
		await agent.wire.client.trust.blockVisitor.mutate({ sessionId: visitor.sessionId, note: 'Spam' });
		await until(() => visitor.codes[0]);
		expect(visitor.codes[0]).toBe(4505);
		expect((await house.entriesOf(visitor.sessionId)).at(-1)).toMatchObject({ kind: 'left', body: { why: 'blocked' } });
		expect(house.app.directory.list(house.site.id).cards.map(({ id }) => id)).toEqual([other.sessionId]);
		await watched.until((event) => event.type === 'live' && event.live.blocked, 'the team sees it on the chat');
		const known = { token: visitor.token };
		expect(await house.refusalOf({ ...known })).toBe(4505);
		expect(await house.refusalOf({ ...known, hello: 'resume' })).toBe(4505);
		expect(other.codes).toEqual([]);

		const { blocks, unblock } = house.owner.client.trust;
		const listed = await blocks.query({ siteId: house.site.id });
		expect(listed).toEqual([
			{
				id: expect.any(String),
				kind: 'visitor',
				range: '',
				sessionId: visitor.sessionId,
				note: 'Spam',
				by: 'anna@example.com',
				at: house.clock.now(),
			},
		]);
		const [block] = listed;
		if (block === undefined) throw new Error('nobody is blocked');
		await unblock.mutate({ siteId: house.site.id, blockId: block.id });
		await watched.until((event) => event.type === 'live' && !event.live.blocked, 'let in again');
		watched.stop();
		const back = await house.visitor({ token: visitor.token });
		expect(back.sessionId).toBe(visitor.sessionId);
		// Their own chat does not tell them that they were kept out.
		const seen = await back.heard.until(
			(event) => event.type === 'entries' && event.entries.some(({ kind }) => kind === 'left'),
			'the end',
		);
		expect(JSON.stringify(seen)).not.toContain('blocked');
	});

	test('may be one whose chat an agent holds, and one who has left', async () => {
		const house = await openTrustHouse(store());
		const visitor = await house.visitor();
		await visitor.say('Hello');
		const { client } = house.owner;
		const card = house.app.directory.list(house.site.id).card(visitor.sessionId);
		if (card === null) throw new Error('no card');
		await client.monitor.takeOver.mutate({
			sessionId: visitor.sessionId,
			gen: card.gen,
			clientId: 'takes-over' as never,
		});
		await client.trust.blockVisitor.mutate({ sessionId: visitor.sessionId, note: '' });
		expect((await house.entriesOf(visitor.sessionId)).at(-1)).toMatchObject({ kind: 'left', body: { why: 'blocked' } });
		await client.trust.blockVisitor.mutate({ sessionId: visitor.sessionId, note: 'once more' });
		expect(await client.trust.blocks.query({ siteId: house.site.id })).toHaveLength(1);
	});
});

describeStores('a blocked address range', (store) => {
	test('is shown no widget, and is cut off and refused; others are not', async () => {
		const house = await openTrustHouse(store(), behindProxy);
		const inside = await house.visitor({ forwardedFor: '198.51.100.77' });
		const outside = await house.visitor({ forwardedFor: '198.51.101.77' });
		const { trust } = house.owner.client;
		await trust.blockRange.mutate({ siteId: house.site.id, range: '198.51.100.9/24', note: 'Attack' });
		await until(() => inside.codes[0]);
		expect(inside.codes[0]).toBe(4505);
		expect(await house.refusalOf({ forwardedFor: '198.51.100.1' })).toBe(4505);
		const refused = await configFrom(house.base, house.site.key, '198.51.100.1');
		expect([refused.status, refused.headers.get('cache-control')]).toEqual([403, 'no-store']);
		const shown = await configFrom(house.base, house.site.key, '198.51.101.1');
		expect(shown.status).toBe(200);
		await outside.say('I may');
		expect(outside.codes).toEqual([]);
		expect(await trust.blocks.query({ siteId: house.site.id })).toMatchObject([
			{ kind: 'range', range: '198.51.100.0/24', note: 'Attack', sessionId: null },
		]);
	});

	test('belongs to one site only', async () => {
		const house = await openTrustHouse(store(), behindProxy);
		const other = await house.owner.client.sites.create.mutate({ address: 'other.example' });
		await house.owner.client.trust.blockRange.mutate({ siteId: other.id, range: '198.51.100.0/24', note: '' });
		const visitor = await house.visitor({ forwardedFor: '198.51.100.1' });
		expect(visitor.codes).toEqual([]);
		expect((await configFrom(house.base, other.key, '198.51.100.1')).status).toBe(403);
	});

	test.each(['', 'nonsense', '0.0.0.0/0', '10.0.0.0/33', '1.2.3', '::/0', 'example.com', '1.2.3.4/'])(
		'that is none is refused with the field that is wrong: %j',
		async (range) => {
			const house = await openTrustHouse(store());
			const refused = await house.owner.client.trust.blockRange
				.mutate({ siteId: house.site.id, range, note: '' })
				.then(() => null, wireErrorOf);
			expect(refused).toMatchObject({ code: 'input.invalid', field: 'range' });
		},
	);

	test('one too many is refused', async () => {
		const house = await openTrustHouse(store());
		const rows = Array.from({ length: 500 }, (_, n) => ({
			id: `00000000-0000-7000-8000-1${String(n).padStart(11, '0')}` as never,
			site_id: house.site.id,
			kind: 'range' as const,
			target: `203.0.${n >> 8}.${n & 255}`,
			session_id: null,
			note: '',
			by_name: 'owner@example.com',
			created_at: n,
		}));
		await store().db.insertInto('blocks').values(rows).execute();
		const { trust } = house.owner.client;
		// A house that has just started knows all of them.
		await trust.unblock.mutate({ siteId: house.site.id, blockId: rows[0]?.id as never });
		await trust.blockRange.mutate({ siteId: house.site.id, range: '198.51.100.1', note: '' });
		const refused = await trust.blockRange
			.mutate({ siteId: house.site.id, range: '198.51.100.2', note: '' })
			.then(() => null, wireErrorOf);
		expect(refused?.code).toBe('limit.reached');
	});
});
