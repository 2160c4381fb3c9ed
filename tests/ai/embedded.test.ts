import { beforeAll, describe, expect, test } from 'vitest';
import { createEmbedded } from '../../server/ai/embedded.ts';
import { createLibrary, type Library } from '../../server/ai/library.ts';
import { aiPhrases } from '../../server/ai/phrases.ts';
import { createSystemClock } from '../../server/clock.ts';
import { demoArticles } from '../../server/demo/articles.ts';
import type { Entry } from '../../shared/entry.ts';
import { articleIdOf, noSeq, type Seq, seqOf, sessionIdOf, siteIdOf } from '../../shared/ids.ts';
import type { Language } from '../../shared/text/language.ts';
import { createMemoryKnowledge } from './memory-knowledge.ts';
import { agent, ai, collect, opened, released, tookOver, transcriptOf, visitor, whisper } from './support.ts';

const { en, lv } = aiPhrases;
const siteId = siteIdOf('shop');
let library: Library;

beforeAll(async () => {
	let made = 0;
	library = createLibrary({
		store: createMemoryKnowledge(),
		clock: createSystemClock(),
		newArticleId: () => {
			made += 1;
			return articleIdOf(`article-${made}`);
		},
	});
	for (const article of demoArticles) await library.create(siteId, article);
});

function answerTo(transcript: readonly Entry[], answered: Seq = noSeq, language: Language = 'en') {
	const embedded = createEmbedded({ library, clock: createSystemClock(), piecesPerSecond: 0 });
	const { signal } = new AbortController();
	return collect(embedded.respond({ siteId, sessionId: sessionIdOf('s'), language, transcript, answered, signal }));
}

const answer = (...texts: readonly string[]) => answerTo(transcriptOf([opened, ...texts.map(visitor)]));

describe('the embedded AI', () => {
	test('quotes the passage that answers, and names its article', async () => {
		const got = await answer('How long does delivery to Estonia take?');
		expect(got.text).toContain('in Lithuania and Estonia in 2–3 working days');
		expect(got.text).not.toContain('prolong it by 2 days');
		expect(got.sources).toEqual(['Delivery: cost and time']);
		expect(got.asks).toBeNull();
	});

	test('a question with two sides gets both passages of the article', async () => {
		const got = await answer('How much does delivery to Estonia cost?');
		expect(got.text).toContain('€2.99');
		expect(got.text).toContain('Lithuania and Estonia');
		expect(got.text).not.toContain('prolong it by 2 days');
	});

	test('answers in the language of the question, whatever the page speaks', async () => {
		expect((await answer('Vai jums ir banāni?')).text).toBe(lv.unsure);
		expect((await answerTo(transcriptOf([opened, visitor('Do you sell bananas?')]), noSeq, 'lv')).text).toBe(en.unsure);
		expect((await answerTo(transcriptOf([opened, visitor('iPhone 15')]), noSeq, 'lv')).text).toBe(lv.unsure);
	});

	test('says honestly that it does not know, and calls for a person', async () => {
		const got = await answer('Do you sell bananas?');
		expect(got).toMatchObject({ text: en.unsure, sources: [], asks: 'unsure' });
	});

	test.each([
		['I want to talk to a human', en.humanAsked],
		['Gribu runāt ar cilvēku', lv.humanAsked],
	])('calls a person who is asked for in words: %s', async (text, words) => {
		expect(await answer(text)).toMatchObject({ text: words, asks: 'words' });
	});

	test.each([
		['hi', en.greeting],
		['Sveiki!', lv.greeting],
		['thanks', en.thanks],
		['Paldies!', lv.thanks],
		['are you a robot?', en.whoAmI],
		['???', en.nothing],
		['I have a question', en.nothing],
	])('is polite: %s', async (text, words) => {
		expect(await answer(text)).toMatchObject({ text: words, sources: [], asks: null });
	});

	test('greets back, once, in front of the answer', async () => {
		const first = await answer('Hi! Do you have gift cards?');
		expect(first.text.startsWith('Hello! Gift cards come for')).toBe(true);
		const later = transcriptOf([opened, visitor('hi'), ai(en.greeting), visitor('hi, do you have gift cards?')]);
		expect((await answerTo(later, seqOf(3))).text.startsWith('Gift cards come for')).toBe(true);
	});

	test('answers all unanswered messages together', async () => {
		const got = await answer('What does delivery cost?', 'And can I pay with PayPal?');
		expect(got.text).toContain('€2.99');
		expect(got.text).toContain('PayPal');
		expect(got.sources).toEqual(['Delivery: cost and time', 'How can I pay?']);
	});

	test('a question in several messages is one question', async () => {
		const got = await answer('My backpack arrived today', 'but it is broken', 'what can I do now');
		expect(got.sources).toEqual(['Warranty and faulty items']);
	});

	test('answers what it knows and says that it does not know the rest', async () => {
		const got = await answer('What does delivery cost? Do you sell bananas?');
		expect(got.text).toContain('€2.99');
		expect(got.text.endsWith(en.unsureOfRest)).toBe(true);
		expect(got.asks).toBe('unsure');
	});

	test('what was quoted before is not quoted whole again: the sentence that answers is enough', async () => {
		const first = (await answer('Do you sell gift cards?')).text;
		const transcript = transcriptOf([
			opened,
			visitor('Do you sell gift cards?'),
			ai(first),
			visitor('How long are they valid?'),
		]);
		const got = await answerTo(transcript, seqOf(3));
		expect(got.text).toBe('They are valid for two years, in the online shop and on the spot.');
		expect(got.sources).toEqual(['Gift cards']);
		const again = transcriptOf([opened, visitor('Gift cards?'), ai(first), visitor('Gift cards?')]);
		expect((await answerTo(again, seqOf(3))).text.length).toBeGreaterThan(0);
	});

	test('the same passage is quoted once', async () => {
		const got = await answer('What are the opening hours?', 'When do you open on Saturday?');
		expect(got.text.split('It is open Monday')).toHaveLength(2);
	});

	test.each([
		['What does delivery cost?', 'and to Estonia?', 'Estonia in 2–3 working days'],
		['Cik maksā piegāde?', 'un uz Igauniju?', 'Igaunijā 2–3 darba dienās'],
		['How long does delivery to Estonia take?', 'And how much is it?', 'parcel locker costs €2.99'],
		['Do you have winter jackets?', 'And how much?', 'winter jackets from €129'],
	])('a short follow-up leans on the question before: %s %s', async (before, after, words) => {
		const transcript = transcriptOf([opened, visitor(before), ai('…'), visitor(after)]);
		expect((await answerTo(transcript, seqOf(3))).text).toContain(words);
	});

	test('a flood of hostile messages costs milliseconds, and the newest is answered', async () => {
		const floods = ['talk a ', 'gribu ', 'live one ', 'how long ', 'pick ', '? ', "a'", 'ē', 'nosutit a '];
		for (const flood of floods) {
			const text = flood.repeat(4_000 / flood.length);
			const texts = [...Array.from({ length: 30 }, () => text), 'Do you have gift cards?'];
			const at = performance.now();
			expect((await answer(...texts)).text).toContain('Gift cards come for');
			expect(performance.now() - at).toBeLessThan(1_000);
		}
	});

	test('what is already answered is not answered again', async () => {
		const transcript = transcriptOf([
			opened,
			visitor('Do you have gift cards?'),
			ai('Yes.'),
			visitor('opening hours?'),
		]);
		expect((await answerTo(transcript, seqOf(3))).sources).toEqual(['Opening hours and address']);
	});
});

describe('after a person was there', () => {
	const talk = [
		opened,
		visitor('I want to talk to a human'),
		tookOver(),
		agent('Hello, which jacket is it about?'),
		visitor('the blue one'),
		agent('You can have the blue jacket for 79 euro, and I will send it today.'),
		released(),
	];
	const next = (text: string) => answerTo(transcriptOf([...talk, visitor(text)]), seqOf(6));

	test('the AI knows what they said, and quotes them', async () => {
		for (const text of [
			'and what did he say about the price?',
			'What did Anna promise?',
			'how much is the blue jacket?',
		]) {
			const got = await next(text);
			expect(got.text).toBe('Anna wrote: “You can have the blue jacket for 79 euro, and I will send it today.”');
			expect(got.asks).toBeNull();
		}
	});

	test('an agent without a name is our colleague', async () => {
		const unnamed = transcriptOf([
			opened,
			tookOver(''),
			agent('Atlaide būs 15 %.', ''),
			released('left', ''),
			visitor('Ko viņa teica par atlaidi?'),
		]);
		expect((await answerTo(unnamed, seqOf(3))).text).toBe('Mūsu kolēģis rakstīja: „Atlaide būs 15 %.”');
	});

	test('thanks are answered politely', async () => {
		expect((await next('Thanks!')).text).toBe(en.thanks);
	});

	test('they are not called again for the next thing it does not know', async () => {
		expect(await next('Do you sell bananas?')).toMatchObject({ text: en.unsureAfterHuman('Anna'), asks: null });
	});

	test('they are called again when the visitor says so, as the answer tells them to', async () => {
		expect(await next('talk to a person')).toMatchObject({ text: en.humanAsked, asks: 'words' });
		expect(en.unsureAfterHuman('Anna')).toContain('talk to a person');
		expect(await next('gribu runāt ar cilvēku')).toMatchObject({ text: lv.humanAsked, asks: 'words' });
		expect(lv.unsureAfterHuman('Anna')).toContain('gribu runāt ar cilvēku');
	});

	test('a person is called when the agent vanished, or left long ago', async () => {
		const vanished = transcriptOf([opened, tookOver(), released('agent-gone'), visitor('Do you sell bananas?')]);
		expect((await answerTo(vanished)).asks).toBe('unsure');
		const long = transcriptOf([opened, tookOver(), released(), { ...visitor('Do you sell bananas?'), at: 3_600_000 }]);
		expect((await answerTo(long)).asks).toBe('unsure');
	});

	test('what was asked for is not asked for twice', async () => {
		const asked = [opened, visitor('bananas?'), ai(en.unsure), { kind: 'asked-for-human', why: 'unsure' } as const];
		const got = await answerTo(transcriptOf([...asked, visitor('and pineapples?')]), seqOf(4));
		expect(got).toMatchObject({ text: en.unsureWaiting, asks: null });
	});
});

describe('what the team whispers', () => {
	const cards = 'Gift cards come for';
	const hint = whisper('Mention the gift cards');
	const told = (...lines: Parameters<typeof transcriptOf>[0]) => answerTo(transcriptOf([opened, ...lines]));
	const times = (text: string) => text.split(cards).length - 1;

	test('and the knowledge knows stands in the next answer, behind it', async () => {
		const got = await told(visitor('What does delivery cost?'), hint);
		expect(got.text).toMatch(/^Delivery to a parcel locker costs €2\.99.*\n\nGift cards come for/s);
		expect(got).toMatchObject({ sources: ['Delivery: cost and time', 'Gift cards'], asks: null });
		expect(times((await told(hint, visitor('What does delivery cost?'))).text)).toBe(1);
	});

	test('comes instead of "I do not know": the team has seen the question', async () => {
		const got = await told(visitor('Do you sell bananas?'), hint);
		expect(got.text.startsWith(cards)).toBe(true);
		expect(got).toMatchObject({ sources: ['Gift cards'], asks: null });
		const half = await told(visitor('What does delivery cost? Do you sell bananas?'), hint);
		expect(half.text).not.toContain(en.unsureOfRest);
		expect(half.asks).toBeNull();
	});

	test.each([
		['thanks', en.thanks],
		['hi', en.greeting],
		['???', en.nothing],
	])('comes after small talk, too: %s', async (text, words) => {
		const got = await told(visitor(text), hint);
		expect(got.text.startsWith(`${words}\n\n${cards}`)).toBe(true);
		expect(got.sources).toEqual(['Gift cards']);
	});

	test('comes after the words of an agent that are asked for', async () => {
		const talk = [opened, tookOver(), agent('You get 15 %.'), released(), visitor('What did Anna promise?'), hint];
		const got = await answerTo(transcriptOf(talk));
		expect(got.text.startsWith(`Anna wrote: “You get 15 %.”\n\n${cards}`)).toBe(true);
	});

	test('is said once: in the first answer that was begun after it', async () => {
		const first = [hint, visitor('Do you sell bananas?'), ai('Gift cards.', false, seqOf(4)), visitor('And bananas?')];
		expect((await answerTo(transcriptOf([opened, ...first]), seqOf(3))).text).toBe(en.unsure);
		const running = [visitor('Bananas?'), hint, ai('No.', false, seqOf(2)), visitor('And bananas?')];
		expect(times((await answerTo(transcriptOf([opened, ...running]), seqOf(2))).text)).toBe(1);
		const cut = [hint, visitor('Bananas?'), ai('Gi', true, seqOf(4)), tookOver(), released()];
		expect(times((await answerTo(transcriptOf([opened, ...cut]))).text)).toBe(1);
	});

	test('is not said twice in one answer, whoever asks for it', async () => {
		const got = await told(visitor('Do you have gift cards?'), hint, whisper('Tell them about the gift cards'));
		expect(times(got.text)).toBe(1);
		expect(got.sources).toEqual(['Gift cards']);
		const thanked = await told(visitor('thanks'), hint, whisper('Tell them about the gift cards'));
		expect(times(thanked.text)).toBe(1);
		expect(thanked.sources).toEqual(['Gift cards']);
	});

	test.each(['Do you sell bananas?', 'What does delivery cost?', 'thanks', 'hi', '???'])(
		'and the knowledge knows nothing about changes nothing: %s',
		async (text) => {
			expect(await told(visitor(text), whisper('Be nice, they are angry'))).toEqual(await answer(text));
		},
	);

	test.each([
		'Do not mention the gift cards',
		'Don’t talk about gift cards',
		'Never offer a refund',
		'Nesoli naudu atpakaļ',
		// No article is about this, though one has the words.
		'Thank them for waiting',
	])('and is a ban, or no subject of an article, is not said: %s', async (text) => {
		expect(await told(visitor('thanks'), whisper(text))).toEqual(await answer('thanks'));
	});

	test('and the knowledge has in another language only is not said to this visitor', async () => {
		const { text } = await answerTo(transcriptOf([opened, visitor('paldies'), hint]), noSeq, 'lv');
		expect(text).toBe(lv.thanks);
		const theirs = whisper('Pastāsti par piegādi no Rīgas');
		expect((await answerTo(transcriptOf([opened, visitor('paldies'), theirs]), noSeq, 'lv')).sources).toEqual([
			'Piegāde: cena un termiņš',
		]);
	});

	test('is not lost on who calls for a person', async () => {
		const got = await told(visitor('I want to talk to a person'), hint);
		expect(got).toMatchObject({ sources: ['Gift cards'], asks: 'words' });
	});

	test('is looked up for the last three only', async () => {
		const later = ['Be brief', 'Be nice, they are angry', 'Be kind'].map(whisper);
		expect(times((await told(visitor('thanks'), hint, ...later.slice(1))).text)).toBe(1);
		expect((await told(visitor('thanks'), hint, ...later)).text).toBe(en.thanks);
	});

	test('its own words never reach the visitor', async () => {
		const secret = whisper('Mention the gift cards, this customer is a spy of Droplet');
		for (const text of ['Do you sell bananas?', 'thanks', 'Do you have gift cards?'])
			expect((await told(visitor(text), secret)).text).not.toMatch(/spy|Droplet/);
	});
});
