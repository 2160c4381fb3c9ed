/** Small things that this browser remembers. A browser that forbids storage forgets them, and nothing else happens. */
import type { SessionId, SiteId } from '../../shared/ids.ts';

export type Remembered =
	| 'language'
	| 'theme'
	| 'site'
	| 'view'
	| 'push'
	| `draft.${SessionId}`
	| `late.${SessionId}`
	| `whisper.${SessionId}`
	| `outbox.${SessionId}`;

const keyOf = (name: Remembered): string => `baton.${name}`;

export function recall(name: Remembered): string | null {
	try {
		return localStorage.getItem(keyOf(name));
	} catch {
		// Storage is forbidden here.
		return null;
	}
}

export function remember(name: Remembered, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(keyOf(name));
		else localStorage.setItem(keyOf(name), value);
	} catch {
		// Storage is forbidden, or full.
	}
}

export const isLastSite = (id: SiteId): boolean => recall('site') === id;
