/** Chats as they are stored once they are over, and somebody who looks for them. */
import { expect } from 'vitest';
import type { Projection, SessionFacts } from '../../../server/actor/ports.ts';
import type { Entry, EntryBody } from '../../../shared/entry.ts';
import type { HistoryPage, HistoryRow } from '../../../shared/history.ts';
import { genOf, memberIdOf, seqOf } from '../../../shared/ids.ts';
import type { Plan, Role } from '../../../shared/plans.ts';
import { commitOf, newSession, openProjection } from '../../store/transcripts.ts';
import type { Estate } from './estate.ts';
import { memberContext } from './member-context.ts';

export const anna = memberIdOf('00000000-0000-4000-8000-00000000000a');
const opened: EntryBody = { kind: 'opened', reopened: false };
const left: EntryBody = { kind: 'left', why: 'visitor' };
export const asked = (text: string): EntryBody => ({ kind: 'message', author: 'visitor', text });
export const tookOver = (name: string): EntryBody => ({ kind: 'took-over', memberId: anna, name, entrance: 'button' });
export const released = (name: string): EntryBody => ({ kind: 'released', name, why: 'left' });
export const answered = (text: string): EntryBody => ({
	...{ kind: 'message', author: 'ai', text },
	...{ turn: seqOf(2), interrupted: false, answersUpTo: seqOf(2), sources: [] },
});
export const missedAt = (at: number, resolved = false): Projection['missed'] => ({
	...{ at, why: 'unanswered', question: seqOf(2) },
	resolved: resolved ? { at, memberId: anna } : null,
});
/** A visit of an hour ago: a visitor may still come back to it. */
export const recent = () => Date.now() - 60 * 60_000;

export const idsOf = (rows: readonly HistoryRow[]) => rows.map(({ id }) => id);
export const newestFirst = (chats: readonly { session: SessionFacts; openedAt: number }[]) =>
	chats
		.toSorted((a, b) => b.openedAt - a.openedAt || (a.session.id < b.session.id ? 1 : -1))
		.map(({ session }) => session.id);

/** A member of that kind, in an account with one website. */
export async function openHistoryHouse(estate: Estate, plan: Plan, role: Role) {
	const accountId = await estate.account(plan);
	const loginId = await estate.login(await estate.member(accountId, role));
	await estate.know();
	const { id: siteId } = await estate.app.sites.create(accountId, { address: 'shop.example' });
	const { history } = estate.app.routers.member.createCaller(memberContext(loginId));
	const list = (wish: Partial<Parameters<typeof history.list>[0]> = {}): Promise<HistoryPage> =>
		history.list({ siteId, kind: 'all', find: '', ...wish });
	/** Part after part. */
	async function all(wish: Parameters<typeof list>[0] = {}, first?: HistoryPage) {
		const parts = [first ?? (await list(wish))];
		for (let next = parts[0]?.next; next; next = parts.at(-1)?.next) {
			parts.push(await list({ ...wish, cursor: next }));
		}
		return { ids: parts.flatMap(({ rows }) => idsOf(rows)), lengths: parts.map(({ rows }) => rows.length) };
	}
	/** Somebody was there, and has left. */
	async function chat(bodies: readonly EntryBody[], openedAt = recent(), marks: Partial<Projection> = {}) {
		const session = newSession(siteId, { createdAt: openedAt });
		const entries = [opened, ...bodies, left].map(
			(body, i): Entry => ({ ...body, seq: seqOf(i + 1), gen: genOf(1), at: openedAt + i }),
		);
		const lastAt = openedAt + entries.length;
		const projection = { ...openProjection, mode: 'left', openedAt, lastAt, wakeAt: null, ...marks } as const;
		const outcome = await estate.stores.journal.commit(commitOf({ session, entries, projection }));
		expect(outcome.kind).toBe('committed');
		return { session, openedAt, lastAt };
	}
	const find = async (text: string) => (await list({ find: text })).rows.map(({ first }) => first);
	return { siteId, history, list, all, chat, find };
}
