/** What the world outside may do to one session: throw, reject, and answer with what has no shape. */
import { isSubject, Planted, type Probe, probe } from './probe.ts';

export interface PortFault {
	readonly port: string;
	readonly method: string;
	readonly kind: Kind;
}

const kinds = [
	'throws',
	'rejects',
	'answers nothing',
	'answers a number',
	'answers an empty object',
	'answers a list of nothing',
] as const;
type Kind = (typeof kinds)[number];

/** Every method that the session came by (`port.method`), with everything it may do; who answers at once can't reject. */
export function portFaultsOf(methods: Probe['ports']): readonly PortFault[] {
	return [...methods].flatMap(([name, { waits }]) => {
		const [port = '', method = ''] = name.split('.');
		return kinds.filter((kind) => waits || kind !== 'rejects').map((kind) => ({ port, method, kind }));
	});
}

export const nameOf = ({ port, method, kind }: PortFault): string => `${port}.${method} ${kind}`;

function misbehave(fault: PortFault): unknown {
	const error = new Planted(nameOf(fault));
	switch (fault.kind) {
		case 'throws':
			throw error;
		case 'rejects':
			return Promise.reject(error);
		case 'answers nothing':
			return undefined;
		case 'answers a number':
			return 7;
		case 'answers an empty object':
			return {};
		case 'answers a list of nothing':
			return [null];
	}
}

/** The port as it is, but for the one method when the session calls it while the fault is armed. */
export function faulty<Port extends object>(name: string, port: Port, fault: PortFault | null): Port {
	return new Proxy(port, {
		get(target, method, receiver) {
			const real: unknown = Reflect.get(target, method, receiver);
			if (typeof real !== 'function') return real;
			return (...values: readonly unknown[]) => {
				const armed = fault !== null && probe.armed === nameOf(fault) && isSubject();
				if (!armed || fault.port !== name || fault.method !== method) {
					const answer: unknown = Reflect.apply(real, target, values);
					const waits = answer instanceof Promise;
					if (probe.looking && isSubject()) probe.ports.set(`${name}.${String(method)}`, { waits });
					return answer;
				}
				probe.fired += 1;
				return misbehave(fault);
			};
		},
	});
}
