import type { Config } from '../config.ts';

/** Where this machine reaches the dashboard. */
export function localUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
	const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
	return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
