import { limits } from '../../shared/limits.ts';
import type { TransportLimits } from './transport.ts';

/** The numbers of SPEC section 10, and a call rate no honest client comes near. */
export const defaultTransportLimits: TransportLimits = {
	frameBytes: limits.frameBytes,
	nativeFrameBytes: limits.nativeFrameBytes,
	batchCalls: limits.batchCalls,
	jsonDepth: limits.jsonDepth,
	backpressureBytes: limits.socketBackpressureBytes,
	helloTimeoutMs: limits.helloTimeoutMs,
	idleSeconds: limits.socketIdleSeconds,
	// A reconnect resends up to 100 subscriptions in one array, so the burst holds several of those.
	callsPerSecond: 50,
	callBurst: 400,
};
