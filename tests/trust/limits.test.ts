/** Limits are told where they bite, by site, and nothing is told where none does. */
import { expect, test } from 'vitest';
import { createLimitWatch } from '../../server/trust/limit-watch.ts';
import { siteIdOf } from '../../shared/ids.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { describeStores } from '../support/store.ts';
import { openTrustHouse } from './support/trust-house.ts';

const site = siteIdOf('00000000-0000-7000-8000-0000000000aa');
const other = siteIdOf('00000000-0000-7000-8000-0000000000bb');
const hourMs = 60 * 60_000;

test('counts of the last hour and day go by themselves, and a jump of the wall clock changes nothing (I28)', () => {
	const clock = createManualClock();
	const watch = createLimitWatch(clock);
	watch.hit(site, 'messages');
	watch.hit(site, 'messages');
	clock.advance(2 * hourMs);
	clock.jumpWall(50 * hourMs);
	watch.hit(site, 'messages');
	expect(watch.of(site)).toEqual([{ kind: 'messages', lastHour: 1, lastDay: 3, lastAt: clock.now() }]);
	expect(watch.of(other)).toEqual([]);
	clock.advance(23 * hourMs);
	expect(watch.of(site)).toMatchObject([{ lastHour: 0, lastDay: 1 }]);
	clock.advance(2 * hourMs);
	expect(watch.of(site)).toEqual([]);
});

describeStores('limits', (store) => {
	test('that refuse a visitor are shown to the owner of the site, without addresses', async () => {
		const hits: string[] = [];
		const house = await openTrustHouse(store(), { trustedProxies: 1, onLimit: (kind) => void hits.push(kind) });
		const { limits } = house.owner.client.trust;
		const siteId = house.site.id;
		expect(await limits.query({ siteId })).toEqual([]);

		const visitor = await house.visitor({ forwardedFor: '203.0.113.9' });
		for (let n = 0; n < 10; n += 1) await visitor.say(`Message ${n}`);
		for (let n = 0; n < 3; n += 1) await expect(visitor.say('One too many')).rejects.toThrow();
		expect(await limits.query({ siteId })).toEqual([
			{ kind: 'messages', lastHour: 3, lastDay: 3, lastAt: house.clock.now() },
		]);

		// New chats, and then connections, from one address: one of each is open already.
		for (let n = 0; n < 9; n += 1) await house.visitor({ forwardedFor: '203.0.113.9' });
		expect(await house.refusalOf({ forwardedFor: '203.0.113.9' })).toBe(4429);
		const bites = await limits.query({ siteId });
		expect(bites.map(({ kind, lastHour }) => [kind, lastHour])).toEqual([
			['messages', 3],
			['sessions', expect.any(Number)],
		]);
		expect(bites[1]?.lastHour).toBeGreaterThan(0);
		expect(JSON.stringify(bites)).not.toContain('203.0.113');
		expect(new Set(hits)).toEqual(new Set(['messages', 'sessions']));

		const another = await house.owner.client.sites.create.mutate({ address: 'other.example' });
		expect(await limits.query({ siteId: another.id })).toEqual([]);
	}, 60_000);

	test('of connections from one address are shown', async () => {
		const house = await openTrustHouse(store(), { trustedProxies: 1 });
		const first = await house.visitor({ forwardedFor: '203.0.113.9' });
		const tabs = Array.from({ length: 19 }, () => ({ forwardedFor: '203.0.113.9', token: first.token }));
		for (const tab of tabs) await house.visitor(tab);
		expect(await house.refusalOf({ forwardedFor: '203.0.113.9', token: first.token })).toBe(4429);
		expect(await house.owner.client.trust.limits.query({ siteId: house.site.id })).toMatchObject([
			{ kind: 'sockets', lastDay: expect.any(Number) },
		]);
	}, 60_000);
});
