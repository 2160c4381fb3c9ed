import { describe, expect, test } from 'vitest';
import { longestCrossingMs } from '../../widget/session/chat-session.ts';
import type { MintLock } from '../../widget/session/mint-lock.ts';
import { createWidgetMemory } from '../support/widget-memory.ts';
import { createTab, settle } from './support/tab.ts';

type Tab = ReturnType<typeof createTab>;

/** Both are told a token of their own, and the first one's reaches the other late. Returns the connection that is given up. */
async function crossed(one: Tab, two: Tab) {
	await one.answer('token-a');
	await two.answer('token-b');
	const given = two.now();
	two.store.set('token', 'token-a');
	two.clock.advance(longestCrossingMs);
	return given;
}

describe('tabs that open at the same moment', () => {
	test('with locks the second waits for the first one’s token', async () => {
		const browser = createWidgetMemory();
		const queue: (() => Promise<void>)[] = [];
		let busy = false;
		const lock: MintLock = (act) => {
			queue.push(act);
			const next = async (): Promise<void> => {
				if (busy) return;
				busy = true;
				for (let turn = queue.shift(); turn !== undefined; turn = queue.shift()) await turn();
				busy = false;
			};
			void next();
		};
		const one = createTab(browser, lock);
		const two = createTab(browser, lock);
		one.session.openPanel();
		two.session.openPanel();
		await settle();
		expect([one.connections.length, two.connections.length]).toEqual([1, 0]);
		await one.accept('token-a');
		expect(two.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
	});

	test('without locks the first write wins, and nothing is sent as a visitor who is given up', async () => {
		const browser = createWidgetMemory();
		const one = createTab(browser);
		const two = createTab(browser);
		one.session.openPanel();
		two.session.openPanel();
		two.session.write({ kind: 'say', text: 'hello' });
		await one.accept('token-a');
		const first = two.now();
		await two.accept('token-b');
		expect(first.said).toEqual([]);
		expect(first.closed).toBe(true);
		expect(two.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		await two.accept('token-a');
		expect(two.now().said.map(({ input }) => input.text)).toEqual(['hello']);
		expect(browser.memory.token()).toBe('token-a');
	});

	// Browsers run tabs in processes of their own: what one writes reaches the other later, and the last write stays.
	test('without locks, when both believe they were first: they are one visitor before anything is sent', async () => {
		const [one, two] = [createTab(), createTab()];
		one.session.openPanel();
		two.session.openPanel();
		two.session.write({ kind: 'say', text: 'hello' });
		const given = await crossed(one, two);
		one.clock.advance(longestCrossingMs);
		expect(given.said).toEqual([]);
		expect(given.closed).toBe(true);
		expect(two.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
		await two.accept('token-a');
		expect(two.now().said.map(({ input }) => input.text)).toEqual(['hello']);
		expect(one.connections.length).toBe(1);
	});

	test('an old token that the server no longer takes is replaced by one, whichever tab was first', async () => {
		const [one, two] = [createTab(), createTab()];
		for (const { store, session } of [one, two]) {
			store.set('token', 'token-old');
			session.openPanel();
		}
		two.session.write({ kind: 'say', text: 'hello' });
		const given = await crossed(one, two);
		expect(given.said).toEqual([]);
		expect(two.now().hello).toMatchObject({ hello: 'open', token: 'token-a' });
	});

	test('without locks, when the other token comes later still, the tab joins it on the news', async () => {
		const tab = createTab();
		tab.session.openPanel();
		await tab.accept('token-a');
		tab.store.set('token', 'token-b');
		tab.session.resume();
		expect(tab.now().hello).toMatchObject({ hello: 'open', token: 'token-b' });
		await tab.accept('token-b');
		tab.session.resume();
		expect(tab.connections.length).toBe(2);
	});

	test('where nothing can be stored, what is written is sent all the same', async () => {
		const browser = createWidgetMemory();
		const tab = createTab({ ...browser, memory: { ...browser.memory, setToken: () => {} } });
		tab.session.openPanel();
		tab.session.write({ kind: 'say', text: 'hello' });
		await tab.accept('token-a');
		expect(tab.now().said.map(({ input }) => input.text)).toEqual(['hello']);
		expect(tab.connections.length).toBe(1);
	});
});
