import { describe, expect, test } from 'vitest';
import type { Entry, EntryBody } from '../../shared/entry.ts';
import { genOf, seqOf } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { widgetEn } from '../../shared/text/widget-en.ts';
import { widgetLv } from '../../shared/text/widget-lv.ts';
import { messageUnits, parseCommand } from '../../widget/session/command.ts';
import { pageFacts } from '../../widget/session/page.ts';
import { isDrawn, startsRun, visibleEntries } from '../../widget/session/visible.ts';

const make = (...bodies: readonly EntryBody[]): readonly Entry[] =>
	bodies.map((body, index) => ({ ...body, seq: seqOf(index + 1), gen: genOf(1), at: index * 1_000 }));
const said = (text: string): EntryBody => ({ kind: 'message', author: 'visitor', text });
const agent = (name: string): EntryBody => ({ kind: 'message', author: 'agent', name, text: 'hi' });

describe('what of a session is this conversation', () => {
	test('what came before "End chat" is gone, what came before a grace that ran out is not', () => {
		const entries = make(
			{ kind: 'opened', reopened: false },
			said('one'),
			{ kind: 'left', why: 'visitor' },
			{ kind: 'opened', reopened: true },
			said('two'),
			{ kind: 'left', why: 'grace' },
			{ kind: 'opened', reopened: true },
			said('three'),
		);
		const texts = visibleEntries(entries)
			.filter(isDrawn)
			.map((entry) => (entry.kind === 'message' ? entry.text : entry.kind));
		expect(texts).toEqual(['two', 'three']);
	});

	test('author and time stand once above a run: another person, a line between or five minutes begin a new one', () => {
		const [a, b, c] = make(agent('Desk One'), agent('Desk One'), agent('Desk Two'));
		const [, event] = make(said('x'), { kind: 'released', name: '', why: 'left' });
		if (!a || !b || !c || !event) throw new Error('made three');
		expect(startsRun(a, undefined)).toBe(true);
		expect(startsRun(b, a)).toBe(false);
		expect(startsRun(c, b)).toBe(true);
		expect(startsRun(a, event)).toBe(true);
		expect(startsRun({ ...b, at: a.at + 300_001 }, a)).toBe(true);
	});
});

test('the composer’s own number is the limit of the server', () => {
	expect(messageUnits).toBe(limits.messageUnits);
});

test.each([null, 7, 'say', {}, { kind: 'say' }, { kind: 'say', text: 7 }, { kind: 'drop' }])(
	'a stored %j is no command',
	(stored) => {
		expect(parseCommand(stored)).toBeNull();
	},
);

test('the page is told without a password in its address, and its title as one line', () => {
	const facts = pageFacts({
		location: new URL('https://name:secret@shop.example/a?b=c#d'),
		document: { title: ` two\nlines\u202e ${'x'.repeat(400)}` },
	} as unknown as Window);
	expect(facts.url).toBe('https://shop.example/a?b=c#d');
	expect(facts.title).toMatch(/^two lines {2}x+$/);
	expect(facts.title.length).toBeLessThanOrEqual(300);
});

test('each language says everything, in words of its own', () => {
	for (const [key, english] of Object.entries(widgetEn)) {
		const latvian = widgetLv[key as keyof typeof widgetLv];
		const [one, other] = [english, latvian].map((words) => (typeof words === 'function' ? words('N') : words));
		expect(other, key).not.toBe('');
		expect(other, key).not.toBe(one);
	}
});
