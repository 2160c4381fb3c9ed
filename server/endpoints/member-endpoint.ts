/** Members' sockets: only from our own pages, only with a login. What the login may do is asked again at each call. */
import { closeCodes } from '../../shared/close-codes.ts';
import type { LoginId, MemberId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { Identity, Logins } from '../accounts/logins.ts';
import { baseUrlOf, isStaffOrigin } from '../accounts/origin.ts';
import type { Attendance, Attender } from '../actor/attendance.ts';
import type { Log } from '../log.ts';
import { clientAddress } from '../net/address.ts';
import type { Socket } from '../net/socket.ts';
import type { Surroundings } from '../net/surroundings.ts';
import type { Admission, Endpoint, UpgradeRequest } from '../net/transport.ts';
import { createTrpcHandler } from '../net/trpc-handler.ts';
import type { Authorities } from '../rpc/ports.ts';
import type { MemberRouter } from '../rpc/routers.ts';
import { connectionOver } from './connection.ts';
import { isFault } from './faults.ts';

export interface MemberEndpointDeps {
	readonly router: MemberRouter;
	readonly logins: Pick<Logins, 'identify' | 'recognise'>;
	readonly authorities: Pick<Authorities, 'of'>;
	readonly attendance: Attendance;
	readonly publicUrl: string | null;
	readonly surroundings: Pick<Surroundings, 'connected'>;
	readonly nextConnectionId: () => string;
	readonly log: Log;
}

export interface MemberData {
	readonly loginId: LoginId;
	readonly memberId: MemberId;
	/** The cookie came over plain http. */
	readonly plain: boolean;
	/** The page was behind another app of a phone. */
	readonly away: boolean;
}

export interface MemberEndpoint extends Endpoint<MemberData> {
	/** Closes the sockets of a login that has ended; true: the member has another dashboard open elsewhere. */
	end(loginId: LoginId, memberId: MemberId): boolean;
}

export function createMemberEndpoint(deps: MemberEndpointDeps): MemberEndpoint {
	const { router, logins, authorities, attendance, publicUrl, log } = deps;
	const open = new Map<Socket, MemberData & { readonly attender: Attender }>();

	const handle = createTrpcHandler<MemberRouter, MemberData>({
		router,
		createContext({ socket, request, data, signal }) {
			const { origin, host } = request.headers;
			const baseUrl = baseUrlOf({ origin, host, publicUrl }, `http://${host ?? 'localhost'}`);
			const { isLocal } = clientAddress({ socketAddress: request.remoteAddress, trustedProxies: 0 });
			return {
				loginId: data.loginId,
				connection: connectionOver(socket, deps.nextConnectionId(), signal),
				baseUrl,
				setAway: (away) => open.get(socket)?.attender.setAway(away),
				browser: { headers: request.headers, baseUrl },
				// On the machine itself nobody listens in between.
				insecure: data.plain && !(isLocal && /^https?:\/\/(?:localhost|127\.|\[::1\])/.test(origin ?? '')),
			};
		},
		onError: ({ error, path }) => {
			if (isFault(error)) log.error({ err: error, path }, 'a member procedure failed');
		},
	});

	function admission(identity: Identity | null, request: UpgradeRequest): Admission<MemberData> {
		const authority = identity === null ? null : authorities.of(identity.loginId);
		if (identity === null || authority === null) return { ok: false, code: closeCodes.signedOut };
		const { loginId, plain } = identity;
		const away = request.query.has('away');
		return { ok: true, data: { loginId, memberId: authority.memberId, plain, away } };
	}

	return {
		admit(request) {
			const { origin, host } = request.headers;
			if (!isStaffOrigin({ origin, host, publicUrl })) return { ok: false, code: closeCodes.origin };
			deps.surroundings.connected(request);
			const known = logins.identify(request.headers);
			if (known !== null) return admission(known, request);
			// 4501 is the last word, so it must be true of all servers. While the store is away nobody knows: come back.
			return logins.recognise(request.headers).then(
				(identity) => admission(identity, request),
				() => ({ ok: false, code: closeCodes.drain }),
			);
		},
		handle(connection) {
			const { socket, data } = connection;
			// I30: whoever shows one login on ever more sockets is no dashboard.
			const same = [...open.values()].filter(({ loginId }) => loginId === data.loginId);
			if (same.length >= limits.socketsPerLogin) return socket.close(closeCodes.rate);
			const attender = attendance.connected(data.memberId, data.away);
			open.set(socket, { ...data, attender });
			socket.once('close', () => {
				open.delete(socket);
				attender.gone();
			});
			// It may have ended while the upgrade was under way.
			if (authorities.of(data.loginId) === null) socket.close(closeCodes.signedOut);
			handle(connection);
		},
		end(loginId, memberId) {
			let elsewhere = false;
			for (const [socket, data] of open) {
				if (data.loginId === loginId) socket.close(closeCodes.signedOut);
				else elsewhere ||= data.memberId === memberId;
			}
			return elsewhere;
		},
	};
}
