import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { alertsEn } from '../../shared/text/alerts-en.ts';
import { alertsLv } from '../../shared/text/alerts-lv.ts';
import { docsEn } from '../../shared/text/docs-en.ts';
import { docsLv } from '../../shared/text/docs-lv.ts';
import { geoEn } from '../../shared/text/geo-en.ts';
import { geoLv } from '../../shared/text/geo-lv.ts';
import { mailEn } from '../../shared/text/mail-en.ts';
import { mailLv } from '../../shared/text/mail-lv.ts';
import { settingsEn } from '../../shared/text/settings-en.ts';
import { settingsLv } from '../../shared/text/settings-lv.ts';
import { trustEn } from '../../shared/text/trust-en.ts';
import { trustLv } from '../../shared/text/trust-lv.ts';
import { webhooksEn } from '../../shared/text/webhooks-en.ts';
import { webhooksLv } from '../../shared/text/webhooks-lv.ts';

type Sentence = string | ((...given: readonly never[]) => string);

/** Every sentence under its path; one that is filled in is filled with marks, so that a forgotten place shows. */
function sentences(texts: object, path = ''): readonly (readonly [path: string, sentence: Sentence])[] {
	return Object.entries(texts).flatMap(([key, value]: readonly [string, unknown]) => {
		const at = path === '' ? key : `${path}.${key}`;
		if (typeof value === 'string') return [[at, value] as const];
		// A dictionary holds strings, functions that make them, and groups of both.
		if (typeof value === 'function') return [[at, value as (...given: readonly never[]) => string] as const];
		return typeof value === 'object' && value !== null ? sentences(value, at) : [];
	});
}

/** Sentences that count: given a number, they say it. */
const counting = [
	'sites.more',
	'knowledge.count',
	'knowledge.tooLong',
	'site.idleNow',
	'members.count',
	'demo.running',
	'attempts',
];

const namesIn = new Map<object, readonly string[]>([
	[settingsEn, ['sites.demo', 'ai.title', 'ai.baseUrlPlaceholder', 'account.free', 'account.standard', 'account.pro']],
	[webhooksEn, ['formats.slack', 'formats.telegram']],
]);
/** Those of privacy and order. */
const countingTrust = [
	'visitor.erased',
	'retention.last',
	'limits.count.messages',
	'limits.count.sockets',
	'limits.count.sessions',
	'limits.count.busy',
	'audit.chats',
];

function sentenceAt(texts: object, path: string): (...given: readonly unknown[]) => string {
	const found = sentences(texts).find(([at]) => at === path)?.[1];
	if (typeof found !== 'function') throw new Error(`${path} does not count`);
	return found as (...given: readonly unknown[]) => string;
}

describe.each([
	['settings', settingsEn, settingsLv],
	['docs', docsEn, docsLv],
	['webhooks', webhooksEn, webhooksLv],
	['geo', geoEn, geoLv],
	['alerts', alertsEn, alertsLv],
	['mail', mailEn, mailLv],
	['trust', trustEn, trustLv],
])('the %s dictionaries', (_, en, lv) => {
	test('have the same keys in both languages', () => {
		expect(sentences(lv).map(([path]) => path)).toEqual(sentences(en).map(([path]) => path));
	});

	test('say every sentence, and use everything that they are given', () => {
		for (const texts of [en, lv]) {
			for (const [path, sentence] of sentences(texts)) {
				if (typeof sentence === 'string') {
					expect(sentence.trim(), path).toBe(sentence);
					expect(sentence, path).not.toBe('');
					continue;
				}
				if (counting.includes(path) || countingTrust.includes(path) || (en === geoEn && path === 'days')) continue;
				const marks = Array.from({ length: sentence.length }, (_mark, index) => `«${index}»`);
				const said = (sentence as (...given: readonly string[]) => string)(...marks);
				for (const mark of marks) expect(said, path).toContain(mark);
			}
		}
	});

	test('shout nowhere and hold no place that was forgotten', () => {
		for (const texts of [en, lv]) {
			for (const [path, sentence] of sentences(texts)) {
				if (typeof sentence !== 'string') continue;
				// Greetings and examples of what visitors write speak for others, not for us.
				if (!/^(look\.|card\.example)/.test(path)) expect(sentence, path).not.toContain('!');
				expect(sentence, path).not.toMatch(/[{}#]\w*\}|TODO|undefined/);
			}
		}
	});

	test('are translated: only names and examples are the same in both', () => {
		const english = new Map(sentences(en));
		const same = sentences(lv).filter(([path, sentence]) => english.get(path) === sentence);
		expect(same.map(([path]) => path)).toEqual(namesIn.get(en) ?? []);
	});
});

describe('the settings dictionary', () => {
	test('has no sentence that no page says', () => {
		const folder = join(import.meta.dirname, '..', '..', 'dashboard');
		const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((path) => /\.tsx?$/.test(path))
			.map((path) => readFileSync(join(folder, path), 'utf8'))
			.join('\n');
		// Chosen by a value: the role, the plan, the theme, the side.
		const chosen =
			/^(members\.(owner|admin|agent|viewer)|account\.(free|standard|pro|system|light|dark)|look\.(left|right))$/;
		const unsaid = sentences(settingsEn)
			.map(([path]) => path)
			.filter((path) => {
				const [group, key] = path.split('.');
				const said = group === 'look' ? `\\.${key}\\b` : `\\.${group}\\.${key}\\b`;
				return !chosen.test(path) && !new RegExp(said).test(source);
			});
		expect(unsaid).toEqual([]);
	});
});

describe('plural forms', () => {
	test.each(counting)('%s has a form for each count in both languages', (path) => {
		for (const texts of path === 'attempts' ? [webhooksEn, webhooksLv] : [settingsEn, settingsLv]) {
			for (const count of [0, 1, 2, 5, 10, 11, 21, 30, 101]) {
				const said = sentenceAt(texts, path)(count);
				expect(said).toContain(String(count));
				expect(said).not.toContain('#');
			}
		}
	});

	test('the age of the country data is told in days', () => {
		expect([1, 2].map((n) => geoEn.days(n))).toEqual(['1 day old', '2 days old']);
		expect([1, 2, 10, 21].map((n) => geoLv.days(n))).toEqual([
			'1 dienu veci',
			'2 dienas veci',
			'10 dienu veci',
			'21 dienu veci',
		]);
	});

	test.each(countingTrust)('%s has a form for each count in both languages', (path) => {
		for (const texts of [trustEn, trustLv]) {
			for (const count of [0, 1, 2, 5, 10, 11, 21, 30, 101]) {
				const said = sentenceAt(texts, path)(count);
				expect(said).toContain(String(count));
				expect(said).not.toContain('#');
			}
		}
	});

	test('Latvian has a form of its own for zero, for one and for the rest', () => {
		const { count } = settingsLv.knowledge;
		expect([0, 1, 2, 10, 11, 21, 22, 30].map((n) => count(n))).toEqual([
			'0 rakstu',
			'1 raksts',
			'2 raksti',
			'10 rakstu',
			'11 rakstu',
			'21 raksts',
			'22 raksti',
			'30 rakstu',
		]);
	});

	test('English has one and other', () => {
		const { running } = settingsEn.demo;
		expect([1, 8].map((n) => running(n))).toEqual(['1 simulated visitor', '8 simulated visitors']);
	});
});
