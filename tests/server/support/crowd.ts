/** Members who look on at one session: they come and go while it runs, and one of them takes nothing from the network. */
import { WebSocket } from 'ws';
import type { SessionId } from '../../../shared/ids.ts';
import { limits } from '../../../shared/limits.ts';
import { memberWire, watchSession } from '../../support/clients.ts';

export interface Crowd {
	/** Brings it to this size; resolves when the server has counted everybody. */
	gather(size: number): Promise<void>;
	/** One more, on a socket that asks for the session many times over and then reads nothing. */
	stall(): Promise<void>;
	readonly size: number;
	disperse(): Promise<void>;
}

/** So often that one long answer fills what the system holds for a reader. */
const readings = limits.memberFeeds;
const callsAtOnce = 50;

export function createCrowd(base: string, cookies: readonly string[], sessionId: SessionId): Crowd {
	const here: { readonly wire: ReturnType<typeof memberWire>; stop(): void }[] = [];
	const stalled: WebSocket[] = [];
	const cookieOf = (n: number): string => cookies[n % cookies.length] ?? '';

	async function gather(size: number): Promise<void> {
		while (here.length < size) {
			const wire = memberWire(base, cookieOf(here.length));
			const ear = watchSession(wire, sessionId);
			here.push({ wire, stop: () => ear.stop() });
			await ear.until((event) => event.type === 'live', 'a watcher is there');
		}
		for (const { wire, stop } of here.splice(size)) {
			stop();
			wire.close();
		}
	}

	return {
		gather,
		get size() {
			return here.length;
		},
		async stall() {
			const socket = new WebSocket(`${base.replace('http', 'ws')}/trpc`, {
				headers: { origin: base, cookie: cookieOf(0) },
			});
			stalled.push(socket);
			await new Promise((resolve, reject) => {
				socket.once('open', resolve);
				socket.once('error', reject);
			});
			let live = 0;
			const everywhere = new Promise<void>((resolve) => {
				socket.on('message', (data: Buffer) => {
					if (data.includes('"type":"live"')) live += 1;
					if (live === readings) resolve();
				});
			});
			const calls = Array.from({ length: readings }, (_, n) => ({
				id: n + 1,
				method: 'subscription',
				params: { path: 'monitor.watch', input: { sessionId } },
			}));
			while (calls.length > 0) socket.send(JSON.stringify(calls.splice(0, callsAtOnce)));
			await everywhere;
			socket.pause();
		},
		async disperse() {
			await gather(0);
			for (const socket of stalled) socket.terminate();
		},
	};
}
