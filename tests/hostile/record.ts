/** Valid messages, as the official client writes them to a real server: what the mutations begin with. */
import { createTRPCUntypedClient, createWSClient, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import { wireErrorOf } from '../support/clients.ts';
import { Members, type Node, nodeOf, textOf } from './json-text.ts';
import type { Audience } from './judge.ts';
import { nameOf, type Procedure } from './procedures.ts';

export interface RecordedCall {
	readonly procedure: Procedure;
	/** The whole message. */
	readonly message: Members;
	readonly input: Node | undefined;
	/** How long its answer was, JSON; null: it was refused. */
	readonly answerUnits: number | null;
	/** The server ended the socket for it. */
	readonly endsLogin: boolean;
}

export interface RecordOptions {
	readonly base: string;
	/** Of the visitor's socket. */
	readonly key: string;
	/** Of the member's; asked again after a call that ended the login. */
	readonly cookie: () => Promise<string>;
	readonly inputFor: (procedure: Procedure) => Promise<Node | undefined>;
	/** Told after each call, to look at what it did. */
	readonly after: (procedure: Procedure) => Promise<void>;
}

interface Line {
	readonly client: ReturnType<typeof createTRPCUntypedClient>;
	readonly sent: string[];
	readonly codes: number[];
	close(): void;
}

/** One socket of the official client, and what it sent. */
function openLine(base: string, audience: Audience, key: string, cookie: string): Line {
	const sent: string[] = [];
	const codes: number[] = [];
	class Recording extends WebSocket {
		constructor(url: string) {
			super(url, { headers: audience === 'member' ? { origin: base, cookie } : { origin: base } });
			this.on('close', (code) => codes.push(code));
		}
		override send(data: string): void {
			sent.push(data);
			super.send(data);
		}
	}
	const ws = createWSClient({
		url: `${base.replace(/^http/, 'ws')}/trpc${audience === 'visitor' ? `?site=${key}` : ''}`,
		// `ws` is the browser's shape but for details that the tRPC client does not use.
		WebSocket: Recording as unknown as typeof globalThis.WebSocket,
		...(audience === 'visitor' ? { connectionParams: () => ({ hello: 'open', language: 'en' }) } : {}),
		retryDelayMs: () => 500,
	});
	return {
		client: createTRPCUntypedClient({ links: [wsLink({ client: ws })] }),
		sent,
		codes,
		close: () => void ws.close(),
	};
}

async function call({ client }: Line, { path, type }: Procedure, input: unknown): Promise<string> {
	switch (type) {
		case 'query':
			return JSON.stringify((await client.query(path, input)) ?? null);
		case 'mutation':
			return JSON.stringify((await client.mutation(path, input)) ?? null);
		case 'subscription':
			return new Promise((resolve, reject) => {
				const subscription = client.subscription(path, input, {
					onData: (data) => {
						resolve(JSON.stringify(data));
						subscription.unsubscribe();
					},
					onError: reject,
				});
			});
	}
}

/** The frame with the call in it; the client puts calls of one tick into an array. */
function messageIn(sent: readonly string[], path: string): Members {
	for (const text of sent.toReversed()) {
		if (!text.startsWith('{') && !text.startsWith('[')) continue;
		const parsed: unknown = JSON.parse(text);
		for (const one of Array.isArray(parsed) ? parsed : [parsed]) {
			const node = nodeOf(one);
			if (node instanceof Members && textOf(node).includes(`"path":${JSON.stringify(path)}`)) return node;
		}
	}
	throw new Error(`the client sent no ${path}`);
}

/** Calls every procedure once with a valid input. One that the server finds wrong is a gap in the samples, and told. */
export async function recordCalls(
	procedures: readonly Procedure[],
	{ base, key, cookie, inputFor, after }: RecordOptions,
): Promise<readonly RecordedCall[]> {
	const recorded: RecordedCall[] = [];
	for (const audience of ['visitor', 'member'] as const) {
		let line = openLine(base, audience, key, await cookie());
		for (const procedure of procedures.filter((one) => one.audience === audience)) {
			const input = await inputFor(procedure);
			const parsed: unknown = input === undefined ? undefined : JSON.parse(textOf(input));
			let answerUnits: number | null = null;
			const before = line.codes.length;
			try {
				answerUnits = (await call(line, procedure, parsed)).length;
			} catch (error) {
				const wire = wireErrorOf(error);
				if (wire?.code === 'input.invalid') {
					throw new Error(`no valid input is known for ${nameOf(procedure)}: ${JSON.stringify(wire)}`);
				}
			}
			const message = messageIn(line.sent, procedure.path);
			// A login that has ended takes its socket with it, a moment later.
			await new Promise((resolve) => setTimeout(resolve, 30));
			const endsLogin = line.codes.length > before;
			recorded.push({ procedure, message, input, answerUnits, endsLogin });
			if (endsLogin) {
				line.close();
				line = openLine(base, audience, key, await cookie());
			}
			await after(procedure);
		}
		line.close();
	}
	return recorded;
}
