/** The second layer: the official client and the official handler, over a socket that the simulated network carries. */
import { createConnection } from '../../../shared/live/connect.ts';
import type { LiveClock } from '../../../shared/live/host.ts';
import type { Layer } from '../network.ts';
import type { FrameWatch } from './frame-watch.ts';
import type { VirtualGlobals } from './globals.ts';
import { createWebSocketClass } from './web-socket.ts';

export function createWireLayer(globals: Pick<VirtualGlobals, 'asPage'>, watch: FrameWatch): Layer {
	return {
		name: 'wire',
		connect(page, url, hello) {
			const seen = watch.connections();
			/** What a library sets up inside the page's own timers is the page's too. */
			const clock: LiveClock = {
				now: page.clock.now,
				monotonic: page.clock.monotonic,
				setTimer: (ms, ring) => page.clock.setTimer(ms, () => globals.asPage(page.clock, ring)),
			};
			const WebSocket = createWebSocketClass((address, ears) => {
				seen.dialled();
				const inPage = (work: () => void): void => globals.asPage(page.clock, work);
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
