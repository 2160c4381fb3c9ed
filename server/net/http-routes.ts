import { type HttpResponse, type Route, refusal } from './http-types.ts';

export type RouteMatch =
	| { readonly kind: 'route'; readonly route: Route }
	| { readonly kind: 'refused'; readonly response: HttpResponse }
	| { readonly kind: 'none' };

/** Finds the route of a request: exact paths first, then the longest folder. */
export function createRouteTable(routes: readonly Route[]): (method: string, path: string) => RouteMatch {
	const exact = Map.groupBy(
		routes.filter(({ path }) => !path.endsWith('/*')),
		({ path }) => path,
	);
	const folders = [
		...Map.groupBy(
			routes.filter(({ path }) => path.endsWith('/*')),
			({ path }) => path.slice(0, -1),
		),
	]
		// Longest first, so that `/docs/api/*` goes before `/docs/*`.
		.sort(([a], [b]) => b.length - a.length);

	return (method, path) => {
		const candidates = exact.get(path) ?? folders.find(([folder]) => path.startsWith(folder))?.[1];
		if (!candidates) return { kind: 'none' };
		const route = candidates.find((candidate) => candidate.method === method);
		if (route) return { kind: 'route', route };
		const methods = candidates.flatMap((candidate) =>
			candidate.method === 'GET' ? ['GET', 'HEAD'] : [candidate.method],
		);
		const allow = [...new Set(methods)].join(', ');
		return {
			kind: 'refused',
			response: refusal(405, 'method', `This address takes ${allow} only.`, { allow }),
		};
	};
}
