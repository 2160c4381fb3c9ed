/** What a member asks of their own alerts: see, change, try; and the link from a mail. */
import type { AlertTest } from '../../shared/alert-preferences.ts';
import { BatonError } from '../../shared/errors.ts';
import type { MemberId } from '../../shared/ids.ts';
import type { Outbox, Sent } from '../outbox/ports.ts';
import type { Alerts, Authority } from '../rpc/ports.ts';
import type { AlertHouse } from './house.ts';
import { preferencesOf, type Ways } from './policy.ts';
import type { TakeOverLinks } from './take-over-links.ts';

export interface AlertsServiceDeps {
	readonly house: AlertHouse;
	readonly outbox: Outbox;
	readonly links: TakeOverLinks;
	readonly ready: Ways;
	readonly newId: () => string;
	/** How long to wait with another test, ms; null: go on. */
	readonly testLimit: (memberId: MemberId) => number | null;
}

const logLength = 10;

export function createAlerts({ house, outbox, links, ready, newId, testLimit }: AlertsServiceDeps): Alerts {
	async function get({ memberId }: Authority) {
		const member = house.member(memberId);
		if (member === null) throw new BatonError('not-found');
		const log = await outbox.log({ siteId: undefined, target: member.email }, logLength);
		return {
			preferences: preferencesOf(member),
			address: member.email,
			mailReady: ready.mail,
			pushReady: ready.push,
			log: log
				.filter(({ about }) => about !== 'password-reset')
				.map(({ id, about, state, error, at }) => ({ id, about, state, error, at })),
		};
	}

	return {
		get,
		async update(by, preferences) {
			await house.setPreferences(by.memberId, preferences);
			return get(by);
		},
		async testMail({ memberId, email }) {
			const retryAfterMs = testLimit(memberId);
			if (retryAfterMs !== null) throw new BatonError('rate.limited', { retryAfterMs });
			if (!ready.mail) throw new BatonError('not-found');
			const sent = await outbox.sendNow({
				key: `test/${memberId}/${newId()}`,
				channel: 'mail',
				target: email,
				siteId: null,
				about: 'test',
				payload: { kind: 'test', memberId },
				expiresAfterMs: null,
			});
			return testOf(sent);
		},
		linkedSession: ({ memberId }, token) => links.sessionOf(memberId, token),
		useLink: ({ memberId }, token, run) => links.use(memberId, token, run),
	};
}

const testOf = (sent: Sent): AlertTest => (sent.kind === 'sent' ? { ok: true } : { ok: false, error: sent.error });
