import { type Accessor, createSignal } from 'solid-js';
import type { InstallStatus, SiteView } from '../../shared/account.ts';
import { createLoaded } from '../settings/loaded.tsx';
import { pollWhileVisible } from '../settings/poll.ts';
import type { Desk } from '../shell/desk.tsx';

const askEveryMs = 2_000;

export interface Install {
	/** Undefined until the server has answered once. */
	readonly status: Accessor<InstallStatus | undefined>;
	/** How far the server's clock is ahead of this one, ms. */
	readonly skewMs: Accessor<number>;
	/** Throws what the server refused. */
	allow(address: string): Promise<void>;
	disallow(origin: string): Promise<void>;
}

/** Which pages asked for the widget, as it happens; and whose pages may have it. */
export function createInstall(desk: Desk, site: Accessor<SiteView>): Install {
	const { id: siteId } = site();
	const [skewMs, setSkew] = createSignal(0);
	const status = createLoaded(desk, async () => {
		const answer = await desk.api.sites.install.query({ siteId });
		setSkew(answer.now - Date.now());
		return answer;
	});
	pollWhileVisible(async () => {
		if (desk.online()) await status.reload();
	}, askEveryMs);
	const change = async (call: Promise<unknown>) => {
		await call;
		await Promise.all([desk.refreshMe(), status.reload()]);
	};
	return {
		status: status.value,
		skewMs,
		allow: (address) => change(desk.api.sites.addOrigin.mutate({ siteId, address })),
		disallow: (origin) => change(desk.api.sites.removeOrigin.mutate({ siteId, origin })),
	};
}
