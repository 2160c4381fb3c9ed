/** I30: how much one socket may have going at once; more is refused and may be asked again. */
import type { Connection } from './ports.ts';
import { errorOf } from './trpc.ts';

export interface PerConnection {
	/** Throws 'overload' beyond the bound. Returns how to end it; ending it again does nothing. */
	begin(connection: Connection): () => void;
}

export function createPerConnection(most: number): PerConnection {
	const running = new WeakMap<Connection, number>();
	return {
		begin(connection) {
			const before = running.get(connection) ?? 0;
			if (before >= most) throw errorOf('overload', { retryAfterMs: 1_000 });
			running.set(connection, before + 1);
			let open = true;
			return () => {
				if (open) running.set(connection, (running.get(connection) ?? 1) - 1);
				open = false;
			};
		},
	};
}
