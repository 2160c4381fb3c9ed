/** What a check found: faults in words, and how often each rule had something to say. */

export interface Report {
	/** Begins with the rule's id. */
	readonly faults: readonly string[];
	readonly premises: Readonly<Record<string, number>>;
}

export interface Findings extends Report {
	/** The rule's case arose. */
	arose(rule: string, times?: number): void;
	fault(rule: string, what: string): void;
	/** The case arose; it is a fault unless it holds. */
	holds(rule: string, holds: boolean, what: () => string): void;
}

export function createFindings(): Findings {
	const faults: string[] = [];
	const premises: Record<string, number> = {};
	const arose = (rule: string, times = 1): void => {
		premises[rule] = (premises[rule] ?? 0) + times;
	};
	const fault = (rule: string, what: string): void => void faults.push(`${rule}: ${what}`);
	return {
		faults,
		premises,
		arose,
		fault,
		holds(rule, holds, what) {
			arose(rule);
			if (!holds) fault(rule, what());
		},
	};
}

export function addPremises(into: Record<string, number>, more: Readonly<Record<string, number>>): void {
	for (const [rule, count] of Object.entries(more)) into[rule] = (into[rule] ?? 0) + count;
}
