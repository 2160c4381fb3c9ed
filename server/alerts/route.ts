/** From an alert to the members who want to hear of it. */
import type { MemberId } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { Alert, AlertRoute, ChannelKind, Draft, OutboxStore } from '../outbox/ports.ts';
import type { AlertHouse, AlertMember } from './house.ts';
import type { AlertPayload } from './payload.ts';
import { hourMs, isMemberKind, keyOf, mayWant, rateOf, type Ways, waysFor } from './policy.ts';

/** The devices of a member that a push message reaches. */
export type PushTargets = (memberId: MemberId) => Promise<readonly string[]>;

export interface MemberRouteDeps {
	readonly clock: Clock;
	readonly house: AlertHouse;
	readonly store: Pick<OutboxStore, 'toldSince'>;
	/** Which ways out there are. */
	readonly ready: Ways;
	readonly pushTargets: PushTargets;
}

const textUnits = 600;
/** A call that is read later helps nobody; that somebody was missed is news for longer. */
const callLivesMs = 6 * hourMs;
const missedLivesMs = 24 * hourMs;
const pushLivesMs = 10 * 60_000;

export function createMemberRoute({ clock, house, store, ready, pushTargets }: MemberRouteDeps): AlertRoute {
	async function draftTo(
		{
			member,
			channel,
			target,
		}: { readonly member: AlertMember; readonly channel: keyof Ways; readonly target: string },
		alert: Alert,
	): Promise<readonly Draft[]> {
		const now = clock.now();
		const key = keyOf(`${member.id}/${channel}/${target}`, alert.sessionId, alert.kind, alert.seq);
		const told = await store.toldSince({ channel: channel satisfies ChannelKind, target }, now - hourMs);
		const rate = rateOf({ key, way: channel, now, told });
		if (rate === 'silent') return [];
		const lives = channel === 'push' ? pushLivesMs : alert.kind === 'missed' ? missedLivesMs : callLivesMs;
		const payload: AlertPayload = {
			kind: 'alert',
			memberId: member.id,
			alert: alert.kind,
			siteId: alert.siteId,
			siteName: alert.siteName,
			sessionId: alert.sessionId,
			at: alert.at,
			country: alert.country,
			page: alert.page,
			why: alert.why,
			text: alert.text.slice(0, textUnits).toWellFormed(),
			last: rate === 'last',
		};
		return [{ key, channel, target, siteId: alert.siteId, about: alert.kind, payload, expiresAfterMs: lives }];
	}

	return {
		wants(siteId, kind) {
			// Asked with each commit: most entries are of no kind that members hear of.
			if (!isMemberKind(kind) || !(ready.mail || ready.push)) return false;
			const accountId = house.accountOf(siteId);
			if (accountId === null) return false;
			return house.membersOf(accountId).some((member) => mayWant(member, siteId, kind));
		},
		async draftsFor(alert) {
			const accountId = house.accountOf(alert.siteId);
			if (accountId === null) return [];
			const { siteId, kind } = alert;
			const occasion = { siteId, kind, now: clock.now(), attended: house.attended(accountId) };
			const drafts: Draft[] = [];
			for (const member of house.membersOf(accountId)) {
				const ways = waysFor(member, occasion);
				if (ways.mail && ready.mail)
					drafts.push(...(await draftTo({ member, channel: 'mail', target: member.email }, alert)));
				if (!ways.push || !ready.push) continue;
				for (const target of await pushTargets(member.id))
					drafts.push(...(await draftTo({ member, channel: 'push', target }, alert)));
			}
			return drafts;
		},
	};
}
