import { describe, expect, test } from 'vitest';
import { wantsHuman } from '../../server/ai/intent.ts';
import { languageOf } from '../../server/ai/language.ts';
import { demoArticles } from '../../server/demo/articles.ts';
import { englishArticles } from '../../server/demo/articles-en.ts';
import { latvianArticles } from '../../server/demo/articles-lv.ts';
import { makePersona } from '../../server/demo/personas.ts';
import { replyTo } from '../../server/demo/replies.ts';
import type { Step } from '../../server/demo/script.ts';
import { englishScripts } from '../../server/demo/scripts-en.ts';
import { latvianScripts } from '../../server/demo/scripts-lv.ts';
import { knowledgeInput, visitorInput } from '../../shared/input.ts';
import type { Language } from '../../shared/text/language.ts';

const matter = 'My boots are too small.';

describe('a simulated visitor answers a person plausibly', () => {
	test.each<[Language, string, number, RegExp | null]>([
		['en', 'Hello, how can I help?', 0, /^My boots are too small\.$/],
		['en', 'Hi!', 0, /^My boots are too small\.$/],
		['en', 'What is your order number?', 1, /DS\d{6}/],
		['en', 'Which size would you like?', 1, /42|M/],
		['en', 'I can offer you a refund.', 1, /thank/i],
		['en', 'One moment, let me check', 1, /time|wait/],
		['en', 'Would Friday be fine?', 1, /./],
		['en', 'Is there anything else?', 2, /thank/i],
		['en', 'Have a nice day!', 3, /thank/i],
		['en', 'It is on its way.', 1, /./],
		['en', 'It is on its way.', 2, null],
		['en', 'What else?', 7, null],
		['lv', 'Labdien, kā varu palīdzēt?', 0, /^My boots are too small\.$/],
		['lv', 'Kāds ir pasūtījuma numurs?', 1, /DS\d{6}/],
		['lv', 'Kādu izmēru vēlaties?', 1, /42|M/],
		['lv', 'Vienu mirkli, pārbaudīšu.', 1, /pagaidīšu|nesteidzieties/],
		['lv', 'Vai jums vēl kāds jautājums?', 2, /Paldies|paldies/],
		['lv', 'Jauku dienu!', 3, /Paldies/],
	])('%s: %s (%i)', (language, text, given, expected) => {
		const reply = replyTo({ text, given, matter, language });
		if (expected === null) expect(reply).toBeNull();
		else expect(reply).toMatch(expected);
	});

	test('two of them do not talk for ever', () => {
		let text = 'Hello, how can I help?';
		let given = 0;
		for (; given < 50; given += 1) {
			const reply = replyTo({ text, given, matter, language: 'en' });
			if (reply === null) break;
			text = reply;
		}
		expect(given).toBeLessThan(10);
	});
});

describe('what is scripted', () => {
	const scripts = [...englishScripts, ...latvianScripts];
	const texts = scripts.flatMap(({ steps }) => steps.flatMap((step: Step) => ('say' in step ? [step.say] : [])));

	test('passes the rules of the protocol', () => {
		for (const text of [...texts, ...scripts.map((script) => script.matter)]) {
			expect(visitorInput.say.shape.text.parse(text)).toBe(text);
		}
		const pages = scripts.flatMap(({ start, steps }) => [
			start,
			...steps.flatMap((step) => ('page' in step ? [step.page] : [])),
		]);
		for (const page of pages) expect(visitorInput.page.parse(page)).toEqual(page);
	});

	test('is in the language that it says', () => {
		for (const { language, matter: about } of scripts) expect([language, null]).toContain(languageOf(about));
	});

	test('has some who ask for a person, by button and in words, in both languages', () => {
		for (const list of [englishScripts, latvianScripts]) {
			const steps = list.flatMap((script) => script.steps);
			expect(steps.some((step) => 'ask' in step)).toBe(true);
			expect(steps.some((step) => 'say' in step && wantsHuman(step.say))).toBe(true);
		}
	});

	test('the articles fit the limits, and both languages have the same ones', () => {
		const schema = knowledgeInput.create.omit({ siteId: true });
		for (const article of demoArticles) expect(schema.parse(article)).toEqual(article);
		expect(englishArticles.length).toBeGreaterThanOrEqual(15);
		expect(englishArticles.map(({ kind }) => kind)).toEqual(latvianArticles.map(({ kind }) => kind));
		expect(new Set(demoArticles.map(({ title }) => title)).size).toBe(demoArticles.length);
	});

	test('visitors come from several countries, with phones, tablets and computers, and speak both languages', () => {
		let seed = 1;
		const random = () => {
			seed = (seed * 48_271) % 2_147_483_647;
			return seed / 2_147_483_647;
		};
		const many = Array.from({ length: 300 }, () => makePersona(random));
		expect(new Set(many.map(({ facts }) => facts.country)).size).toBeGreaterThan(7);
		expect(new Set(many.map(({ facts }) => facts.device))).toEqual(new Set(['mobile', 'tablet', 'desktop']));
		expect(new Set(many.map(({ language }) => language))).toEqual(new Set(['en', 'lv']));
		expect(many.every(({ facts, language }) => language === 'en' || facts.country === 'LV')).toBe(true);
	});
});
