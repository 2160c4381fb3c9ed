/** The visitor's router: their own session and nothing else. Commands carry no gen; they are valid under any. */
import { z } from 'zod';
import type { VisitorLive } from '../../shared/feed.ts';
import type { SiteId } from '../../shared/ids.ts';
import { visitorInput } from '../../shared/input.ts';
import { limits } from '../../shared/limits.ts';
import type { Directory } from '../actor/directory.ts';
import type { SessionActor } from '../actor/front.ts';
import type { Clock } from '../clock.ts';
import type { SessionEvent } from '../session/events.ts';
import type { Binding } from './context.ts';
import { ackOf, endOf } from './monitor.ts';
import { createPerConnection } from './per-connection.ts';
import { sessionFeed } from './session-feed.ts';
import { errorOf, visitorTrpc } from './trpc.ts';
import type { LimitHit } from './trust-ports.ts';

export interface VisitorDeps {
	readonly clock: Clock;
	readonly directory: Pick<Directory, 'use'>;
	/** Null: go on; else how long to wait, ms. */
	readonly messageLimit: (visitorId: string) => number | null;
	/** The same for what is not stored. */
	readonly hintLimit: (visitorId: string) => number | null;
	/** Whether anyone who could take over has a dashboard of the site's account open. */
	readonly agentsOnline: (actor: SessionActor) => boolean;
	readonly limitHit?: LimitHit | undefined;
}

interface Bound {
	readonly siteId: SiteId;
	readonly binding: Extract<Binding, { readonly ok: true }>;
}

export function createVisitorRouter(deps: VisitorDeps) {
	const { clock, directory, messageLimit, hintLimit, agentsOnline, limitHit } = deps;
	const calls = createPerConnection(limits.callsUnderWay);
	/** Only for a socket whose hello was accepted. */
	const bound = visitorTrpc.procedure.use(async ({ ctx, type, next }) => {
		if (!ctx.binding.ok) throw errorOf('session.not-open');
		const done = type === 'subscription' ? null : calls.begin(ctx.connection);
		try {
			return await next({ ctx: { ...ctx, binding: ctx.binding } });
		} finally {
			done?.();
		}
	});
	/** Whatever writes an entry counts against the visitor's rate. */
	const writing = bound.use(({ ctx, next }) => {
		const retryAfterMs = messageLimit(ctx.binding.visitorId);
		if (retryAfterMs !== null) {
			limitHit?.(ctx.siteId, 'messages');
			throw errorOf('rate.limited', { retryAfterMs });
		}
		return next();
	});

	const hinting = bound.use(({ ctx, next }) => {
		const retryAfterMs = hintLimit(ctx.binding.visitorId);
		if (retryAfterMs !== null) throw errorOf('rate.limited', { retryAfterMs });
		return next();
	});

	/** By id: the session may have left and come back since this socket's hello, and a repeated message still gets its ack (I13). */
	async function tell({ siteId, binding }: Bound, event: SessionEvent) {
		const outcome = await directory.use(siteId, binding.actor.session.id, (actor) => actor.tell(event));
		// A visit that wrote nothing is forgotten once it has left.
		if (outcome === null) throw errorOf('session.left');
		if (!outcome.ok && outcome.refusal.code === 'overload') limitHit?.(siteId, 'busy');
		return ackOf(outcome);
	}

	function live({ state, answering, presence }: SessionActor, nobody: VisitorLive['nobody']): VisitorLive {
		const open = state.mode !== 'left' && state.mode !== 'new';
		return { turn: answering, gen: state.gen, agentTyping: presence.agentTyping, open, nobody };
	}

	const feeds = createPerConnection(mostFeeds);

	return visitorTrpc.router({
		/** The signed token that later hellos carry. */
		hello: bound.query(({ ctx: { binding } }) => ({ token: binding.token, sessionId: binding.actor.session.id })),
		feed: bound
			.input(z.object({ lastEventId: z.string().max(100).optional() }).optional())
			.subscription(async function* ({ ctx, input, signal }) {
				const { actor } = ctx.binding;
				const done = feeds.begin(ctx.connection);
				const nobody = createNobody(agentsOnline);
				try {
					yield* sessionFeed<VisitorLive>({
						actor,
						audience: 'visitor',
						connection: ctx.connection,
						lastEventId: input?.lastEventId,
						signal: endOf(signal),
						now: () => clock.now(),
						live: () => live(actor, nobody(actor)),
						check: () => {},
					});
				} finally {
					done();
				}
			}),
		say: writing.input(visitorInput.say).mutation(({ ctx, input: { clientId, text } }) => {
			ctx.binding.actor.presence.setTyping('visitor', false);
			return tell(ctx, { type: 'visitor.said', clientId, text });
		}),
		askForHuman: writing
			.input(visitorInput.askForHuman)
			.mutation(({ ctx, input: { clientId } }) => tell(ctx, { type: 'visitor.asked', clientId, why: 'button' })),
		leaveAddress: writing
			.input(visitorInput.leaveAddress)
			.mutation(({ ctx, input: { clientId, email } }) => tell(ctx, { type: 'visitor.leftAddress', clientId, email })),
		backToAi: writing
			.input(visitorInput.backToAi)
			.mutation(({ ctx, input: { clientId } }) => tell(ctx, { type: 'visitor.wentBackToAi', clientId })),
		/** "End chat". */
		end: bound.mutation(({ ctx }) => tell(ctx, { type: 'visitor.left', why: 'visitor' })),
		typing: hinting.input(visitorInput.typing).mutation(({ ctx: { binding }, input }) => {
			binding.actor.presence.setTyping('visitor', input.on);
		}),
		page: hinting.input(visitorInput.page).mutation(({ ctx: { binding }, input }) => {
			binding.actor.setPage(input);
		}),
	});
}

/** Asked once for each request for a person, and once a minute later: who comes and goes is not the visitor's to see (I23). */
function createNobody(agentsOnline: VisitorDeps['agentsOnline']): (actor: SessionActor) => VisitorLive['nobody'] {
	let askedAt = 0;
	let nobody: VisitorLive['nobody'] = null;
	return (actor) => {
		const asked = actor.state.needsHuman?.at ?? 0;
		if (asked !== askedAt) nobody = asked === 0 || agentsOnline(actor) ? null : 'here';
		askedAt = asked;
		if (asked !== 0 && nobody === null && actor.unmet()) nobody = agentsOnline(actor) ? 'free' : 'here';
		return nobody;
	};
}

/** One page reads its session once; a moment of two while it subscribes anew. More is somebody else's idea (I30). */
const mostFeeds = 4;

export type VisitorRouter = ReturnType<typeof createVisitorRouter>;
