/** The ways out of the house, wired: who is told of what, and through which channel. */

import type { FillRandom, MemberId } from '../shared/ids.ts';
import { createAttempts } from './accounts/attempts.ts';
import type { Links } from './accounts/links.ts';
import type { Register } from './accounts/register.ts';
import { hashToken, isToken, makeToken } from './accounts/token.ts';
import { createForgot } from './alerts/forgot.ts';
import type { AlertHouse, AlertMember } from './alerts/house.ts';
import { createLetters } from './alerts/letters.ts';
import { createMemberRoute, type PushTargets } from './alerts/route.ts';
import { createAlerts } from './alerts/service.ts';
import { createTakeOverLinks } from './alerts/take-over-links.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { createMailChannel } from './mail/channel.ts';
import { composeLateAnswer, createLateMail } from './mail/late-answer.ts';
import { letterOf } from './mail/letter.ts';
import type { Postman } from './mail/smtp.ts';
import { createOutbox, type RunningOutbox } from './outbox/outbox.ts';
import type { AlertRoute, Channels, OutboxStore } from './outbox/ports.ts';
import type { Alerts, LateMail } from './rpc/ports.ts';
import type { AlertPreferencesStore } from './store/alert-preferences.ts';
import type { Member } from './store/members.ts';
import type { Stores } from './store/stores.ts';
import type { TakeOverLinkStore } from './store/take-over-links.ts';
import type { Keeper } from './trust/keepers.ts';
import type { WebhooksDeps } from './webhooks/webhooks.ts';

export interface Outward {
	readonly store: OutboxStore;
	readonly preferences: AlertPreferencesStore;
	readonly takeOverLinks: TakeOverLinkStore;
	/** Null: no mail server is known. */
	readonly postman: Postman | null;
	/** Ways out besides mail. */
	readonly channels?: Omit<Channels, 'mail'> | undefined;
	/** Who is told besides members. */
	readonly routes?: readonly AlertRoute[] | undefined;
	readonly pushTargets?: PushTargets | undefined;
	/** Where the dashboard is reached, no trailing slash. */
	readonly baseUrl: () => string;
	/** Where webhooks may lead; private networks too unless said otherwise. */
	readonly webhookReach?: WebhooksDeps['reach'] | undefined;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
}

export interface OutwardHouse {
	readonly clock: Clock;
	readonly log: Log;
	readonly newId: () => string;
	readonly fillRandom: FillRandom;
	readonly stores: Pick<Stores, 'kind'>;
	readonly register: Register;
	readonly links: Links;
	/** Some dashboard of theirs is open. */
	readonly attending: (memberId: MemberId) => boolean;
}

export interface OutwardParts {
	readonly outbox: RunningOutbox;
	readonly alerts: Alerts;
	/** Null: there is no mail. */
	readonly lateMail: LateMail | null;
	/** What is on its way because of a chat goes with it. */
	readonly keeper: Keeper;
	/** Null: there is no mail, so a password is reset by whoever runs the server. */
	readonly forgot: ((email: string) => void) | null;
}

const testRate = { burst: 3, perMinute: 3, maxKeys: 10_000 } as const;
const forgotRate = { burst: 3, perMinute: 0.2, maxKeys: 50_000 } as const;

export function createOutward(ways: Outward, house: OutwardHouse): OutwardParts {
	const { store, postman, routes = [], pushTargets = async () => [], baseUrl, random } = ways;
	const { clock, log, newId, fillRandom, stores, links } = house;
	const members = createAlertHouse(ways.preferences, house);
	const ready = { mail: postman !== null, push: ways.channels?.push !== undefined };
	const tokens = { make: () => makeToken(fillRandom), hash: hashToken, isToken };
	const takeOver = createTakeOverLinks({ store: ways.takeOverLinks, tokens, clock });
	const resetPath = async (memberId: MemberId) => (await links.create({ kind: 'reset', memberId })).path;
	const letters = createLetters({ house: members, links: takeOver, resetPath, baseUrl });
	const mail =
		postman === null
			? undefined
			: createMailChannel({
					postman,
					compose: [
						async (delivery) => {
							const letter = await letters(delivery);
							return letter === null || 'refused' in letter ? letter : letterOf(letter.to, letter);
						},
						composeLateAnswer,
					],
				});
	const outbox = createOutbox({
		...{ clock, log, store, newId, random },
		channels: { ...ways.channels, ...(mail === undefined ? {} : { mail }) },
		routes: [createMemberRoute({ clock, house: members, store, ready, pushTargets }), ...routes],
		// An embedded database has no other process.
		alone: stores.kind === 'pglite',
	});

	const tests = createAttempts(clock, testRate);
	const asked = createAttempts(clock, forgotRate);
	return {
		outbox,
		lateMail: ready.mail ? createLateMail(outbox) : null,
		keeper: { name: 'deliveries', erase: (sessions) => store.forget(sessions) },
		alerts: createAlerts({
			...{ house: members, outbox, links: takeOver, ready, newId },
			testLimit(memberId) {
				const taken = tests.take(memberId);
				return taken.ok ? null : taken.retryAfterMs;
			},
		}),
		forgot: ready.mail
			? createForgot({
					...{ house: members, outbox, newId },
					mayAsk: (email) => asked.take(email).ok,
					failed: (error) => log.error({ err: error }, 'a letter with a password link could not be stored'),
				})
			: null,
	};
}

function createAlertHouse(preferences: AlertPreferencesStore, { register, attending }: OutwardHouse): AlertHouse {
	const all = (): readonly Member[] => [...register.current().members.values()];
	const viewOf = ({ id, accountId, email, role, disabled, profile, alerts }: Member): AlertMember => ({
		...{ id, accountId, email, role, disabled },
		language: profile.language,
		plan: register.current().accounts.get(accountId)?.plan ?? 'free',
		preferences: alerts,
	});
	return {
		member(id) {
			const member = register.current().members.get(id);
			return member === undefined ? null : viewOf(member);
		},
		membersOf: (accountId) =>
			all()
				.filter((member) => member.accountId === accountId)
				.map(viewOf),
		memberByEmail(email) {
			const member = all().find((one) => one.email === email);
			return member === undefined ? null : viewOf(member);
		},
		accountOf(siteId) {
			const site = register.current().sites.get(siteId);
			return site === undefined || site.demo ? null : site.accountId;
		},
		attended: (accountId) =>
			all().some(
				({ id, accountId: theirs }) => theirs === accountId && register.current().controllers.has(id) && attending(id),
			),
		setPreferences: (id, wanted) => register.apply(() => preferences.set(id, wanted)),
	};
}
