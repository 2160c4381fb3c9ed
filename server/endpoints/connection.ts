import type { Socket } from '../net/socket.ts';
import type { Connection } from '../rpc/ports.ts';

/** A socket as procedures may see it. */
export function connectionOver(socket: Socket, id: string, closed: AbortSignal): Connection {
	return {
		id,
		closed,
		writable: (signal) => socket.writable(signal),
		close: (code) => socket.close(code),
	};
}
