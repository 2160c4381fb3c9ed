/** What a frame must pass before anything parses it (SPEC section 10), on every transport alike. */
import { closeCodes } from '../../shared/close-codes.ts';
import type { Clock, Timer } from '../clock.ts';
import { measureFrame } from './frame-guard.ts';
import { isHello } from './hello.ts';
import { createTokenBucket } from './token-bucket.ts';
import type { TransportLimits } from './transport.ts';

export interface InboundGate {
	/** False if the frame is not to be handled; the socket is then closing. */
	admits(bytes: Uint8Array, isBinary: boolean): boolean;
	/** The socket is gone. */
	stop(): void;
}

export interface InboundGateOptions {
	readonly clock: Clock;
	readonly limits: TransportLimits;
	/** The client announced a hello, so the tRPC handler waits for it and makes no context before. */
	readonly expectsHello: boolean;
	readonly close: (code: number, reason: string) => void;
}

export function createInboundGate({ clock, limits, expectsHello, close }: InboundGateOptions): InboundGate {
	const bucket = createTokenBucket({ clock, burst: limits.callBurst, perMinute: limits.callsPerSecond * 60 });
	// Protocol pings keep a silent client alive for ever, so it needs a deadline of its own.
	let helloTimer: Timer | undefined = expectsHello
		? clock.setTimer(limits.helloTimeoutMs, () => close(closeCodes.timeout, 'no hello'))
		: undefined;

	function refuse(code: number, reason: string): false {
		close(code, reason);
		return false;
	}

	return {
		admits(bytes, isBinary) {
			if (bytes.length > limits.frameBytes) return refuse(closeCodes.size, 'frame too long');
			const { depth, calls } = measureFrame(bytes);
			if (depth > limits.jsonDepth) return refuse(closeCodes.size, 'nested too deep');
			if (calls > limits.batchCalls) return refuse(closeCodes.size, 'too many calls in one frame');
			// A batch costs as many tokens as it has calls, or batching would be the way round.
			if (!bucket.take(calls).ok) return refuse(closeCodes.rate, 'too many calls');
			if (!helloTimer) return true;

			const text = isBinary ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
			// The client's keep-alive may come first; the handler answers it, and still waits.
			if (text === 'PING' || text === 'PONG') return true;
			helloTimer.cancel();
			helloTimer = undefined;
			return isHello(text) || refuse(closeCodes.hello, 'malformed hello');
		},
		stop() {
			helloTimer?.cancel();
			helloTimer = undefined;
		},
	};
}
