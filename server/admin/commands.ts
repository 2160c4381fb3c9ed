/** What `npm run admin` can do, and how it is asked for. Runs inside the server, or alone while none is running. */
import { z } from 'zod';
import type { CountryDataView } from '../../shared/country-data.ts';
import { type Plan, plans } from '../../shared/plans.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Links } from '../accounts/links.ts';
import type { AuditLog } from '../rpc/trust-ports.ts';
import type { Account, AccountStore } from '../store/accounts.ts';
import type { Member, MemberStore } from '../store/members.ts';
import type { Condition } from './condition.ts';

export const adminCommand = z.discriminatedUnion('command', [
	z.object({ command: z.literal('accounts') }),
	/** `account`: its id, or the e-mail of anybody in it. */
	z.object({ command: z.literal('plan'), account: z.string().max(254), plan: z.enum(plans) }),
	z.object({ command: z.literal('reset-password'), email: z.string().max(254) }),
	/** Nobody types it: `geo` says it to the running server. */
	z.object({ command: z.literal('geo-reload') }),
	/** An embedded database is read by the server that has it open. `file` is absolute; null: one in the data folder. */
	z.object({ command: z.literal('backup'), file: z.string().max(4_096).nullable(), secret: z.boolean() }),
	z.object({ command: z.literal('export'), file: z.string().max(4_096) }),
	/** What only a running server knows, for `doctor`. */
	z.object({ command: z.literal('condition') }),
]);
export type AdminCommand = z.infer<typeof adminCommand>;

export interface AdminReply {
	readonly ok: boolean;
	/** For the person at the keyboard. */
	readonly lines: readonly string[];
	/** Of `condition`. */
	readonly condition?: Condition | undefined;
}

/** What is said while a long command runs. */
export type Say = (line: string) => void;

export interface AdminDeps {
	readonly accounts: Pick<AccountStore, 'all' | 'setPlan'>;
	readonly members: Pick<MemberStore, 'all'>;
	readonly links: Links;
	/** The register's, where a server is running: what changes is true there at once. */
	readonly apply: <T>(write: () => Promise<T>) => Promise<T>;
	/** Where the dashboard is reached, no trailing slash. */
	readonly baseUrl: () => string;
	/** Reads the country data anew; absent while no server is running. */
	readonly reloadCountries?: (() => CountryDataView) | undefined;
	readonly archive: (job: WantedArchive, say: Say) => Promise<AdminReply>;
	readonly condition: () => Promise<Condition>;
	/** Told of what the operator does to an account. */
	readonly audit?: AuditLog | undefined;
}

export interface WantedArchive {
	readonly kind: 'backup' | 'export';
	readonly file: string | null;
	readonly secret: boolean;
}

const refusal = (...lines: readonly string[]): AdminReply => ({ ok: false, lines });
const done = (...lines: readonly string[]): AdminReply => ({ ok: true, lines });

export function createAdminCommands(deps: AdminDeps) {
	const { accounts, members, links, apply, baseUrl, reloadCountries, archive, condition, audit } = deps;

	async function list(): Promise<AdminReply> {
		const [everyone, all] = await Promise.all([members.all(), accounts.all()]);
		if (all.length === 0) return done('There is no account yet: open the link that the server printed at its start.');
		return done(
			...all.flatMap(({ id, plan }) => [
				`${id}  ${plan}`,
				...everyone.filter((member) => member.accountId === id).map((member) => `  ${describeMember(member)}`),
			]),
		);
	}

	async function changePlan(wanted: string, plan: Plan): Promise<AdminReply> {
		const account = accountOf(wanted, await accounts.all(), await members.all());
		if (account === null) return refusal(`There is no account "${wanted}", and nobody with that e-mail.`);
		if (account.plan === plan) return done(`Account ${account.id} is on the plan ${plan} already.`);
		await apply(() => accounts.setPlan(account.id, plan));
		await audit?.record({ accountId: account.id, kind: 'plan-changed', by: null, detail: { plan } });
		return done(`Account ${account.id} is now on the plan ${plan} (before: ${account.plan}).`);
	}

	async function resetPassword(email: string): Promise<AdminReply> {
		const wanted = email.trim().toLowerCase();
		const member = (await members.all()).find((one) => one.email === wanted);
		if (member === undefined) return refusal(`There is nobody with the e-mail "${email}".`);
		if (member.disabled) return refusal(`${member.email} is disabled: an owner has to enable them first.`);
		const { path } = await apply(() => links.create({ kind: 'reset', memberId: member.id }));
		return done(`A new password for ${member.email} is set here. The link works once, for 24 hours:`, baseUrl() + path);
	}

	return async (command: AdminCommand, say: Say = () => {}): Promise<AdminReply> => {
		switch (command.command) {
			case 'accounts':
				return list();
			case 'plan':
				return changePlan(command.account, command.plan);
			case 'reset-password':
				return resetPassword(command.email);
			case 'geo-reload':
				return describeCountries(reloadCountries?.());
			case 'backup':
				return archive({ kind: 'backup', file: command.file, secret: command.secret }, say);
			case 'export':
				return archive({ kind: 'export', file: command.file, secret: false }, say);
			case 'condition':
				return { ok: true, lines: [], condition: await condition() };
			default:
				return unreachable(command);
		}
	};
}

export type AdminCommands = ReturnType<typeof createAdminCommands>;

function describeCountries(data: CountryDataView | undefined): AdminReply {
	return data?.used?.source === 'file'
		? done('The running server uses it from now on.')
		: refusal('It still uses the bundled country data: its log says why.');
}

function describeMember({ email, role, disabled }: Member): string {
	return `${email}  ${role}${disabled ? ', disabled' : ''}`;
}

function accountOf(wanted: string, accounts: readonly Account[], members: readonly Member[]): Account | null {
	const text = wanted.trim().toLowerCase();
	const id = members.find(({ email }) => email === text)?.accountId ?? text;
	return accounts.find((account) => account.id === id) ?? null;
}
