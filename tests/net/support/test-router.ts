import { initTRPC, TRPCError, tracked } from '@trpc/server';
import type { Socket } from '../../../server/net/socket.ts';
import type { Deferred, Moments } from './moments.ts';
import type { Topic, TopicEntry } from './topic.ts';

export interface TestContext {
	readonly who: string;
	readonly params: Readonly<Record<string, string>> | null;
	readonly socket: Socket;
}

export interface TestRouterDeps {
	readonly topic: Topic;
	readonly moments: Moments;
	/** What `slow` and `lateStart` wait for. */
	readonly gate: Deferred<void>;
}

// No zod here: the transport's tests should not fail because of a schema.
function numberInput(value: unknown): number {
	if (typeof value !== 'number') throw new Error('expected a number');
	return value;
}

interface FeedInput {
	readonly lastEventId?: string | undefined;
}

function feedInput(value: unknown): FeedInput {
	if (typeof value !== 'object' || value === null || !('lastEventId' in value)) return {};
	return typeof value.lastEventId === 'string' ? { lastEventId: value.lastEventId } : {};
}

export function createTestRouter({ topic, moments, gate }: TestRouterDeps) {
	const t = initTRPC.context<TestContext>().create({
		isDev: false,
		errorFormatter({ shape, error }) {
			if (error.message === 'break the formatter') throw new Error('formatter broke');
			return shape;
		},
	});

	/** The loop of every real feed. `polite` waits for the socket, a rude one does not. */
	async function* feed(socket: Socket, signal: AbortSignal, input: FeedInput, polite: boolean) {
		let cursor = Number(input.lastEventId ?? 0);
		moments.note(`feed from ${cursor}`);
		try {
			while (!signal.aborted) {
				const woken = topic.arm();
				const page: readonly TopicEntry[] = topic.after(cursor, 50);
				for (const entry of page) {
					if (polite) await socket.writable(signal);
					cursor = entry.seq;
					yield tracked(String(entry.seq), entry);
				}
				if (page.length < 50) await woken(signal);
			}
		} finally {
			moments.note('feed ended');
		}
	}

	return t.router({
		add: t.procedure.input(numberInput).query(({ input }) => input + 1),
		echo: t.procedure.input((value: unknown) => value).query(({ input }) => input),
		whoAmI: t.procedure.query(({ ctx }) => ({ who: ctx.who, params: ctx.params })),
		slow: t.procedure.mutation(async () => {
			moments.note('slow started');
			await gate.promise;
			moments.note('slow ended');
			return 'slow';
		}),
		refuse: t.procedure.query(() => {
			throw new TRPCError({ code: 'CONFLICT', message: 'no' });
		}),
		crash: t.procedure.query(() => {
			throw new Error('inner words');
		}),
		breakFormatter: t.procedure.query(() => {
			throw new Error('break the formatter');
		}),
		circle: t.procedure.query(() => {
			const circle: { self?: unknown } = {};
			circle.self = circle;
			return circle;
		}),
		sendAfterClose: t.procedure.query(({ ctx }) => {
			let told = false;
			ctx.socket.once('close', () => {
				told = true;
			});
			ctx.socket.close(4501, 'signed out');
			// Emitted now, it would abort this very procedure half-way.
			if (told) moments.note('close emitted inside');
			ctx.socket.send('too late');
			ctx.socket.close(4504);
			return 'never arrives';
		}),
		feed: t.procedure
			.input(feedInput)
			.subscription(({ ctx, input, signal }) => feed(ctx.socket, signal ?? AbortSignal.abort(), input, true)),
		rudeFeed: t.procedure
			.input(feedInput)
			.subscription(({ ctx, input, signal }) => feed(ctx.socket, signal ?? AbortSignal.abort(), input, false)),
		lateStart: t.procedure.subscription(async ({ signal }) => {
			moments.note('late start called');
			signal?.addEventListener('abort', () => moments.note('late start aborted'));
			await gate.promise;
			return (async function* () {
				yield tracked('1', 'late');
			})();
		}),
		throwsWhileIterating: t.procedure.subscription(async function* () {
			yield tracked('1', 'one');
			throw new Error('inner words');
		}),
		throwsInFinally: t.procedure.subscription(async function* ({ signal }) {
			await using _cleanup = {
				[Symbol.asyncDispose]: () => {
					moments.note('finally threw');
					return Promise.reject(new Error('finally broke'));
				},
			};
			yield tracked('1', 'one');
			await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
		}),
		three: t.procedure.subscription(async function* () {
			yield tracked('1', 1);
			yield tracked('2', 2);
			yield tracked('3', 3);
		}),
	});
}

export type TestRouter = ReturnType<typeof createTestRouter>;
