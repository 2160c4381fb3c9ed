/** The official client on a page: the real `createConnection` over a socket of the simulated network. */
import { createConnection } from '../../../shared/live/connect.ts';
import type { LiveClock } from '../../../shared/live/host.ts';
import type { Layer, PagePort } from '../network.ts';
import type { FrameWatch } from './frame-watch.ts';
import type { VirtualGlobals } from './globals.ts';
import { createWebSocketClass } from './web-socket.ts';

export interface WireLayerOptions {
	readonly globals: Pick<VirtualGlobals, 'asPage'>;
	readonly watch: FrameWatch;
	/** A page makes a connection. */
	readonly opened: (page: PagePort) => void;
}

export function createWireLayer({ globals, watch, opened }: WireLayerOptions): Layer {
	return {
		name: 'wire',
		connect(page, url, hello) {
			opened(page);
			const seen = watch.connections();
			/** What a library sets up inside is the page's: it stands still with it and ends with it. */
			const inPage = (work: () => void): void => globals.asPage(page.clock, work);
			const clock: LiveClock = {
				now: page.clock.now,
				monotonic: page.clock.monotonic,
				setTimer: (ms, ring) => page.clock.setTimer(ms, () => inPage(ring)),
			};
			const WebSocket = createWebSocketClass((address, ears) => {
				seen.dialled();
				return page.dial(address, {
					opened: () => inPage(ears.opened),
					frame: (text) => inPage(() => ears.frame(text)),
					closed(code) {
						seen.ended(code);
						inPage(() => ears.closed(code));
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
