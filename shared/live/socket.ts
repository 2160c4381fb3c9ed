/**
 * A `WebSocket` that tells the truth at once. Chromium fires `close` on a dead network up to 60 s after `close()`, and
 * tRPC reconnects only on that event: here `close()` is an end, and whatever the old socket still says is swallowed.
 */
import type { LiveHost, SocketClass, SocketLike } from './host.ts';

export interface SocketWatch {
	created(socket: SocketLike): void;
	opened(): void;
	/** Any frame, a PONG too: the other side lives. */
	heard(): void;
	/** Once per socket, before tRPC learns of it. 1006 where the browser was told nothing. */
	closed(socket: SocketLike, code: number): void;
}

const connecting = 0;
const open = 1;
const closing = 2;
const closed = 3;
/** A connect attempt into a black hole is given up after this. */
const openTimeoutMs = 15_000;
/** What a browser reports when no close frame came. */
const abnormal = 1006;

export function watchedSocket(
	host: Pick<LiveHost, 'WebSocket' | 'makeEvent' | 'clock'>,
	watch: SocketWatch,
): SocketClass {
	return class WatchedSocket extends host.WebSocket {
		#ended = false;
		#opened = false;
		readonly #timeout = host.clock.setTimer(openTimeoutMs, () => this.close());

		constructor(url: string, protocols?: string | string[]) {
			super(url, protocols);
			watch.created(this);
			// First in line, so that a stop is latched before tRPC reacts, and late events reach nobody.
			this.addEventListener('open', (event) => {
				if (this.#ended) return event.stopImmediatePropagation();
				this.#opened = true;
				this.#timeout.cancel();
				watch.opened();
			});
			this.addEventListener('message', (event) => {
				if (this.#ended) event.stopImmediatePropagation();
				else watch.heard();
			});
			this.addEventListener('error', (event) => {
				if (this.#ended) event.stopImmediatePropagation();
			});
			this.addEventListener('close', (event) => {
				if (this.#ended) return event.stopImmediatePropagation();
				this.#end(event.code ?? abnormal);
			});
		}

		override get readyState(): number {
			return this.#ended ? closed : super.readyState;
		}

		override close(code?: number, reason?: string): void {
			const state = super.readyState;
			if (this.#ended || state === closed) return;
			// Without arguments where there are none: an undefined code is refused.
			if (code === undefined) super.close();
			else super.close(code, reason);
			if (this.#ended) return;
			// tRPC waits for `open` or `error` of a socket that is opening, and for `close` of one that was open.
			if (!this.#opened && (state === connecting || state === closing)) this.#announce('error');
			this.#announce('close', code ?? abnormal);
		}

		#announce(type: string, code?: number): void {
			const event = host.makeEvent(type);
			if (code !== undefined) Object.defineProperty(event, 'code', { value: code });
			this.dispatchEvent(event);
		}

		#end(code: number): void {
			this.#ended = true;
			this.#timeout.cancel();
			watch.closed(this, code);
		}
	};
}

export const isOpen = (socket: SocketLike): boolean => socket.readyState === open;
