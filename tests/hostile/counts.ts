/** What a run has done, by place, by mutation, by answer and by rule; and what went wrong. */
import { readable } from './wire.ts';

export interface Failure {
	readonly index: number;
	readonly place: string;
	readonly mutation: string;
	readonly fault: string;
	readonly sent: string;
	readonly heard: string;
}

export interface Counts {
	readonly places: Map<string, number>;
	readonly mutations: Map<string, number>;
	readonly answers: Map<string, number>;
	readonly rules: Map<string, number>;
	readonly failures: Failure[];
	cases: number;
}

export const createCounts = (): Counts => ({
	places: new Map(),
	mutations: new Map(),
	answers: new Map(),
	rules: new Map(),
	failures: [],
	cases: 0,
});

export function add(counts: Map<string, number>, name: string, by = 1): void {
	counts.set(name, (counts.get(name) ?? 0) + by);
}

export function countCase(counts: Counts, place: string, mutation: string): void {
	counts.cases += 1;
	add(counts.places, place);
	add(counts.mutations, mutation);
}

/** Of what was sent or heard, as much as a person reads. */
export function shown(bytes: string | Buffer, units = 600): string {
	const text = typeof bytes === 'string' ? bytes : readable(bytes);
	const cut = text.length <= units ? text : `${text.slice(0, units)}… (${text.length})`;
	return JSON.stringify(cut);
}
