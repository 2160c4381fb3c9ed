/** Visitors and agents as their browsers behave: one message at a time until its ack, and back again after a refusal. */
import { callTRPCProcedure, TRPCError } from '@trpc/server';
import type { SessionActor } from '../../server/actor/front.ts';
import type { Connection } from '../../server/rpc/ports.ts';
import { greet, type Tokens } from '../../server/rpc/visitor-hello.ts';
import type { Entry } from '../../shared/entry.ts';
import { BatonError, errorCodes } from '../../shared/errors.ts';
import type { SessionFeedEvent } from '../../shared/feed.ts';
import { type ClientId, type SessionId, type VisitorId, visitorIdOf } from '../../shared/ids.ts';
import { idOf } from '../session/samples.ts';
import { Planted } from './probe.ts';
import { type Agent, type Stage, siteId } from './stage.ts';

/** Runs on behalf of the session that meets the faults, or of nobody. */
export type Within = <T>(run: () => T) => T;

export interface Refusals {
	/** Errors that were told, by code. */
	readonly codes: Map<string, number>;
	/** Answers that no client could make anything of. */
	readonly untyped: string[];
	/** Calls without an answer. */
	open: number;
}

/** A visitor's token is their id. */
const tokens: Tokens = { mint: () => '', read: (token) => ({ visitorId: visitorIdOf(token) }) };
const facts = { country: 'LV', device: 'mobile', browser: '', system: '' } as const;

function connect(): Connection & { end(): void } {
	const closed = new AbortController();
	return {
		id: crypto.randomUUID(),
		writable: () => Promise.resolve(),
		close() {},
		closed: closed.signal,
		end: () => closed.abort(),
	};
}

/** The code that leaves the server, and how long to wait. Null: it went well. */
async function outcomeOf(
	refusals: Refusals,
	run: () => Promise<unknown>,
): Promise<{ readonly code: string; readonly waitMs: number } | null> {
	refusals.open += 1;
	try {
		await run();
		return null;
	} catch (error) {
		const cause = error instanceof TRPCError ? error.cause : error;
		const code = cause instanceof BatonError ? cause.code : 'internal';
		const waitMs = cause instanceof BatonError ? (cause.detail.retryAfterMs ?? 2_000) : 2_000;
		refusals.codes.set(code, (refusals.codes.get(code) ?? 0) + 1);
		const retries = cause instanceof BatonError && errorCodes[cause.code].status === 503;
		if (retries && !((cause.detail.retryAfterMs ?? 0) > 0)) refusals.untyped.push(`${code} without a time`);
		if (
			!(
				cause instanceof BatonError ||
				cause instanceof Planted ||
				error instanceof TRPCError ||
				error instanceof TypeError
			)
		)
			refusals.untyped.push(String(error));
		return { code, waitMs };
	} finally {
		refusals.open -= 1;
	}
}

export interface Visitor {
	readonly name: string;
	readonly actor: SessionActor | null;
	/** What it has heard on its own feed, resumed across cuts. */
	readonly heard: readonly Entry[];
	readonly unsent: number;
	readonly sessionId: SessionId | null;
	open(): void;
	close(): void;
	write(text: string): void;
	/** Calls one of its own procedures, if it is connected. */
	call(path: 'typing' | 'page' | 'askForHuman' | 'backToAi' | 'end', input: unknown): void;
	/** Whatever is due by now: connects, subscribes, sends. */
	tick(): void;
}

export function createVisitor(stage: () => Stage, name: string, within: Within, refusals: Refusals): Visitor {
	const visitorId: VisitorId = visitorIdOf(`visitor_${name}`);
	const unsent: { readonly clientId: ClientId; readonly text: string }[] = [];
	const heard: Entry[] = [];
	let wanted = false;
	let actor: SessionActor | null = null;
	let sessionId: SessionId | null = null;
	let connection: ReturnType<typeof connect> | null = null;
	let lastEventId: string | undefined;
	let busy = { connecting: false, sending: false, reading: false };
	let notBefore = { connect: 0, send: 0, read: 0 };
	let written = 0;

	const now = (): number => stage().clock.monotonic();
	const context = (joined: SessionActor, at: Connection) => ({
		siteId,
		connection: at,
		binding: { ok: true as const, actor: joined, visitorId, token: '' },
	});

	async function connectNow(): Promise<void> {
		busy.connecting = true;
		const at = connect();
		const failed = await outcomeOf(refusals, async () => {
			const binding = await greet(
				{ directory: stage().directory, tokens, fillRandom: stage().fillRandom },
				{
					siteId,
					connection: at,
					connectionParams: { hello: 'open', token: visitorId },
					factsOf: () => facts,
					mayStart: () => true,
					languages: [],
				},
			);
			if (!binding.ok) throw new Error('the hello was refused');
			if (!wanted) return at.end();
			const joined = binding.actor;
			if (joined.session.id !== sessionId) lastEventId = undefined;
			actor = joined;
			sessionId = joined.session.id;
			connection = at;
		});
		busy.connecting = false;
		if (failed === null) return;
		// The socket of a hello that failed is closed.
		within(at.end);
		notBefore.connect = now() + failed.waitMs;
	}

	async function readNow(joined: SessionActor, at: Connection): Promise<void> {
		busy.reading = true;
		const failed = await outcomeOf(refusals, async () => {
			const call = { router: stage().visitorRouter, path: 'feed', getRawInput: async () => ({ lastEventId }) };
			const stream: unknown = await callTRPCProcedure({
				...call,
				ctx: context(joined, at),
				type: 'subscription',
				signal: at.closed,
				batchIndex: 0,
			});
			// A feed yields tracked events: an id, what happened, and a mark of tRPC's.
			for await (const [id, data] of stream as AsyncIterable<readonly [string, SessionFeedEvent<object>]>) {
				lastEventId = id;
				if (data.type === 'welcome' && data.reset) heard.length = 0;
				if (data.type === 'entries') heard.push(...data.entries);
			}
		});
		busy.reading = false;
		notBefore.read = now() + (failed?.waitMs ?? 0);
	}

	const mutate = (path: string, input: unknown, joined: SessionActor, at: Connection) =>
		callTRPCProcedure({
			router: stage().visitorRouter,
			path,
			getRawInput: async () => input,
			ctx: context(joined, at),
			type: 'mutation',
			signal: at.closed,
			batchIndex: 0,
		});

	async function sendNow(joined: SessionActor, at: Connection): Promise<void> {
		const item = unsent[0];
		if (item === undefined) return;
		busy.sending = true;
		const failed = await outcomeOf(refusals, () => mutate('say', item, joined, at));
		busy.sending = false;
		if (failed === null) unsent.shift();
		else notBefore.send = now() + failed.waitMs;
		// The widget opens the panel anew for a message after `left`.
		if (failed?.code === 'session.left') reset();
	}

	function reset(): void {
		connection?.end();
		connection = null;
		actor = null;
	}

	return {
		name,
		get actor() {
			return actor;
		},
		heard,
		get unsent() {
			return unsent.length;
		},
		get sessionId() {
			return sessionId;
		},
		open() {
			wanted = true;
			busy = { connecting: false, sending: false, reading: false };
			notBefore = { connect: 0, send: 0, read: 0 };
		},
		close() {
			wanted = false;
			within(reset);
		},
		write(text) {
			written += 1;
			unsent.push({ clientId: idOf(`${name}-${written}`), text });
		},
		call(path, input) {
			const [joined, at] = [actor, connection];
			if (joined === null || at === null) return;
			void within(() => outcomeOf(refusals, () => mutate(path, input, joined, at)));
		},
		tick() {
			if (!wanted) return;
			if (actor === null || connection === null) {
				if (!busy.connecting && now() >= notBefore.connect) void within(connectNow);
				return;
			}
			const [joined, at] = [actor, connection];
			if (!busy.reading && now() >= notBefore.read) void within(() => readNow(joined, at));
			if (!busy.sending && now() >= notBefore.send) void within(() => sendNow(joined, at));
		},
	};
}

export interface Desk {
	attend(): void;
	leave(): void;
	watch(id: SessionId): void;
	unwatch(): void;
	call(
		path: 'takeOver' | 'reply' | 'release' | 'keep' | 'whisper' | 'typing',
		id: SessionId | null,
		extra?: object,
	): void;
}

export function createDesk(
	stage: () => Stage,
	agent: Agent,
	memberId: Parameters<Stage['directory']['attendance']['connected']>[0],
	within: Within,
	refusals: Refusals,
): Desk {
	let connection = connect();
	let disconnect: (() => void) | null = null;
	let calls = 0;
	const ctx = () => ({
		loginId: stage().loginOf(agent),
		connection,
		baseUrl: '',
		browser: { headers: {}, baseUrl: '' },
		setAway() {},
		insecure: false,
	});

	/** The transport hands sockets over within a guard of its own. */
	function calmly(work: () => void): void {
		try {
			within(work);
		} catch (error) {
			if (!(error instanceof Planted)) throw error;
		}
	}

	async function follow(id: SessionId, at: ReturnType<typeof connect>): Promise<void> {
		await outcomeOf(refusals, async () => {
			const stream: unknown = await callTRPCProcedure({
				router: stage().memberRouter,
				path: 'watch',
				getRawInput: async () => ({ sessionId: id }),
				ctx: ctx(),
				type: 'subscription',
				signal: at.closed,
				batchIndex: 0,
			});
			// A subscription is an async generator; its words are judged elsewhere.
			for await (const _ of stream as AsyncIterable<unknown>) if (at.closed.aborted) return;
		});
	}

	return {
		attend() {
			if (disconnect !== null) return;
			calmly(() => {
				disconnect = stage().directory.attendance.connected(memberId).gone;
			});
		},
		leave() {
			calmly(() => disconnect?.());
			disconnect = null;
		},
		watch(id) {
			connection = connect();
			const at = connection;
			void within(() => follow(id, at));
		},
		unwatch: () => within(() => connection.end()),
		call(path, id, extra = {}) {
			if (id === null) return;
			calls += 1;
			const gen = stage().directory.list(siteId).card(id)?.gen ?? 1;
			const clientId = idOf(`${agent}-${calls}`);
			const input = path === 'typing' ? { sessionId: id, on: true } : { sessionId: id, gen, clientId, ...extra };
			void within(() =>
				outcomeOf(refusals, () =>
					callTRPCProcedure({
						router: stage().memberRouter,
						path,
						getRawInput: async () => input,
						ctx: ctx(),
						type: 'mutation',
						signal: undefined,
						batchIndex: 0,
					}),
				),
			);
		},
	};
}
