/** Several agents, several websites, several customers, on one running server. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SiteView } from '../../shared/account.ts';
import { closeCodes } from '../../shared/close-codes.ts';
import type { Ack } from '../../shared/entry.ts';
import type { WireError } from '../../shared/errors.ts';
import { type Gen, genOf, type MemberId, type SessionId, sessionIdOf, siteIdOf } from '../../shared/ids.ts';
import type { Role } from '../../shared/plans.ts';
import {
	hasEntry,
	hearList,
	hearSession,
	joinAs,
	memberWire,
	newClientId,
	ownerWithSite,
	post,
	signIn,
	visitorWire,
	watchSession,
	wireErrorOf,
} from '../support/clients.ts';
import { addSecondAccount, stranger } from '../support/second-account.ts';
import { type RunningServer, runToEnd, startServer } from '../support/server.ts';

type Member = ReturnType<typeof memberWire>;

/** SPEC section 2: what ends, ends within this. */
const soon = { timeout: 5_000, interval: 20 };

let server: RunningServer;
let anna: Member;
let site: SiteView;
let otherSite: SiteView;

beforeAll(async () => {
	server = await startServer({ prepare: addSecondAccount });
	const owned = await ownerWithSite(server.base);
	anna = owned.wire;
	site = owned.site;
	otherSite = await anna.client.sites.create.mutate({ address: 'second.example' });
	await anna.client.me.updateProfile.mutate({ displayName: 'Anna' });
});
afterAll(async () => {
	anna.close();
	await server.remove();
});

let hired = 0;
/** Somebody new, signed in once. */
async function hire(role: Role, name: string) {
	hired += 1;
	const email = `${name.toLowerCase()}${hired}@example.com`;
	const cookie = await joinAs(server.base, anna, role, email);
	const wire = memberWire(server.base, cookie);
	onTestFinished(() => wire.close());
	await wire.client.me.updateProfile.mutate({ displayName: name });
	const { id } = await wire.client.me.get.query();
	return { wire, cookie, id, email };
}

/** A visitor who has said something and got their answer. */
async function visit(where: SiteView = site) {
	const visitor = visitorWire(server.base, where.key);
	onTestFinished(() => visitor.close());
	const { sessionId } = await visitor.greet();
	const heard = hearSession(visitor);
	await visitor.client.say.mutate({ clientId: newClientId(), text: 'Hello' });
	await heard.until(
		hasEntry('message', (entry) => entry.kind === 'message' && entry.author === 'ai'),
		'the answer',
	);
	return { visitor, sessionId, heard };
}

const takeOver = (by: Member, sessionId: SessionId, gen: Gen = genOf(1)): Promise<Ack> =>
	by.client.monitor.takeOver.mutate({ sessionId, gen, clientId: newClientId() });

const refusalOf = async (asked: Promise<unknown>): Promise<WireError | null> => {
	try {
		await asked;
		return null;
	} catch (error) {
		return wireErrorOf(error);
	}
};

const isReleased = (why: string) => hasEntry('released', (entry) => entry.kind === 'released' && entry.why === why);

describe('two agents', () => {
	test('see the same card, the same words of the AI and each other', async () => {
		const bert = await hire('agent', 'Bert');
		const lists = [hearList(anna, site.id), hearList(bert.wire, site.id)];
		const { visitor, sessionId } = await visit();
		for (const list of lists) {
			await list.until(
				(event) => event.type === 'changes' && event.cards.some((card) => card.id === sessionId && card.messages === 2),
				'the card with its count',
			);
		}
		const watched = [watchSession(anna, sessionId), watchSession(bert.wire, sessionId)];
		await visitor.client.say.mutate({ clientId: newClientId(), text: 'Who are you?' });
		for (const ear of watched) {
			await ear.until((event) => event.type === 'piece', 'the AI, word by word');
			await ear.until((event) => event.type === 'live' && event.live.watchers.length === 2, 'both of them looking on');
		}
		const names = watched.map(({ events }) =>
			events
				.findLast((event) => event.type === 'live')
				?.live.watchers.map(({ name }) => name)
				.toSorted(),
		);
		expect(names).toEqual([
			['Anna', 'Bert'],
			['Anna', 'Bert'],
		]);
		for (const ear of [...lists, ...watched]) ear.stop();
	});

	test('I2 the second to take over is told who holds it, and sees it', async () => {
		const bert = await hire('agent', 'Bert');
		const { sessionId } = await visit();
		const watched = watchSession(bert.wire, sessionId);
		const { gen } = await takeOver(anna, sessionId);
		expect(await refusalOf(takeOver(bert.wire, sessionId))).toEqual({
			code: 'control.held',
			retryable: false,
			holder: 'Anna',
			gen,
		});
		await watched.until(
			hasEntry('took-over', (entry) => entry.kind === 'took-over' && entry.name === 'Anna'),
			'who holds it',
		);
		// Nor by writing, nor by ending what is Anna's, even with the gen that is right.
		const clientId = newClientId();
		const { monitor } = bert.wire.client;
		const asked = [
			monitor.reply.mutate({ sessionId, gen, clientId, text: 'It is me' }),
			monitor.release.mutate({ sessionId, gen, clientId }),
			monitor.keep.mutate({ sessionId, gen, clientId }),
			monitor.whisper.mutate({ sessionId, gen, clientId, text: 'Listen to me' }),
		];
		for (const one of asked) expect(await refusalOf(one)).toMatchObject({ code: 'control.held', holder: 'Anna' });
		watched.stop();
	});

	test('I4 what one whispers to the AI the other sees, and the visitor only what the AI makes of it', async () => {
		const bert = await hire('agent', 'Bert');
		const { client } = anna;
		await client.knowledge.create.mutate({
			siteId: site.id,
			kind: 'text',
			title: 'Lighthouse tours',
			body: 'Tours of the lighthouse begin at noon, from May on.',
		});
		const { visitor, sessionId, heard } = await visit();
		const watched = watchSession(anna, sessionId);
		const text = 'Tell them of the lighthouse, they look bored';
		const clientId = newClientId();
		const ack = await bert.wire.client.monitor.whisper.mutate({ sessionId, gen: genOf(1), clientId, text });
		expect(ack.gen).toBe(1);
		await watched.until(
			hasEntry(
				'whisper',
				(entry) =>
					entry.kind === 'whisper' && entry.text === text && entry.name === 'Bert' && entry.memberId === bert.id,
			),
			'the whisper',
		);
		const { seq } = await visitor.client.say.mutate({ clientId: newClientId(), text: 'Thanks' });
		expect(seq).toBe(ack.seq + 1);
		await heard.until(
			hasEntry(
				'message',
				(entry) => entry.kind === 'message' && entry.author === 'ai' && entry.text.includes('begin at noon'),
			),
			'the tours',
		);
		expect(JSON.stringify(heard.events)).not.toMatch(/whisper|bored|Bert/);
		expect(watched.events.some(hasEntry('took-over'))).toBe(false);
		watched.stop();
	});

	test('I2 of two who take over at once one wins, and the other learns the winner', async () => {
		const bert = await hire('agent', 'Bert');
		const { sessionId, heard } = await visit();
		const [ours, theirs] = await Promise.all([
			refusalOf(takeOver(anna, sessionId)),
			refusalOf(takeOver(bert.wire, sessionId)),
		]);
		expect([ours, theirs].filter((refusal) => refusal === null)).toHaveLength(1);
		expect(ours ?? theirs).toMatchObject({ code: 'control.held', holder: ours === null ? 'Anna' : 'Bert' });
		await heard.until(hasEntry('took-over'), 'who came');
		const came = heard.events.filter(hasEntry('took-over'));
		expect(came).toHaveLength(1);
	});
});

describe('walls', () => {
	test('a second site shows its own sessions and never those of the first', async () => {
		const list = hearList(anna, otherSite.id);
		await list.until((event) => event.type === 'snapshot', 'a snapshot');
		const here = await visit(site);
		await takeOver(anna, here.sessionId);
		const there = await visit(otherSite);
		await list.until(
			(event) => event.type === 'changes' && event.cards.some((card) => card.id === there.sessionId),
			'its own card',
		);
		const shown = new Set(list.events.flatMap((event) => event.cards.map((card) => card.id)));
		expect(shown).toEqual(new Set([there.sessionId]));
		list.stop();
	});

	test('I29 for another customer a session and a site are as if they were not', async () => {
		const foreign = memberWire(server.base, await signIn(server.base, stranger));
		onTestFinished(() => foreign.close());
		expect((await foreign.client.me.get.query()).sites).toEqual([]);
		const { sessionId } = await visit();
		const nothing = sessionIdOf(`session_${'A'.repeat(22)}`);
		const nowhere = siteIdOf('00000000-0000-7000-8000-000000000000');
		const { monitor, sites, knowledge, ai } = foreign.client;
		const clientId = newClientId();
		const gen = genOf(1);
		const feedRefusal = (id: SessionId) => {
			const ear = watchSession(foreign, id);
			return expect.poll(() => ear.error, soon).toEqual({ code: 'not-found', retryable: false });
		};
		await feedRefusal(sessionId);
		await feedRefusal(nothing);
		const ofSession = (id: SessionId) => [
			monitor.takeOver.mutate({ sessionId: id, gen, clientId }),
			monitor.reply.mutate({ sessionId: id, gen, clientId, text: 'Hello' }),
			monitor.release.mutate({ sessionId: id, gen, clientId }),
			monitor.keep.mutate({ sessionId: id, gen, clientId }),
			monitor.whisper.mutate({ sessionId: id, gen, clientId, text: 'Hello' }),
			monitor.typing.mutate({ sessionId: id, on: true }),
		];
		const ofSite = (siteId: SiteView['id']) => [
			sites.update.mutate({ siteId, name: 'Mine' }),
			sites.addOrigin.mutate({ siteId, address: 'evil.example' }),
			sites.install.query({ siteId }),
			sites.remove.mutate({ siteId }),
			knowledge.list.query({ siteId, after: null }),
			ai.get.query({ siteId }),
		];
		const refusals = (asked: readonly Promise<unknown>[]) => Promise.all(asked.map(refusalOf));
		const missing = await refusals([...ofSession(nothing), ...ofSite(nowhere)]);
		expect(new Set(missing.map((refusal) => refusal?.code))).toEqual(new Set(['not-found']));
		expect(await refusals([...ofSession(sessionId), ...ofSite(site.id)])).toEqual(missing);
		const list = hearList(foreign, site.id);
		await expect.poll(() => list.error, soon).toEqual({ code: 'not-found', retryable: false });
		expect(list.events).toEqual([]);
	});
});

describe('authority that ends while a session is held', () => {
	async function held(by: Member) {
		const visited = await visit();
		const { gen } = await takeOver(by, visited.sessionId);
		await visited.heard.until(hasEntry('took-over'), 'the agent');
		return { ...visited, gen };
	}

	test('signing out closes the sockets of that login with 4501 and releases', async () => {
		const carl = await hire('agent', 'Carl');
		const { heard } = await held(carl.wire);
		expect((await post(server.base, '/auth/sign-out', {}, { cookie: carl.cookie })).status).toBe(200);
		await expect.poll(() => carl.wire.codes, soon).toContain(closeCodes.signedOut);
		await heard.until(isReleased('authority'), 'the release');
		expect(anna.codes).toEqual([]);
	});

	test('a disabled member is cut off and gives back', async () => {
		const carl = await hire('agent', 'Carl');
		const { heard } = await held(carl.wire);
		await anna.client.members.setDisabled.mutate({ memberId: carl.id as MemberId, disabled: true });
		await expect.poll(() => carl.wire.codes, soon).toContain(closeCodes.signedOut);
		await heard.until(isReleased('authority'), 'the release');
	});

	test('a demoted agent gives back, goes on looking and can not take over', async () => {
		const dora = await hire('agent', 'Dora');
		const { heard, visitor, sessionId, gen } = await held(dora.wire);
		const watched = watchSession(dora.wire, sessionId);
		await anna.client.members.setRole.mutate({ memberId: dora.id, role: 'viewer' });
		await heard.until(isReleased('authority'), 'the release');
		const { monitor } = dora.wire.client;
		const asked = monitor.reply.mutate({ sessionId, gen, clientId: newClientId(), text: 'Still me' });
		expect(await refusalOf(asked)).toEqual({ code: 'auth.forbidden', retryable: false });
		const { seq } = await visitor.client.say.mutate({ clientId: newClientId(), text: 'Are you there?' });
		await watched.until(
			hasEntry('message', (entry) => entry.seq === seq),
			'what the visitor writes',
		);
		expect(watched.error).toBeNull();
		expect(dora.wire.codes).toEqual([]);
		watched.stop();
	});

	test('npm run admin -- plan … free: feeds end with plan.required, the widget goes on, and pro brings it back', async () => {
		const { heard, visitor, sessionId } = await held(anna);
		const list = hearList(anna, site.id);
		const watched = watchSession(anna, sessionId);
		await watched.until((event) => event.type === 'live', 'the session');
		await list.until((event) => event.type === 'snapshot', 'the list');
		const admin = (plan: string) =>
			runToEnd('admin/main.ts', { DATA_DIR: server.dataDir }, ['plan', 'owner@example.com', plan]);

		const changed = await admin('free');
		expect(changed).toMatchObject({ code: 0, stderr: '' });
		expect(changed.stdout).toMatch(/is now on the plan free \(before: pro\)/);
		const required = { code: 'plan.required', retryable: false };
		await expect.poll(() => list.error, soon).toEqual(required);
		await expect.poll(() => watched.error, soon).toEqual(required);
		await heard.until(isReleased('authority'), 'the release');
		expect(await refusalOf(takeOver(anna, sessionId, genOf(3)))).toEqual(required);
		expect((await anna.client.me.get.query()).account.plan).toBe('free');

		const { seq } = await visitor.client.say.mutate({ clientId: newClientId(), text: 'Hello again' });
		await heard.until(
			hasEntry('message', (entry) => entry.kind === 'message' && entry.author === 'ai' && entry.seq > seq),
			'the AI, on any plan',
		);
		expect(anna.codes).toEqual([]);
		expect((await admin('pro')).code).toBe(0);
		expect((await takeOver(anna, sessionId, genOf(3))).gen).toBe(4);
	});
});
