import type { LiveHost, SocketClass, Wake } from '../../../shared/live/host.ts';
import { createManualClock, type ManualClock } from '../../net/support/manual-clock.ts';

export interface FakeHost extends LiveHost {
	readonly clock: ManualClock;
	wake(why: Wake): void;
	setHidden(hidden: boolean): void;
}

/** A page whose time stands still until a test moves it; sockets are real. */
export function createFakeHost(WebSocket: SocketClass = globalThis.WebSocket as never): FakeHost {
	const wakes = new Set<(why: Wake) => void>();
	let hidden = false;
	return {
		clock: createManualClock(),
		random: () => 1,
		hidden: () => hidden,
		onWake(wake) {
			wakes.add(wake);
			return () => wakes.delete(wake);
		},
		WebSocket,
		makeEvent: (type) => new Event(type),
		wake(why) {
			for (const wake of [...wakes]) wake(why);
		},
		setHidden(next) {
			hidden = next;
		},
	};
}
