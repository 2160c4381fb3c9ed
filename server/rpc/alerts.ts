/** A member's own alerts, and the link in a mail that takes a chat over. */
import { alertsInput } from '../../shared/alert-input.ts';
import type { TakeOverView } from '../../shared/alert-preferences.ts';
import type { SessionId } from '../../shared/ids.ts';
import type { Directory } from '../actor/directory.ts';
import type { SessionActor } from '../actor/front.ts';
import { type MemberProcedures, requireSite } from './authority.ts';
import { ackOf } from './monitor.ts';
import type { Alerts, Authorities, Authority } from './ports.ts';
import { errorOf, memberTrpc } from './trpc.ts';

export interface AlertsRouterDeps {
	/** Null: nothing goes beyond the dashboards here. */
	readonly alerts: Alerts | null;
	readonly authorities: Authorities;
	readonly directory: Directory;
}

export function createAlertsRouter(procedures: MemberProcedures, deps: AlertsRouterDeps) {
	const { authorities, directory } = deps;
	const own = procedures('profile');
	const control = procedures('control');

	function alerts(): Alerts {
		if (deps.alerts === null) throw errorOf('not-found');
		return deps.alerts;
	}

	/** I29: a link of a chat that is another account's now, or gone, is one that does not hold. */
	async function onSession<T>(
		authority: Authority,
		id: SessionId,
		run: (actor: SessionActor) => Promise<T>,
	): Promise<T> {
		const siteId = (await directory.find(id))?.siteId ?? null;
		if (siteId === null || authorities.accountOf(siteId) !== authority.accountId) throw errorOf('auth.link');
		const done = await directory.use(siteId, id, async (actor) => ({ value: await run(actor) }));
		if (done === null) throw errorOf('auth.link');
		return done.value;
	}

	return memberTrpc.router({
		get: own.query(({ ctx }) => alerts().get(ctx.authority)),
		update: own.input(alertsInput.update).mutation(({ ctx: { authority }, input }) => {
			if (input.sites !== 'all') for (const siteId of input.sites) requireSite(authorities, authority, siteId);
			return alerts().update(authority, input);
		}),
		testMail: own.mutation(({ ctx }) => alerts().testMail(ctx.authority)),
		/** Looking changes nothing: scanners of mails look too. */
		link: control.input(alertsInput.link).query(async ({ ctx: { authority }, input }) => {
			const sessionId = await alerts().linkedSession(authority, input.token);
			return onSession(authority, sessionId, async (actor) => viewOf(actor, authority));
		}),
		takeOver: control.input(alertsInput.takeOver).mutation(({ ctx: { authority }, input: { token, clientId } }) =>
			alerts().useLink(authority, token, (sessionId) =>
				onSession(authority, sessionId, async (actor) => {
					const agent = { memberId: authority.memberId, name: authority.profile.displayName };
					const { gen } = actor.state;
					return ackOf(await actor.tell({ type: 'agent.tookOver', agent, gen, clientId }));
				}),
			),
		),
	});
}

function viewOf({ session, state, presence }: SessionActor, { memberId }: Authority): TakeOverView {
	const { holder, mode } = state;
	return {
		sessionId: session.id,
		siteId: session.siteId,
		state: mode === 'left' ? 'left' : holder === null ? 'free' : holder.memberId === memberId ? 'yours' : 'held',
		holder: holder?.name ?? '',
		country: session.facts.country,
		page: presence.page?.url ?? session.page?.url ?? '',
		text: state.last?.text ?? '',
	};
}
