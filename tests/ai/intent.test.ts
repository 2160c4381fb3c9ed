import { describe, expect, test } from 'vitest';
import { leansBack, recallOf, type SmallTalk, smallTalkOf, wantsHuman } from '../../server/ai/intent.ts';

describe('a visitor wants a person', () => {
	test.each([
		'I want to talk to a human',
		'can I speak to someone?',
		'Can i talk to a real person please',
		'human please',
		'agent',
		'Operator!',
		'live agent',
		'real person',
		'Please connect me with an agent',
		'get me a human being',
		'I need a representative',
		'let me speak with your manager',
		'could you put me through to customer service',
		'is there anyone I can talk to? I want a person',
		'Can a human help me?',
		'let a person answer this',
		'I would rather chat with support',
		'transfer me to your colleague',
		'This is useless, give me a human',
		'talk to a person',
		'Gribu runāt ar cilvēku',
		'gribu runat ar cilveku',
		'Vai varu parunāt ar operatoru?',
		'Lūdzu, savienojiet mani ar konsultantu',
		'vajag dzīvu cilvēku',
		'cilvēku, lūdzu',
		'Operatoru!',
		'Pieslēdziet kādu no komandas',
		'Varbūt var sazināties ar darbinieku?',
		'Vai kāds darbinieks var man palīdzēt?',
		'Vēlos sarakstīties ar konsultantu',
		'Pasauciet vadītāju',
	])('%s', (text) => {
		expect(wantsHuman(text)).toBe(true);
	});

	test.each([
		'How much is delivery per person?',
		'Is it a good gift for a person who hikes?',
		'How many people work there?',
		'I do not want to talk to a human',
		"I don't need an agent, just the price",
		'Are you a human or a bot?',
		'Am I talking to a real person?',
		'is this a robot?',
		'Does the delivery person call before?',
		'What do people usually buy?',
		'Jacket for two people',
		'Do you support PayPal?',
		'I want to return my order',
		'Is this jacket for men?',
		'Who are you?',
		'Cik cilvēku pie jums strādā?',
		'Negribu runāt ar cilvēku',
		'Man nevajag operatoru',
		'Vai jūs esat cilvēks?',
		'Vai es runāju ar robotu?',
		'Divu cilvēku telts',
		'Vai citi cilvēki ir apmierināti?',
		'Gribu atgriezt preci',
		'Kāda ir cena?',
	])('not: %s', (text) => {
		expect(wantsHuman(text)).toBe(false);
	});
});

describe('small talk needs no article', () => {
	test.each<[string, SmallTalk]>([
		['hi', 'greeting'],
		['Hello!', 'greeting'],
		['Good morning 🙂', 'greeting'],
		['hey there', 'greeting'],
		['Sveiki!', 'greeting'],
		['Labdien', 'greeting'],
		['čau', 'greeting'],
		['Thanks!', 'thanks'],
		['Thank you so much for your help', 'thanks'],
		['ok thanks, have a nice day', 'thanks'],
		['Paldies', 'thanks'],
		['Liels paldies par palīdzību!', 'thanks'],
		['bye', 'bye'],
		['Visu labu!', 'bye'],
		['How are you?', 'how-are-you'],
		['Kā jums iet?', 'how-are-you'],
		['Who are you?', 'who'],
		['are you a bot?', 'who'],
		['Vai tu esi robots?', 'who'],
		['Ar ko es runāju?', 'who'],
		['yes', 'yes'],
		['Jā, lūdzu', 'yes'],
		['no, thanks', 'no'],
		['nē', 'no'],
		['👍', 'nothing'],
		['???', 'nothing'],
	])('%s → %s', (text, talk) => {
		expect(smallTalkOf(text)).toBe(talk);
	});

	test.each([
		'Hi, what does delivery cost?',
		'Thanks, and how do I return it to you by courier?',
		'Labdien, vai ir atlaides?',
		'price',
	])('not: %s', (text) => {
		expect(smallTalkOf(text)).toBeNull();
	});
});

describe('a visitor asks what the agent said', () => {
	test.each([
		['and what did he say about the price?', 'price'],
		['What did Anna promise me?', ''],
		['what was the discount you told me', 'discount'],
		['ko viņš teica par cenu?', 'cenu'],
		['Ko Anna solīja?', ''],
	])('%s', (text, word) => {
		const topic = recallOf(text, ['Anna']);
		expect(topic).not.toBeNull();
		expect(topic).toContain(word);
	});

	test.each(['What does delivery cost?', 'Cik maksā piegāde?', 'Is Anna a nice name for a jacket?'])(
		'not: %s',
		(text) => {
			expect(recallOf(text, ['Anna'])).toBeNull();
		},
	);
});

test.each([
	'and to Estonia?',
	'What about shoes?',
	'But how much?',
	'un uz Igauniju?',
	'Bet cik ilgi?',
	'Kā ar zābakiem?',
])('leans on the question before: %s', (text) => {
	expect(leansBack(text)).toBe(true);
});

test.each(['Is there a courier?', 'Android app?', 'Kāda ir cena?', 'Undīne'])('stands alone: %s', (text) => {
	expect(leansBack(text)).toBe(false);
});
