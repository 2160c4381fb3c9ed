/** What was said on a site: the list of all its chats, and reading one without waking it. */
import type { HistoryPage, HistoryTranscript } from '../../shared/history.ts';
import { historyInput } from '../../shared/input.ts';
import type { Directory } from '../actor/directory.ts';
import type { Journal } from '../actor/ports.ts';
import type { Clock } from '../clock.ts';
import { type MemberProcedures, requireSite } from './authority.ts';
import type { Authorities, HistorySessions } from './ports.ts';
import { createSiteOf } from './site-of.ts';
import { readPart } from './transcript-part.ts';
import { errorOf, memberTrpc } from './trpc.ts';

export interface HistoryDeps {
	readonly authorities: Authorities;
	readonly directory: Pick<Directory, 'find'>;
	readonly clock: Clock;
	readonly history: HistorySessions;
	readonly journal: Pick<Journal, 'read'>;
}

const pageLength = 30;

export function createHistoryRouter(procedures: MemberProcedures, deps: HistoryDeps) {
	const { authorities, clock, history } = deps;
	const read = procedures('history');
	const siteOf = createSiteOf(deps);
	return memberTrpc.router({
		list: read.input(historyInput.list).query(async ({ ctx, input }): Promise<HistoryPage> => {
			const { siteId, kind, find, cursor } = input;
			requireSite(authorities, ctx.authority, siteId);
			const { rows, next } = await history.list(siteId, { kind, find }, cursor ?? null, pageLength);
			return { rows, next: next === null ? null : `${next.at}.${next.id}`, now: clock.now() };
		}),
		read: read.input(historyInput.read).query(async ({ ctx, input }): Promise<HistoryTranscript> => {
			const { sessionId, after } = input;
			await siteOf(ctx.authority, sessionId);
			const row = await history.one(sessionId);
			if (row === null) throw errorOf('not-found');
			return { row, ...(await readPart(deps.journal, sessionId, after)), now: clock.now() };
		}),
	});
}
