/** What the transport and the rest of the server say to each other. It knows frames and requests, never sessions. */
import type { CloseCode } from '../../shared/close-codes.ts';
import type { Clock } from '../clock.ts';
import type { Socket, SocketKind } from './socket.ts';

/** A copy of what the native request said: the native one is dead after the first await. */
export interface UpgradeRequest {
	readonly kind: SocketKind;
	/** Path and query as they came, always starting with `/trpc`. */
	readonly url: string;
	readonly query: URLSearchParams;
	/** Lower-case names; repeated headers are joined by `, ` in their order (proxies append `x-forwarded-for` lines). */
	readonly headers: Readonly<Record<string, string | undefined>>;
	/** The peer of the TCP connection, as text. Behind a proxy this is the proxy: see `address.ts`. */
	readonly remoteAddress: string;
}

export type Admission<Data> =
	| { readonly ok: true; readonly data: Data }
	| { readonly ok: false; readonly code: CloseCode; readonly reason?: string | undefined };

export interface Connection<Data> {
	readonly socket: Socket;
	readonly request: UpgradeRequest;
	/** What `admit` handed out. */
	readonly data: Data;
}

/** One of the two routers behind `/trpc`. */
export interface Endpoint<Data> {
	/**
	 * Decides before the upgrade; may wait. A refusal is upgraded and then closed with its code, because a refused
	 * upgrade reaches a browser only as 1006. A throw counts as a fault of ours: closed with 1011, so the client returns.
	 */
	admit(request: UpgradeRequest): Admission<Data> | Promise<Admission<Data>>;
	/** Attaches all listeners before it returns, or the first frame is lost. */
	handle(connection: Connection<Data>): void;
	/**
	 * Told once for each admission, when its socket is gone or never came to be (the client went away during the check):
	 * the place to give back what `admit` counted.
	 */
	released?(request: UpgradeRequest, data: Data): void;
}

export interface TransportLimits {
	/** Longest frame that is looked at; a longer one closes with 4413. */
	readonly frameBytes: number;
	/** Above this the native side cuts the connection (1006), so keep it above `frameBytes`. */
	readonly nativeFrameBytes: number;
	readonly batchCalls: number;
	readonly jsonDepth: number;
	/** A socket that would hold more unsent bytes than this is cut so that its client resumes (I24). */
	readonly backpressureBytes: number;
	readonly helloTimeoutMs: number;
	readonly idleSeconds: number;
	/** Calls a second that a socket may send for ever, and the burst it may send at once. */
	readonly callsPerSecond: number;
	readonly callBurst: number;
}

/** Counters only. None of these may throw or wait. */
export interface TransportObserver {
	opened(kind: SocketKind): void;
	closed(kind: SocketKind, code: number): void;
	received(kind: SocketKind, bytes: number): void;
	sent(kind: SocketKind, bytes: number): void;
	/** The frame of `bytes` did not fit; the socket is being cut. */
	dropped(kind: SocketKind, bytes: number): void;
	refused(kind: SocketKind, code: number): void;
}

export interface TransportOptions<Visitor, Member> {
	readonly host: string;
	/** 0 takes a free port. */
	readonly port: number;
	readonly endpoints: { readonly visitor: Endpoint<Visitor>; readonly member: Endpoint<Member> };
	readonly clock: Clock;
	readonly limits?: Partial<TransportLimits> | undefined;
	readonly observer?: TransportObserver | undefined;
	/** Hears of exceptions that reached a native callback; the process and other sockets go on. */
	readonly onFault: (fault: unknown) => void;
}

/** A running transport. `drain.ts` ends it gently, `close` at once. */
export interface Transport {
	readonly port: number;
	/** Open sockets, refused ones excluded. The set is live: copy it before closing what is in it. */
	readonly sockets: ReadonlySet<Socket>;
	/** No new connections; an upgrade that is still under way is closed with 4000. */
	stopListening(): void;
	/** Cuts whatever is open, and stops listening. */
	close(): Promise<void>;
}
