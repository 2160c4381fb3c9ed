/** A model behind any OpenAI-compatible endpoint, through the AI SDK, which is loaded at the first question. */
import { z } from 'zod';
import { answerBytes } from '../../shared/limits.ts';
import { createGuardedAbort } from '../guarded-abort.ts';
import type { Log } from '../log.ts';
import type { Prompt } from './prompt.ts';

export interface Endpoint {
	readonly baseUrl: string;
	readonly model: string;
	/** Empty: none is sent. */
	readonly apiKey: string;
}

export type ModelPart =
	| { readonly type: 'text'; readonly text: string }
	/** The model called the tool: it wants a person. */
	| { readonly type: 'asks' };

/** Ends when the answer is whole; throws `ProviderFault` when it will not be. */
export type AskModel = (endpoint: Endpoint, prompt: Prompt, signal: AbortSignal) => AsyncIterable<ModelPart>;

/** What went wrong, without address, key or text: it goes to the log as it is. */
export class ProviderFault extends Error {
	/** HTTP status; null: no answer came. */
	readonly status: number | null;
	constructor(message: string, status: number | null = null) {
		super(message);
		this.name = 'ProviderFault';
		this.status = status;
	}
}

/** A bound for the provider's sake; ours is `answerBytes`. */
const maxOutputTokens = 2_000;

const toolInput = z.object({
	reason: z.string().max(300).optional().describe('Why a person is needed, in a few words, for the team'),
});

/** Line breaks and tabs are text; the rest of the control characters is not. */
const controls = /[^\P{Cc}\n\t]/gu;

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

async function* connect(endpoint: Endpoint, prompt: Prompt, tools: boolean, signal: AbortSignal) {
	const [{ streamText }, { createOpenAICompatible }] = await Promise.all([
		import('ai'),
		import('@ai-sdk/openai-compatible'),
	]);
	const { baseUrl, model, apiKey } = endpoint;
	const provider = createOpenAICompatible({ name: 'endpoint', baseURL: baseUrl, ...(apiKey === '' ? {} : { apiKey }) });
	const { stream } = streamText({
		model: provider(model),
		instructions: prompt.system,
		messages: prompt.turns.map((turn) => ({ ...turn })),
		tools: {
			ask_for_human: { description: 'Asks the team to send a person into this chat.', inputSchema: toolInput },
		},
		activeTools: tools ? ['ask_for_human'] : [],
		maxOutputTokens,
		// The session knows how often a question may be tried.
		maxRetries: 0,
		abortSignal: signal,
		// Without a handler of ours the library writes to the console, addresses included.
		onError: () => {},
	});
	yield* stream;
}

/** Closed by its nature: what a provider says may hold the key or the visitor's text. */
function faultOf(error: unknown): ProviderFault {
	if (error instanceof ProviderFault) return error;
	const status = statusOf(error);
	if (status === null) return new ProviderFault('the AI endpoint could not be reached or broke off');
	return new ProviderFault(`the AI endpoint answered ${status}`, status);
}

const statusSchema = z.object({ statusCode: z.int() });
const bodySchema = z.object({ statusCode: z.literal([400, 404, 422, 501]), responseBody: z.string() });

const statusOf = (error: unknown): number | null => statusSchema.safeParse(error).data?.statusCode ?? null;

/** Small models refuse a request that offers tools: the same without is better than no answer. */
function refusesTools(error: unknown): boolean {
	const refusal = bodySchema.safeParse(error);
	return refusal.success && /tool|function/i.test(refusal.data.responseBody);
}

async function* read(
	endpoint: Endpoint,
	prompt: Prompt,
	signal: AbortSignal,
	said: () => boolean,
): AsyncGenerator<ModelPart> {
	for (const tools of [true, false]) {
		let refused = false;
		for await (const part of connect(endpoint, prompt, tools, signal)) {
			if (part.type === 'text-delta') yield { type: 'text', text: part.text };
			else if (part.type === 'tool-call' && part.toolName === 'ask_for_human') yield { type: 'asks' };
			else if (part.type === 'error') {
				refused = tools && !said() && refusesTools(part.error);
				if (!refused) throw faultOf(part.error);
			} else if (part.type === 'finish' && part.finishReason === 'content-filter' && !said()) {
				throw new ProviderFault('the AI endpoint filtered the answer away');
			}
		}
		if (!refused) return;
	}
}

/** Cuts at code points and drops control characters; a half pair waits for its other half in the next piece. */
export function createTextGate(): (piece: string) => string {
	let held = '';
	return (piece) => {
		const whole = held + piece;
		const cut = isHighSurrogate(whole.charCodeAt(whole.length - 1)) ? whole.length - 1 : whole.length;
		held = whole.slice(cut);
		return whole.slice(0, cut).toWellFormed().replace(controls, '');
	};
}

export function createModel(log: Log): AskModel {
	return async function* ask(endpoint, prompt, signal) {
		// Ours, so that a reader who stops reading closes the provider's socket too.
		const abort = createGuardedAbort(() => log.warn({}, 'the AI library failed while it was told to stop'));
		const stop = () => abort.abort();
		signal.addEventListener('abort', stop, { once: true });
		if (signal.aborted) abort.abort();
		const gate = createTextGate();
		let bytes = 0;
		try {
			for await (const part of read(endpoint, prompt, abort.signal, () => bytes > 0)) {
				if (part.type === 'asks') {
					yield part;
					continue;
				}
				const text = gate(part.text);
				if (text === '') continue;
				bytes += new TextEncoder().encode(text).length;
				// The piece that breaks the bound is handed on: who reads knows then that the answer is too long.
				yield { type: 'text', text };
				if (bytes > answerBytes) throw new ProviderFault('the answer is too long');
			}
		} catch (error) {
			if (!signal.aborted) throw faultOf(error);
		} finally {
			signal.removeEventListener('abort', stop);
			abort.abort();
		}
	};
}
