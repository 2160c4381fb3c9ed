/** Where a fault is planted, and for whom: whatever runs on behalf of one session, and nothing else, meets it. */
import { AsyncLocalStorage } from 'node:async_hooks';

export class Planted extends Error {
	constructor(point: string) {
		super(`planted at ${point}`);
		this.name = 'Planted';
	}
}

export interface Probe {
	/** The point that throws whenever the session comes by; null: all is well. */
	armed: string | null;
	/** How often it has thrown. */
	fired: number;
	/** Points that the session came by while somebody looked. */
	readonly hits: Set<string>;
	/** The same for methods of the ports: `port.method`. */
	readonly ports: Map<string, { readonly waits: boolean }>;
	looking: boolean;
}

export const probe: Probe = { armed: null, fired: 0, hits: new Set(), ports: new Map(), looking: false };

/** What would have ended the process. */
export const edge: string[] = [];

/** Far beyond what a pause between two tries allows. */
const mostFired = 20_000;

const subject = new AsyncLocalStorage<true>();

/** Runs on behalf of the session that meets the faults; all that follows from it, timers included, does too. */
export const asSubject = <T>(run: () => T): T => subject.run(true, run);
export const isSubject = (): boolean => subject.getStore() === true;
export const keepContext = (): (<T>(run: () => T) => T) => AsyncLocalStorage.snapshot();

/** What each function of the instrumented files says first. */
export function pass(point: string): void {
	if (!isSubject()) return;
	if (probe.looking) probe.hits.add(point);
	if (probe.armed !== point) return;
	probe.fired += 1;
	if (probe.fired > mostFired) {
		edge.push('it went round in circles');
		probe.armed = null;
	}
	throw new Planted(point);
}

/** The name under which instrumented code finds `pass`. */
export const passName = '__batonPass';
