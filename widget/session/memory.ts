/**
 * What this browser remembers. The token says who the visitor is and stays; `live` says that a session was running.
 * Both are shared by all tabs. Text that was not sent and the open panel belong to one tab, so they live there.
 */
import type { OutboxStorage } from '../../shared/live/outbox-runner.ts';
import { storageName } from '../contract.ts';

export interface Memory {
	token(): string | null;
	/** Null: forgets who the visitor is. */
	setToken(token: string | null): void;
	live(): boolean;
	setLive(live: boolean): void;
	/** Another tab began a session, or one of another visitor. */
	onBegun(begun: () => void): () => void;
	readonly outbox: OutboxStorage;
	readonly draft: OutboxStorage;
	/** This tab's panel was open before the page changed. */
	readonly panel: OutboxStorage;
}

/** Private windows, full disks and sandboxed frames throw: then nothing is remembered, and the chat works all the same. */
function quietly<T>(act: () => T, otherwise: T): T {
	try {
		return act();
	} catch {
		return otherwise;
	}
}

function place(storage: () => Storage, name: string): OutboxStorage {
	return {
		load: () => quietly(() => storage().getItem(name), null),
		save: (text) =>
			quietly(() => (text === null ? storage().removeItem(name) : storage().setItem(name, text)), undefined),
	};
}

export function createMemory(page: Window, siteKey: string): Memory {
	const shared = (what: 'token' | 'live') => place(() => page.localStorage, storageName(siteKey, what));
	const own = (what: 'outbox' | 'draft' | 'panel') => place(() => page.sessionStorage, storageName(siteKey, what));
	const token = shared('token');
	const live = shared('live');
	return {
		token: token.load,
		setToken: token.save,
		live: () => live.load() !== null,
		setLive: (on) => live.save(on ? '1' : null),
		onBegun(begun) {
			const told = [storageName(siteKey, 'live'), storageName(siteKey, 'token')];
			const changed = ({ key, newValue }: StorageEvent): void => {
				if (newValue !== null && told.includes(key ?? '')) begun();
			};
			page.addEventListener('storage', changed);
			return () => page.removeEventListener('storage', changed);
		},
		outbox: own('outbox'),
		draft: own('draft'),
		panel: own('panel'),
	};
}

/** Erased by the team: all that was here is deleted, and whoever goes on is somebody new. */
export function forgetVisitor(memory: Pick<Memory, 'setToken'>, outbox: { clear(): void }): void {
	memory.setToken(null);
	outbox.clear();
}
