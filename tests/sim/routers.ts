/**
 * Routers are put together once in a process and serve life after life: tRPC takes longer to build them than a whole life
 * takes. The n-th life of each run has the n-th pair, so that a dead life of the same run keeps its own. Runs never
 * overlap (`installTurns`). A router may remember things by connection or signal only: anything else would go on in the
 * next run, and the digest of a seed would depend on the seeds before it.
 */
import type { AppDeps } from '../../server/app.ts';
import { createMemberRouter } from '../../server/rpc/routers.ts';
import { createVisitorRouter } from '../../server/rpc/visitor.ts';

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

/** What makes a router, and after that gives the same one to whoever asks with other deps. */
export function once<D extends object, R>(make: (deps: D) => R): (deps: D) => R {
	let made: { readonly late: Late<D>; readonly router: R } | null = null;
	return (deps) => {
		if (made === null) {
			const late = createLate(deps);
			made = { late, router: make(late.deps) };
			late.built();
		} else made.late.bind(deps);
		return made.router;
	};
}

type Makers = NonNullable<AppDeps['makeRouters']>;

const makers = new Map<number, Makers>();

/** For the life of this number. */
export function makersOf(life: number): Makers {
	const known = makers.get(life);
	if (known !== undefined) return known;
	const made = { member: once(createMemberRouter), visitor: once(createVisitorRouter) };
	makers.set(life, made);
	return made;
}
