/** Visitors' sockets: which site, from which page, how many, and then the hello. Cookies are ignored. */

import type { VisitorFacts } from '../../shared/card.ts';
import { closeCodes } from '../../shared/close-codes.ts';
import type { SiteId } from '../../shared/ids.ts';
import type { InstallWatch } from '../accounts/install-watch.ts';
import { parseOrigin } from '../accounts/origin.ts';
import { mayShowWidget } from '../accounts/widget-config.ts';
import type { Log } from '../log.ts';
import { type ClientAddress, clientAddress } from '../net/address.ts';
import type { AddressLimits } from '../net/admit.ts';
import type { Socket } from '../net/socket.ts';
import type { Surroundings } from '../net/surroundings.ts';
import type { Endpoint, UpgradeRequest } from '../net/transport.ts';
import type { ServeTrpc } from '../net/trpc-handler.ts';
import type { VisitorRouter } from '../rpc/visitor.ts';
import { greet, type HelloDeps } from '../rpc/visitor-hello.ts';
import type { Site } from '../store/sites.ts';
import { connectionOver } from './connection.ts';
import { isFault } from './faults.ts';

export interface VisitorEndpointDeps extends HelloDeps {
	readonly router: VisitorRouter;
	readonly siteByKey: (key: string) => Site | null;
	readonly installWatch: InstallWatch;
	readonly publicUrl: string | null;
	readonly trustedProxies: number;
	readonly surroundings: Pick<Surroundings, 'connected'>;
	readonly limits: AddressLimits;
	readonly country: (address: string) => string | null;
	readonly deviceOf: (headers: UpgradeRequest['headers'], touch: number) => Omit<VisitorFacts, 'country'>;
	readonly nextConnectionId: () => string;
	readonly serve: ServeTrpc;
	readonly log: Log;
}

export interface VisitorData {
	readonly siteId: SiteId;
	readonly from: ClientAddress;
	readonly release: () => void;
}

export interface VisitorEndpoint extends Endpoint<VisitorData> {
	/** Closes the sockets of a website that was removed: its widget disappears from pages that stand open. */
	end(siteId: SiteId): void;
}

export function createVisitorEndpoint(deps: VisitorEndpointDeps): VisitorEndpoint {
	const { router, siteByKey, publicUrl, trustedProxies, limits, log } = deps;
	const open = new Map<Socket, SiteId>();

	function factsOf({ headers }: UpgradeRequest, { address }: ClientAddress, touch: number): VisitorFacts {
		return { country: deps.country(address), ...deps.deviceOf(headers, touch) };
	}

	const handle = deps.serve<VisitorRouter, VisitorData>({
		router,
		async createContext({ socket, request, data, connectionParams, signal }) {
			const connection = connectionOver(socket, deps.nextConnectionId(), signal);
			const base = { siteId: data.siteId, connection };
			try {
				const binding = await greet(deps, {
					siteId: data.siteId,
					connection,
					connectionParams,
					factsOf: (touch) => factsOf(request, data.from, touch),
					mayStart: () => limits.newSession(data.from).ok,
					languages: languagesOf(request.headers['accept-language']),
				});
				return { ...base, binding };
			} catch (error) {
				// A store that does not answer: the client comes back with its backoff.
				log.warn({ err: error }, 'a visitor could not be greeted');
				connection.close(closeCodes.drain);
				return { ...base, binding: { ok: false } };
			}
		},
		onError: ({ error, path }) => {
			if (isFault(error)) log.error({ err: error, path }, 'a visitor procedure failed');
		},
	});

	return {
		handle(connection) {
			const { socket, data } = connection;
			open.set(socket, data.siteId);
			socket.once('close', () => open.delete(socket));
			handle(connection);
		},
		admit(request) {
			const site = siteByKey(request.query.get('site') ?? '');
			if (site === null) return { ok: false, code: closeCodes.site };
			const { origin, host } = request.headers;
			if (!mayShowWidget(site, { origin, host, publicUrl })) {
				// Only what a browser would send is worth telling the owner; anybody may send anything.
				if (origin !== undefined && parseOrigin(origin) !== null) deps.installWatch.blocked(site.id, origin);
				return { ok: false, code: closeCodes.origin };
			}
			deps.surroundings.connected(request);
			const from = clientAddress({
				socketAddress: request.remoteAddress,
				forwardedFor: request.headers['x-forwarded-for'],
				trustedProxies,
			});
			const permit = limits.openSocket(from);
			if (!permit.ok) return { ok: false, code: permit.code };
			return { ok: true, data: { siteId: site.id, from, release: permit.release } };
		},
		released: (_request, data) => data.release(),
		end(siteId) {
			for (const [socket, of] of open) if (of === siteId) socket.close(closeCodes.site);
		},
	};
}

/** "lv-LV,lv;q=0.9,en;q=0.8", in the browser's order. */
function languagesOf(header: string | undefined): readonly string[] {
	return (header ?? '')
		.slice(0, 200)
		.split(',')
		.map((part) => part.split(';')[0]?.trim() ?? '')
		.filter((tag) => tag !== '');
}
