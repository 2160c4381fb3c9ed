/** A browser's `WebSocket` as far as the live code and tRPC's client touch it, over a connection of the simulated network. */
import type { SocketClass } from '../../../shared/live/host.ts';
import { abnormal, type End } from '../line.ts';
import type { PageEars } from '../network.ts';

/** Opens a line of the simulated network for this page. */
export type Dial = (url: string, ears: PageEars) => End;

const connecting = 0;
const open = 1;
const closing = 2;
const closed = 3;
/** A close frame without a code. */
const noCode = 1005;

class TextEvent extends Event {
	readonly data: string;
	constructor(data: string) {
		super('message');
		this.data = data;
	}
}

class EndEvent extends Event {
	readonly code: number;
	readonly reason = '';
	constructor(code: number) {
		super('close');
		this.code = code;
	}
}

/** A class of its own for each connection of a page: tRPC makes the instances. */
export function createWebSocketClass(dial: Dial): SocketClass {
	class NetworkSocket extends EventTarget {
		static readonly CONNECTING = connecting;
		static readonly OPEN = open;
		static readonly CLOSING = closing;
		static readonly CLOSED = closed;
		readonly CONNECTING = connecting;
		readonly OPEN = open;
		readonly CLOSING = closing;
		readonly CLOSED = closed;
		binaryType = 'blob';
		readonly url: string;
		#state = connecting;
		readonly #end: End;

		constructor(url: string) {
			super();
			this.url = url;
			this.#end = dial(url, {
				opened: () => {
					if (this.#state !== connecting) return;
					this.#state = open;
					this.dispatchEvent(new Event('open'));
				},
				frame: (text) => {
					// While closing nothing more is handed to the page.
					if (this.#state === open) this.dispatchEvent(new TextEvent(text));
				},
				closed: (code) => {
					if (this.#state === closed) return;
					this.#state = closed;
					if (code === abnormal) this.dispatchEvent(new Event('error'));
					this.dispatchEvent(new EndEvent(code));
				},
			});
		}

		get readyState(): number {
			return this.#state;
		}

		send(data: string): void {
			if (this.#state === connecting) throw new DOMException('still connecting', 'InvalidStateError');
			if (this.#state === open) this.#end.send(data);
		}

		// On a dead network a browser tells the page a minute later; by then nobody listens, so it is left out.
		close(code: number = noCode): void {
			if (this.#state === closing || this.#state === closed) return;
			const before = this.#state;
			this.#state = closing;
			this.#end.close(before === connecting ? abnormal : code);
		}
	}
	// Its events carry more than the type asks for; a browser's class is handed in by the same cast.
	return NetworkSocket as unknown as SocketClass;
}
