import { describe, expect, test } from 'vitest';
import { ask, pageOf, type Script, say } from '../../server/demo/script.ts';
import { createVisit } from '../../server/demo/visit.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { createStubChat, runThrough } from './support.ts';

const script = (...steps: Script['steps']): Script => ({
	language: 'en',
	start: pageOf('/', 'Start'),
	matter: 'My boots are too small.',
	steps,
});

function begin(steps: Script['steps'], random = () => 0.5) {
	const clock = createManualClock();
	const chat = createStubChat(clock);
	const abort = new AbortController();
	const visit = createVisit({ chat, script: script(...steps), clock, random, signal: abort.signal })();
	return { clock, chat, abort, visit, started: clock.monotonic() };
}

const saidBy = (log: readonly string[]) => log.filter((line) => line.startsWith('says ')).map((line) => line.slice(5));

describe('a visit', () => {
	test('types, asks, waits for the answer, looks at pages, and leaves', async () => {
		const { clock, chat, visit } = begin([say('Price?'), { page: pageOf('/jackets', 'Jackets') }, say('Thanks!')]);
		await runThrough(clock, visit);
		expect(chat.log).toEqual([
			'types',
			'says Price?',
			'goes to https://demo-shop.example/jackets',
			'types',
			'says Thanks!',
			'ends',
		]);
		expect(chat.closed).toBe(true);
		// Calm: two messages in no less than half a minute.
		expect(clock.monotonic()).toBeGreaterThan(30_000);
	});

	test('some just close the tab', async () => {
		const { clock, chat, visit } = begin([say('Price?')], () => 0.9);
		await runThrough(clock, visit);
		expect(chat.log).toEqual(['types', 'says Price?']);
		expect(chat.closed).toBe(true);
	});

	test('asks for a person, waits a while and goes when nobody comes', async () => {
		const { clock, chat, visit } = begin([say('Broken zip'), ask]);
		await runThrough(clock, visit);
		expect(chat.log).toContain('asks for a person');
		expect(chat.log.at(-1)).toBe('ends');
	});

	test('talks with the person who takes over, about its matter, until they leave', async () => {
		const { clock, chat, visit } = begin([say('Hello, I have a problem'), say('Is anybody there?')]);
		const forget = chat.onChange(() => {
			const last = chat.view.entries.at(-1);
			if (last?.kind !== 'message') return;
			const agent = (text: string) =>
				clock.setTimer(1_000, () => chat.write({ kind: 'message', author: 'agent', text, name: 'Anna' }));
			if (last.author === 'ai') {
				chat.write({ kind: 'took-over', name: 'Anna', entrance: 'button' });
				agent('Hello, how can I help?');
			} else if (last.author === 'visitor' && last.text.includes('boots')) agent('What is your order number?');
			else if (last.author === 'visitor' && last.text.includes('DS')) {
				forget();
				clock.setTimer(1_000, () => chat.write({ kind: 'released', name: 'Anna', why: 'left' }));
			}
		});
		await runThrough(clock, visit);
		const said = saidBy(chat.log);
		expect(said[0]).toBe('Hello, I have a problem');
		expect(said[1]).toBe('My boots are too small.');
		expect(said[2]).toMatch(/DS204518/);
		// Helped by a person: the rest of the list is not asked.
		expect(said).not.toContain('Is anybody there?');
	});

	test('an agent who says nothing is asked once or twice, then the visitor goes', async () => {
		const { clock, chat, visit } = begin([say('Hello')]);
		chat.write({ kind: 'took-over', name: 'Anna', entrance: 'button' });
		await runThrough(clock, visit);
		expect(saidBy(chat.log)).toEqual(['Hello', 'Are you still there?', 'Hello?']);
		expect(chat.closed).toBe(true);
	});

	test('a chat that the server closes ends the visit without another call', async () => {
		const { clock, chat, visit } = begin([say('One'), say('Two'), say('Three')]);
		clock.setTimer(8_000, () => chat.close());
		await runThrough(clock, visit);
		expect(saidBy(chat.log)).toEqual(['One']);
		expect(chat.log).not.toContain('ends');
	});

	test('when the demo stops, it says goodbye at once', async () => {
		const { clock, chat, abort, visit } = begin([say('One'), say('Two')], () => 0.99);
		clock.setTimer(5_000, () => abort.abort());
		await runThrough(clock, visit);
		expect(clock.monotonic()).toBeLessThan(6_000);
		expect(chat.log.at(-1)).toBe('ends');
	});
});
