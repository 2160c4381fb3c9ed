/** The network of the second layer: frames of the official client and handler, with everything that TCP may do to them. */
import { describeUpgrade } from '../../../server/net/upgrade-request.ts';
import { abnormal, type End } from '../line.ts';
import type { Host, Network, NetworkOptions, Weather } from '../network.ts';
import type { FrameWatch } from './frame-watch.ts';
import { createWireLine, type WireLine } from './wire-line.ts';

export interface WireNetworkOptions extends NetworkOptions {
	readonly watch: FrameWatch;
	/** Small, so that short conversations fill it too. */
	readonly kernelBytes: number;
	/** Faults come in their milder form now and then: a page that reads nothing, a server that asks for a move. */
	readonly mild: boolean;
	/** After each frame that has arrived. */
	readonly passed?: ((page: string, direction: 'up' | 'down', line: WireLine) => void) | undefined;
	/** The line has fallen silent, at one end at least. */
	readonly struck?: ((page: string, line: WireLine) => void) | undefined;
}

/** A browser that reaches no server learns it after this. */
const refusedMs = 30;
/** The kernel of a dead process resets its connections within this. */
const deathTold = 200;

export interface WireNetwork extends Network {
	page(
		name: string,
		headers: Readonly<Record<string, string>>,
	): ReturnType<Network['page']> & {
		readonly lines: readonly WireLine[];
	};
}

export function createWireNetwork(options: WireNetworkOptions): WireNetwork {
	const { time, random, watch, kernelBytes, handed, heard, served, passed, struck, mild } = options;
	const hosts = new Map<WireLine, Host>();

	const network: WireNetwork = {
		host: null,
		page(name, headers) {
			const draw = random.fork(name);
			const weather: Weather = { latencyMs: 0, offline: false };
			const own = new Set<WireLine>();
			return {
				weather,
				get lines() {
					for (const line of own) if (line.over) own.delete(line);
					return [...own];
				},
				dial(url, page): End {
					const { host } = network;
					if (host === null || !host.accepts || weather.offline) {
						const fail = time.after(refusedMs, () => page.closed(abnormal));
						return { open: false, send() {}, close: () => fail.cancel() };
					}
					const { pathname, search } = new URL(url);
					const request = describeUpgrade(pathname, search.slice(1), headers, '127.0.0.1');
					const line = createWireLine({
						time,
						latencyMs: () => (weather.latencyMs === 0 ? 0 : draw.between(1, weather.latencyMs)),
						spared: (underWay) => draw.between(0, underWay),
						host,
						request,
						page,
						kernelBytes,
						watch: watch.connection(request.kind),
						handed: (text) => handed?.(name, text),
						heard: (text) => heard?.(name, text),
						served: (open) => served?.(name, open),
						mild: () => mild && draw.chance(0.4),
						struck: (struckLine) => struck?.(name, struckLine),
						passed: passed === undefined ? undefined : (direction, through) => passed(name, direction, through),
					});
					hosts.set(line, host);
					own.add(line);
					return line.client;
				},
			};
		},
		lost(host) {
			for (const [line, of] of hosts) {
				if (of === host && !line.over) line.sever(random.between(0, deathTold), 0);
				if (of === host || line.over) hosts.delete(line);
			}
		},
	};
	return network;
}
