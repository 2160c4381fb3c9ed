/** Every `/auth` route × who asks: a way in depends on what is brought, never on who one was. Generated from the routes. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HttpResponse, Route } from '../../server/net/http-types.ts';
import type { AccountId, MemberId } from '../../shared/ids.ts';
import { openTestStore, type TestStore } from '../support/store.ts';
import { type Estate, openEstate, password } from './support/estate.ts';

let store: TestStore;
let estate: Estate;
let accountId: AccountId;
let memberId: MemberId;
beforeAll(async () => {
	store = await openTestStore('pglite');
	estate = await openEstate(store);
});
beforeEach(async () => {
	accountId = await estate.account('pro');
	memberId = await estate.member(accountId, 'agent');
	await estate.know();
});
afterEach(() => estate.clear());
afterAll(async () => {
	await estate.app.stop();
	await store.close();
});

const email = () => `${memberId}@example.com`;
const fresh = () => `${crypto.randomUUID()}@example.com`;

interface AuthRow {
	/** What brings one in, made anew for each try. */
	readonly key?: () => Promise<object>;
	/** What does not. */
	readonly wrong?: () => Promise<object>;
	readonly status: number;
	readonly refused?: { readonly status: number; readonly code: string };
}

const token = async (purpose: Parameters<Estate['app']['links']['create']>[0]) =>
	(await estate.app.links.create(purpose)).path.split('/')[2];
const join = () => token({ kind: 'join', accountId, role: 'viewer' });
const reset = () => token({ kind: 'reset', memberId });
const setup = () => token({ kind: 'setup' });
const noLink = { status: 410, code: 'auth.link' };

const authRows: Readonly<Record<string, AuthRow>> = {
	// Somebody is here already: the link of a first start holds no more, whoever has it.
	'POST /auth/setup': {
		wrong: async () => ({ token: await setup(), email: fresh(), password }),
		status: 410,
		refused: noLink,
	},
	'POST /auth/join': {
		key: async () => ({ token: await join(), email: fresh(), password }),
		wrong: async () => ({ token: await reset(), email: fresh(), password }),
		status: 200,
		refused: noLink,
	},
	'POST /auth/sign-in': {
		key: async () => ({ email: email(), password }),
		wrong: async () => ({ email: email(), password: 'not the password' }),
		status: 200,
		refused: { status: 401, code: 'auth.credentials' },
	},
	'POST /auth/reset': {
		key: async () => ({ token: await reset(), password: 'another password' }),
		wrong: async () => ({ token: await join(), password: 'another password' }),
		status: 200,
		refused: noLink,
	},
	'POST /auth/forgot': { key: async () => ({ email: email() }), status: 200 },
	'POST /auth/sign-out': { key: async () => ({}), status: 200 },
	'GET /auth/state': { status: 200 },
};

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const isAuth = ({ path }: Route) => path.startsWith('/auth/');

async function send(name: string, body: object | undefined, headers: Record<string, string | undefined> = {}) {
	const route = estate.app.routes.find((one) => nameOf(one) === name);
	if (route === undefined) throw new Error(`no route ${name}`);
	return route.handler({
		method: route.method,
		path: route.path,
		query: new URLSearchParams(),
		headers: {
			host: 'chat.example',
			origin: 'https://chat.example',
			'content-type': 'application/json',
			...headers,
		},
		// Each from an address of its own: limits are another test's matter.
		remoteAddress: `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 255)).join('.')}`,
		body: Buffer.from(JSON.stringify(body ?? {})),
		signal: new AbortController().signal,
	});
}

const codeOf = (answer: HttpResponse): unknown => {
	const body: { readonly error?: { readonly code?: unknown } } = JSON.parse(String(answer.body));
	return body.error?.code;
};
const cookiesOf = (answer: HttpResponse): readonly string[] => [answer.headers?.['set-cookie'] ?? []].flat();
const signedIn = (cookie: string | undefined): Promise<boolean> =>
	send('GET /auth/state', undefined, { cookie }).then((answer) => JSON.parse(String(answer.body)).signedIn);

/** Cookies of people of every kind. */
const identities: Readonly<Record<string, () => Promise<string | undefined>>> = {
	nobody: async () => undefined,
	'a stranger with a made-up cookie': async () => `__Host-baton=${'A'.repeat(43)}`,
	'an agent of the account': () => cookieOf(() => estate.member(accountId, 'agent')),
	'an owner of the account': () => cookieOf(() => estate.member(accountId, 'owner')),
	'an owner on the free plan': () => cookieOf(async () => estate.member(await estate.account('free'), 'owner')),
	'an owner of another account': () => cookieOf(async () => estate.member(await estate.account('pro'), 'owner')),
	'someone who has signed out': async () => {
		const cookie = await cookieOf(() => estate.member(accountId, 'owner'));
		await send('POST /auth/sign-out', {}, { cookie });
		return cookie;
	},
};

async function cookieOf(member: () => Promise<MemberId>): Promise<string> {
	const id = await member();
	await estate.know();
	const answer = await send('POST /auth/sign-in', { email: `${id}@example.com`, password });
	return cookiesOf(answer)[0]?.split(';')[0] ?? '';
}

test('the matrix has a row for each /auth route, and none for what is not there', () => {
	expect(Object.keys(authRows).sort()).toEqual(estate.app.routes.filter(isAuth).map(nameOf).sort());
});

describe.each(Object.entries(authRows))('%s', (name, { key, wrong, status, refused }) => {
	test.each(Object.entries(identities))('%s', async (_, identity) => {
		const cookie = await identity();
		if (wrong !== undefined) {
			const wasIn = await signedIn(cookie);
			const answer = await send(name, await wrong(), { cookie });
			expect([answer.status, codeOf(answer), cookiesOf(answer)]).toEqual([refused?.status, refused?.code, []]);
			expect(await signedIn(cookie)).toBe(wasIn);
		}
		if (key === undefined && wrong !== undefined) return;
		const answer = await send(name, await key?.(), { cookie });
		expect(answer.status).toBe(status);
	});

	if (key === undefined && wrong === undefined) return;

	test('from a page that is not ours, even with what brings one in', async () => {
		const body = (await key?.()) ?? (await wrong?.());
		const cookie = await cookieOf(() => estate.member(accountId, 'owner'));
		for (const origin of ['https://evil.example', 'null', undefined]) {
			const answer = await send(name, body, { cookie, origin });
			expect([answer.status, codeOf(answer), cookiesOf(answer)]).toEqual([403, 'auth.origin', []]);
		}
		expect(await signedIn(cookie)).toBe(true);
	});
});
