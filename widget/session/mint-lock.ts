/** Tabs that open their first session at the same moment must become one visitor: one of them gets the token, the rest wait. */

/** Holds the lock until what `act` returns is settled. Where pages have no locks (plain http), it acts at once. */
export type MintLock = (act: () => Promise<void>) => void;

export function createMintLock(locks: LockManager | undefined, siteKey: string): MintLock {
	return (act) => {
		// Refused where storage is forbidden: then there is nothing to share between tabs either.
		if (locks === undefined) void act();
		else locks.request(`baton:${siteKey}`, act).catch(() => act());
	};
}
