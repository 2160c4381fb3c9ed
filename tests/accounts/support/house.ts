/** The accounts of a house over a real store, with time and randomness of the test's own. */
import { randomUUID } from 'node:crypto';
import type { AccountChange } from '../../../server/accounts/changes.ts';
import { createPasswords } from '../../../server/accounts/passwords.ts';
import type { Config } from '../../../server/config.ts';
import { type Log, silentLog } from '../../../server/log.ts';
import type { HttpRequest, HttpResponse } from '../../../server/net/http-types.ts';
import type { Authority } from '../../../server/rpc/ports.ts';
import type { OpenDatabase } from '../../../server/store/database.ts';
import { type AccountId, accountIdOf, type FillRandom, type MemberId, memberIdOf } from '../../../shared/ids.ts';
import type { Plan, Role } from '../../../shared/plans.ts';
import { createManualClock, type ManualClock } from '../../net/support/manual-clock.ts';
import { createAccounts } from './wiring.ts';

export const password = 'correct horse battery';
export const ownPage = { host: 'chat.example', origin: 'https://chat.example' };

const fill: FillRandom = (bytes) => {
	for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(Math.random() * 256);
	return bytes;
};

export interface HouseOptions extends Partial<Pick<Config, 'publicUrl' | 'defaultPlan' | 'owner'>> {
	readonly clock?: ManualClock;
	readonly log?: Log;
	readonly attending?: (memberId: MemberId) => boolean;
}

export type Sent = Partial<HttpRequest> & { readonly json?: unknown };

/** As if nobody had ever been here; much faster than emptying every table. */
export async function forgetEverybody({ db }: OpenDatabase): Promise<void> {
	await db.deleteFrom('accounts').execute();
	await db.deleteFrom('links').execute();
}

/** Started. */
export async function openHouse({ db, kind }: OpenDatabase, options: HouseOptions = {}) {
	const { publicUrl = null, defaultPlan = 'pro', owner = null, log = silentLog, attending = () => false } = options;
	const clock = options.clock ?? createManualClock();
	// Real argon2id, so cheap that a test may ask it often.
	const passwords = createPasswords({ memoryKib: 64, passes: 1 });
	const accounts = createAccounts({
		db,
		kind,
		config: { publicUrl, defaultPlan, owner },
		clock,
		log,
		fill,
		newId: () => randomUUID(),
		passwords,
		attending,
		addressKey: (request) => request.remoteAddress,
	});
	const { register, logins, authorities } = accounts;
	const changes: AccountChange[] = [];
	accounts.onChange((change) => changes.push(change));
	const started = await accounts.start();

	async function account(plan: Plan = 'pro'): Promise<AccountId> {
		const id = accountIdOf(randomUUID());
		await register.apply(() => db.insertInto('accounts').values({ id, plan, created_at: clock.now() }).execute());
		return id;
	}

	/** A member whose password is `password`. */
	async function member(accountId: AccountId, role: Role, email?: string): Promise<MemberId> {
		const id = memberIdOf(randomUUID());
		const row = {
			id,
			account_id: accountId,
			email: email ?? `${role}-${randomUUID()}@example.com`,
			password_hash: await passwords.hash(password),
			role,
			disabled: false,
			display_name: '',
			sound: 'all',
			language: 'en',
			theme: 'system',
			created_at: clock.now(),
		} as const;
		await register.apply(() => db.insertInto('members').values(row).execute());
		return id;
	}

	/** Signs a member in: what they may do now. */
	async function authority(memberId: MemberId): Promise<Authority> {
		const { loginId } = await logins.begin(memberId);
		const granted = authorities.of(loginId);
		if (granted === null) throw new Error('a login that begins has authority');
		return granted;
	}

	/** A signed-in member of an account of their own. */
	const someone = async (role: Role, plan: Plan = 'pro') => authority(await member(await account(plan), role));

	/** What a browser on our own page sends; whatever is given replaces it. */
	async function send(method: string, path: string, { json, headers, ...rest }: Sent = {}): Promise<HttpResponse> {
		const route = accounts.routes.find((one) => one.method === method && one.path === path);
		if (route === undefined) throw new Error(`no route ${method} ${path}`);
		return route.handler({
			method,
			path,
			query: new URLSearchParams(),
			headers: { ...ownPage, 'content-type': 'application/json', ...headers },
			remoteAddress: '192.0.2.1',
			body: json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(json)),
			signal: new AbortController().signal,
			...rest,
		});
	}

	return { ...accounts, clock, db, passwords, changes, started, account, member, authority, someone, send };
}

export type House = Awaited<ReturnType<typeof openHouse>>;

export const bodyOf = (response: HttpResponse): unknown => JSON.parse(String(response.body));

/** The `Set-Cookie` lines. */
export function cookieLines(response: HttpResponse): readonly string[] {
	const header = response.headers?.['set-cookie'] ?? [];
	return typeof header === 'string' ? [header] : header;
}

/** The first cookie, as the browser sends it back. */
export const cookieOf = (response: HttpResponse): string => cookieLines(response)[0]?.split(';')[0] ?? '';
