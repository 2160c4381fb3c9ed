/** All that is kept of a visitor, as a file: for those who may have it, and with what the visitor may see. */
import { expect, test } from 'vitest';
import { genOf, makeSessionId, type SessionId } from '../../shared/ids.ts';
import { newClientId, post } from '../support/clients.ts';
import { describeStores } from '../support/store.ts';
import { openTrustHouse } from './support/trust-house.ts';

describeStores("a visitor's export", (store) => {
	test('holds all chats of theirs on the site and the facts that are kept, as the visitor may see them', async () => {
		const keeper = {
			name: 'addresses',
			async erase() {},
			tell: async (sessions: readonly SessionId[]) => sessions.map((session) => ({ session, mail: 'v@example.com' })),
		};
		const house = await openTrustHouse(store(), { keepers: [keeper] });
		const hostile = '</script><script>alert(1)</script> "quoted" \u2028 ';
		const visitor = await house.visitor({ url: 'https://shop.example/lamps' });
		const { sessionId } = visitor;
		await visitor.say(hostile);
		const { monitor } = house.owner.client;
		await house.owner.client.me.updateProfile.mutate({ displayName: 'Olga' });
		const { gen } = await monitor.takeOver.mutate({ sessionId, gen: genOf(1), clientId: newClientId() });
		await monitor.keep.mutate({ sessionId, gen, clientId: newClientId() });
		await monitor.whisper.mutate({ sessionId, gen, clientId: newClientId(), text: 'Between us' });
		await monitor.reply.mutate({ sessionId, gen, clientId: newClientId(), text: 'Here I am' });
		await visitor.wire.client.end.mutate();
		await house.age(sessionId, 26 * 60 * 60_000);
		house.clock.advance(1_000);
		const later = await house.visitor({ token: visitor.token });
		await later.say('A day later');
		const other = await house.visitor();
		await other.say('Somebody else');

		const answer = await post(house.base, '/export/visitor', { sessionId }, { cookie: house.cookie });
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="visitor-[0-9A-Za-z]{5}\.json"$/);
		expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
		expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
		expect(answer.headers.get('cache-control')).toBe('no-store');
		const text = await answer.text();
		const file = JSON.parse(text);
		expect(file).toMatchObject({
			website: 'shop.example',
			visitor: expect.stringMatching(/^visitor_/),
			chats: [
				{
					id: sessionId,
					language: 'en',
					facts: { country: 'LV', device: 'mobile', browser: '', system: '' },
					page: { url: 'https://shop.example/lamps' },
					entries: [
						{ kind: 'opened' },
						{ kind: 'message', author: 'visitor', text: hostile.trim() },
						{ kind: 'took-over', name: 'Olga' },
						{ kind: 'message', author: 'agent', text: 'Here I am', name: 'Olga' },
						{ kind: 'left' },
					],
				},
				{ id: later.sessionId, entries: [{ kind: 'opened' }, { text: 'A day later' }] },
			],
			addresses: [{ session: sessionId }, { session: later.sessionId, mail: 'v@example.com' }],
		});
		for (const inner of ['memberId', 'turn-started', '"kept"', 'whisper', 'Between us', 'Somebody else', 'clientId'])
			expect(text).not.toContain(inner);
		const { entries } = await house.owner.client.trust.audit.query({ kind: 'exported' });
		expect(entries).toMatchObject([{ by: 'owner@example.com', siteId: house.site.id, sessionId }]);
	});

	test('is given to nobody else: another page, no login, an agent, another account, an erased visitor', async () => {
		const house = await openTrustHouse(store());
		const visitor = await house.visitor();
		await visitor.say('Hello');
		const { sessionId } = visitor;
		const ask = async (body: unknown, headers: Readonly<Record<string, string>>) => {
			const answer = await post(house.base, '/export/visitor', body, headers);
			return [answer.status, (await answer.json()).error.code, answer.headers.get('content-disposition')];
		};
		const { cookie } = house;
		expect(await ask({ sessionId }, { cookie, origin: 'https://evil.example' })).toEqual([403, 'auth.origin', null]);
		expect(await ask({ sessionId }, {})).toEqual([401, 'auth.required', null]);
		const agent = await house.staff('agent', 'anna@example.com');
		expect(await ask({ sessionId }, { cookie: agent.cookie })).toEqual([403, 'auth.forbidden', null]);
		const admin = await house.staff('admin', 'adam@example.com');
		expect((await post(house.base, '/export/visitor', { sessionId }, { cookie: admin.cookie })).status).toBe(200);
		expect(await ask({ sessionId: 'session_x' }, { cookie })).toEqual([400, 'input.invalid', null]);
		expect(await ask('nonsense', { cookie })).toEqual([400, 'input.invalid', null]);
		expect(await ask({ sessionId }, { cookie, 'content-type': 'text/plain' })).toEqual([400, 'input.invalid', null]);
		// I29: another account's session answers as one that nobody has.
		const missing = await ask({ sessionId: makeSessionId((bytes) => crypto.getRandomValues(bytes)) }, { cookie });
		const { db } = store();
		const account = '00000000-0000-7000-8000-0000000000ff' as never;
		await db.insertInto('accounts').values({ id: account, plan: 'pro', created_at: 1 }).execute();
		await db.updateTable('sites').set({ account_id: account }).where('id', '=', house.site.id).execute();
		await house.app.register.refresh();
		expect(await ask({ sessionId }, { cookie })).toEqual(missing);
		expect(missing).toEqual([404, 'not-found', null]);
		const { accountId } = house.app.register.current().members.values().next().value ?? {};
		if (accountId === undefined) throw new Error('nobody is here');
		await db.updateTable('sites').set({ account_id: accountId }).where('id', '=', house.site.id).execute();
		await house.app.register.refresh();
		await house.owner.client.trust.erase.mutate({ sessionId });
		expect(await ask({ sessionId }, { cookie })).toEqual(missing);
	});
});
