/** Every HTTP route of the server, found in what makes them, with a valid body for those that take one. */
import type { z } from 'zod';
import { type AuthRoutesDeps, createAuthRoutes } from '../../server/accounts/auth-routes.ts';
import { createWidgetConfigRoute, type WidgetConfigDeps } from '../../server/accounts/widget-config.ts';
import { createHouseRoutes, type HouseDeps } from '../../server/pages/house-routes.ts';
import { createExportRoute, type ExportDeps } from '../../server/trust/export.ts';
import { authInput, bySession } from '../../shared/input.ts';
import { type Node, nodeOf } from './json-text.ts';
import { type Leaf, leavesOf, sampleInput } from './procedures.ts';

export interface HostileRoute {
	readonly method: string;
	readonly path: string;
	readonly bodyBytes: number;
	/** Null: it takes none. */
	readonly body: Node;
	readonly leaves: readonly Leaf[];
}

/** Nothing is called: they are made only to be read. */
const nothing: unknown = new Proxy(() => nothing, { get: () => nothing });

const schemas: Readonly<Record<string, z.ZodType>> = {
	'/auth/setup': authInput.setup,
	'/auth/join': authInput.join,
	'/auth/sign-in': authInput.signIn,
	'/auth/reset': authInput.reset,
	'/auth/forgot': authInput.forgot,
	'/export/visitor': bySession,
};

const noIds = {
	...{ siteId: '', sessionId: '', memberId: '', articleId: '', webhookId: '', blockId: '' },
	...{ clientId: '', gen: 0 },
};

export function findRoutes(): readonly HostileRoute[] {
	const made = [
		...createAuthRoutes(nothing as AuthRoutesDeps),
		createWidgetConfigRoute(nothing as WidgetConfigDeps),
		createExportRoute(nothing as ExportDeps),
		...createHouseRoutes(nothing as HouseDeps),
	];
	const routes = made.map(({ method, path, bodyBytes = 64 * 1024 }): HostileRoute => {
		const schema = schemas[path] ?? null;
		const body = schema === null ? (method === 'POST' ? nodeOf({}) : null) : sampleInput({ schema }, noIds);
		return { method, path, bodyBytes, body, leaves: leavesOf({ schema }, body) };
	});
	// Built files, the page that answers for addresses which the dashboard knows, and the socket's own address.
	const files = ['/', '/widget.js', '/index.html', '/sites/x/monitor', '/trpc'].map((path): HostileRoute => {
		return { method: 'GET', path, bodyBytes: 0, body: null, leaves: [] };
	});
	return [...routes, ...files];
}
