/** An OpenAI-compatible endpoint on this machine that says what the test wants, and tells what it saw. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Endpoint } from '../../server/ai/model.ts';

const body = z.object({
	model: z.string(),
	messages: z.array(z.object({ role: z.string(), content: z.string() })),
	tools: z.array(z.object({ function: z.object({ name: z.string() }) })).optional(),
	stream: z.literal(true),
});

export interface Seen {
	readonly url: string;
	readonly authorization: string | undefined;
	readonly body: z.infer<typeof body>;
	/** Resolves when the client's side of the socket is gone. */
	readonly closed: Promise<void>;
}

export interface Reply {
	text(text: string): void;
	tool(name: string, input: object): void;
	end(reason?: string): void;
	fail(status: number, message: string): void;
	/** Cuts the socket in the middle. */
	cut(): void;
}

export interface FakeEndpoint extends AsyncDisposable {
	readonly endpoint: Endpoint;
	readonly seen: readonly Seen[];
	/** The next request that arrives, after those already waited for. */
	request(): Promise<Seen>;
}

export async function fakeEndpoint(answer: (reply: Reply, seen: Seen) => void): Promise<FakeEndpoint> {
	const seen: Seen[] = [];
	const waiting: ((one: Seen) => void)[] = [];
	let handed = 0;
	const server = createServer((request, response) => {
		void receive(request, response);
	});

	async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(Buffer.from(chunk));
		const closed = new Promise<void>((resolve) => {
			response.once('close', resolve);
		});
		const one: Seen = {
			url: request.url ?? '',
			authorization: request.headers.authorization,
			body: body.parse(JSON.parse(Buffer.concat(chunks).toString())),
			closed,
		};
		seen.push(one);
		const next = waiting.shift();
		if (next !== undefined) {
			handed += 1;
			next(one);
		}
		answer(replyOn(response), one);
	}

	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	// A listening TCP server has a port.
	const { port } = server.address() as AddressInfo;
	return {
		endpoint: { baseUrl: `http://127.0.0.1:${port}/v1`, model: 'small-1', apiKey: 'secret-key-1' },
		seen,
		request() {
			const one = seen[handed];
			if (one !== undefined) {
				handed += 1;
				return Promise.resolve(one);
			}
			return new Promise((resolve) => {
				waiting.push(resolve);
			});
		},
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise((resolve) => {
				server.close(resolve);
			});
		},
	};
}

function replyOn(response: ServerResponse): Reply {
	const send = (delta: object, reason: string | null = null) => {
		if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
		const chunk = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'small-1' };
		response.write(`data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`);
	};
	return {
		text: (content) => send({ role: 'assistant', content }),
		tool: (name, input) =>
			send({
				role: 'assistant',
				tool_calls: [{ index: 0, id: 't1', type: 'function', function: { name, arguments: JSON.stringify(input) } }],
			}),
		end(reason = 'stop') {
			send({}, reason);
			response.end('data: [DONE]\n\n');
		},
		fail(status, message) {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ error: { message, type: 'invalid_request_error' } }));
		},
		cut: () => response.destroy(),
	};
}
