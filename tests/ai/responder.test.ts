import { describe, expect, test } from 'vitest';
import type { Responder } from '../../server/actor/ports.ts';
import type { AskModel, Endpoint, ModelPart } from '../../server/ai/model.ts';
import { aiPhrases } from '../../server/ai/phrases.ts';
import type { Prompt } from '../../server/ai/prompt.ts';
import { createResponder, endpointOf } from '../../server/ai/responder.ts';
import { createSystemClock } from '../../server/clock.ts';
import { silentLog } from '../../server/log.ts';
import type { AiSettings } from '../../server/store/account-tables.ts';
import { articleIdOf, noSeq, seqOf, sessionIdOf, siteIdOf } from '../../shared/ids.ts';
import { ai, collect, embeddedSettings, opened, transcriptOf, visitor, whisper } from './support.ts';

const serverEndpoint: Endpoint = { baseUrl: 'http://server/v1', model: 'server-model', apiKey: 'server-key' };
const settings = (change: Partial<AiSettings> = {}): AiSettings => ({
	...embeddedSettings,
	kind: 'openai-compatible',
	...change,
});

describe('where a site’s model is', () => {
	test.each<[string, AiSettings, Endpoint | null, Endpoint | null]>([
		['the embedded AI needs none', embeddedSettings, serverEndpoint, null],
		['the server’s', settings(), serverEndpoint, serverEndpoint],
		[
			'the server’s with a model of its own',
			settings({ model: 'm' }),
			serverEndpoint,
			{ ...serverEndpoint, model: 'm' },
		],
		[
			'its own, without the server’s key',
			settings({ baseUrl: 'http://own/v1', model: 'm' }),
			serverEndpoint,
			{ baseUrl: 'http://own/v1', model: 'm', apiKey: '' },
		],
		['nowhere', settings(), null, null],
	])('%s', (_, given, server, expected) => {
		expect(endpointOf(given, server)).toEqual(expected);
	});

	test('a site’s own key never goes to the server’s endpoint', () => {
		expect(endpointOf(settings({ apiKey: 'own-key' }), serverEndpoint)?.apiKey).toBe('server-key');
	});
});

type Lines = Parameters<typeof transcriptOf>[0];

function ask(asked: string | Lines, given: AiSettings, parts: readonly ModelPart[] = []) {
	const lines = typeof asked === 'string' ? [visitor(asked)] : asked;
	const prompts: Prompt[] = [];
	const embedded: Responder = {
		async *respond() {
			yield { type: 'text', text: 'embedded' };
			yield { type: 'done', sources: [], asks: null };
		},
	};
	const model: AskModel = async function* (_endpoint, prompt) {
		prompts.push(prompt);
		yield* parts;
	};
	const responder = createResponder({
		siteAi: { read: async () => ({ name: 'A shop', settings: given }) },
		embedded,
		library: {
			related: async (_siteId, question) => [
				{ articleId: articleIdOf('a'), position: 0, title: 'Asked', text: `about ${question.trim()}` },
			],
		},
		model,
		serverEndpoint,
		clock: createSystemClock(),
		log: silentLog,
		piecesPerSecond: 0,
	});
	const request = {
		siteId: siteIdOf('s'),
		sessionId: sessionIdOf('s'),
		language: 'en',
		transcript: transcriptOf([opened, ...lines]),
		answered: noSeq,
		signal: new AbortController().signal,
	} as const;
	return collect(responder.respond(request)).then((answer) => ({ ...answer, prompts }));
}

describe('who answers', () => {
	test('the embedded AI where the site says so', async () => {
		expect(await ask('Price?', embeddedSettings)).toMatchObject({ text: 'embedded', prompts: [] });
	});

	test('a model, with the site’s knowledge and instructions', async () => {
		const got = await ask('Price?', settings({ instructions: 'Be kind.' }), [
			{ type: 'text', text: 'It is ' },
			{ type: 'text', text: '€5.' },
		]);
		expect(got).toMatchObject({ text: 'It is €5.', asks: null, done: true });
		expect(got.prompts[0]?.system).toContain('about Price?');
		expect(got.prompts[0]?.system).toContain('Be kind.');
	});

	test('a call for a person in words is answered by rule: no model is asked', async () => {
		const got = await ask('Gribu runāt ar cilvēku', settings(), [{ type: 'text', text: 'never' }]);
		expect(got).toMatchObject({ text: aiPhrases.lv.humanAsked, asks: 'words', prompts: [] });
	});

	test('the tool call marks the answer and leaves a visible line', async () => {
		expect(await ask('Refund?', settings(), [{ type: 'asks' }])).toMatchObject({
			text: aiPhrases.en.humanAsked,
			asks: 'model',
		});
		const spoken = await ask('Refund?', settings(), [{ type: 'text', text: 'I can not do that.' }, { type: 'asks' }]);
		expect(spoken).toMatchObject({ text: `I can not do that.\n\n${aiPhrases.en.teamTold}`, asks: 'model' });
	});

	test('what was whispered since the last answer is looked up with the question, and told to the model', async () => {
		const asked = [visitor('Price?'), whisper('Be brief'), ai('€5.', false, seqOf(4)), visitor('Delivery?')];
		const [before] = (await ask(asked, settings())).prompts;
		expect(before?.system).toContain('about Price?');
		expect(before?.system).not.toMatch(/about [^#]*Be brief/);
		expect(before?.system).toContain('- Be brief');
		const [after] = (await ask([...asked, whisper('Mention the sale')], settings())).prompts;
		expect(after?.system).toMatch(/about [^#]*Delivery\?\nMention the sale/);
		expect(after?.system).toContain('- Be brief\n- Mention the sale');
		expect(after?.turns).toEqual(before?.turns);
	});

	test('a tool call in prose is prose', async () => {
		const got = await ask('Refund?', settings(), [{ type: 'text', text: 'ask_for_human({"reason":"refund"})' }]);
		expect(got.asks).toBeNull();
	});
});
