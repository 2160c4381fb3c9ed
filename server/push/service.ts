/** A member's own browsers: turned on, listed, tried and taken off. */
import { BatonError } from '../../shared/errors.ts';
import { type DeviceId, deviceIdOf, type LoginId, type MemberId } from '../../shared/ids.ts';
import type { PushTest, PushView } from '../../shared/push.ts';
import type { Clock } from '../clock.ts';
import type { Channel } from '../outbox/ports.ts';
import type { Authority, Push, PushBrowser } from '../rpc/ports.ts';
import type { PushKeys, PushStore } from '../store/push.ts';
import { isRecipient } from './encrypt.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Vapid } from './vapid.ts';

export interface PushServiceDeps {
	readonly store: PushStore;
	readonly vapid: Pick<Vapid, 'publicKey'>;
	readonly channel: Channel;
	/** "Chrome 144 · Android", from what the browser says of itself. */
	readonly labelOf: (browser: PushBrowser) => string;
	readonly clock: Clock;
	readonly newId: () => string;
	readonly local: boolean;
}

export interface PushService extends Push {
	/** A browser has changed its endpoint by itself. False: the old one is not that login's. */
	renew(loginId: LoginId, old: string, keys: PushKeys): Promise<boolean>;
	/** Where the member's notifications go: the targets of drafts for this channel. */
	targetsOf(memberId: MemberId): Promise<readonly DeviceId[]>;
}

export function createPushService(deps: PushServiceDeps): PushService {
	const { store, vapid, channel, labelOf, clock, newId, local } = deps;

	function check({ endpoint, p256dh, auth }: PushKeys): void {
		if (parseEndpoint(endpoint, local) === null) throw new BatonError('input.invalid', { field: 'endpoint' });
		const keys = { publicKey: Buffer.from(p256dh, 'base64url'), secret: Buffer.from(auth, 'base64url') };
		if (!isRecipient(keys)) throw new BatonError('input.invalid', { field: 'p256dh' });
	}

	async function view({ memberId, loginId }: Authority): Promise<PushView> {
		return asked(async () => {
			const devices = await store.devicesOf(memberId);
			return {
				publicKey: vapid.publicKey(),
				discreet: await store.discreet(memberId),
				devices: devices.map(({ loginId: by, ...device }) => ({ ...device, mine: by === loginId })),
			};
		});
	}

	return {
		view,
		async subscribe(by, keys, browser) {
			check(keys);
			const { memberId, loginId } = by;
			const device = { id: deviceIdOf(newId()), memberId, loginId, label: labelOf(browser), baseUrl: browser.baseUrl };
			const outcome = await asked(() => store.subscribe({ ...device, ...keys, now: clock.now() }));
			if (outcome === 'full') throw new BatonError('limit.reached');
			return view(by);
		},
		async remove(by, id) {
			if (!(await asked(() => store.remove(by.memberId, id)))) throw new BatonError('not-found');
			return view(by);
		},
		async setDiscreet(by, discreet) {
			await asked(() => store.setDiscreet(by.memberId, discreet));
			return view(by);
		},
		async test(by, id): Promise<PushTest> {
			const devices = await asked(() => store.devicesOf(by.memberId));
			if (!devices.some((device) => device.id === id)) throw new BatonError('not-found');
			const delivery = { id: newId(), channel: 'push', target: id, siteId: null, about: 'test' } as const;
			const sent = await channel.send(
				{ ...delivery, payload: { kind: 'test' }, createdAt: clock.now(), attempt: 1 },
				new AbortController().signal,
			);
			return sent.kind === 'sent' ? { ok: true } : { ok: false, error: sent.error };
		},
		async renew(loginId, old, keys) {
			check(keys);
			return asked(() => store.renew(loginId, old, keys));
		},
		targetsOf: (memberId) => store.targetsOf(memberId, clock.now()),
	};
}

/** What the store throws becomes "not available now". */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		throw error instanceof BatonError ? error : new BatonError('store.unavailable', {}, error);
	}
}
