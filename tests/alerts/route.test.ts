/** From an alert to members, and from what was stored to a letter: each asks anew who may hear. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { AlertHouse, AlertMember } from '../../server/alerts/house.ts';
import { createLetters } from '../../server/alerts/letters.ts';
import { createMemberRoute } from '../../server/alerts/route.ts';
import type { TakeOverLinks } from '../../server/alerts/take-over-links.ts';
import type { Alert, Delivery, Draft } from '../../server/outbox/ports.ts';
import { type AlertKind, alertKinds } from '../../shared/alert.ts';
import { defaultAlertPreferences } from '../../shared/alert-preferences.ts';
import { accountIdOf, memberIdOf, seqOf, sessionIdOf, siteIdOf } from '../../shared/ids.ts';
import type { Role } from '../../shared/plans.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

const accountId = accountIdOf('00000000-0000-4000-8000-0000000000aa');
const siteId = siteIdOf('00000000-0000-4000-8000-0000000000bb');
const sessionId = sessionIdOf(`session_${'a'.repeat(22)}`);

const memberOf = (number: number, role: Role, changes: Partial<AlertMember> = {}): AlertMember => ({
	id: memberIdOf(`00000000-0000-4000-8000-00000000000${number}`),
	accountId,
	email: `${role}@example.com`,
	language: 'en',
	role,
	disabled: false,
	plan: 'pro',
	...changes,
});

let members: AlertMember[] = [];
let attended = false;
let told: { readonly key: string; readonly at: number }[] = [];
beforeEach(() => {
	members = [memberOf(1, 'owner'), memberOf(2, 'agent'), memberOf(3, 'viewer')];
	attended = false;
	told = [];
});

const house: AlertHouse = {
	member: (id) => members.find((member) => member.id === id) ?? null,
	membersOf: (account) => members.filter((member) => member.accountId === account),
	memberByEmail: (email) => members.find((member) => member.email === email) ?? null,
	accountOf: (id) => (id === siteId ? accountId : null),
	attended: () => attended,
	setPreferences: async () => {},
};

const alertOf = (kind: AlertKind, changes: Partial<Alert> = {}): Alert => ({
	key: `${sessionId}/3/${kind}`,
	kind,
	siteId,
	siteName: 'My shop',
	sessionId,
	seq: seqOf(3),
	at: 0,
	country: 'LV',
	page: 'https://shop.example/cenas',
	by: { author: 'visitor', name: '', memberId: null },
	why: 'button',
	text: 'A person, please',
	...changes,
});

const clock = createManualClock();
const route = (push: readonly string[] = []) =>
	createMemberRoute({
		...{ clock, house, ready: { mail: true, push: push.length > 0 }, pushTargets: async () => push },
		store: { toldSince: async () => told },
	});

const receivers = (drafts: readonly Draft[]) => drafts.map(({ channel, target }) => `${channel} ${target}`);

describe('who is told', () => {
	test('members who answer are told of a call, each on each of their devices', async () => {
		expect(receivers(await route(['phone']).draftsFor(alertOf('human-asked')))).toEqual([
			'mail owner@example.com',
			'push phone',
			'mail agent@example.com',
			'push phone',
		]);
	});

	test('nobody while somebody is at a dashboard, and nobody of another house or of the demo', async () => {
		attended = true;
		expect(await route().draftsFor(alertOf('human-asked'))).toEqual([]);
		attended = false;
		expect(await route().draftsFor(alertOf('human-asked', { siteId: siteIdOf('other') }))).toEqual([]);
	});

	test('what is written down at all is what some member wants', () => {
		expect(alertKinds.filter((kind) => route().wants(siteId, kind))).toEqual(['human-asked', 'missed']);
		members = [memberOf(3, 'viewer')];
		expect(alertKinds.filter((kind) => route().wants(siteId, kind))).toEqual([]);
		expect(route().wants(siteIdOf('other'), 'human-asked')).toBe(false);
	});

	test('asked twice of one alert, the keys are the same', async () => {
		const [once, again] = [await route().draftsFor(alertOf('missed')), await route().draftsFor(alertOf('missed'))];
		expect(again).toEqual(once);
		told = once.map(({ key }) => ({ key, at: clock.now() }));
		expect(receivers(await route().draftsFor(alertOf('missed')))).toEqual(receivers(once));
		expect(await route().draftsFor(alertOf('missed', { seq: seqOf(9) }))).toEqual([]);
	});
});

describe('the letter', () => {
	const links: TakeOverLinks = {
		create: async () => 'TOKEN',
		sessionOf: async () => sessionId,
		use: (_member, _token, run) => run(sessionId),
	};
	const letters = createLetters({
		...{ house, links, resetPath: async () => '/reset/TOKEN', baseUrl: () => 'https://chat.example' },
	});
	const deliveryOf = (payload: object): Delivery => ({
		...{ id: 'id-1', channel: 'mail', target: 'old@example.com', siteId, about: 'human-asked', payload },
		...{ createdAt: 0, attempt: 1 },
	});
	const letterTo = async (role: Role, kind: AlertKind = 'human-asked') => {
		const wants = { ...defaultAlertPreferences('owner'), onlyUnattended: false };
		members = [memberOf(1, role, { preferences: wants })];
		const [draft] = await route().draftsFor(alertOf(kind));
		return deliveryOf(draft?.payload ?? {});
	};

	test('leads to the chat, and for who may take over to the page that asks', async () => {
		expect(await letters(await letterTo('agent'))).toMatchObject({
			to: 'agent@example.com',
			subject: 'A visitor asks for a person – My shop',
			quote: 'A person, please',
			links: [
				{ label: 'Take over', url: `https://chat.example/take-over/TOKEN/${siteId}/${sessionId}` },
				{ label: 'Open the chat', url: `https://chat.example/sites/${siteId}/monitor/${sessionId}` },
			],
		});
		for (const [role, kind] of [
			['viewer', 'human-asked'],
			['agent', 'missed'],
		] as const) {
			const delivery = await letterTo(role, kind);
			expect(await letters(delivery)).toMatchObject({ links: [{ label: 'Open the chat' }] });
		}
	});

	test.each<[string, Partial<AlertMember> | null]>([
		['is disabled', { disabled: true }],
		['is gone', null],
		['is on a plan without monitoring', { plan: 'free' }],
		['is in another account', { accountId: accountIdOf('00000000-0000-4000-8000-0000000000ff') }],
	])('goes to nobody who %s by the time it is sent', async (_, changes) => {
		const delivery = await letterTo('agent');
		members = changes === null ? [] : [memberOf(1, 'agent', changes)];
		expect(await letters(delivery)).toMatchObject({ refused: expect.any(String) });
	});

	test('of a forgotten password holds a link that is made only now', async () => {
		const payload = { kind: 'reset', memberId: memberOf(1, 'owner').id };
		expect(JSON.stringify(payload)).not.toContain('TOKEN');
		expect(await letters(deliveryOf(payload))).toMatchObject({
			to: 'owner@example.com',
			links: [{ url: 'https://chat.example/reset/TOKEN' }],
		});
	});

	test('of somebody else is left to them', async () => {
		expect(await letters(deliveryOf({ subject: 'Hello', text: 'A late answer' }))).toBeNull();
	});
});
