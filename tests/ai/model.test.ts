import { describe, expect, test } from 'vitest';
import { createModel, createTextGate, type ModelPart, ProviderFault } from '../../server/ai/model.ts';
import type { Prompt } from '../../server/ai/prompt.ts';
import { silentLog } from '../../server/log.ts';
import { answerBytes } from '../../shared/limits.ts';
import { fakeEndpoint } from './fake-endpoint.ts';

const prompt: Prompt = { system: 'You are an assistant.', turns: [{ role: 'user', content: 'Hello?' }] };
const model = createModel(silentLog);
const never = new AbortController().signal;

async function all(parts: AsyncIterable<ModelPart>): Promise<readonly ModelPart[]> {
	const found: ModelPart[] = [];
	for await (const part of parts) found.push(part);
	return found;
}

const textOf = (parts: readonly ModelPart[]) => parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

async function faultOf(parts: AsyncIterable<ModelPart>): Promise<ProviderFault> {
	const error: unknown = await all(parts).catch((thrown: unknown) => thrown);
	if (!(error instanceof ProviderFault)) throw new Error('it did not fail as a provider does', { cause: error });
	return error;
}

describe('a model behind an OpenAI-compatible endpoint', () => {
	test('streams its pieces, with prompt, model, key and tool on the wire', async () => {
		await using fake = await fakeEndpoint((reply) => {
			for (const piece of ['Deli', 'very ', 'costs €2.99.']) reply.text(piece);
			reply.end();
		});
		const parts = await all(model(fake.endpoint, prompt, never));
		expect(parts.map((part) => part.type === 'text' && part.text)).toEqual(['Deli', 'very ', 'costs €2.99.']);
		const seen = await fake.request();
		expect(seen.url).toBe('/v1/chat/completions');
		expect(seen.authorization).toBe('Bearer secret-key-1');
		expect(seen.body.model).toBe('small-1');
		expect(seen.body.messages).toEqual([
			{ role: 'system', content: 'You are an assistant.' },
			{ role: 'user', content: 'Hello?' },
		]);
		expect(seen.body.tools?.map((tool) => tool.function.name)).toEqual(['ask_for_human']);
	});

	test('a piece is there before the answer is whole', async () => {
		let finish = () => {};
		await using fake = await fakeEndpoint((reply) => {
			reply.text('First');
			finish = () => reply.end();
		});
		const parts = model(fake.endpoint, prompt, never)[Symbol.asyncIterator]();
		expect((await parts.next()).value).toEqual({ type: 'text', text: 'First' });
		finish();
		expect((await parts.next()).done).toBe(true);
	});

	test('I5: an abort closes the provider’s socket within 100 ms, and the stream ends', async () => {
		await using fake = await fakeEndpoint((reply) => reply.text('This will be '));
		let fastest = Number.POSITIVE_INFINITY;
		// The best of some: a busy machine may be slow once, an abort that waits for something is slow each time.
		for (let tries = 0; tries < 5; tries += 1) {
			const abort = new AbortController();
			const parts = model(fake.endpoint, prompt, abort.signal)[Symbol.asyncIterator]();
			await parts.next();
			const seen = await fake.request();
			const rest = parts.next();
			const at = performance.now();
			abort.abort();
			await seen.closed;
			fastest = Math.min(fastest, performance.now() - at);
			expect((await rest).done).toBe(true);
		}
		expect(fastest).toBeLessThan(100);
	});

	test('an abort before the first byte closes the socket too', async () => {
		await using fake = await fakeEndpoint(() => {});
		const abort = new AbortController();
		const parts = all(model(fake.endpoint, prompt, abort.signal));
		const seen = await fake.request();
		abort.abort();
		await seen.closed;
		expect(await parts).toEqual([]);
	});

	test('an abort before the call asks nobody', async () => {
		await using fake = await fakeEndpoint((reply) => reply.end());
		expect(await all(model(fake.endpoint, prompt, AbortSignal.abort()))).toEqual([]);
		expect(fake.seen).toEqual([]);
	});

	test('a reader who stops reading closes the provider’s socket', async () => {
		await using fake = await fakeEndpoint((reply) => reply.text('One'));
		for await (const part of model(fake.endpoint, prompt, never)) {
			expect(part).toEqual({ type: 'text', text: 'One' });
			break;
		}
		await (await fake.request()).closed;
	});

	test('the tool call asks for a person', async () => {
		await using fake = await fakeEndpoint((reply) => {
			reply.text('I can not do that.');
			reply.tool('ask_for_human', { reason: 'refund' });
			reply.end('tool_calls');
		});
		expect(await all(model(fake.endpoint, prompt, never))).toEqual([
			{ type: 'text', text: 'I can not do that.' },
			{ type: 'asks' },
		]);
	});

	test('a tool that does not exist is nothing', async () => {
		await using fake = await fakeEndpoint((reply) => {
			reply.text('Done.');
			reply.tool('take_over', {});
			reply.end('tool_calls');
		});
		expect(await all(model(fake.endpoint, prompt, never))).toEqual([{ type: 'text', text: 'Done.' }]);
	});

	test('a model that refuses tools is asked again without them', async () => {
		await using fake = await fakeEndpoint((reply, { body }) => {
			if (body.tools !== undefined) return reply.fail(400, 'small-1 does not support tools');
			reply.text('Hello.');
			reply.end();
		});
		expect(textOf(await all(model(fake.endpoint, prompt, never)))).toBe('Hello.');
		expect(fake.seen).toHaveLength(2);
	});

	test.each([
		[401, 'Incorrect API key provided: secret-key-1'],
		[429, 'slow down'],
		[500, 'oops'],
	])('status %i is a fault that gives nothing away, tried once', async (status, message) => {
		await using fake = await fakeEndpoint((reply) => reply.fail(status, message));
		const fault = await faultOf(model(fake.endpoint, prompt, never));
		expect(fault).toMatchObject({ message: `the AI endpoint answered ${status}`, status });
		expect(fault.cause).toBeUndefined();
		expect(JSON.stringify([fault.message, fault.stack, Object.entries(fault)])).not.toContain('secret');
		expect(fake.seen).toHaveLength(1);
	});

	test('an endpoint that is not there is a fault', async () => {
		const fake = await fakeEndpoint(() => {});
		await fake[Symbol.asyncDispose]();
		expect(await faultOf(model(fake.endpoint, prompt, never))).toMatchObject({ status: null });
	});

	test('a socket that breaks in the middle is a fault after the text', async () => {
		await using fake = await fakeEndpoint((reply) => {
			reply.text('Half an ');
			setImmediate(() => reply.cut());
		});
		const parts = model(fake.endpoint, prompt, never)[Symbol.asyncIterator]();
		expect((await parts.next()).value).toEqual({ type: 'text', text: 'Half an ' });
		await expect(parts.next()).rejects.toBeInstanceOf(ProviderFault);
	});

	test('an answer without end is cut off, and so is its socket', async () => {
		await using fake = await fakeEndpoint((reply) => {
			for (let piece = 0; piece < 40; piece += 1) reply.text('x'.repeat(1_000));
		});
		let bytes = 0;
		const reading = (async () => {
			for await (const part of model(fake.endpoint, prompt, never)) if (part.type === 'text') bytes += part.text.length;
		})();
		await expect(reading).rejects.toThrow('too long');
		expect(bytes).toBeGreaterThan(answerBytes);
		expect(bytes).toBeLessThan(answerBytes + 1_001);
		await (await fake.request()).closed;
	});

	test('an empty key is not sent', async () => {
		await using fake = await fakeEndpoint((reply) => {
			reply.text('Hi');
			reply.end();
		});
		await all(model({ ...fake.endpoint, apiKey: '' }, prompt, never));
		expect((await fake.request()).authorization).toBeUndefined();
	});
});

describe('text of a model', () => {
	test('loses control characters and nothing else', () => {
		const gate = createTextGate();
		expect(gate('a\u0000b\u001b[31mc\n\td<script>🙂\u0085')).toBe('ab[31mc\n\td<script>🙂');
	});

	test('a character in two pieces comes whole, half a one never', () => {
		const gate = createTextGate();
		expect(gate('a\ud83d')).toBe('a');
		expect(gate('\ude42b')).toBe('🙂b');
		expect(gate('c\ud83d')).toBe('c');
		expect(gate('d')).toBe('\ufffdd');
	});
});
