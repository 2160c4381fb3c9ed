/**
 * The ports between pages and server. A layer says how the two talk; what carries their frames, and what breaks on the
 * way, is the same under each: a line with the real rules of a connection behind it.
 */
import type { AnyRouter } from '@trpc/server';
import { type Connections, createConnections, type Slot } from '../../server/net/connections.ts';
import { defaultTransportLimits } from '../../server/net/limits.ts';
import type { NativeSocket } from '../../server/net/socket.ts';
import type { Endpoint } from '../../server/net/transport.ts';
import { describeUpgrade } from '../../server/net/upgrade-request.ts';
import type { Connection } from '../../shared/live/connect.ts';
import type { LiveClock, Wake } from '../../shared/live/host.ts';
import type { Verdicts } from './ledger.ts';
import { abnormal, createLine, type Ears, type End, type Line } from './line.ts';
import type { Random } from './random.ts';
import type { Mortal, Time } from './time.ts';

/** What a browser's `WebSocket` does underneath: `opened` once the server has taken it, then frames, then the end. */
export interface PageEars extends Ears {
	opened(): void;
}

/** A page as a layer sees it. */
export interface PagePort {
	readonly name: string;
	readonly clock: LiveClock;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
	readonly hidden: () => boolean;
	/** Returns the way to stop listening. */
	readonly onWake: (wake: (why: Wake) => void) => () => void;
	/** Opens a line to the server. `url` as a browser gets it: `ws://host/trpc?…`. */
	dial(url: string, ears: PageEars): End;
}

export interface Layer {
	readonly name: 'calls' | 'wire';
	/** The page's connection. `hello`: the visitor's `connectionParams`, asked at each attempt. */
	connect<R extends AnyRouter>(
		page: PagePort,
		url: () => string,
		hello?: () => Readonly<Record<string, string>>,
	): Connection<R>;
}

/** A layer made for one run: who speaks, what carries it, and what of the process it has borrowed. */
export interface Rig {
	readonly layer: Layer;
	readonly network: (options: NetworkOptions) => Network;
	giveBack(): void;
}

/** A layer may have seen something itself. */
export type MakeRig = (time: Time, verdicts: Verdicts) => Rig;

/** How one page's lines behave. */
export interface Weather {
	/** Longest latency of a frame, ms; 0: none. */
	latencyMs: number;
	/** No way out: new lines fail, and what is open is blocked both ways. */
	offline: boolean;
}

/** A life of the server as the network meets it. */
export interface Host extends Mortal {
	readonly accepts: boolean;
	readonly connections: Connections;
}

export interface NetworkPage {
	readonly weather: Weather;
	readonly dial: PagePort['dial'];
	/** Lines that are not over, oldest first. */
	readonly lines: readonly Line[];
}

export interface Network {
	/** The machine that the name leads to now; null: nobody listens. */
	host: Host | null;
	page(name: string, headers: Readonly<Record<string, string>>): NetworkPage;
	/** Every line of this life ends without a word. */
	lost(host: Host): void;
}

export interface NetworkOptions {
	readonly time: Time;
	readonly random: Random;
	/** A frame was handed to a socket: nothing that is not committed may be in it (R0, I1). */
	readonly handed?: ((page: string, text: string) => void) | undefined;
	/** A frame reached a living server. */
	readonly heard?: ((page: string, text: string) => void) | undefined;
	/** The server has a socket of this page, or has it no more. */
	readonly served?: ((page: string, open: boolean) => void) | undefined;
}

/** A browser that reaches no server learns it after this. */
const refusedMs = 30;
/** The answer to an upgrade: no frame comes before it. */
const handshake = '\u0000taken';

export function createHost<V, M>(
	time: Time,
	life: Mortal & { readonly accepts: boolean },
	endpoints: { readonly visitor: Endpoint<V>; readonly member: Endpoint<M> },
	onFault: (fault: unknown) => void,
): Host {
	const connections = createConnections({
		clock: time.clockOf(life),
		endpoints,
		limits: defaultTransportLimits,
		onFault,
		observer: undefined,
	});
	return {
		connections,
		get dead() {
			return life.dead;
		},
		get accepts() {
			return life.accepts;
		},
	};
}

export function createNetwork({ time, random, handed, heard, served }: NetworkOptions): Network {
	const lines = new Map<Line, Host>();

	function accept(host: Host, page: string, url: string, headers: Readonly<Record<string, string>>) {
		let slot: Slot | null = null;
		let end: End | null = null;
		const native = (): NativeSocket => ({
			send(text) {
				if (host.dead) return 1;
				// The server end says everything in text.
				if (typeof text !== 'string') throw new TypeError('a frame that is no text');
				handed?.(page, text);
				end?.send(text);
				return 1;
			},
			end(code = abnormal) {
				if (!host.dead) end?.close(code);
			},
			close() {
				if (!host.dead) end?.close(abnormal);
			},
			getBufferedAmount: () => 0,
		});
		const ears: Ears = {
			frame(text) {
				if (host.dead || slot === null) return;
				heard?.(page, text);
				host.connections.received(slot, Buffer.from(text), false);
			},
			closed(code) {
				if (slot !== null) served?.(page, false);
				if (!host.dead && slot !== null) host.connections.closed(slot, code, '');
			},
		};
		return {
			ears,
			open(line: Line): void {
				end = line.server;
				const [path = '', query = ''] = url.slice(url.indexOf('/trpc')).split('?');
				const request = describeUpgrade(path, query, headers, '127.0.0.1');
				host.connections.admit(request, (admitted) => {
					if (host.dead) return;
					if (!line.server.open) return host.connections.abandoned(admitted);
					slot = admitted;
					served?.(page, true);
					line.server.send(handshake);
					host.connections.opened(native(), admitted);
				});
			},
		};
	}

	const network: Network = {
		host: null,
		page(name, headers) {
			const draw = random.fork(name);
			const weather: Weather = { latencyMs: 0, offline: false };
			const own = new Set<Line>();
			return {
				weather,
				get lines() {
					for (const line of own) if (line.over) own.delete(line);
					return [...own];
				},
				dial(url, ears) {
					const host = network.host;
					if (host === null || !host.accepts || weather.offline) {
						let open = true;
						const fail = (): void => {
							if (open) ears.closed(abnormal);
							open = false;
						};
						const timer = time.after(refusedMs, fail);
						return {
							open: false,
							send() {},
							close() {
								timer.cancel();
								fail();
							},
						};
					}
					const server = accept(host, name, url, headers);
					const line = createLine({
						time,
						latencyMs: () => (weather.latencyMs === 0 ? 0 : draw.between(1, weather.latencyMs)),
						client: {
							frame: (text) => (text === handshake ? ears.opened() : ears.frame(text)),
							closed: ears.closed,
						},
						server: server.ears,
						// tRPC asks after 10 s and waits 8; uWebSockets.js gives up after 16 s.
						patienceMs: { client: draw.between(8_000, 18_000), server: draw.between(8_000, 16_000) },
					});
					lines.set(line, host);
					own.add(line);
					time.after(weather.latencyMs, () => {
						if (!host.dead && !line.over) server.open(line);
					});
					return line.client;
				},
			};
		},
		lost(host) {
			for (const [line, of] of lines) {
				if (of !== host || line.over) continue;
				// The kernel of a dead process resets its connections.
				line.cut(random.between(0, 200), 0);
			}
			for (const line of lines.keys()) if (line.over) lines.delete(line);
		},
	};
	return network;
}
