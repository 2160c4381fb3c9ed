/** The kernel alone: virtual time, chance that repeats itself, lines that do not reorder, and a house that boots. */
import { describe, expect, test } from 'vitest';
import { seqOf } from '../../shared/ids.ts';
import { createAccountStores } from './accounts.ts';
import { callsLayer } from './calls/layer.ts';
import { makeTables, siteKeys } from './estate.ts';
import { createHouse } from './house.ts';
import { createMemoryJournal } from './journal.ts';
import { createLine } from './line.ts';
import { createNetwork } from './network.ts';
import { createRandom } from './random.ts';
import { createSimStore } from './store.ts';
import { createTime } from './time.ts';
import { createVisitor } from './visitor.ts';

test('a fork draws the same whatever its siblings draw', () => {
	const first = createRandom('seed');
	const second = createRandom('seed');
	second.fork('other').next();
	second.next();
	expect(second.fork('mine').next()).toBe(first.fork('mine').next());
});

test('events ring in the order of their time, and in the order of setting where they fall together', async () => {
	const time = createTime();
	const rung: string[] = [];
	time.after(20, () => rung.push('late'));
	time.after(10, () => rung.push('first'));
	time.after(10, () => rung.push('second'));
	time.after(10, () => rung.push('cancelled')).cancel();
	await time.run(15);
	expect(rung).toEqual(['first', 'second']);
	await time.run(5);
	expect(rung).toEqual(['first', 'second', 'late']);
});

describe('a line', () => {
	function open() {
		const time = createTime();
		const heard: string[] = [];
		const latencies = [50, 1, 30];
		const line = createLine({
			time,
			latencyMs: () => latencies.shift() ?? 1,
			patienceMs: { client: 10_000, server: 16_000 },
			client: { frame: (text) => heard.push(`client ${text}`), closed: (code) => heard.push(`client closed ${code}`) },
			server: { frame: (text) => heard.push(`server ${text}`), closed: (code) => heard.push(`server closed ${code}`) },
		});
		return { time, heard, line };
	}

	test('keeps the order of its frames, and the goodbye comes after them', async () => {
		const { time, heard, line } = open();
		line.client.send('one');
		line.client.send('two');
		line.client.close(1000);
		await time.run(100);
		expect(heard).toEqual(['client closed 1000', 'server one', 'server two', 'server closed 1000']);
	});

	test('that is blocked delivers late if it is healed in time, and ends on both sides if not', async () => {
		const { time, heard, line } = open();
		line.block('down');
		line.server.send('late');
		await time.run(5_000);
		expect(heard).toEqual([]);
		line.unblock();
		await time.run(100);
		expect(heard).toEqual(['client late']);
		line.block('down');
		await time.run(20_000);
		expect(heard.slice(1)).toEqual(['client closed 1006', 'server closed 1006']);
	});
});

test('a house boots on stores in memory, and the real session of the widget is answered', async () => {
	const time = createTime();
	const random = createRandom('kernel');
	const journal = createMemoryJournal();
	const store = createSimStore({
		time,
		random,
		kind: 'pglite',
		journal,
		accounts: createAccountStores(makeTables(time.wall())),
	});
	const network = createNetwork({ time, random });
	const faults: unknown[] = [];
	const house = createHouse({
		time,
		random,
		network,
		storesFor: store.for,
		responderFor: () => ({
			async *respond() {
				yield { type: 'text', text: 'Hello.' };
				yield { type: 'done', sources: [], asks: null };
			},
		}),
		notStarted: () => faults.push('not started'),
		onFault: (fault) => faults.push(fault),
	});
	house.boot();
	await time.run(10);
	const visitor = createVisitor({
		time,
		network,
		layer: callsLayer,
		random,
		name: 'visitor',
		siteKey: siteKeys[0],
		tabs: 1,
	});
	const [tab] = visitor.tabs;
	tab?.load();
	tab?.openPanel();
	tab?.chat?.write({ kind: 'say', text: 'Hi' });
	await time.run(1_000);
	expect(faults).toEqual([]);
	const view = tab?.chat?.view;
	expect(view?.entries.map((entry) => [entry.seq, entry.kind])).toEqual([
		[1, 'opened'],
		[2, 'message'],
		[4, 'message'],
	]);
	expect(tab?.chat?.outbox.state.items).toEqual([]);
	expect(view?.sessionId && journal.transcript(view.sessionId)).toHaveLength(4);
	house.crash();
	house.boot();
	await time.run(5_000);
	expect(tab?.chat?.link.kind).toBe('live');
	expect(tab?.chat?.view.state.lastSeq).toBe(seqOf(4));
});
