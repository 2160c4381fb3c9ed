import {
	type CreateTRPCClient,
	createTRPCClient,
	createWSClient,
	type TRPCWebSocketClient,
	wsLink,
} from '@trpc/client';
import type {
	Admission,
	Connection,
	Transport,
	TransportLimits,
	TransportObserver,
	TransportOptions,
	UpgradeRequest,
} from '../../../server/net/transport.ts';
import { createTrpcHandler, type ServeTrpc } from '../../../server/net/trpc-handler.ts';
import type { TrpcFault } from '../../../server/net/trpc-replies.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createMoments, type Deferred, defer, type Moments } from './moments.ts';
import { connectRaw, type RawClient } from './raw-client.ts';
import { createTestRouter, type TestContext, type TestRouter } from './test-router.ts';
import { createTopic, type Topic } from './topic.ts';

export interface Admitted {
	readonly who: string;
}

export type CreateTransport = (options: TransportOptions<Admitted, Admitted>) => Promise<Transport>;

interface WorldOptions {
	readonly limits?: Partial<TransportLimits>;
	readonly admit?: (request: UpgradeRequest) => Admission<Admitted> | Promise<Admission<Admitted>>;
	readonly createContext?: (context: TestContext) => TestContext | Promise<TestContext>;
	readonly handle?: (connection: Connection<Admitted>) => void;
	readonly onSent?: (transport: Transport) => void;
	/** Who speaks tRPC on the server's end. */
	readonly serve?: ServeTrpc;
}

interface OfficialOptions {
	readonly params?: Record<string, string>;
	readonly path?: string;
	readonly onClose?: (code: number | undefined) => void;
	readonly webSocket?: typeof WebSocket;
}

export interface Official {
	readonly trpc: CreateTRPCClient<TestRouter>;
	readonly socket: TRPCWebSocketClient;
}

/** One transport with the test router behind it, and clients that are closed with it. */
export interface World extends AsyncDisposable {
	readonly transport: Transport;
	readonly clock: ManualClock;
	readonly moments: Moments;
	readonly topic: Topic;
	readonly gate: Deferred<void>;
	readonly faults: unknown[];
	readonly trpcFaults: TrpcFault[];
	readonly contexts: TestContext[];
	/** Bytes of frames that did not fit. */
	readonly counters: { dropped: number; sent: number; refused: number[]; opened: number };
	url(path?: string): string;
	raw(path?: string, headers?: Record<string, string>): Promise<RawClient>;
	official(options?: OfficialOptions): Official;
}

export async function createWorld(create: CreateTransport, options: WorldOptions = {}): Promise<World> {
	const clock = createManualClock();
	const moments = createMoments();
	const topic = createTopic();
	const gate = defer<void>();
	const faults: unknown[] = [];
	const trpcFaults: TrpcFault[] = [];
	const contexts: TestContext[] = [];
	const counters = { dropped: 0, sent: 0, refused: [] as number[], opened: 0 };
	const clients: (() => unknown)[] = [];
	const router = createTestRouter({ topic, moments, gate });

	const serve = (options.serve ?? createTrpcHandler)<TestRouter, Admitted>({
		router,
		createContext: async ({ socket, data, connectionParams }) => {
			const made = { who: data.who, params: connectionParams, socket };
			moments.note('context asked');
			const context = (await options.createContext?.(made)) ?? made;
			contexts.push(context);
			return context;
		},
		onError: (fault) => trpcFaults.push(fault),
	});
	const endpoint = (who: string) => ({
		admit: (request: UpgradeRequest): Admission<Admitted> | Promise<Admission<Admitted>> => {
			moments.note('admit');
			return options.admit?.(request) ?? { ok: true, data: { who } };
		},
		handle: (connection: Connection<Admitted>) => {
			connection.socket.once('close', (code) => moments.note(`closed ${code}`));
			connection.socket.once('close', () => moments.note('closed'));
			(options.handle ?? serve)(connection);
			moments.note('handled');
		},
		released: () => moments.note('released'),
	});
	const observer: TransportObserver = {
		opened: () => {
			counters.opened++;
		},
		closed: () => moments.note('counted close'),
		received: () => moments.note('received'),
		sent: () => {
			counters.sent++;
			moments.note('sent');
			options.onSent?.(transport);
		},
		dropped: (_kind, bytes) => {
			counters.dropped += bytes;
			moments.note('dropped');
		},
		refused: (_kind, code) => {
			counters.refused.push(code);
		},
	};
	const transport = await create({
		host: '127.0.0.1',
		port: 0,
		clock,
		endpoints: { visitor: endpoint('visitor'), member: endpoint('member') },
		limits: options.limits,
		observer,
		onFault: (fault) => faults.push(fault),
	});
	const url = (path = '/trpc') => `ws://127.0.0.1:${transport.port}${path}`;

	return {
		transport,
		clock,
		moments,
		topic,
		gate,
		faults,
		trpcFaults,
		contexts,
		counters,
		url,
		async raw(path, headers = {}) {
			const client = await connectRaw(url(path), { headers });
			clients.push(() => client.kill());
			return client;
		},
		official({ params, path, onClose, webSocket } = {}) {
			const socket = createWSClient({
				url: url(path),
				retryDelayMs: (attempt) => Math.min(attempt * 5, 50),
				...(params ? { connectionParams: params } : {}),
				...(onClose ? { onClose: (cause) => onClose(cause?.code) } : {}),
				...(webSocket ? { WebSocket: webSocket } : {}),
			});
			clients.push(() => socket.close());
			return { socket, trpc: createTRPCClient<TestRouter>({ links: [wsLink({ client: socket })] }) };
		},
		async [Symbol.asyncDispose]() {
			gate.resolve();
			for (const end of clients) void end();
			await transport.close();
		},
	};
}
