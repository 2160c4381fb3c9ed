import { TRPCClientError } from '@trpc/client';
import { describe, expect, test } from 'vitest';
import { closeCodes } from '../../shared/close-codes.ts';
import type { Entry } from '../../shared/entry.ts';
import { type ErrorCode, wireErrorOf } from '../../shared/errors.ts';
import { genOf, seqOf, sessionIdOf } from '../../shared/ids.ts';
import type { ConnectionState } from '../../shared/live/connect.ts';
import { defer } from '../net/support/moments.ts';

import { createTab, liveEvent, settle } from './support/tab.ts';

const refusal = (code: ErrorCode) =>
	new TRPCClientError(code, {
		result: { error: { code: -32_000, message: code, data: { baton: wireErrorOf(code) } } },
	});

const stopped = (code: number): ConnectionState => ({ kind: 'stopped', code });
const message = (seq: number, text: string): Entry => ({
	kind: 'message',
	author: 'visitor',
	text,
	seq: seqOf(seq),
	gen: genOf(1),
	at: 0,
});
const answer = (seq: number, answersUpTo: number): Entry => ({
	kind: 'message',
	author: 'ai',
	text: 'An answer.',
	turn: seqOf(seq - 1),
	answersUpTo: seqOf(answersUpTo),
	interrupted: false,
	sources: [],
	seq: seqOf(seq),
	gen: genOf(1),
	at: 0,
});

describe('a visitor’s session', () => {
	test('starts when the panel is opened; what was opened once is only joined again', async () => {
		const tab = createTab();
		expect(tab.connections).toEqual([]);
		tab.session.openPanel();
		expect(tab.now().hello).toEqual({ language: 'en', url: 'https://shop.example/', title: 'Shop', hello: 'open' });
		await tab.accept();
		expect(tab.now().helloAgain()).toMatchObject({ hello: 'resume', token: 'token-a' });
		expect([...tab.store]).toEqual([
			['token', 'token-a'],
			['live', '1'],
		]);
	});

	test('that is not live any more leaves only the launcher, and the visitor stays who they are', async () => {
		const tab = createTab();
		tab.memory.setToken('token-a');
		tab.memory.setLive(true);
		tab.session.resume();
		expect(tab.now().hello).toMatchObject({ hello: 'resume', token: 'token-a' });
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.session.phase).toBe('closed');
		expect([...tab.store]).toEqual([['token', 'token-a']]);
		expect(tab.connections).toHaveLength(1);
	});

	test.each([
		[closeCodes.answered, 1],
		[closeCodes.awaited, 0],
	])(
		'that is not live and may be answered (%i) is asked for again on the next page, and told of once',
		(code, told) => {
			const tab = createTab();
			tab.memory.setToken('token-a');
			tab.memory.setLive(true);
			tab.session.resume();
			tab.now().become(stopped(code));
			expect(tab.session.phase).toBe('closed');
			expect(tab.news()).toBe(told);
			expect(tab.connections, 'on this page nothing more is asked').toHaveLength(1);
			expect(tab.memory.live()).toBe(true);
			tab.session.openPanel();
			expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		},
	);

	test('an address goes as a message does: once, kept until it is acknowledged; refused, it stays to be mended', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.session.write({ kind: 'address', text: 'visitor@example' });
		expect(tab.now().said.map(({ input }) => input)).toMatchObject([{ email: 'visitor@example' }]);
		tab.now().said[0]?.answer.reject(refusal('input.invalid'));
		await settle();
		const [refused] = tab.session.outbox.state.items;
		expect(refused?.status.kind).toBe('failed');
		expect(refused?.body).toEqual({ kind: 'address', text: 'visitor@example' });
	});

	test('an address to a session that has left opens it again', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.session.write({ kind: 'address', text: 'visitor@example.com' });
		const first = tab.now().said[0];
		first?.answer.reject(refusal('session.left'));
		await settle();
		expect(tab.now().hello).toMatchObject({ hello: 'open' });
		await tab.accept();
		expect(tab.now().said.map(({ input }) => input)).toEqual([first?.input]);
	});

	test('with an open panel it stays readable, and the next message opens it again', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a', [message(2, 'before'), answer(4, 2)]);
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.session.phase).toBe('dormant');
		expect(tab.session.view.entries).toHaveLength(2);
		tab.session.write({ kind: 'say', text: 'still there?' });
		expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		await tab.accept();
		expect(tab.now().said.map(({ input }) => input.text)).toEqual(['still there?']);
	});

	test('with a question that nobody has answered on this screen it is opened again at once, and the answer is shown', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a', [message(2, 'anyone?')]);
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.session.phase).toBe('open');
		expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		tab.session.closePanel();
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.connections).toHaveLength(2);
	});

	test('of a visitor who was erased is gone from this browser, and who goes on is somebody new', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a', [message(1, 'Hello')]);
		tab.session.write({ kind: 'say', text: 'And more' });
		tab.now().become(stopped(closeCodes.forgotten));
		expect(tab.session.phase).toBe('ended');
		expect(tab.session.view.entries).toEqual([]);
		expect(tab.session.outbox.state.items).toEqual([]);
		expect(tab.memory.token()).toBeNull();
		expect(tab.memory.live()).toBe(false);
		tab.session.startNew();
		expect(tab.now().hello).toMatchObject({ hello: 'open' });
		expect(tab.now().hello).not.toHaveProperty('token');
	});

	test('of a visitor who was blocked leaves the page', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.now().become(stopped(closeCodes.blocked));
		expect(tab.session.phase).toBe('refused');
		// Should they be let in again, they are who they were.
		expect(tab.memory.token()).toBe('token-a');
	});

	test('with unsent text it is opened again at once', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.now().become({ kind: 'connecting' });
		tab.session.write({ kind: 'say', text: 'on the way' });
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.connections).toHaveLength(2);
		expect(tab.now().hello).toMatchObject({ hello: 'open' });
		// A server that answers an opening like that is not asked again.
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.connections).toHaveLength(2);
	});

	test.each([closeCodes.origin, closeCodes.site, closeCodes.blocked])(
		'refused with %i hides the widget',
		async (code) => {
			const tab = createTab();
			tab.session.openPanel();
			tab.now().become(stopped(code));
			expect(tab.session.phase).toBe('refused');
		},
	);

	test('a message to a session that has left is sent again, under the same id, on a connection that opens it', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.session.write({ kind: 'say', text: 'hello' });
		const first = tab.now().said[0];
		first?.answer.reject(refusal('session.left'));
		await settle();
		expect(tab.now().hello).toMatchObject({ hello: 'open' });
		await tab.accept();
		expect(tab.now().said.map(({ input }) => input)).toEqual([first?.input]);
		expect(tab.session.outbox.state.items[0]?.status.kind).toBe('sending');
	});

	test('ended in another tab: the start screen here; text that was not sent opens it again', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		// The tab that ends it takes the mark away first.
		tab.memory.setLive(false);
		tab.now().event(liveEvent(false));
		expect(tab.session.phase).toBe('ended');
		expect(tab.now().closed).toBe(true);
		expect(tab.memory.live()).toBe(false);

		const busy = createTab();
		busy.session.openPanel();
		await busy.accept();
		busy.session.write({ kind: 'say', text: 'wait' });
		busy.now().event(liveEvent(false));
		expect(busy.session.phase).toBe('open');
		expect(busy.now().hello).toMatchObject({ hello: 'open' });
	});

	test('I22 ended and opened again in another tab, told late: this one joins, and knows the start screen if it can’t', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.now().event(liveEvent(false));
		expect(tab.session.phase).toBe('open');
		expect(tab.now().hello).toMatchObject({ hello: 'resume' });
		await tab.accept('token-a', [message(4, 'again')]);
		expect(tab.session.view.entries).toHaveLength(1);
		expect(tab.memory.live()).toBe(true);

		tab.now().event(liveEvent(false));
		tab.now().become(stopped(closeCodes.notLive));
		expect(tab.session.phase).toBe('ended');
		expect(tab.memory.live()).toBe(false);
	});

	test('I22 a page out of the cache joins what other tabs opened meanwhile', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		tab.session.end();
		await settle();
		tab.session.suspend();
		tab.session.wake();
		expect(tab.session.phase).toBe('ended');
		tab.memory.setLive(true);
		tab.session.wake();
		expect(tab.now().hello).toMatchObject({ hello: 'resume' });
		await tab.accept();
		expect(tab.session.phase).toBe('open');
	});

	test('a new chat begins only once the server knows that the old one has ended', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept();
		const old = tab.now();
		old.ended = defer();
		tab.session.end();
		tab.session.startNew();
		await settle();
		expect(tab.session.phase).toBe('open');
		expect(tab.connections).toHaveLength(1);
		old.ended.resolve();
		await settle();
		expect(tab.connections).toHaveLength(2);
		expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
	});

	test('a reset shows nothing half: the old conversation stays until the new one is whole', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a', [message(2, 'one')]);
		const before = tab.session.view;
		tab.now().event({ type: 'welcome', reset: true, now: 0, sessionId: sessionIdOf('session_1') });
		tab.now().event({ type: 'entries', entries: [message(2, 'one'), message(3, 'two')] });
		expect(tab.session.view).toBe(before);
		tab.now().event(liveEvent(true));
		expect(tab.session.view.entries).toHaveLength(2);
	});
});
