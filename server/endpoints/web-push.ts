/** Web Push where it meets logins and what browsers say of themselves. */
import type { Logins } from '../accounts/logins.ts';
import { isStaffOrigin } from '../accounts/origin.ts';
import type { Outward } from '../outward.ts';
import { createWebPush, type WebPush, type WebPushDeps } from '../push/push.ts';
import type { Authorities } from '../rpc/ports.ts';
import type { DeviceOf } from '../visitor/device.ts';

interface WebPushEndpointDeps extends Omit<WebPushDeps, 'labelOf' | 'loginOf'> {
	readonly logins: Pick<Logins, 'identify'>;
	readonly authorities: Pick<Authorities, 'of'>;
	readonly deviceOf: DeviceOf;
}

export interface WebPushEndpoint extends WebPush {
	/** The ways out, and this one. */
	joining(other: Outward): Outward;
}

export function createWebPushEndpoint(deps: WebPushEndpointDeps): WebPushEndpoint {
	const { logins, authorities, deviceOf, publicUrl } = deps;
	const push = createWebPush({
		...deps,
		labelOf({ headers }) {
			const { browser, system } = deviceOf(headers, 0);
			return [browser, system].filter((name) => name !== '').join(' · ');
		},
		loginOf({ headers }) {
			const { origin, host } = headers;
			const identity = isStaffOrigin({ origin, host, publicUrl }) ? logins.identify(headers) : null;
			return identity !== null && authorities.of(identity.loginId) !== null ? identity.loginId : null;
		},
	});
	return {
		...push,
		joining: (other) => ({
			...other,
			channels: { ...other.channels, push: push.channel },
			pushTargets: push.targetsOf,
		}),
	};
}
