/** Visitors' sockets: which site, from which page, how many, and then the hello. Cookies are ignored. */

import type { VisitorFacts } from '../../shared/card.ts';
import { closeCodes } from '../../shared/close-codes.ts';
import type { SiteId, VisitorId } from '../../shared/ids.ts';
import type { InstallWatch } from '../accounts/install-watch.ts';
import { parseOrigin } from '../accounts/origin.ts';
import { mayShowWidget } from '../accounts/widget-config.ts';
import type { Log } from '../log.ts';
import { type ClientAddress, clientAddress } from '../net/address.ts';
import type { AddressLimits } from '../net/admit.ts';
import type { Socket } from '../net/socket.ts';
import type { Surroundings } from '../net/surroundings.ts';
import type { Endpoint, UpgradeRequest } from '../net/transport.ts';
import { createTrpcHandler } from '../net/trpc-handler.ts';
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
	/** Closes the sockets of one visitor. */
	endVisitor(siteId: SiteId, visitorId: VisitorId, code: number): void;
	/** Closes the sockets of whoever the gate does not let in any more. */
	endBarred(): void;
}

interface Caller {
	readonly siteId: SiteId;
	readonly address: string;
	/** Null: the hello was not accepted yet. */
	visitorId: VisitorId | null;
}

export function createVisitorEndpoint(deps: VisitorEndpointDeps): VisitorEndpoint {
	const { router, siteByKey, publicUrl, trustedProxies, limits, gate, log } = deps;
	const open = new Map<Socket, Caller>();

	function factsOf({ headers }: UpgradeRequest, { address }: ClientAddress, touch: number): VisitorFacts {
		return { country: deps.country(address), ...deps.deviceOf(headers, touch) };
	}

	const handle = createTrpcHandler<VisitorRouter, VisitorData>({
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
				const caller = open.get(socket);
				if (binding.ok && caller !== undefined) {
					caller.visitorId = binding.visitorId;
					// They may have been blocked or erased while they were greeted.
					const code = refusedNow(caller);
					if (code !== null) connection.close(code);
				}
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

	/** The close code for somebody who may not stay; null: they may. */
	function refusedNow({ siteId, address, visitorId }: Caller): number | null {
		if (gate === undefined) return null;
		if (gate.bars(siteId, address)) return closeCodes.blocked;
		switch (visitorId === null ? 'open' : gate.standing(siteId, visitorId)) {
			case 'blocked':
				return closeCodes.blocked;
			case 'forgotten':
				return closeCodes.forgotten;
			case 'open':
				return null;
		}
	}

	return {
		handle(connection) {
			const { socket, data } = connection;
			open.set(socket, { siteId: data.siteId, address: data.from.address, visitorId: null });
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
			if (gate?.bars(site.id, from.address) === true) return { ok: false, code: closeCodes.blocked };
			const permit = limits.openSocket(from);
			if (!permit.ok) {
				deps.limitHit?.(site.id, 'sockets');
				return { ok: false, code: permit.code };
			}
			return { ok: true, data: { siteId: site.id, from, release: permit.release } };
		},
		released: (_request, data) => data.release(),
		end(siteId) {
			for (const [socket, of] of open) if (of.siteId === siteId) socket.close(closeCodes.site);
		},
		endVisitor(siteId, visitorId, code) {
			for (const [socket, of] of open) if (of.siteId === siteId && of.visitorId === visitorId) socket.close(code);
		},
		endBarred() {
			for (const [socket, of] of open) {
				const code = refusedNow(of);
				if (code !== null) socket.close(code);
			}
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
