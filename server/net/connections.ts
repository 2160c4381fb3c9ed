/**
 * What happens to a WebSocket between upgrade and close: who may come in, what a frame must pass, when a place is given
 * back. It knows no library, so whatever carries the frames meets the same rules.
 */
import type { Clock } from '../clock.ts';
import { drainingVerdict, judge, type Verdict } from './endpoint.ts';
import { expectsHello } from './hello.ts';
import { createInboundGate, type InboundGate } from './inbound-gate.ts';
import { createUwsSocket, type NativeSocket, type Socket, type UwsSocket } from './socket.ts';
import type { TransportLimits, TransportOptions, UpgradeRequest } from './transport.ts';

/** What hangs on a native socket from upgrade to close. */
export interface Slot {
	readonly request: UpgradeRequest;
	readonly verdict: Verdict;
	live: { readonly socket: UwsSocket; readonly gate: InboundGate } | undefined;
}

export interface ConnectionsOptions<Visitor, Member>
	extends Pick<TransportOptions<Visitor, Member>, 'endpoints' | 'observer' | 'onFault'> {
	readonly clock: Clock;
	readonly limits: TransportLimits;
}

/** Nothing of this throws: an exception in a native callback would end the process, and with it every session (I26). */
export interface Connections {
	/** Open sockets, refused ones excluded. */
	readonly sockets: ReadonlySet<Socket>;
	/** Asks the endpoint; `finish` is told at once or later. */
	admit(request: UpgradeRequest, finish: (slot: Slot) => void): void;
	/** The client went away during the check. */
	abandoned(slot: Slot): void;
	opened(native: NativeSocket, slot: Slot): void;
	/** The bytes are copied if they are kept. */
	received(slot: Slot, bytes: Uint8Array, isBinary: boolean): void;
	drained(slot: Slot): void;
	closed(slot: Slot, code: number, reason: string): void;
	/** From here on whoever comes is sent away with 4000. */
	stop(): void;
}

export function createConnections<Visitor, Member>(options: ConnectionsOptions<Visitor, Member>): Connections {
	const { clock, endpoints, limits, observer, onFault } = options;
	const sockets = new Set<Socket>();
	let stopping = false;

	function guarded(work: () => void): boolean {
		try {
			work();
			return true;
		} catch (fault) {
			onFault(fault);
			return false;
		}
	}

	function release({ verdict }: Slot): void {
		if (verdict.ok) guarded(verdict.release);
	}

	return {
		sockets,
		admit(request, finish) {
			const verdict =
				request.kind === 'visitor'
					? judge(endpoints.visitor, request, onFault)
					: judge(endpoints.member, request, onFault);
			const settled = (known: Verdict): void => finish({ request, verdict: known, live: undefined });
			if (verdict instanceof Promise) void verdict.then(settled).catch(onFault);
			else settled(verdict);
		},
		abandoned: release,
		opened(native, slot) {
			const { request } = slot;
			const { kind } = request;
			if (stopping) release(slot);
			const verdict = stopping ? drainingVerdict : slot.verdict;
			if (!verdict.ok) {
				observer?.refused(kind, verdict.code);
				native.end(verdict.code, verdict.reason);
				return;
			}
			const socket = createUwsSocket({
				native,
				kind,
				backpressureBytes: limits.backpressureBytes,
				onSent: (bytes) => observer?.sent(kind, bytes),
				onDropped: (bytes) => observer?.dropped(kind, bytes),
			});
			const gate = createInboundGate({
				clock,
				limits,
				expectsHello: expectsHello(request.query),
				close: (code, reason) => socket.close(code, reason),
			});
			slot.live = { socket, gate };
			sockets.add(socket);
			observer?.opened(kind);
			if (!guarded(() => verdict.attach(socket))) socket.close();
		},
		received({ live, request }, bytes, isBinary) {
			if (!live) return;
			observer?.received(request.kind, bytes.byteLength);
			const fine = guarded(() => {
				if (live.gate.admits(bytes, isBinary)) live.socket.received(Buffer.from(bytes), isBinary);
			});
			if (!fine) live.socket.close();
		},
		drained({ live }) {
			guarded(() => live?.socket.drained());
		},
		closed(slot, code, reason) {
			const { live, request } = slot;
			if (!live) return;
			live.gate.stop();
			sockets.delete(live.socket);
			observer?.closed(request.kind, code);
			guarded(() => live.socket.closed(code, reason));
			release(slot);
		},
		stop() {
			stopping = true;
		},
	};
}
