import { closeCodes } from '../../shared/close-codes.ts';
import type { Socket } from './socket.ts';
import type { Admission, Endpoint, UpgradeRequest } from './transport.ts';

/** An admission whose data is hidden, so that sockets of both kinds can be held alike. */
export type Verdict =
	| { readonly ok: true; readonly attach: (socket: Socket) => void; readonly release: () => void }
	| { readonly ok: false; readonly code: number; readonly reason: string };

const internalError = 1011;

function verdictOf<Data>(endpoint: Endpoint<Data>, request: UpgradeRequest, admission: Admission<Data>): Verdict {
	if (!admission.ok) return { ok: false, code: admission.code, reason: admission.reason ?? '' };
	const { data } = admission;
	return {
		ok: true,
		attach: (socket) => endpoint.handle({ socket, request, data }),
		release: () => endpoint.released?.(request, data),
	};
}

/** Asks an endpoint; a throw or rejection is a fault of ours, told and answered with 1011. Never throws or rejects. */
export function judge<Data>(
	endpoint: Endpoint<Data>,
	request: UpgradeRequest,
	onFault: (fault: unknown) => void,
): Verdict | Promise<Verdict> {
	const failed = (fault: unknown): Verdict => {
		onFault(fault);
		return { ok: false, code: internalError, reason: 'internal error' };
	};
	try {
		const admission = endpoint.admit(request);
		if (!(admission instanceof Promise)) return verdictOf(endpoint, request, admission);
		return admission.then((settled) => verdictOf(endpoint, request, settled)).catch(failed);
	} catch (fault) {
		return failed(fault);
	}
}

export const drainingVerdict: Verdict = { ok: false, code: closeCodes.drain, reason: 'shutting down' };
