/** Sessions that were missed: the list, reading one without waking it, answering later, and the mark that it is done. */
import { tracked } from '@trpc/server';
import { z } from 'zod';
import type { Ack } from '../../shared/entry.ts';
import { cutText } from '../../shared/fold.ts';
import type { SessionId, SiteId } from '../../shared/ids.ts';
import { bySite, missedInput } from '../../shared/input.ts';
import { limits } from '../../shared/limits.ts';
import type { MissedPage, MissedRow, MissedTranscript } from '../../shared/missed-list.ts';
import type { Directory } from '../actor/directory.ts';
import type { NewsOfSite } from '../actor/missed-news.ts';
import type { Journal } from '../actor/ports.ts';
import type { Clock } from '../clock.ts';
import type { SessionEvent } from '../session/events.ts';
import { allowed, type MemberProcedures, requireSite } from './authority.ts';
import type { MemberContext } from './context.ts';
import { createEverySecond, refuses } from './every-second.ts';
import { ackOf, endOf } from './monitor.ts';
import { createPerConnection } from './per-connection.ts';
import type { Authorities, Authority, Connection, LateMail, MissedSessions } from './ports.ts';
import { createSiteOf } from './site-of.ts';
import { readPart } from './transcript-part.ts';
import { errorOf, memberTrpc } from './trpc.ts';

export interface MissedDeps {
	readonly authorities: Authorities;
	readonly directory: Pick<Directory, 'find' | 'use'>;
	readonly clock: Clock;
	readonly bootId: string;
	readonly missed: MissedSessions;
	readonly missedNews: (siteId: SiteId) => NewsOfSite;
	/** Null: this server sends no e-mail. */
	readonly lateMail: LateMail | null;
	readonly site: (siteId: SiteId) => { readonly name: string; readonly origins: readonly string[] } | null;
	readonly journal: Pick<Journal, 'read'>;
}

const pageLength = 30;
/** Of a question in a letter: with its answer it must fit into a delivery. */
const quotedUnits = 1_000;

type Answer = z.infer<typeof missedInput.answer>;
type Signed = MemberContext & { readonly authority: Authority };

export function createMissedRouter(procedures: MemberProcedures, deps: MissedDeps) {
	const { authorities, directory, clock, missed } = deps;
	const watch = procedures('watch');
	const control = procedures('control');
	const everySecond = createEverySecond(clock);
	const feeds = createPerConnection(limits.memberFeeds);
	const siteOf = createSiteOf(deps);

	/** A repeated answer hands its letter in once more, and the outbox knows it. */
	async function answer(authority: Authority, input: Answer): Promise<Ack> {
		const { sessionId, gen, clientId, text } = input;
		const siteId = await siteOf(authority, sessionId);
		const agent = agentOf(authority);
		const ack = await tell(authority, sessionId, { type: 'agent.answeredLate', agent, gen, clientId, text });
		const row = deps.lateMail === null ? null : await missed.one(sessionId);
		if (deps.lateMail === null || row === null || row.contact === null) return ack;
		const site = deps.site(siteId);
		// Visitors say themselves where they are: a letter leads to the website and nowhere else.
		const isOurs = site?.origins.some((origin) => row.page?.url.startsWith(`${origin}/`)) === true;
		const pageUrl = isOurs ? (row.page?.url ?? '') : '';
		const question = row.question.length > quotedUnits ? `${cutText(row.question, quotedUnits)}…` : row.question;
		const about = { question, language: row.language, answer: text, agentName: agent.name, pageUrl };
		const mail = { kind: 'late-answer', siteName: site?.name ?? '', ...about } as const;
		await deps.lateMail.send({ siteId, sessionId, seq: ack.seq, to: row.contact, mail });
		return ack;
	}

	async function tell(authority: Authority, id: SessionId, event: SessionEvent): Promise<Ack> {
		const outcome = await directory.use(await siteOf(authority, id), id, (actor) => actor.tell(event));
		if (outcome === null) throw errorOf('not-found');
		return ackOf(outcome);
	}

	const agentOf = ({ memberId, profile }: Authority) => ({ memberId, name: profile.displayName });

	async function* feed(ctx: Signed, siteId: SiteId, connection: Connection, signal: AbortSignal) {
		const site = deps.missedNews(siteId);
		function mayGoOn(): void {
			const result = allowed(authorities, ctx, 'watch');
			if (!result.ok) throw errorOf(result.code);
			requireSite(authorities, result.authority, siteId);
		}
		const stop = everySecond(site.changed, () => refuses(mayGoOn));
		let told: string | null = null;
		let count = 0;
		try {
			while (!signal.aborted) {
				const woken = site.changed.arm();
				await connection.writable(signal);
				if (signal.aborted) return;
				mayGoOn();
				const { news } = site;
				if (news === null || news.stamp === told) {
					await woken(signal);
					continue;
				}
				told = news.stamp;
				count += 1;
				yield tracked(`${deps.bootId}:${count}`, news);
			}
		} finally {
			stop();
			site.stop();
		}
	}

	return memberTrpc.router({
		/** A level: how many are open, and that the list looks different. */
		feed: watch.input(bySite.extend({ lastEventId: z.string().max(100).optional() })).subscription(async function* ({
			ctx,
			input,
			signal,
		}) {
			requireSite(authorities, ctx.authority, input.siteId);
			const done = feeds.begin(ctx.connection);
			try {
				yield* feed(ctx, input.siteId, ctx.connection, endOf(signal));
			} finally {
				done();
			}
		}),
		list: watch.input(missedInput.list).query(async ({ ctx, input }): Promise<MissedPage> => {
			requireSite(authorities, ctx.authority, input.siteId);
			const found = await missed.list(input.siteId, input.cursor ?? null, pageLength + 1);
			const rows = found.slice(0, pageLength);
			const last = rows.at(-1);
			return { rows, next: found.length > rows.length && last ? cursorAfter(last) : null, now: clock.now() };
		}),
		read: watch.input(missedInput.read).query(async ({ ctx, input }): Promise<MissedTranscript> => {
			await siteOf(ctx.authority, input.sessionId);
			const row = await missed.one(input.sessionId);
			if (row === null) throw errorOf('not-found');
			const part = await readPart(deps.journal, input.sessionId, input.after);
			return { row, ...part, sendsMail: deps.lateMail !== null, now: clock.now() };
		}),
		answer: control.input(missedInput.answer).mutation(({ ctx, input }) => answer(ctx.authority, input)),
		resolve: control
			.input(missedInput.resolve)
			.mutation(({ ctx: { authority }, input: { sessionId, gen, clientId } }) =>
				tell(authority, sessionId, { type: 'agent.resolved', agent: agentOf(authority), gen, clientId, done: true }),
			),
		unresolve: control
			.input(missedInput.resolve)
			.mutation(({ ctx: { authority }, input: { sessionId, gen, clientId } }) =>
				tell(authority, sessionId, { type: 'agent.resolved', agent: agentOf(authority), gen, clientId, done: false }),
			),
	});
}

/** As `missedInput.list` reads it. */
const cursorAfter = ({ resolved, missedAt, id }: MissedRow): string => `${resolved === null ? 1 : 0}.${missedAt}.${id}`;
