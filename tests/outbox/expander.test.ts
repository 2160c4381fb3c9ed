/** From a committed entry to what is sent: told once, whatever fails on the way. */
import { beforeAll, expect, test } from 'vitest';
import type { Alert, AlertRoute } from '../../server/outbox/ports.ts';
import type { Telling } from '../../server/session/alerts.ts';
import { type SiteId, seqOf } from '../../shared/ids.ts';
import { commitOf, makeSite, newSession, openJournal, said } from '../store/transcripts.ts';
import { describeStores } from '../support/store.ts';
import { draftOf, openPost, sent, until } from './fixture.ts';

const asked: Telling = { kind: 'human-asked', seq: seqOf(3), why: 'words' };

describeStores('alerts', (store) => {
	let siteId: SiteId;
	beforeAll(async () => {
		siteId = await makeSite(store());
	});

	/** A visitor says something and asks for a person; both are to be told. */
	async function ask() {
		const session = newSession(siteId);
		const [entry] = [{ ...said(3), kind: 'asked-for-human', why: 'words' } as const];
		const { author: _author, text: _text, ...request } = { author: '', text: '', ...entry };
		const entries = [said(1, undefined, 'Hello'), said(2, undefined, 'A person, please'), request];
		const tellings: readonly Telling[] = [{ kind: 'message', seq: seqOf(1), why: null }, asked];
		await openJournal(store()).commit({ ...commitOf({ session, entries }), alerts: tellings });
		return session;
	}

	const waiting = async (): Promise<number> => {
		const rows = await store().db.selectFrom('alerts').select('seq').execute();
		return rows.length;
	};

	test('each is told with all that its entry says, and is gone once its deliveries are stored', async () => {
		const heard: Alert[] = [];
		const route: AlertRoute = {
			wants: () => true,
			draftsFor: async (alert) => {
				heard.push(alert);
				return [draftOf({ key: `a/${alert.key}`, siteId, about: alert.kind })];
			},
		};
		const session = await ask();
		const post = openPost(store(), () => sent, [route]);
		post.outbox.start();
		await until(async () => (await waiting()) === 0 && (await post.states()).every((state) => state === 'sent 1'));
		expect(heard).toMatchObject([
			{ kind: 'message', seq: 1, text: 'Hello', by: { author: 'visitor' }, siteName: 'A shop', country: 'LV' },
			{ kind: 'human-asked', seq: 3, text: 'A person, please', why: 'words', by: { author: 'visitor' } },
		]);
		expect(heard[1]).toMatchObject({
			key: `${session.id}/3/human-asked`,
			page: 'https://shop.example/cenas',
			at: 1_790_000_000_003,
		});
		await post.outbox.stop();
		await store().db.deleteFrom('deliveries').execute();
	});

	test('who is called by a commit looks at once: time stands still meanwhile', async () => {
		const route: AlertRoute = {
			wants: () => true,
			draftsFor: async (alert) => [draftOf({ key: `b/${alert.key}`, siteId, about: alert.kind, target: 'quick' })],
		};
		const post = openPost(store(), () => sent, [route]);
		post.outbox.start();
		await post.pass(0);
		await ask();
		post.outbox.desk.written();
		await until(() => post.tried.length === 2);
		expect(post.clock.monotonic()).toBe(0);
		await post.outbox.stop();
	});

	test('a route that fails keeps no other from being heard, and is asked again; nobody is told twice', async () => {
		let faults = 2;
		const steady: AlertRoute = {
			wants: (_, kind) => kind === 'human-asked',
			draftsFor: async ({ key }) => [draftOf({ key: `steady/${key}`, siteId, target: 'steady' })],
		};
		const shaky: AlertRoute = {
			wants: (_, kind) => kind === 'human-asked',
			draftsFor: async ({ key }) => {
				if (faults-- > 0) throw new Error('not now');
				return [draftOf({ key: `shaky/${key}`, siteId, target: 'shaky' })];
			},
		};
		await ask();
		const post = openPost(store(), () => sent, [steady, shaky]);
		// The entry is as old as its wall clock says; what is older than a day is given up.
		post.clock.jumpWall(1_790_000_000_000 - post.clock.now());
		post.outbox.start();
		await until(async () => (await post.states('steady'))[0] === 'sent 1');
		expect(await post.states('shaky')).toEqual([]);
		expect(await waiting()).toBe(1);
		await post.pass(120_000);
		expect(await post.states('shaky')).toEqual(['sent 1']);
		expect(await post.states('steady')).toEqual(['sent 1']);
		expect(await waiting()).toBe(0);
		await post.outbox.stop();
	});
});
