/** Who may open how many sockets and sessions (SPEC section 10, "visitor rate"). Pure but for the clock. */
import { closeCodes } from '../../shared/close-codes.ts';
import { limits } from '../../shared/limits.ts';
import type { Clock } from '../clock.ts';
import type { ClientAddress } from './address.ts';
import { createKeyedLimiter, createTokenBucket, type Taken } from './token-bucket.ts';

export type SocketPermit =
	/** `release` gives the place back; calling it again does nothing. */
	| { readonly ok: true; readonly release: () => void }
	| { readonly ok: false; readonly code: typeof closeCodes.rate; readonly reason: string };

export interface AddressLimits {
	/** Asked in `admit`, released when the socket is gone. */
	openSocket(from: ClientAddress): SocketPermit;
	/** Asked when a new session would start, not for each hello. */
	newSession(from: ClientAddress): Taken;
}

export interface AddressLimitsOptions {
	readonly clock: Pick<Clock, 'monotonic'>;
	readonly openSockets?: number | undefined;
	readonly sessionsPerMinute?: number | undefined;
	/** Of all addresses together, near ones included: this bounds what one proxy can bring. */
	readonly sessionsPerMinuteGlobal?: number | undefined;
	readonly maxKeys?: number | undefined;
}

const nothing = () => {};

/** Loopback and private peers have no limit of their own: behind an undeclared proxy everybody looks like that one. */
export function createAddressLimits({
	clock,
	openSockets = limits.openSocketsPerAddress,
	sessionsPerMinute = limits.newSessionsPerMinutePerAddress,
	sessionsPerMinuteGlobal = limits.newSessionsPerMinuteGlobal,
	maxKeys = 50_000,
}: AddressLimitsOptions): AddressLimits {
	const open = new Map<string, number>();
	const perAddress = createKeyedLimiter({ clock, burst: sessionsPerMinute, perMinute: sessionsPerMinute, maxKeys });
	const everybody = createTokenBucket({
		clock,
		// A tenth at once: enough for a page that is being shared, and the database is not run over.
		burst: Math.max(1, Math.ceil(sessionsPerMinuteGlobal / 10)),
		perMinute: sessionsPerMinuteGlobal,
	});

	return {
		openSocket(from) {
			if (from.isLocal) return { ok: true, release: nothing };
			const { key } = from;
			const held = open.get(key) ?? 0;
			if (held >= openSockets) return { ok: false, code: closeCodes.rate, reason: 'too many connections' };
			open.set(key, held + 1);
			let released = false;
			return {
				ok: true,
				release() {
					if (released) return;
					released = true;
					const left = (open.get(key) ?? 1) - 1;
					if (left > 0) open.set(key, left);
					else open.delete(key);
				},
			};
		},
		newSession(from) {
			if (!from.isLocal) {
				const mine = perAddress.take(from.key);
				if (!mine.ok) return mine;
			}
			return everybody.take();
		},
	};
}
