/** The desk's one line to the server: tRPC over the member WebSocket. The browser sends the login's cookie by itself. */
import type { TRPCClient } from '@trpc/client';
import type { MemberRouter } from '../server/rpc/routers.ts';
import { type Connection, createConnection } from '../shared/live/connect.ts';
import { createPageHost, type LiveHost, sleepWithPage } from '../shared/live/host.ts';
import { createAway, isHandheld } from './away.ts';

export type Api = TRPCClient<MemberRouter>;
export type DeskConnection = Connection<MemberRouter>;

export const createHost = (): LiveHost => createPageHost(window, WebSocket, Event, Math.random);

export function connectToServer(host: LiveHost): DeskConnection {
	const url = new URL('/trpc', location.href);
	url.protocol = url.protocol.replace('http', 'ws');
	const away = createAway({
		clock: host.clock,
		hidden: () => host.hidden() && isHandheld(window),
		tell: (isAway) => line.client.me.setAway.mutate({ away: isAway }),
	});
	const line = createConnection<MemberRouter>({ url: () => `${url.href}${away.query()}`, host });
	document.addEventListener('visibilitychange', away.changed);
	line.subscribe(({ kind }) => {
		if (kind !== 'stopped') return;
		away.stop();
		document.removeEventListener('visibilitychange', away.changed);
	});
	sleepWithPage(window, { suspend: () => line.suspend(), wake: () => line.resume() });
	return line;
}
