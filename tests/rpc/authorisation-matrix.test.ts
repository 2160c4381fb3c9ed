/**
 * Every procedure of the member router × who asks × whose ids. Generated from the router: a new procedure without a row
 * fails. Another account's id is answered exactly as an id that does not exist (I29).
 */
import { getTRPCErrorShape, type TRPCError } from '@trpc/server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AccountId, LoginId } from '../../shared/ids.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { type Estate, missingIds, openEstate } from './support/estate.ts';
import { memberContext } from './support/member-context.ts';
import { gates, type Ids, type Insider, memberRows, type Row } from './support/rows.ts';

let store: TestStore;
let estate: Estate;

beforeAll(async () => {
	store = await openTestStore('pglite');
	estate = await openEstate(store);
});
afterEach(() => estate.clear());
afterAll(async () => {
	await estate.app.stop();
	await store.close();
});

const insiders: readonly Insider[] = ['viewer', 'agent', 'admin', 'owner', 'free'];

/** A new member of that kind in a new account, signed in: nothing that is done harms another row. */
async function enter(insider: Insider): Promise<{ readonly loginId: LoginId; readonly accountId: AccountId }> {
	const [plan, role] = insider === 'free' ? (['free', 'owner'] as const) : (['pro', insider] as const);
	const accountId = await estate.account(plan);
	const loginId = await estate.login(await estate.member(accountId, role));
	await estate.know();
	return { accountId, loginId };
}

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly body: unknown };

/** Calls it as the wire would, and takes of a subscription what comes first. */
async function ask(path: string, loginId: LoginId | null, input: unknown): Promise<Answer> {
	const router = estate.app.routers.member;
	const ctx = memberContext(loginId);
	const abort = new AbortController();
	try {
		const answered = await procedureOf(router.createCaller(ctx, { signal: abort.signal }), path)(input);
		return { ok: true, value: isFeed(answered) ? await firstOf(answered) : answered };
	} catch (thrown) {
		// A caller throws nothing else.
		const error = thrown as TRPCError;
		const config = router._def._config;
		return { ok: false, body: getTRPCErrorShape({ config, error, type: 'unknown', path, input, ctx }) };
	} finally {
		abort.abort();
	}
}

/** A caller has a function at the end of each path. */
function procedureOf(caller: unknown, path: string): (input: unknown) => Promise<unknown> {
	const found = path.split('.').reduce((at: unknown, name): unknown => Reflect.get(Object(at), name), caller);
	return found as (input: unknown) => Promise<unknown>;
}

const isFeed = (value: unknown): value is AsyncIterable<unknown> =>
	typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

async function firstOf(feed: AsyncIterable<unknown>): Promise<unknown> {
	for await (const event of feed) return event;
	throw new Error('the feed ended without an event');
}

const codeOf = (answer: Answer): string =>
	answer.ok ? 'ok' : (answer.body as { readonly data: { readonly baton: { readonly code: string } } }).data.baton.code;

const rows = Object.entries<Row>(memberRows);

describe('the matrix', () => {
	test('has a row for each procedure, and none for what is not there', () => {
		expect(Object.keys(memberRows).sort()).toEqual(Object.keys(estate.app.routers.member._def.procedures).sort());
	});

	test('names every id that a row asks for', () => {
		for (const [path, { names, input }] of rows) {
			const ids = missingIds();
			const text = JSON.stringify(input(ids)) ?? '';
			const asked = (Object.keys(ids) as (keyof Ids)[]).filter((kind) => text.includes(ids[kind]));
			expect([path, asked]).toEqual([path, [...names]]);
		}
	});
});

describe.each(rows)('%s', (path, { gate, names, input, answer = 'ok' }) => {
	test.each(insiders)('%s', async (insider) => {
		const { loginId, accountId } = await enter(insider);
		const expected = gates[gate][insider];
		const result = await ask(path, loginId, input(await estate.idsOf(accountId, names)));
		expect(codeOf(result)).toBe(expected === 'ok' ? answer : expected);
	});

	test('nobody, whatever they ask', async () => {
		const home = await estate.account('pro');
		const ids = await estate.idsOf(home, names);
		const before = await estate.holdings(home);
		for (const asked of [input(ids), undefined, 'nonsense']) {
			expect(codeOf(await ask(path, null, asked))).toBe('auth.required');
		}
		expect(await estate.holdings(home)).toBe(before);
	});

	test('someone who has signed out, or was disabled', async () => {
		const { loginId: out, accountId } = await enter('owner');
		const ids = await estate.idsOf(accountId, names);
		const memberId = await estate.member(accountId, 'owner');
		const disabled = await estate.login(memberId);
		await estate.know();
		await estate.stores.logins.end(out);
		await estate.db.updateTable('members').set({ disabled: true }).where('id', '=', memberId).execute();
		await estate.know();
		for (const loginId of [out, disabled]) expect(codeOf(await ask(path, loginId, input(ids)))).toBe('auth.required');
	});

	test.each(names)('I29: the owner of another account, by their %s', async (kind) => {
		const home = await estate.account('pro');
		const { loginId, accountId } = await enter('owner');
		const own = await estate.idsOf(accountId, names);
		const theirs = await estate.idsOf(home, names);
		const before = await estate.holdings(home);
		const foreign = await ask(path, loginId, input({ ...own, [kind]: theirs[kind] }));
		const missing = await ask(path, loginId, input({ ...own, [kind]: missingIds()[kind] }));
		expect(codeOf(missing)).toBe('not-found');
		expect(foreign).toEqual(missing);
		expect(await estate.holdings(home)).toBe(before);
		// Not because they may do nothing at all.
		expect(codeOf(await ask(path, loginId, input(own)))).toBe(answer);
	});

	if (names.length === 0) {
		test('I29: the owner of another account is told nothing of this one', async () => {
			const home = await estate.account('pro');
			const ids = await estate.idsOf(home, ['site', 'member']);
			const { loginId } = await enter('owner');
			const before = await estate.holdings(home);
			const told = JSON.stringify(await ask(path, loginId, input(ids)));
			for (const secret of [home, ids.site, ids.member]) expect(told).not.toContain(secret);
			expect(await estate.holdings(home)).toBe(before);
		});
		return;
	}

	const forbidden = insiders.filter((insider) => gates[gate][insider] !== 'ok');
	// Where every member may, the ids are all that is asked about.
	if (forbidden.length === 0) return;

	test('I29: a role that may not is told so before anybody looks at the ids', async () => {
		for (const insider of forbidden) {
			const { loginId } = await enter(insider);
			const foreign = await ask(path, loginId, input(await estate.idsOf(await estate.account('pro'), names)));
			const missing = await ask(path, loginId, input(missingIds()));
			expect(foreign).toEqual(missing);
			expect(codeOf(foreign)).toBe(gates[gate][insider]);
		}
	});
});

describe('a visitor procedure', () => {
	test('answers no socket whose hello was not accepted, whatever it asks', async () => {
		const router = estate.app.routers.visitor;
		const { site } = await estate.idsOf(await estate.account('pro'), ['site']);
		const caller: unknown = router.createCaller({ ...memberContext(null), siteId: site, binding: { ok: false } });
		const paths = Object.keys(router._def.procedures);
		expect(paths.length).toBeGreaterThan(0);
		for (const path of paths) {
			await expect(procedureOf(caller, path)({ sessionId: missingIds().session }), path).rejects.toMatchObject({
				cause: { code: 'session.not-open' },
			});
		}
	});
});

describe('a feed that runs', () => {
	test.each([
		['signed out', 'auth.required'],
		['plan without monitoring', 'plan.required'],
		['site removed', 'not-found'],
	])('ends by itself with a typed error: %s', async (what, code) => {
		const accountId = await estate.account('pro');
		const memberId = await estate.member(accountId, 'agent');
		const loginId = await estate.login(memberId);
		const { site } = await estate.idsOf(accountId, ['site']);
		const caller = estate.app.routers.member.createCaller(memberContext(loginId));
		const feed = (await caller.monitor.list({ siteId: site }))[Symbol.asyncIterator]();
		expect((await feed.next()).done).toBe(false);
		const next = feed.next();
		const { register } = estate.app;
		if (what === 'signed out') await register.apply(() => estate.stores.logins.end(loginId));
		else if (what === 'site removed') await estate.app.sites.remove(accountId, site);
		else await register.apply(() => estate.stores.accounts.setPlan(accountId, 'free'));
		await expect(next).rejects.toMatchObject({ cause: { code } });
	});
});
