/** `POST /export/visitor`: all that is kept of one visitor on a site, as a file for them to have. */
import { projectFor } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import { BatonError, errorCodes, wireErrorOf } from '../../shared/errors.ts';
import { noSeq, type SessionId } from '../../shared/ids.ts';
import { bySession } from '../../shared/input.ts';
import { roleMay } from '../../shared/plans.ts';
import type { Logins } from '../accounts/logins.ts';
import { isStaffOrigin } from '../accounts/origin.ts';
import type { SessionFacts } from '../actor/ports.ts';
import type { Clock } from '../clock.ts';
import { type HttpRequest, type HttpResponse, json, type Route, readJsonBody } from '../net/http-types.ts';
import type { Authorities, Authority } from '../rpc/ports.ts';
import type { AuditLog } from '../rpc/trust-ports.ts';
import type { KeepingStore } from '../store/keeping.ts';
import type { Chats } from './house.ts';
import type { Keeper } from './keepers.ts';
import type { Wall } from './wall.ts';

export interface ExportDeps {
	readonly logins: Pick<Logins, 'identify'>;
	readonly authorities: Pick<Authorities, 'of'>;
	readonly wall: Wall;
	readonly keeping: Pick<KeepingStore, 'ofVisitor'>;
	readonly keepers: readonly Keeper[];
	readonly chats: Pick<Chats, 'journal'>;
	readonly audit: AuditLog;
	readonly publicUrl: string | null;
	readonly clock: Clock;
	readonly onFault: (fault: unknown) => void;
}

/** I30: a file is put together in memory. */
const mostUnits = 32 * 1024 * 1024;
const atOnce = 2;
const pageLength = 1_000;

const bodyBytes = 8 * 1024;
const iso = (at: number): string => new Date(at).toISOString();

export function createExportRoute(deps: ExportDeps): Route {
	const { logins, authorities, wall, keeping, keepers, chats, audit, clock } = deps;
	let running = 0;

	function requester({ headers }: HttpRequest): Authority {
		const { origin, host } = headers;
		// The cookie comes along from any page; its own origin only from ours.
		if (!isStaffOrigin({ origin, host, publicUrl: deps.publicUrl })) throw new BatonError('auth.origin');
		const identity = logins.identify(headers);
		const authority = identity === null ? null : authorities.of(identity.loginId);
		if (authority === null) throw new BatonError('auth.required');
		if (!roleMay(authority.role, 'manage-visitors')) throw new BatonError('auth.forbidden');
		return authority;
	}

	function wanted(request: HttpRequest): SessionId {
		const body = readJsonBody(request);
		const parsed = body.ok ? bySession.safeParse(body.value) : null;
		if (parsed?.success !== true) throw new BatonError('input.invalid', { field: 'sessionId' });
		return parsed.data.sessionId;
	}

	/** As the visitor may see it. */
	function shown(entry: Entry): object | null {
		const seen = projectFor('visitor', entry);
		if (seen === null) return null;
		const { seq, gen: _gen, at, clientId: _clientId, ...said } = seen;
		return { number: seq, at: iso(at), ...said };
	}

	async function chatOf({ id, createdAt, language, facts, page }: SessionFacts, room: { units: number }) {
		const entries: object[] = [];
		let after = noSeq;
		for (;;) {
			const part = await chats.journal.read(id, after, pageLength);
			for (const entry of part) {
				const line = shown(entry);
				if (line === null) continue;
				room.units -= JSON.stringify(line).length;
				if (room.units < 0) throw new BatonError('limit.reached');
				entries.push(line);
			}
			const last = part.at(-1);
			if (last === undefined || part.length < pageLength) break;
			after = last.seq;
		}
		return { id, startedAt: iso(createdAt), language, facts, page, entries };
	}

	async function fileOf(by: Authority, sessionId: SessionId): Promise<string> {
		const asked = await wall.session(by, sessionId);
		const site = wall.site(by, asked.siteId);
		const stored = await keeping.ofVisitor(asked.siteId, asked.visitorId);
		// A visit that has written nothing has no row.
		const sessions = stored.some(({ id }) => id === asked.id) ? stored : [...stored, asked];
		const room = { units: mostUnits };
		const chatsOfVisitor: object[] = [];
		for (const session of sessions) chatsOfVisitor.push(await chatOf(session, room));
		const ids = sessions.map(({ id }) => id);
		const also: Record<string, readonly object[]> = {};
		for (const { name, tell } of keepers) if (tell !== undefined) also[name] = await tell(ids);
		await audit.record({ accountId: by.accountId, kind: 'exported', by, siteId: site.id, sessionId });
		return JSON.stringify(
			{
				about: `All that is kept of one visitor of ${site.name}.`,
				exportedAt: iso(clock.now()),
				website: site.name,
				visitor: asked.visitorId,
				chats: chatsOfVisitor,
				...also,
			},
			null,
			'\t',
		);
	}

	async function answer(request: HttpRequest): Promise<HttpResponse> {
		const by = requester(request);
		const sessionId = wanted(request);
		if (running >= atOnce) throw new BatonError('overload', { retryAfterMs: 2_000 });
		running += 1;
		try {
			const body = await fileOf(by, sessionId);
			return {
				status: 200,
				headers: {
					'content-type': 'application/json; charset=utf-8',
					'cache-control': 'no-store',
					'content-disposition': `attachment; filename="visitor-${sessionId.slice(8, 13)}.json"`,
				},
				body,
			};
		} finally {
			running -= 1;
		}
	}

	return {
		method: 'POST',
		path: '/export/visitor',
		bodyBytes,
		async handler(request) {
			try {
				return await answer(request);
			} catch (error) {
				const { code, detail, cause } = error instanceof BatonError ? error : new BatonError('internal', {}, error);
				if (cause !== undefined) deps.onFault(cause);
				return json(errorCodes[code].status, { error: wireErrorOf(code, detail) });
			}
		},
	};
}
