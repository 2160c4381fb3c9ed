/** The real process of the simulated visitors, with the official client, against a server that only takes notes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { initTRPC, tracked } from '@trpc/server';
import { applyWSSHandler, type CreateWSSContextFnOptions } from '@trpc/server/adapters/ws';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { startVisitors, type VisitorsProcess } from '../../server/demo/visitors-process.ts';
import type { VisitorEvent } from '../../shared/feed.ts';
import { genOf, noGen, seqOf, sessionIdOf } from '../../shared/ids.ts';
import { visitorHello, visitorInput } from '../../shared/input.ts';
import { root } from '../support/prepared.ts';

const hello = visitorHello.extend({ origin: z.undefined() });

async function noteTaker() {
	const notes: string[] = [];
	const waiting = new Set<() => void>();
	const note = (text: string) => {
		notes.push(text);
		for (const look of [...waiting]) look();
	};
	const t = initTRPC.context<{ readonly token: string }>().create();
	const router = t.router({
		feed: t.procedure.input(z.object({ lastEventId: z.string().optional() }).optional()).subscription(async function* ({
			signal,
		}) {
			const events: readonly VisitorEvent[] = [
				{ type: 'welcome', reset: true, now: Date.now(), sessionId: sessionIdOf('session_stub') },
				{ type: 'live', live: { turn: null, agentTyping: false, gen: noGen, open: true, nobody: null } },
			];
			for (const event of events) yield tracked('stub:1', event);
			if (signal !== undefined && !signal.aborted) await once(signal, 'abort');
		}),
		say: t.procedure.input(visitorInput.say).mutation(({ ctx, input }) => {
			note(`${ctx.token} says ${input.text}`);
			return { seq: seqOf(2), gen: genOf(1) };
		}),
		askForHuman: t.procedure.input(visitorInput.askForHuman).mutation(() => ({ seq: seqOf(3), gen: genOf(1) })),
		end: t.procedure.mutation(({ ctx }) => {
			note(`${ctx.token} ends`);
			return { seq: seqOf(4), gen: genOf(1) };
		}),
		typing: t.procedure.input(visitorInput.typing).mutation(({ ctx, input }) => note(`${ctx.token} types ${input.on}`)),
		page: t.procedure.input(visitorInput.page).mutation(() => {}),
	});
	const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
	await once(server, 'listening');
	applyWSSHandler({
		wss: server,
		router,
		createContext: ({ req, res, info }: CreateWSSContextFnOptions) => {
			const params = hello.parse({ ...info.connectionParams, origin: req.headers.origin });
			note(`${params.token} opens with ${params.hello} ${params.language} at ${req.url?.split('&')[0]}`);
			res.once('close', () => note(`${params.token} is gone`));
			return { token: params.token ?? '' };
		},
	});
	// A listening TCP server has a port.
	const { port } = server.address() as AddressInfo;
	return {
		url: `ws://127.0.0.1:${port}/trpc?site=pk_stub`,
		notes,
		/** Resolves when a note, past or to come, says this. */
		until: (words: RegExp) =>
			new Promise<void>((resolve) => {
				const look = () => {
					if (!notes.some((one) => words.test(one))) return;
					waiting.delete(look);
					resolve();
				};
				waiting.add(look);
				look();
			}),
		async close() {
			for (const client of server.clients) client.terminate();
			server.close();
			await once(server, 'close');
		},
	};
}

describe('the process of the simulated visitors', () => {
	const closing: (() => Promise<void> | void)[] = [];
	afterEach(async () => {
		for (const close of closing.splice(0)) await close();
	});

	async function begin(visitors: number) {
		const server = await noteTaker();
		closing.push(server.close);
		const exit = Promise.withResolvers<void>();
		let tokens = 0;
		const process: VisitorsProcess = startVisitors({
			onRequest(request) {
				if (request.type !== 'next') return;
				tokens += 1;
				process.send({ type: 'enter', token: `token-${tokens}`, language: 'lv' });
			},
			onExit: exit.resolve,
		});
		closing.push(process.kill);
		process.send({ type: 'walk', url: server.url, visitors });
		return { server, process, exited: exit.promise };
	}

	test('opens a chat for each token it is given, types, and says something', async () => {
		const { server } = await begin(2);
		await server.until(/^token-1 opens with open lv at \/trpc\?site=pk_stub$/);
		await server.until(/^token-2 opens/);
		await server.until(/^token-\d types true$/);
		await server.until(/^token-\d says \S/);
		const tokens = server.notes.filter((note) => note.includes(' opens ')).map((note) => note.split(' ')[0]);
		expect(new Set(tokens)).toEqual(new Set(['token-1', 'token-2']));
	});

	test('says goodbye when told to stop, and ends', async () => {
		const { server, process, exited } = await begin(2);
		await server.until(/^token-1 opens/);
		await server.until(/^token-2 opens/);
		process.send({ type: 'stop' });
		await exited;
		await server.until(/^token-1 ends$/);
		await server.until(/^token-2 ends$/);
		await server.until(/^token-1 is gone$/);
		expect(server.notes.indexOf('token-1 ends')).toBeLessThan(server.notes.indexOf('token-1 is gone'));
	});

	test('ends when the server is killed, in whatever way', async () => {
		const server = await noteTaker();
		closing.push(server.close);
		const parent = spawn(process.execPath, ['--input-type=module', '--eval', parentOf(server.url)], {
			cwd: root,
			stdio: 'ignore',
		});
		await server.until(/^only opens/);
		parent.kill('SIGKILL');
		await server.until(/^only is gone$/);
		// Killed, not told: there was nobody to say goodbye for.
		expect(server.notes).not.toContain('only ends');
	});
});

/** A server that does nothing but let one visitor in. */
const parentOf = (url: string): string => `
	import { startVisitors } from ${JSON.stringify(join(root, 'server/demo/visitors-process.ts'))};
	const child = startVisitors({
		onRequest: () => child.send({ type: 'enter', token: 'only', language: 'en' }),
		onExit: () => {},
	});
	child.send({ type: 'walk', url: ${JSON.stringify(url)}, visitors: 1 });
	setInterval(() => {}, 1000);
`;
