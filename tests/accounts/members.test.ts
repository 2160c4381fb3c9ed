import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Authority } from '../../server/rpc/ports.ts';
import { memberIdOf } from '../../shared/ids.ts';
import { type Role, roles } from '../../shared/plans.ts';
import { describeStores } from '../support/store.ts';
import { type House, openHouse, password } from './support/house.ts';

const refused = (code: string) => expect.objectContaining({ code });

describeStores('members', (store) => {
	let house: House;
	const attending = new Set<string>();
	beforeAll(async () => {
		house = await openHouse(store(), { attending: (memberId) => attending.has(memberId) });
	});
	afterAll(() => house.stop());
	beforeEach(() => {
		house.changes.length = 0;
	});

	const roleOf = (id: string) => house.register.current().members.get(memberIdOf(id))?.role;
	/** A team with one member of each role, all signed in. */
	async function team(): Promise<Record<Role, Authority>> {
		const accountId = await house.account();
		const one = async (role: Role) => house.authority(await house.member(accountId, role));
		return {
			owner: await one('owner'),
			admin: await one('admin'),
			agent: await one('agent'),
			viewer: await one('viewer'),
		};
	}

	test('are listed with who is attending, and only those of the account', async () => {
		const { owner, agent } = await team();
		await house.someone('owner');
		attending.add(agent.memberId);
		const list = await house.members.list(owner.accountId);
		expect(list.map(({ role }) => role)).toEqual(
			roles.toSorted((a, b) => list.findIndex((m) => m.role === a) - list.findIndex((m) => m.role === b)),
		);
		expect(list.find(({ id }) => id === agent.memberId)).toEqual({
			id: agent.memberId,
			email: agent.email,
			displayName: '',
			role: 'agent',
			disabled: false,
			createdAt: house.clock.now(),
			attending: true,
		});
		expect(list.filter((member) => member.attending)).toHaveLength(1);
	});

	describe('are managed by owners, and all but owners by admins', () => {
		const manages: Readonly<Record<'owner' | 'admin', readonly Role[]>> = {
			owner: ['owner', 'admin', 'agent', 'viewer'],
			admin: ['admin', 'agent', 'viewer'],
		};
		for (const by of ['owner', 'admin'] as const) {
			for (const target of roles) {
				const may = manages[by].includes(target);
				test(`${by} ${may ? 'manages' : 'does not manage'} ${target}`, async () => {
					const people = await team();
					const id = await house.member(people[by].accountId, target);
					const acts = [
						() => house.members.setRole(people[by], id, 'viewer'),
						() => house.members.setDisabled(people[by], id, true),
						() => house.members.setDisabled(people[by], id, false),
						() => house.members.remove(people[by], id),
					];
					for (const act of acts) {
						if (may) await act();
						else await expect(act()).rejects.toEqual(refused('auth.forbidden'));
					}
					expect(roleOf(id)).toBe(may ? undefined : target);
				});
			}
		}

		test('nobody hands out more than their own role, neither to a member nor with an invitation', async () => {
			const { owner, admin, viewer } = await team();
			for (const role of roles) {
				const may = role !== 'owner';
				const acts = [
					() => house.members.setRole(admin, viewer.memberId, role),
					() => house.members.invite(admin, role, ''),
				];
				for (const act of acts) {
					if (may) await act();
					else await expect(act()).rejects.toEqual(refused('auth.forbidden'));
				}
				await house.members.setRole(owner, viewer.memberId, 'viewer');
			}
			await house.members.setRole(owner, viewer.memberId, 'owner');
			expect(roleOf(viewer.memberId)).toBe('owner');
		});
	});

	test("I29: another account's member is one that does not exist", async () => {
		const { owner, admin } = await team();
		// An admin may not manage an owner, and must not learn from that refusal that there is one.
		const stranger = await house.someone('owner');
		for (const by of [owner, admin]) {
			for (const id of [stranger.memberId, memberIdOf(randomUUID())]) {
				await expect(house.members.setRole(by, id, 'agent')).rejects.toEqual(refused('not-found'));
				await expect(house.members.setDisabled(by, id, true)).rejects.toEqual(refused('not-found'));
				await expect(house.members.remove(by, id)).rejects.toEqual(refused('not-found'));
			}
		}
		expect(house.authorities.of(stranger.loginId)).toEqual(stranger);
	});

	describe('the last owner who may sign in', () => {
		test('can be neither demoted, disabled nor removed', async () => {
			const { owner } = await team();
			const second = await house.member(owner.accountId, 'owner');
			await house.members.setDisabled(owner, second, true);
			await expect(house.members.setRole(owner, owner.memberId, 'admin')).rejects.toEqual(refused('limit.reached'));
			await expect(house.members.setDisabled(owner, owner.memberId, true)).rejects.toEqual(refused('limit.reached'));
			await expect(house.members.remove(owner, owner.memberId)).rejects.toEqual(refused('limit.reached'));
			expect(house.authorities.of(owner.loginId)).toEqual(owner);
			// The disabled one is not needed; an owner who stays one changes nothing.
			await house.members.remove(owner, second);
			await house.members.setRole(owner, owner.memberId, 'owner');
		});

		test('remains when two remove each other at once', async () => {
			for (let round = 0; round < 5; round++) {
				const one = await house.someone('owner');
				const two = await house.authority(await house.member(one.accountId, 'owner'));
				const outcomes = await Promise.allSettled([
					house.members.remove(one, two.memberId),
					house.members.remove(two, one.memberId),
				]);
				expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
				expect(await house.members.list(one.accountId)).toHaveLength(1);
			}
		});
	});

	describe('what ends tells those who hold sockets and sessions', () => {
		test('disabled: the logins and control end, and enabling brings no old browser back', async () => {
			const { owner, agent } = await team();
			await house.members.setDisabled(owner, agent.memberId, true);
			expect(house.changes).toEqual([
				{ type: 'login-ended', loginId: agent.loginId, memberId: agent.memberId },
				{ type: 'member-lost-control', memberId: agent.memberId },
			]);
			expect(house.authorities.of(agent.loginId)).toBeNull();
			await house.members.setDisabled(owner, agent.memberId, false);
			expect(house.authorities.of(agent.loginId)).toBeNull();
		});

		test('removed: the same', async () => {
			const { owner, agent } = await team();
			await house.members.remove(owner, agent.memberId);
			expect(house.changes).toEqual([
				{ type: 'login-ended', loginId: agent.loginId, memberId: agent.memberId },
				{ type: 'member-lost-control', memberId: agent.memberId },
			]);
			expect(house.authorities.of(agent.loginId)).toBeNull();
		});

		test('demoted below agent: control ends, the login stays', async () => {
			const { owner, agent, admin } = await team();
			await house.members.setRole(owner, admin.memberId, 'agent');
			expect(house.changes).toEqual([]);
			await house.members.setRole(owner, agent.memberId, 'viewer');
			expect(house.changes).toEqual([{ type: 'member-lost-control', memberId: agent.memberId }]);
			expect(house.authorities.of(agent.loginId)?.role).toBe('viewer');
		});

		test('signed out everywhere: each login ends', async () => {
			const { agent } = await team();
			const second = await house.authority(agent.memberId);
			await house.members.signOutEverywhere(agent);
			expect(house.changes.map(({ type }) => type).sort()).toEqual([
				'login-ended',
				'login-ended',
				'member-lost-control',
			]);
			expect(house.authorities.of(second.loginId)).toBeNull();
		});

		test('signed out in one browser of two: that login ends, control stays', async () => {
			const { agent } = await team();
			const second = await house.authority(agent.memberId);
			await house.logins.end(second.loginId);
			expect(house.changes).toEqual([{ type: 'login-ended', loginId: second.loginId, memberId: agent.memberId }]);
		});
	});

	describe('a password is changed', () => {
		test('with the one before; every other login ends', async () => {
			const { agent } = await team();
			const other = await house.authority(agent.memberId);
			await house.members.changePassword(agent, password, 'another password');
			expect(house.authorities.of(agent.loginId)).toEqual(agent);
			expect(house.authorities.of(other.loginId)).toBeNull();
			const signIn = (word: string) =>
				house.send('POST', '/auth/sign-in', { json: { email: agent.email, password: word } });
			expect((await signIn('another password')).status).toBe(200);
			expect((await signIn(password)).status).toBe(401);
		});

		test('not without it, and not by guessing', async () => {
			const { agent } = await team();
			const change = (current: string) => house.members.changePassword(agent, current, 'another password');
			for (let count = 0; count < 10; count++)
				await expect(change('guess')).rejects.toEqual(refused('auth.credentials'));
			await expect(change(password)).rejects.toEqual(
				expect.objectContaining({ code: 'rate.limited', detail: { retryAfterMs: 10_000 } }),
			);
			house.clock.advance(10_000);
			await change(password);
		});
	});

	test('a profile is changed by what is named, and true at once', async () => {
		const { agent } = await team();
		expect(await house.members.updateProfile(agent, { displayName: 'Ilze', theme: 'dark' })).toEqual({
			displayName: 'Ilze',
			sound: 'all',
			language: 'en',
			theme: 'dark',
		});
		await house.members.updateProfile(agent, { sound: 'none', language: 'lv' });
		await house.members.updateProfile(agent, {});
		expect(house.authorities.of(agent.loginId)?.profile).toEqual({
			displayName: 'Ilze',
			sound: 'none',
			language: 'lv',
			theme: 'dark',
		});
	});
});
