/** Live monitoring: the list, watching one session, and taking control of it. */
import { z } from 'zod';
import type { MemberLive } from '../../shared/feed.ts';
import type { SessionId, SiteId } from '../../shared/ids.ts';
import { bySession, bySite, monitorInput } from '../../shared/input.ts';
import { limits } from '../../shared/limits.ts';
import type { Right } from '../../shared/plans.ts';
import type { Directory } from '../actor/directory.ts';
import type { Outcome, SessionActor } from '../actor/front.ts';
import type { Held } from '../actor/holds.ts';
import type { Clock } from '../clock.ts';
import type { SessionEvent } from '../session/events.ts';
import { allowed, type MemberProcedures, requireSite } from './authority.ts';
import type { MemberContext } from './context.ts';
import { createEverySecond, refuses } from './every-second.ts';
import { listFeed } from './list-feed.ts';
import { createPerConnection } from './per-connection.ts';
import type { Authorities, Authority } from './ports.ts';
import { sessionFeed } from './session-feed.ts';
import { createSiteOf } from './site-of.ts';
import { errorOf, memberTrpc } from './trpc.ts';
import type { TrustDeps } from './trust-ports.ts';

export interface MonitorDeps {
	readonly authorities: Authorities;
	readonly directory: Directory;
	readonly clock: Clock;
	readonly bootId: string;
	/** For what is not stored. Null: go on; else how long to wait, ms. */
	readonly hintLimit: (memberId: string) => number | null;
	readonly trust?: Pick<TrustDeps, 'gate'> | undefined;
}

const lastEventId = z.object({ lastEventId: z.string().max(100).optional() });

/** A refusal leaves as an error with its code; an ack leaves as it is. */
export function ackOf(outcome: Outcome) {
	if (!outcome.ok) throw errorOf(outcome.refusal.code, outcome.refusal.detail);
	return outcome.ack;
}

export function createMonitorRouter(procedures: MemberProcedures, deps: MonitorDeps) {
	const { authorities, directory, clock } = deps;
	const watch = procedures('watch');
	const control = procedures('control');
	const everySecond = createEverySecond(clock);
	const feeds = createPerConnection(limits.memberFeeds);
	const siteOf = createSiteOf(deps);

	async function hold(authority: Authority, id: SessionId): Promise<Held> {
		const held = await directory.hold(await siteOf(authority, id), id);
		if (held === null) throw errorOf('not-found');
		return held;
	}

	async function use<T>(authority: Authority, id: SessionId, run: (actor: SessionActor) => Promise<T>): Promise<T> {
		const result = await directory.use(await siteOf(authority, id), id, run);
		if (result === null) throw errorOf('not-found');
		return result;
	}

	const tell = (authority: Authority, id: SessionId, event: SessionEvent) =>
		use(authority, id, async (actor) => ackOf(await actor.tell(event)));

	/** Asked at each send and at least once a second: a feed ends when its reader may no longer look. */
	function guard(context: MemberContext, right: Right, siteId: SiteId): () => void {
		return () => {
			const result = allowed(authorities, context, right);
			if (!result.ok) throw errorOf(result.code);
			requireSite(authorities, result.authority, siteId);
		};
	}

	const agentOf = ({ memberId, profile }: Authority) => ({ memberId, name: profile.displayName });

	async function* watchOne(
		context: MemberContext & { readonly authority: Authority },
		input: { readonly sessionId: SessionId; readonly lastEventId?: string | undefined },
		signal: AbortSignal,
	) {
		const held = await hold(context.authority, input.sessionId);
		const { actor } = held;
		const stopWatching = actor.presence.watch(agentOf(context.authority));
		const mayGoOn = guard(context, 'watch', actor.session.siteId);
		function check(): void {
			mayGoOn();
			// Erased, or deleted for its age.
			if (!directory.has(actor)) throw errorOf('not-found');
		}
		/** Kept elsewhere, and nothing wakes the session when somebody is let in again. */
		const isBlocked = (): boolean =>
			deps.trust?.gate.standing(actor.session.siteId, actor.session.visitorId) === 'blocked';
		let shownBlocked = false;
		const stop = everySecond(actor.changed, () => refuses(check) || isBlocked() !== shownBlocked);
		try {
			yield* sessionFeed<MemberLive>({
				actor,
				audience: 'member',
				connection: context.connection,
				lastEventId: input.lastEventId,
				signal,
				now: () => clock.now(),
				live() {
					shownBlocked = isBlocked();
					return memberLive(actor, shownBlocked);
				},
				check,
			});
		} finally {
			stop();
			stopWatching();
			held.release();
		}
	}

	return memberTrpc.router({
		list: watch.input(bySite.extend(lastEventId.shape)).subscription(async function* ({ ctx, input, signal }) {
			requireSite(authorities, ctx.authority, input.siteId);
			const done = feeds.begin(ctx.connection);
			const ended = endOf(signal);
			const check = guard(ctx, 'watch', input.siteId);
			const list = directory.list(input.siteId);
			const stop = everySecond(list.changed, () => refuses(check));
			try {
				yield* listFeed({
					list,
					bootId: deps.bootId,
					connection: ctx.connection,
					lastEventId: input.lastEventId,
					signal: ended,
					clock,
					check,
				});
			} finally {
				stop();
				done();
			}
		}),
		watch: watch.input(bySession.extend(lastEventId.shape)).subscription(async function* ({ ctx, input, signal }) {
			const done = feeds.begin(ctx.connection);
			try {
				yield* watchOne(ctx, input, endOf(signal));
			} finally {
				done();
			}
		}),
		takeOver: control
			.input(monitorInput.takeOver)
			.mutation(({ ctx: { authority }, input: { sessionId, gen, clientId } }) =>
				tell(authority, sessionId, { type: 'agent.tookOver', agent: agentOf(authority), gen, clientId }),
			),
		reply: control
			.input(monitorInput.reply)
			.mutation(({ ctx: { authority }, input: { sessionId, gen, clientId, text } }) =>
				tell(authority, sessionId, { type: 'agent.said', agent: agentOf(authority), gen, clientId, text }),
			),
		release: control
			.input(monitorInput.release)
			.mutation(({ ctx: { authority }, input: { sessionId, gen, clientId } }) =>
				tell(authority, sessionId, { type: 'agent.released', agent: agentOf(authority), gen, clientId }),
			),
		keep: control
			.input(monitorInput.keep)
			.mutation(({ ctx: { authority }, input: { sessionId, gen, clientId } }) =>
				tell(authority, sessionId, { type: 'agent.kept', agent: agentOf(authority), gen, clientId }),
			),
		whisper: control
			.input(monitorInput.whisper)
			.mutation(({ ctx: { authority }, input: { sessionId, gen, clientId, text } }) =>
				tell(authority, sessionId, { type: 'agent.whispered', agent: agentOf(authority), gen, clientId, text }),
			),
		typing: control.input(monitorInput.typing).mutation(async ({ ctx: { authority }, input }) => {
			const retryAfterMs = deps.hintLimit(authority.memberId);
			if (retryAfterMs !== null) throw errorOf('rate.limited', { retryAfterMs });
			await use(authority, input.sessionId, async ({ state, presence }) => {
				// I4: only who holds the session is shown as typing.
				if (state.holder?.memberId === authority.memberId) presence.setTyping('agent', input.on);
				return true;
			});
		}),
	});
}

function memberLive(actor: SessionActor, blocked: boolean): MemberLive {
	const { state, presence, session } = actor;
	const live = state.mode !== 'left' && state.mode !== 'new';
	return {
		turn: actor.answering,
		gen: state.gen,
		live,
		presence: !live ? 'gone' : presence.online ? 'online' : 'away',
		visitorTyping: presence.visitorTyping,
		agentTyping: presence.agentTyping,
		facts: session.facts,
		page: presence.page,
		visitorId: session.visitorId,
		openedAt: state.openedAt,
		watchers: presence.watchers,
		overdue: actor.overdue,
		setAside: actor.setAsideAt !== null,
		blocked,
	};
}

/** tRPC gives every subscription a signal; a call from inside the process may not. */
export const endOf = (signal: AbortSignal | undefined): AbortSignal => signal ?? new AbortController().signal;
