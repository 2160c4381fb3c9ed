/** One connection between a browser's socket and the server's: both ends, both directions, and what may befall them. */
import type { UpgradeRequest } from '../../../server/net/transport.ts';
import { abnormal, type End, type Line } from '../line.ts';
import type { Host, PageEars } from '../network.ts';
import type { Time } from '../time.ts';
import { createFlow } from './flow.ts';
import type { WatchedConnection } from './frame-watch.ts';
import { createServerEnd, type DownFrame } from './server-end.ts';

type UpFrame =
	| { readonly kind: 'upgrade' }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'close'; readonly code: number }
	| { readonly kind: 'reset' };

export interface WireLine extends Line {
	/** A cut that is never a drain. */
	readonly sever: Line['cut'];
	/** The page reads nothing, or reads again; the browser below it still answers pings. */
	stall(on: boolean): void;
	/** The server asks the page to move over, then closes. */
	drain(): void;
	/** Bytes that the server holds for this reader (I24). */
	readonly buffered: number;
	/** Frames that have arrived since it was opened, both ways. */
	readonly arrived: number;
}

export interface WireLineOptions {
	readonly time: Time;
	/** Of the next frame, ms. */
	readonly latencyMs: () => number;
	/** How many of what is under way still arrive after a cut. */
	readonly spared: (underWay: number) => number;
	readonly host: Host;
	readonly request: UpgradeRequest;
	readonly page: PageEars;
	readonly kernelBytes: number;
	readonly watch: WatchedConnection;
	readonly handed: (text: string) => void;
	readonly heard: (text: string) => void;
	readonly served: (open: boolean) => void;
	/** Whether what is asked for comes in its milder form: a stalled page instead of a blocked way, a drain instead of a cut. */
	readonly mild: () => boolean;
	readonly struck: (line: WireLine) => void;
	/** After each frame that has arrived. */
	readonly passed?: ((direction: 'up' | 'down', line: WireLine) => void) | undefined;
}

export function createWireLine(options: WireLineOptions): WireLine {
	const { time, page, watch, spared } = options;
	let pageOpen = true;
	let stalled = false;
	let severed = false;
	let arrived = 0;
	const blocked = { up: false, down: false };

	function pageHears(code: number): void {
		if (!pageOpen) return;
		pageOpen = false;
		page.closed(code);
	}

	const up = createFlow<UpFrame>({
		time,
		latencyMs: options.latencyMs,
		deliver(frame) {
			switch (frame.kind) {
				case 'upgrade':
					return server.upgrade();
				case 'text':
					arrived += 1;
					watch.up(frame.text);
					server.text(frame.text);
					return options.passed?.('up', line);
				case 'close':
					return server.close(frame.code, '');
				case 'reset':
					return server.reset();
			}
		},
	});
	const down = createFlow<DownFrame>({
		time,
		latencyMs: options.latencyMs,
		deliver(frame) {
			switch (frame.kind) {
				case 'accepted':
					return pageOpen ? page.opened() : undefined;
				case 'text':
					arrived += 1;
					watch.down(frame.text);
					server.taken(Buffer.byteLength(frame.text));
					if (pageOpen) page.frame(frame.text);
					return options.passed?.('down', line);
				case 'close':
					return pageHears(frame.code);
				case 'reset':
					return pageHears(abnormal);
			}
		},
	});
	const server = createServerEnd({
		time,
		host: options.host,
		request: options.request,
		kernelBytes: options.kernelBytes,
		underWayBytes: () => down.bytes,
		push(frame, bytes) {
			watch.sent(frame);
			down.push(frame, bytes);
		},
		handed: options.handed,
		heard: options.heard,
		served: options.served,
	});

	function hold(): void {
		up.hold(blocked.up);
		down.hold(blocked.down || stalled);
		server.answersPings(!severed && !blocked.up && !blocked.down);
	}

	const client: End = {
		get open() {
			return pageOpen;
		},
		send(text) {
			if (pageOpen) up.push({ kind: 'text', text }, Buffer.byteLength(text));
		},
		close(code) {
			if (!pageOpen) return;
			pageOpen = false;
			up.push(code === abnormal ? { kind: 'reset' } : { kind: 'close', code }, 0);
		},
	};

	up.push({ kind: 'upgrade' }, 0);

	const line: WireLine = {
		client,
		// Driven by the server alone, through its native socket.
		server: { open: true, send() {}, close() {} },
		block(direction) {
			if (direction === 'down' && !blocked.down && options.mild()) stalled = true;
			else blocked[direction] = true;
			hold();
			options.struck(line);
		},
		unblock() {
			blocked.up = false;
			blocked.down = false;
			stalled = false;
			hold();
		},
		stall(on) {
			stalled = on;
			hold();
		},
		cut(clientHearsMs, serverHearsMs) {
			if (clientHearsMs === 0 && serverHearsMs === 0 && options.mild()) return server.drain();
			line.sever(clientHearsMs, serverHearsMs);
		},
		sever(clientHearsMs, serverHearsMs) {
			severed = true;
			up.sever(spared(up.frames));
			down.sever(spared(down.frames));
			hold();
			if (clientHearsMs === null) options.struck(line);
			if (clientHearsMs !== null) time.after(clientHearsMs, () => pageHears(abnormal));
			if (serverHearsMs !== null) time.after(serverHearsMs, () => server.reset());
		},
		drain: () => server.drain(),
		get over() {
			return !pageOpen && server.over;
		},
		get healthy() {
			return pageOpen && !server.over && !severed && !stalled && !blocked.up && !blocked.down;
		},
		get buffered() {
			return server.buffered;
		},
		get arrived() {
			return arrived;
		},
	};
	return line;
}
