/** I19, I20, I22, I27 over real sockets that are cut, fall silent, come twice and go. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MemberRouter, VisitorRouter } from '../../server/rpc/routers.ts';
import type { SiteView } from '../../shared/account.ts';
import type { Card } from '../../shared/card.ts';
import type { MemberLive, VisitorLive } from '../../shared/feed.ts';
import { genOf, type SessionId } from '../../shared/ids.ts';
import { createConnection } from '../../shared/live/connect.ts';
import { type Chat, followAs, holdChat, knowledge } from '../process/support/chat.ts';
import { faultsOf } from '../process/support/chat-check.ts';
import { insist } from '../process/support/recorder.ts';
import {
	hearList,
	joinAs,
	memberWire,
	newClientId,
	ownerWithSite,
	type VisitorWireOptions,
	visitorWire,
} from '../support/clients.ts';
import { createNodeHost, viewSession } from '../support/live.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { readStored } from '../support/stored.ts';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let server: RunningServer;
let anna: ReturnType<typeof memberWire>;
let cookie: string;
let site: SiteView;
const chats: Chat[] = [];

beforeAll(async () => {
	server = await startServer();
	const owned = await ownerWithSite(server.base);
	({ wire: anna, site, cookie } = owned);
	for (const article of knowledge) await anna.client.knowledge.create.mutate({ siteId: site.id, ...article });
	await anna.client.me.updateProfile.mutate({ displayName: 'Anna' });
});
afterAll(async () => {
	anna.close();
	await server.remove();
});

const through = ({ port }: TcpProxy): string => `http://127.0.0.1:${port}`;

/** Does something when the test is over; its own, for some run side by side. */
type After = (end: () => void) => void;

async function openProxy(after: After): Promise<TcpProxy> {
	const proxy = await createTcpProxy(server.port);
	after(() => void proxy.close());
	return proxy;
}

/** The newest card of a session, and how it looked before. */
function cardsOf(sessionId: SessionId, after: After) {
	const list = hearList(anna, site.id);
	after(() => list.stop());
	return {
		until: (fits: (card: Card) => boolean, what: string) =>
			list.until((event) => event.cards.some((card) => card.id === sessionId && fits(card)), what, 30_000),
		gone: () =>
			list.until((event) => event.type === 'changes' && event.gone.includes(sessionId), 'it has left', 30_000),
	};
}

async function visit(options: VisitorWireOptions = {}) {
	const visitor = visitorWire(server.base, site.key, options);
	const { token, sessionId } = await visitor.greet();
	const seen = followAs(visitor);
	await visitor.client.say.mutate({ clientId: newClientId(), text: 'What does delivery cost?' });
	await seen.until((view) => view.state.messages === 2, 'the answer');
	return {
		visitor,
		token,
		sessionId,
		leave() {
			seen.stop();
			visitor.close();
		},
	};
}

describe('sockets that are cut', () => {
	test('a chat goes on through cuts of the visitor and of the agent, each time a little later', async ({
		expect,
		onTestFinished,
	}) => {
		const [near, far] = [await openProxy(onTestFinished), await openProxy(onTestFinished)];
		const agent = memberWire(through(far), cookie);
		let over = false;
		let cuts = 0;
		async function cut(proxy: TcpProxy): Promise<void> {
			for (let chunks = 2; !over; chunks += 1) {
				await proxy.cutAfter(chunks);
				cuts += 1;
			}
		}
		void cut(near);
		void cut(far);
		for (let n = 0; n < 3; n += 1) chats.push(await holdChat(through(near), site.key, agent));
		over = true;
		agent.close();
		// The premise: it was cut again and again.
		expect(cuts).toBeGreaterThan(12);
	});

	test('I19 a reader who is cut in the middle of a turn goes on at the right place', async ({ onTestFinished }) => {
		const proxy = await openProxy(onTestFinished);
		const visitor = visitorWire(through(proxy), site.key);
		onTestFinished(() => visitor.close());
		await visitor.greet();
		const seen = followAs(visitor);
		onTestFinished(() => seen.stop());
		await visitor.client.say.mutate({ clientId: newClientId(), text: 'How do returns work?' });
		let cuts = 0;
		for (let length = 0; ; cuts += 1) {
			const { bubble } = await seen.until(
				(view) => (view.bubble === null ? view.state.unanswered === null : view.bubble.text.length > length),
				'more of the answer',
			);
			if (bubble === null) break;
			length = bubble.text.length;
			await proxy.down();
			await proxy.up();
		}
		expect(cuts).toBeGreaterThan(2);
		const pieces = seen.events.filter((event) => event.type === 'piece');
		const text = pieces.map((piece) => piece.text).join('');
		expect(pieces.map((piece) => piece.offset)).toEqual(
			pieces.map((_, n) => pieces.slice(0, n).reduce((sum, piece) => sum + piece.text.length, 0)),
		);
		const answer = seen.view.entries.at(-1);
		expect(answer).toMatchObject({ kind: 'message', author: 'ai', interrupted: false });
		expect(answer?.kind === 'message' && answer.text.startsWith(text)).toBe(true);
		expect(seen.view.resetCount).toBe(1);
	});

	test('I22 the tabs of one visitor show one stream, also one that is opened in mid-turn', async ({
		onTestFinished,
	}) => {
		const first = visitorWire(server.base, site.key);
		const { token, sessionId } = await first.greet();
		const second = visitorWire(server.base, site.key, { hello: 'resume', token });
		onTestFinished(() => {
			for (const tab of [first, second]) tab.close();
		});
		expect((await second.greet()).sessionId).toBe(sessionId);
		const views = [followAs(first), followAs(second)];
		await second.client.say.mutate({ clientId: newClientId(), text: 'How do returns work?' });
		await views[0]?.until((view) => view.bubble !== null, 'the answer begins');
		const third = visitorWire(server.base, site.key, { hello: 'open', token });
		onTestFinished(() => third.close());
		expect((await third.greet()).sessionId).toBe(sessionId);
		views.push(followAs(third));
		await third.client.say.mutate({ clientId: newClientId(), text: 'What does delivery cost?' });
		const last = await Promise.all(
			views.map((viewer) => viewer.until((view) => view.state.messages === 4, 'both answers')),
		);
		const [shown, ...others] = last.map(({ entries }) => entries);
		expect(shown?.map(({ kind }) => kind)).toEqual(['opened', 'message', 'message', 'message', 'message']);
		for (const entries of others) expect(entries).toEqual(shown);
		const streamed = views.map(({ events }) =>
			events.flatMap((event) => (event.type === 'piece' ? [event.text] : [])).join(''),
		);
		expect(streamed[1]).toBe(streamed[0]);
		expect(streamed[2]).toBe(streamed[0]);

		// Two tabs less is nobody gone.
		const cards = cardsOf(sessionId, onTestFinished);
		await cards.until((card) => card.presence === 'online', 'the card');
		for (const viewer of views.slice(1)) viewer.stop();
		second.close();
		third.close();
		const { seq } = await first.client.say.mutate({ clientId: newClientId(), text: 'What does delivery cost?' });
		await cards.until((card) => card.heard?.seq === seq && card.presence === 'online', 'online still');
		views[0]?.stop();
	});
});

describe('who goes and comes', () => {
	test('a page change within the grace is away and online again, without leaving', async ({ onTestFinished }) => {
		const { leave, token, sessionId } = await visit();
		const cards = cardsOf(sessionId, onTestFinished);
		await cards.until((card) => card.presence === 'online', 'the card');
		leave();
		await cards.until((card) => card.presence === 'away', 'away');
		const next = visitorWire(server.base, site.key, { hello: 'resume', token, url: 'https://shop.example/cart' });
		onTestFinished(() => next.close());
		expect((await next.greet()).sessionId).toBe(sessionId);
		await cards.until((card) => card.presence === 'online' && card.page?.url === 'https://shop.example/cart', 'back');
		const seen = followAs(next);
		onTestFinished(() => seen.stop());
		const { entries } = await seen.until((view) => view.state.messages === 2, 'the conversation');
		expect(entries.some(({ kind }) => kind === 'left')).toBe(false);
	});

	test('I8 an agent who reloads keeps the session; the visitor is not told', async ({ onTestFinished }) => {
		const bertsCookie = await joinAs(server.base, anna, 'agent', 'bert@example.com');
		const before = memberWire(server.base, bertsCookie);
		const { visitor, leave, sessionId } = await visit();
		onTestFinished(leave);
		const cards = cardsOf(sessionId, onTestFinished);
		const { gen } = await before.client.monitor.takeOver.mutate({ sessionId, gen: genOf(1), clientId: newClientId() });
		await cards.until((card) => card.holder?.lostDeadline === null, 'held');
		before.close();
		await cards.until((card) => typeof card.holder?.lostDeadline === 'number', 'the countdown');
		const after = memberWire(server.base, bertsCookie);
		onTestFinished(() => after.close());
		const { seq } = await after.client.monitor.reply.mutate({
			sessionId,
			gen,
			clientId: newClientId(),
			text: 'I am back.',
		});
		await cards.until((card) => card.holder?.lostDeadline === null && card.gen === gen, 'no countdown');
		const seen = followAs(visitor);
		onTestFinished(() => seen.stop());
		const { entries } = await seen.until((view) => view.state.lastSeq >= seq, 'the reply');
		expect(entries.map(({ kind }) => kind)).toEqual(['opened', 'message', 'message', 'took-over', 'message']);
	});
});

// Side by side: most of it is waiting.
describe.concurrent('time', () => {
	test('ten seconds after the last socket the session leaves; it opens again with the AI and a new gen (I10)', async ({
		expect,
		onTestFinished,
	}) => {
		const { leave, token, sessionId } = await visit();
		const cards = cardsOf(sessionId, onTestFinished);
		await cards.until((card) => card.presence === 'online', 'the card');
		leave();
		await cards.until((card) => card.presence === 'away', 'away');
		const awayAt = performance.now();
		await cards.gone();
		expect(performance.now() - awayAt).toBeGreaterThan(9_500);
		expect(performance.now() - awayAt).toBeLessThan(13_000);
		const again = visitorWire(server.base, site.key, { token });
		onTestFinished(() => again.close());
		expect((await again.greet()).sessionId).toBe(sessionId);
		const seen = followAs(again);
		onTestFinished(() => seen.stop());
		await again.client.say.mutate({ clientId: newClientId(), text: 'What does delivery cost?' });
		const { entries } = await seen.until((view) => view.state.messages === 4, 'the answer');
		expect(entries.map(({ kind, gen }) => [kind, gen])).toEqual([
			['opened', 1],
			['message', 1],
			['message', 1],
			['left', 2],
			['opened', 3],
			['message', 3],
			['message', 3],
		]);
	});

	test('I27 both ends notice within 25 s, and both come back without loss', { timeout: 60_000 }, async ({
		expect,
		onTestFinished,
	}) => {
		const [near, far] = [await openProxy(onTestFinished), await openProxy(onTestFinished)];
		let token = '';
		const visitor = createConnection<VisitorRouter>({
			url: () => `ws://127.0.0.1:${near.port}/trpc?site=${site.key}`,
			connectionParams: () => (token === '' ? { hello: 'open' } : { hello: 'resume', token }),
			host: createNodeHost({ origin: through(near) }),
		});
		const bertsCookie = await joinAs(server.base, anna, 'agent', 'berta@example.com');
		const agent = createConnection<MemberRouter>({
			url: () => `ws://127.0.0.1:${far.port}/trpc`,
			host: createNodeHost({ origin: through(far), cookie: bertsCookie }),
		});
		onTestFinished(() => {
			visitor.close();
			agent.close();
		});
		const greeting = await visitor.client.hello.query();
		({ token } = greeting);
		const { sessionId } = greeting;
		const seen = viewSession<VisitorLive>((input, hear) => visitor.client.feed.subscribe(input, hear));
		await visitor.client.say.mutate({ clientId: newClientId(), text: 'What does delivery cost?' });
		await seen.until((view) => view.state.messages === 2, 'the answer');
		const watched = viewSession<MemberLive>((input, hear) =>
			agent.client.monitor.watch.subscribe({ sessionId, ...input }, hear),
		);
		const { gen } = await agent.client.monitor.takeOver.mutate({
			sessionId,
			gen: genOf(1),
			clientId: newClientId(),
		});
		await watched.until((view) => view.state.mode === 'taken-over', 'control');
		const cards = cardsOf(sessionId, onTestFinished);
		await cards.until((card) => card.presence === 'online' && card.holder?.lostDeadline === null, 'all well');

		near.mute();
		far.mute();
		const silentAt = performance.now();
		const noticed: Record<string, number> = {};
		const note = (name: string) => () => {
			noticed[name] ??= performance.now() - silentAt;
		};
		const lost = (connection: {
			readonly state: { readonly kind: string };
			subscribe(listener: () => void): () => void;
		}) =>
			new Promise<void>((resolve) => {
				const stop = connection.subscribe(() => {
					if (connection.state.kind === 'live') return;
					stop();
					resolve();
				});
			});
		await Promise.all([
			lost(visitor).then(note('the visitor')),
			lost(agent).then(note('the agent')),
			cards.until((card) => card.presence === 'away', 'away').then(note('the server, of the visitor')),
			cards
				.until((card) => typeof card.holder?.lostDeadline === 'number', 'the countdown')
				.then(note('the server, of the agent')),
		]);
		for (const [name, ms] of Object.entries(noticed)) expect([name, ms < 25_000]).toEqual([name, true]);

		near.speak();
		far.speak();
		const asked = await visitor.client.say.mutate({ clientId: newClientId(), text: 'Are you still there?' });
		await watched.until((view) => view.state.lastSeq >= asked.seq, 'the question');
		const answer = await agent.client.monitor.reply.mutate({ sessionId, gen, clientId: newClientId(), text: 'I am.' });
		const { entries } = await seen.until((view) => view.state.lastSeq >= answer.seq, 'the reply');
		expect(entries.map(({ kind }) => kind)).toEqual([
			'opened',
			'message',
			'message',
			'took-over',
			'message',
			'message',
		]);
		expect(seen.view.resetCount).toBe(1);
		seen.stop();
		watched.stop();
	});
});

test('I8 a held session is held after kill -9, counts down from the start, and is the same agent’s who returns', async ({
	onTestFinished,
}) => {
	const carlsCookie = await joinAs(server.base, anna, 'agent', 'carl@example.com');
	const carl = memberWire(server.base, carlsCookie);
	const { visitor, leave, sessionId } = await visit({ again: 'open' });
	onTestFinished(leave);
	const { gen } = await carl.client.monitor.takeOver.mutate({ sessionId, gen: genOf(1), clientId: newClientId() });
	await server.kill();
	carl.close();
	await server.restart();
	const startedAt = Date.now();

	const cards = cardsOf(sessionId, onTestFinished);
	const isCounting = ({ holder }: Card): boolean =>
		holder !== null && holder.lostDeadline !== null && Math.abs(holder.lostDeadline - startedAt - 30_000) < 5_000;
	await cards.until((card) => card.mode === 'taken-over' && card.gen === gen && isCounting(card), 'the countdown');
	const asked = await insist(() => visitor.client.say.mutate({ clientId: newClientId(), text: 'Are you there?' }));
	await cards.until((card) => card.heard?.seq === asked.seq && card.presence === 'online', 'the question');

	const back = memberWire(server.base, carlsCookie);
	onTestFinished(() => back.close());
	await back.client.me.get.query();
	await cards.until((card) => card.holder !== null && card.holder.lostDeadline === null, 'no countdown');
	const reply = { sessionId, gen, clientId: newClientId(), text: 'I am.' };
	const answered = await back.client.monitor.reply.mutate(reply);
	const seen = followAs(visitor);
	onTestFinished(() => seen.stop());
	const { entries } = await seen.until((view) => view.state.lastSeq >= answered.seq, 'the reply');
	expect(entries.map(({ kind, gen: under }) => [kind, under])).toEqual([
		['opened', 1],
		['message', 1],
		['message', 1],
		['took-over', 2],
		['message', 2],
		['message', 2],
	]);
});

test('I11, I19, I20: after all the cuts each transcript is whole and was seen whole', async () => {
	expect(await server.stop()).toBe(0);
	const stored = await readStored(
		server,
		null,
		chats.map(({ sessionId }) => sessionId),
	);
	expect(chats.flatMap((chat) => faultsOf(chat, stored.get(chat.sessionId) ?? []))).toEqual([]);
	expect(chats).toHaveLength(3);
});
