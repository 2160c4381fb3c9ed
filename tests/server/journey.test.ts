import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeCodes } from '../../shared/close-codes.ts';
import { clientIdOf, genOf } from '../../shared/ids.ts';
import {
	entriesOf,
	hasEntry,
	hearList,
	hearSession,
	memberWire,
	newClientId,
	ownerWithSite,
	visitorWire,
	watchSession,
	wireErrorOf,
} from '../support/clients.ts';
import { type RunningServer, startServer } from '../support/server.ts';

let server: RunningServer;
let owned: Awaited<ReturnType<typeof ownerWithSite>>;

beforeAll(async () => {
	server = await startServer();
	owned = await ownerWithSite(server.base);
});
afterAll(async () => {
	owned.wire.close();
	await server.remove();
});

const iphone =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

describe('the main job over real sockets', () => {
	test('a visitor opens, asks, is taken over in mid-sentence, talks to the agent and is handed back', async () => {
		const { wire, site } = owned;
		const list = hearList(wire, site.id);
		await list.until((event) => event.type === 'snapshot', 'a snapshot');

		const visitor = visitorWire(server.base, site.key, { userAgent: iphone, url: 'https://shop.example/pricing' });
		const { sessionId } = await visitor.greet();
		const heard = hearSession(visitor);
		await list.until(
			(event) => event.type === 'changes' && event.cards.some((card) => card.id === sessionId),
			'the card',
		);
		const watched = watchSession(wire, sessionId);
		await watched.until((event) => event.type === 'live', 'the live state');

		await visitor.client.say.mutate({ clientId: newClientId(), text: 'How much is delivery?' });
		await watched.until((event) => event.type === 'piece', 'the AI, word by word');
		await heard.until((event) => event.type === 'piece', 'the AI, word by word');

		const gen = genOf(1);
		const ack = await wire.client.monitor.takeOver.mutate({ sessionId, gen, clientId: newClientId() });
		expect(ack.gen).toBe(2);
		await heard.until(hasEntry('took-over'), 'took-over');
		await wire.client.monitor.reply.mutate({
			sessionId,
			gen: ack.gen,
			clientId: newClientId(),
			text: 'I am a person.',
		});
		await heard.until(
			hasEntry('message', (entry) => entry.kind === 'message' && entry.author === 'agent'),
			'the reply',
		);
		await visitor.client.say.mutate({ clientId: newClientId(), text: 'And returns?' });
		await watched.until(
			hasEntry('message', (entry) => entry.kind === 'message' && entry.text === 'And returns?'),
			'the question',
		);
		const back = await wire.client.monitor.release.mutate({ sessionId, gen: ack.gen, clientId: newClientId() });
		expect(back.gen).toBe(3);
		await heard.until(
			hasEntry('message', (entry) => entry.kind === 'message' && entry.author === 'ai' && !entry.interrupted),
			'the answer of the AI',
		);

		const kinds = entriesOf(heard.events).map((entry) => entry.kind);
		expect(kinds.filter((kind) => kind !== 'asked-for-human')).toEqual([
			'opened',
			'message',
			'message',
			'took-over',
			'message',
			'message',
			'released',
			'message',
		]);
		const cut = entriesOf(heard.events)[2];
		expect(cut).toMatchObject({ author: 'ai', interrupted: true, gen: 1 });
		const took = heard.events.findIndex(hasEntry('took-over'));
		const left = heard.events.findIndex(hasEntry('released'));
		expect(heard.events.slice(took, left).filter((event) => event.type === 'piece')).toEqual([]);
		for (const event of heard.events) expect(JSON.stringify(event)).not.toContain('memberId');
		visitor.close();
		watched.stop();
		list.stop();
	});

	test('I29 a session of nobody and one of another kind answer alike; I9 a visitor has no member procedures', async () => {
		const missing = `session_${'A'.repeat(22)}`;
		const refusal = await owned.wire.client.monitor.takeOver
			.mutate({ sessionId: missing, gen: 1, clientId: newClientId() })
			.catch(wireErrorOf);
		expect(refusal).toEqual({ code: 'not-found', retryable: false });
	});

	test('sockets are refused with their code: unknown site, foreign origin, nobody, nothing to resume', async () => {
		const codeOf = async (wire: { readonly codes: readonly number[]; close(): void }): Promise<number | undefined> => {
			await expect.poll(() => wire.codes.length, { timeout: 10_000 }).toBeGreaterThan(0);
			wire.close();
			return wire.codes[0];
		};
		const { site } = owned;
		expect(await codeOf(visitorWire(server.base, `pk_${'x'.repeat(22)}`))).toBe(closeCodes.site);
		expect(await codeOf(visitorWire(server.base, site.key, { origin: 'https://evil.example' }))).toBe(
			closeCodes.origin,
		);
		expect(await codeOf(visitorWire(server.base, site.key, { hello: 'resume' }))).toBe(closeCodes.notLive);
		expect(await codeOf(memberWire(server.base, 'baton=nobody'))).toBe(closeCodes.signedOut);
	});

	test('bad input is refused with its field and loses nothing', async () => {
		const visitor = visitorWire(server.base, owned.site.key);
		await visitor.greet();
		const clientId = newClientId();
		for (const text of ['', '   ', 'x'.repeat(4_001), 'a\u0000b', 'half \ud800 pair']) {
			const refusal = await visitor.client.say.mutate({ clientId, text }).catch(wireErrorOf);
			expect(refusal).toMatchObject({ code: 'input.invalid', field: 'text' });
		}
		const short = await visitor.client.say.mutate({ clientId: clientIdOf('short'), text: 'hi' }).catch(wireErrorOf);
		expect(short).toMatchObject({ code: 'input.invalid', field: 'clientId' });
		expect((await visitor.client.say.mutate({ clientId, text: 'x'.repeat(4_000) })).seq).toBe(2);
		visitor.close();
	});

	test('a visitor who writes too fast is told how long to wait', async () => {
		const visitor = visitorWire(server.base, owned.site.key);
		await visitor.greet();
		const outcomes = await Promise.all(
			Array.from({ length: 14 }, (_, n) =>
				visitor.client.say.mutate({ clientId: newClientId(), text: `Message ${n}` }).catch(wireErrorOf),
			),
		);
		const refused = outcomes.filter((outcome) => outcome !== null && 'code' in outcome);
		expect(refused).toHaveLength(4);
		for (const one of refused) expect(one).toMatchObject({ code: 'rate.limited', retryable: true });
		visitor.close();
	});

	test('I30 what wakes every watcher and is not stored has a bound of its own, for visitors and for members', async () => {
		const visitor = visitorWire(server.base, owned.site.key);
		const { sessionId } = await visitor.greet();
		const refusals = { visitor: 0, member: 0 };
		const count = (who: keyof typeof refusals) => (error: unknown) => {
			expect(wireErrorOf(error)).toMatchObject({ code: 'rate.limited', retryable: true });
			refusals[who] += 1;
		};
		await Promise.all(
			Array.from({ length: 30 }, async (_, n) => {
				const page = { url: `https://shop.example/${n}`, title: '' };
				await visitor.client.page.mutate(page).catch(count('visitor'));
				await visitor.client.typing.mutate({ on: n % 2 === 0 }).catch(count('visitor'));
				await owned.wire.client.monitor.typing.mutate({ sessionId, on: true }).catch(count('member'));
			}),
		);
		// A burst of 20, and what grew back meanwhile.
		expect(refusals.visitor).toBeGreaterThan(30);
		expect(refusals.member).toBeGreaterThan(5);
		expect((await visitor.client.say.mutate({ clientId: newClientId(), text: 'Still heard.' })).seq).toBe(2);
		visitor.close();
	});
});

test('a forwarded-for header while no proxy is declared is told once, with the variable to set', async () => {
	for (const forwardedFor of ['203.0.113.7', '203.0.113.8']) {
		const visitor = visitorWire(server.base, owned.site.key, { forwardedFor });
		await visitor.greet();
		visitor.close();
	}
	await expect.poll(() => server.output.match(/TRUSTED_PROXIES is 0/g)).toHaveLength(1);
});
