/** The second layer: the official client and the official handler, over a socket that the simulated network carries. */
import { createConnection } from '../../../shared/live/connect.ts';
import type { LiveClock } from '../../../shared/live/host.ts';
import type { Layer } from '../network.ts';
import { createFrameWatch, type WireCounts } from './frame-watch.ts';
import { installVirtualGlobals, type VirtualGlobals } from './globals.ts';
import { createWebSocketClass } from './web-socket.ts';
import { createWireNetwork, type WireNetworkOptions } from './wire-network.ts';

export interface WireLayer extends Layer {
	readonly network: NonNullable<Layer['network']>;
	readonly install: NonNullable<Layer['install']>;
	readonly counts: WireCounts;
}

export interface WireLayerOptions {
	/** What only the wire shows has gone wrong. */
	readonly violation: (what: string) => void;
	readonly kernelBytes: number;
	readonly passed?: WireNetworkOptions['passed'];
}

/** Made anew for each run. */
export function createWireLayer({ violation, kernelBytes, passed }: WireLayerOptions): WireLayer {
	const watch = createFrameWatch(violation);
	let globals: VirtualGlobals | null = null;

	/** What a library sets up inside is the page's: it stands still with it and ends with it. */
	function inPage(clock: LiveClock, work: () => void): void {
		if (globals === null) work();
		else globals.asPage(clock, work);
	}

	return {
		name: 'wire',
		counts: watch.counts,
		network: (options) => createWireNetwork({ ...options, watch, kernelBytes, passed }),
		install(time) {
			const installed = installVirtualGlobals(time.clockOf({ dead: false }));
			globals = installed;
			return installed.uninstall;
		},
		connect(page, url, hello) {
			const seen = watch.connections();
			const clock: LiveClock = {
				now: page.clock.now,
				monotonic: page.clock.monotonic,
				setTimer: (ms, ring) => page.clock.setTimer(ms, () => inPage(page.clock, ring)),
			};
			const WebSocket = createWebSocketClass((address, ears) => {
				seen.dialled();
				return page.dial(address, {
					opened: () => inPage(page.clock, ears.opened),
					frame: (text) => inPage(page.clock, () => ears.frame(text)),
					closed(code) {
						seen.ended(code);
						inPage(page.clock, () => ears.closed(code));
					},
				});
			});
			return createConnection({
				url,
				connectionParams: hello,
				host: {
					clock,
					random: page.random,
					hidden: page.hidden,
					onWake: page.onWake,
					WebSocket,
					makeEvent: (type) => new Event(type),
				},
			});
		},
	};
}
