/** Web Push, put together. */
import type { DeviceId, FillRandom, LoginId, MemberId } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { HttpRequest, Route } from '../net/http-types.ts';
import type { Channel } from '../outbox/ports.ts';
import type { Push } from '../rpc/ports.ts';
import type { PushStore } from '../store/push.ts';
import { createPushChannel } from './channel.ts';
import { createRenewRoute } from './renew-route.ts';
import { createPushService, type PushServiceDeps } from './service.ts';
import { createVapid } from './vapid.ts';

export interface WebPushDeps extends Pick<PushServiceDeps, 'labelOf'> {
	readonly store: PushStore;
	/** 32 bytes, the same at each start. */
	readonly secret: Uint8Array;
	readonly publicUrl: string | null;
	readonly fillRandom: FillRandom;
	readonly newId: () => string;
	readonly clock: Clock;
	/** The login of a request from our own pages. */
	readonly loginOf: (request: HttpRequest) => LoginId | null;
	readonly onFault: (fault: unknown) => void;
	/** Tests: push services on this machine are spoken to. */
	readonly local?: boolean | undefined;
}

export interface WebPush {
	/** What the procedures ask. */
	readonly service: Push;
	/** The way out, for the outbox. */
	readonly channel: Channel;
	/** The targets of drafts for a member. */
	readonly targetsOf: (memberId: MemberId) => Promise<readonly DeviceId[]>;
	readonly route: Route;
}

export function createWebPush(deps: WebPushDeps): WebPush {
	const { store, secret, clock, publicUrl, fillRandom, newId, labelOf, loginOf, onFault, local = false } = deps;
	const vapid = createVapid({ secret, clock });
	const channel = createPushChannel({ store, vapid, publicUrl, fillRandom, clock, local });
	const service = createPushService({ store, vapid, channel, labelOf, clock, newId, local });
	return {
		service,
		channel,
		targetsOf: service.targetsOf,
		route: createRenewRoute({ renew: service.renew, loginOf, onFault }),
	};
}
