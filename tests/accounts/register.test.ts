import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountChange } from '../../server/accounts/changes.ts';
import { createRegister } from '../../server/accounts/register.ts';
import { type Log, silentLog } from '../../server/log.ts';
import type { Account } from '../../server/store/accounts.ts';
import { accountIdOf } from '../../shared/ids.ts';
import type { Plan } from '../../shared/plans.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { describeStores } from '../support/store.ts';
import { forgetEverybody, type House, openHouse } from './support/house.ts';

describe('the register', () => {
	const account = (plan: Plan): Account => ({ id: accountIdOf('a'), plan, createdAt: 0 });

	/** A store whose reads wait until they are let through. */
	function slowly() {
		const clock = createManualClock();
		const logged: string[] = [];
		const log: Log = {
			...silentLog,
			warn: (_, message) => logged.push(message),
			error: (_, message) => logged.push(message),
		};
		const waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
		let rows: readonly Account[] = [account('pro')];
		let reads = 0;
		const none = async () => [];
		const stores = {
			accounts: {
				all: () => {
					reads += 1;
					const seen = rows;
					return new Promise<readonly Account[]>((resolve, reject) => {
						waiting.push({ resolve: () => resolve(seen), reject });
					});
				},
			},
			members: { all: none },
			logins: { live: none },
			sites: { all: none },
		};
		const register = createRegister({ stores, clock, log, kind: 'postgres' });
		return {
			clock,
			register,
			logged,
			set: (plan: Plan) => {
				rows = [account(plan)];
			},
			read: () => waiting.shift(),
			reads: () => reads,
			plan: () => register.current().accounts.get(accountIdOf('a'))?.plan,
		};
	}

	const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

	async function startedSlowly() {
		const world = slowly();
		const started = world.register.start();
		await settle();
		world.read()?.resolve();
		await started;
		return world;
	}

	test('a change that comes while a reading runs is read after it: nobody is told before it is true', async () => {
		const world = slowly();
		const started = world.register.start();
		await settle();
		// The first reading has seen the old row, and is slow.
		const applied = world.register.apply(async () => world.set('free'));
		const second = world.register.apply(async () => {});
		await settle();
		world.read()?.resolve();
		await started;
		expect(world.plan()).toBe('pro');
		await settle();
		expect(world.reads()).toBe(2);
		world.read()?.resolve();
		await Promise.all([applied, second]);
		expect(world.plan()).toBe('free');
	});

	test('a reading that fails leaves the last known truth, says so, and is tried again', async () => {
		const world = await startedSlowly();
		world.set('free');
		world.clock.advance(2_000);
		await settle();
		world.read()?.reject(new Error('gone'));
		await settle();
		expect(world.plan()).toBe('pro');
		expect(world.logged).toEqual(['accounts could not be read again; the last known ones count']);
		world.clock.advance(2_000);
		await settle();
		world.read()?.resolve();
		await settle();
		expect(world.plan()).toBe('free');
	});

	test('a write whose effect can not be read is answered as unavailable, not as done', async () => {
		const world = slowly();
		const applied = world.register.apply(async () => world.set('free'));
		await settle();
		world.read()?.reject(new Error('gone'));
		await expect(applied).rejects.toMatchObject({ code: 'store.unavailable' });
	});

	test('who is unknown is looked for anew, but however often they ask there are few readings', async () => {
		const world = await startedSlowly();
		world.set('free');
		const asked = Array.from({ length: 20 }, () => world.register.catchUp());
		await settle();
		expect(world.reads()).toBe(1);
		world.clock.advance(250);
		await settle();
		world.read()?.resolve();
		await settle();
		world.read()?.resolve();
		await Promise.all(asked);
		expect(world.plan()).toBe('free');
		expect(world.reads()).toBeLessThanOrEqual(3);
	});

	test('a listener that throws keeps no other from hearing', async () => {
		const world = slowly();
		const heard: AccountChange[] = [];
		world.register.onChange(() => {
			throw new Error('mine');
		});
		const stop = world.register.onChange((change) => heard.push(change));
		const started = world.register.start();
		await settle();
		world.read()?.resolve();
		await started;
		const change = async (plan: Plan) => {
			const applied = world.register.apply(async () => world.set(plan));
			await settle();
			world.read()?.resolve();
			await applied;
		};
		await change('free');
		stop();
		await change('standard');
		expect(heard).toEqual([{ type: 'plan-changed', accountId: 'a', plan: 'free' }]);
		expect(world.logged).toHaveLength(2);
	});
});

describeStores('authority', (store) => {
	let house: House;
	beforeEach(async () => {
		await forgetEverybody(store());
		house = await openHouse(store());
	});
	afterEach(() => house.stop());

	test('a plan without monitoring ends control for everybody in the account, and nothing else', async () => {
		const owner = await house.someone('owner', 'standard');
		const agent = await house.authority(await house.member(owner.accountId, 'agent'));
		await house.authority(await house.member(owner.accountId, 'viewer'));
		await house.someone('agent');
		house.changes.length = 0;
		const setPlan = (plan: Plan) =>
			house.register.apply(() =>
				house.db.updateTable('accounts').set({ plan }).where('id', '=', owner.accountId).execute(),
			);
		await setPlan('pro');
		expect(house.changes).toEqual([{ type: 'plan-changed', accountId: owner.accountId, plan: 'pro' }]);
		house.changes.length = 0;
		await setPlan('free');
		expect(house.changes[0]).toEqual({ type: 'plan-changed', accountId: owner.accountId, plan: 'free' });
		expect(new Set(house.changes.slice(1))).toEqual(
			new Set([owner, agent].map(({ memberId }) => ({ type: 'member-lost-control', memberId }))),
		);
		expect(house.authorities.of(agent.loginId)?.plan).toBe('free');
		expect(house.authorities.planOf(owner.accountId)).toBe('free');
		expect(house.authorities.planOf(accountIdOf('00000000-0000-4000-8000-000000000000'))).toBe('free');
	});

	test('what another process changed is noticed without being told', async () => {
		const agent = await house.someone('agent');
		const { id: siteId } = await house.sites.create(agent.accountId, { address: 'shop.example' });
		house.changes.length = 0;
		await house.db.updateTable('accounts').set({ plan: 'free' }).execute();
		await house.db.deleteFrom('logins').execute();
		await house.db.updateTable('sites').set({ name: 'Other' }).execute();
		expect(house.authorities.of(agent.loginId)).not.toBeNull();
		house.clock.advance(store().kind === 'postgres' ? 2_000 : 30_000);
		await expect.poll(() => house.changes).toHaveLength(4);
		expect(house.changes).toEqual([
			{ type: 'plan-changed', accountId: agent.accountId, plan: 'free' },
			{ type: 'login-ended', loginId: agent.loginId, memberId: agent.memberId },
			{ type: 'member-lost-control', memberId: agent.memberId },
			{ type: 'site-changed', siteId },
		]);
	});
});
