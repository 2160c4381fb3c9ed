/**
 * Routers are put together once in a process and serve life after life: tRPC takes longer to build them than a whole life
 * takes. The n-th life of each run has the n-th pair, so that a dead life of the same run keeps its own. Runs never
 * overlap (`installTurns`), and what a router remembers, it remembers by connection or signal.
 */
import { createRouters, type MemberRouterDeps } from '../../server/rpc/routers.ts';
import type { VisitorDeps } from '../../server/rpc/visitor.ts';

type Routers = ReturnType<typeof createRouters>;
type Fields = Readonly<Record<string, unknown>>;

interface Late<T extends object> {
	/** Reads through to what is bound now. */
	readonly deps: T;
	bind(next: T): void;
	built(): void;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function createLate<T extends object>(first: T): Late<T> {
	let bound = first;
	let building = true;
	/** Values that were taken while building: they can't follow. */
	const taken = new Map<string, unknown>();
	const field = (of: object, name: string | symbol): unknown => (of as Fields)[String(name)];

	/** @param depth 0: the deps; 1: a service among them; more: what was taken out of a service while building. */
	function through(of: () => object, path: string, depth: number): object {
		const known = new Map<string | symbol, unknown>();
		return new Proxy(
			{},
			{
				get(_target, name) {
					if (known.has(name)) return known.get(name);
					const value = field(of(), name);
					const isCall = typeof value === 'function';
					// A service's methods are asked for at each call, and then they are those of this life.
					if (depth > 0 && !building) return value;
					if (!isCall && !isObject(value)) {
						if (building) taken.set(`${path}${String(name)}`, value);
						return value;
					}
					const late = isCall
						? (...values: readonly unknown[]): unknown => (field(of(), name) as typeof value)(...values)
						: through(() => field(of(), name) as object, `${path}${String(name)}.`, depth + 1);
					known.set(name, late);
					return late;
				},
			},
		);
	}

	const valueAt = (path: string): unknown =>
		path.split('.').reduce<unknown>((of, name) => (isObject(of) ? field(of, name) : undefined), bound);

	return {
		// Shaped as what it reads through to.
		deps: through(() => bound, '', 0) as T,
		built() {
			building = false;
		},
		bind(next) {
			bound = next;
			for (const [path, value] of taken) {
				if (valueAt(path) !== value) throw new Error(`a router keeps ${path} of an earlier life: read it at each call`);
			}
		},
	};
}

interface Pair {
	readonly routers: Routers;
	readonly member: Late<MemberRouterDeps>;
	readonly visitor: Late<VisitorDeps>;
}

const pairs = new Map<number, Pair>();

/** `createRouters` for the life of this number. */
export const routersOf =
	(life: number): typeof createRouters =>
	(memberDeps, visitorDeps) => {
		const known = pairs.get(life);
		if (known !== undefined) {
			known.member.bind(memberDeps);
			known.visitor.bind(visitorDeps);
			return known.routers;
		}
		const member = createLate(memberDeps);
		const visitor = createLate(visitorDeps);
		const routers = createRouters(member.deps, visitor.deps);
		member.built();
		visitor.built();
		pairs.set(life, { routers, member, visitor });
		return routers;
	};
