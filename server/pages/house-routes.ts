/** Pages and probes of the house itself: is it alive, is it ready, what has it counted, and the test page. */

import type { Route } from '../net/http-types.ts';
import type { Metrics } from '../net/metrics.ts';
import { type DemoSite, demoPage, demoStyle } from './demo-page.ts';

export interface HouseDeps {
	readonly metrics: Metrics;
	/** The store answers and the server is not going down. */
	readonly ready: () => Promise<boolean>;
	/** By key; undefined: the first real site, else Demo shop. Null: there is none. */
	readonly demoSite: (key: string | undefined) => DemoSite | null;
}

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

export function createHouseRoutes({ metrics, ready, demoSite }: HouseDeps): readonly Route[] {
	return [
		{ method: 'GET', path: '/healthz', handler: () => ({ status: 200, headers: plain, body: 'ok\n' }) },
		{
			method: 'GET',
			path: '/readyz',
			async handler() {
				const isReady = await ready();
				return { status: isReady ? 200 : 503, headers: plain, body: isReady ? 'ready\n' : 'not ready\n' };
			},
		},
		{
			method: 'GET',
			path: '/metrics',
			async handler() {
				const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
				return { status: 200, headers, body: await metrics.text() };
			},
		},
		{
			method: 'GET',
			path: '/demo',
			handler({ query, headers }) {
				const language = query.get('lang') ?? headers['accept-language']?.slice(0, 2);
				const body = demoPage(demoSite(query.get('site') ?? undefined), language);
				return {
					status: 200,
					headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
					body,
				};
			},
		},
		{
			method: 'GET',
			path: '/demo.css',
			handler: () => ({
				status: 200,
				headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' },
				body: demoStyle,
			}),
		},
	];
}
