/** Who did what: every command that matters is told once, and takeovers as the transcripts have them. */
import { expect, test } from 'vitest';
import { auditedCommands } from '../../server/rpc/audited.ts';
import { genOf } from '../../shared/ids.ts';
import { findProcedures } from '../hostile/procedures.ts';
import { newClientId, post } from '../support/clients.ts';
import { describeStores } from '../support/store.ts';
import { openTrustHouse } from './support/trust-house.ts';

/** Commands that the list does not tell of, each for a reason. */
const untold: Readonly<Record<string, string>> = {
	'monitor.takeOver': 'read from the transcripts',
	'monitor.reply': 'read from the transcripts',
	'monitor.release': 'read from the transcripts',
	'monitor.keep': 'changes nothing',
	'monitor.whisper': 'stands in the transcript',
	'monitor.typing': 'changes nothing',
	'me.updateProfile': 'their own',
	'knowledge.create': 'stands in the list of articles',
	'knowledge.update': 'stands in the list of articles',
	'knowledge.ask': 'changes nothing',
	'me.setAway': 'changes nothing',
	'alerts.update': 'their own',
	'alerts.testMail': 'their own',
	'alerts.takeOver': 'read from the transcripts',
	'push.subscribe': 'their own',
	'push.remove': 'their own',
	'push.setDiscreet': 'their own',
	'push.test': 'their own',
	'missed.answer': 'stands in the transcript',
	'missed.resolve': 'stands in the transcript',
	'missed.unresolve': 'stands in the transcript',
	'webhooks.test': 'changes nothing',
	'webhooks.resend': 'stands in the log of deliveries',
	'demo.start': 'simulated visitors',
	'demo.stop': 'simulated visitors',
};

test('every command of a member is told, or is in the list of those that are not', () => {
	const commands = findProcedures().filter(({ audience, type }) => audience === 'member' && type === 'mutation');
	const names = commands.map(({ path }) => path).sort();
	expect([...Object.keys(auditedCommands), ...Object.keys(untold)].sort()).toEqual(names);
});

describeStores('the audit list', (store) => {
	test('tells what members did, newest first, with names as they were', async () => {
		const house = await openTrustHouse(store());
		const { client } = house.owner;
		const siteId = house.site.id;
		const { wire: agent } = await house.staff('agent', 'anna@example.com');
		const me = await agent.client.me.get.query();
		await client.me.updateProfile.mutate({ displayName: 'Olga' });
		await client.members.setRole.mutate({ memberId: me.id, role: 'viewer' });
		await client.members.setDisabled.mutate({ memberId: me.id, disabled: true });
		await client.members.setDisabled.mutate({ memberId: me.id, disabled: false });
		await client.members.remove.mutate({ memberId: me.id });
		await client.sites.update.mutate({ siteId, settings: { retentionDays: 30 } });
		const visitor = await house.visitor();
		await visitor.say('Hello');
		await client.trust.blockVisitor.mutate({ sessionId: visitor.sessionId, note: 'private words' });
		await client.trust.blockRange.mutate({ siteId, range: '198.51.100.7', note: '' });
		await client.sites.remove.mutate({ siteId });
		// What is refused was not done.
		await expect(client.sites.remove.mutate({ siteId })).rejects.toThrow();

		const { entries, next } = await client.trust.audit.query({});
		expect(next).toBeNull();
		expect(entries.map(({ kind, by, detail }) => [kind, by, detail])).toEqual([
			['site-removed', 'owner@example.com', { about: 'shop.example' }],
			['blocked-range', 'owner@example.com', {}],
			['blocked-visitor', 'owner@example.com', {}],
			['site-changed', 'owner@example.com', {}],
			['member-removed', 'owner@example.com', { about: 'anna@example.com' }],
			['enabled', 'owner@example.com', { about: 'anna@example.com' }],
			['disabled', 'owner@example.com', { about: 'anna@example.com' }],
			['role-changed', 'owner@example.com', { about: 'anna@example.com', role: 'viewer' }],
			['joined', 'anna@example.com', { role: 'agent' }],
			['invited', 'owner@example.com', { role: 'agent' }],
			['site-added', 'owner@example.com', { about: 'shop.example' }],
		]);
		const told = JSON.stringify(entries);
		for (const secret of ['198.51.100', 'private words', 'Hello', 'visitor_']) expect(told).not.toContain(secret);
	});

	test('tells takeovers and releases by people from the transcripts, with who it was', async () => {
		const house = await openTrustHouse(store());
		const { wire: anna } = await house.staff('agent', 'anna@example.com');
		await anna.client.me.updateProfile.mutate({ displayName: 'Anna' });
		const { id: annaId } = await anna.client.me.get.query();
		const visitor = await house.visitor();
		await visitor.say('Hello');
		const { sessionId } = visitor;
		house.clock.advance(1_000);
		const { gen } = await anna.client.monitor.takeOver.mutate({ sessionId, gen: genOf(1), clientId: newClientId() });
		house.clock.advance(1_000);
		const released = await anna.client.monitor.release.mutate({ sessionId, gen, clientId: newClientId() });
		house.clock.advance(1_000);
		await house.owner.client.monitor.takeOver.mutate({ sessionId, gen: released.gen, clientId: newClientId() });
		await visitor.wire.client.backToAi.mutate({ clientId: newClientId() });

		const { audit } = house.owner.client.trust;
		const ofAnna = await audit.query({ memberId: annaId });
		expect(ofAnna.entries.map(({ kind, by, siteId, sessionId: of }) => [kind, by, siteId, of])).toEqual([
			['released', 'anna@example.com', house.site.id, sessionId],
			['took-over', 'anna@example.com', house.site.id, sessionId],
			['joined', 'anna@example.com', null, null],
		]);
		const took = await audit.query({ kind: 'took-over' });
		expect(took.entries.map(({ by }) => by)).toEqual(['owner@example.com', 'anna@example.com']);
		// The visitor went back to the AI: no member's deed.
		expect((await audit.query({ kind: 'released' })).entries).toHaveLength(1);
	});

	test('comes in pages that neither overlap nor leave anything out, also where much was done at one time', async () => {
		const house = await openTrustHouse(store());
		const { accountId } = house.app.register.current().sites.get(house.site.id) ?? {};
		if (accountId === undefined) throw new Error('no account');
		const rows = Array.from({ length: 120 }, (_, n) => ({
			account_id: accountId,
			at: 1_000 + Math.floor(n / 40),
			kind: 'exported' as const,
			member_id: null,
			by_name: '',
			site_id: null,
			session_id: null,
			detail: JSON.stringify({ count: n }),
		}));
		await store().db.insertInto('audit').values(rows).execute();
		const seen: (number | undefined)[] = [];
		let before: string | undefined;
		for (let page = 0; page < 3; page += 1) {
			const { entries, next } = await house.owner.client.trust.audit.query({ kind: 'exported', before });
			seen.push(...entries.map(({ detail }) => detail.count));
			before = next ?? undefined;
		}
		expect(before).toBeUndefined();
		expect(seen).toEqual(rows.map((_, n) => 119 - n));
	});

	test('what could not be written down is written down as soon as the store answers', async () => {
		const house = await openTrustHouse(store());
		const { db } = store();
		const { sql } = await import('kysely');
		await sql`alter table audit rename to audit_away`.execute(db);
		// It was done, and its doer is told so.
		await house.owner.client.members.invite.mutate({ role: 'viewer' });
		await sql`alter table audit_away rename to audit`.execute(db);
		house.clock.advance(5_000);
		const { audit } = house.owner.client.trust;
		for (;;) {
			const { entries } = await audit.query({ kind: 'invited' });
			if (entries.length === 0) continue;
			expect(entries).toMatchObject([{ by: 'owner@example.com', detail: { role: 'viewer' } }]);
			return;
		}
	});

	test('tells of a new password that was set by a link', async () => {
		const house = await openTrustHouse(store());
		const { wire: anna } = await house.staff('agent', 'anna@example.com');
		const { id } = await anna.client.me.get.query();
		const { path } = await house.app.links.create({ kind: 'reset', memberId: id });
		const token = path.split('/')[2];
		const answer = await post(house.base, '/auth/reset', { token, password: 'a new quiet harbour' });
		expect(answer.status).toBe(200);
		const { entries } = await house.owner.client.trust.audit.query({ kind: 'password-reset' });
		expect(entries).toMatchObject([{ by: 'anna@example.com', memberId: id }]);
	});
});
