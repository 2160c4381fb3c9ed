import { createServer } from 'node:net';

/**
 * Whether this process may listen there now. Asked before anything is touched that another process may be using; only
 * the listening itself decides.
 */
export function canListen(host: string, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', () => resolve(false));
		probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
	});
}
