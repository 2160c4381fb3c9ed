/** Plants each fault in turn and judges what became of it. */

import { responderPoints } from './bad-responder.ts';
import { type Ending, type Plan, play } from './play.ts';
import { nameOf, type PortFault, portFaultsOf } from './ports.ts';
import { probe } from './probe.ts';

export type Verdict = 'set aside' | 'the AI failed' | 'told to the caller' | 'without effect' | 'not met';

export interface Judged {
	readonly point: string;
	readonly verdict: Verdict;
	readonly complaints: readonly string[];
}

export interface Report {
	/** Functions that could be chosen, and those that the session came by. */
	readonly functions: number;
	readonly met: number;
	readonly judged: readonly Judged[];
}

export interface RunOptions {
	readonly functions: readonly string[];
	/** Every n-th point only; 1: all. */
	readonly every: number;
	/** Only points whose name has this in it. */
	readonly only: string | null;
	/** What reached the edge of the process since the last asking. */
	readonly unhandled: () => readonly string[];
	readonly told: (judged: Judged) => void;
}

export async function runAll({ functions, every, only, unhandled, told }: RunOptions): Promise<Report> {
	probe.looking = true;
	const calm = await play({ point: null, portFault: null });
	probe.looking = false;
	const plans: Plan[] = [
		...[...probe.hits].map((point) => ({ point, portFault: null })),
		...portFaultsOf(probe.ports).map((portFault: PortFault) => ({ point: nameOf(portFault), portFault })),
		...responderPoints.map((point) => ({ point, portFault: null })),
	];
	const wrongCalm = [...calm.complaints, ...calm.refusals.untyped, ...unhandled()];
	if (wrongCalm.length > 0) throw new Error(`without any fault: ${wrongCalm.join('; ')}`);
	const judged: Judged[] = [];
	for (const [n, plan] of plans.entries()) {
		const point = plan.point ?? '';
		if (n % every !== 0 || (only !== null && !point.includes(only))) continue;
		const one = judge(point, calm, await play(plan), unhandled());
		judged.push(one);
		told(one);
	}
	return { functions: functions.length, met: probe.hits.size, judged };
}

function judge(point: string, calm: Ending, ending: Ending, unhandled: readonly string[]): Judged {
	const complaints = [...ending.complaints, ...ending.refusals.untyped, ...unhandled.map((one) => `unhandled: ${one}`)];
	if (ending.others !== calm.others) complaints.push('another session noticed');
	return { point, verdict: verdictOf(calm, ending), complaints };
}

function verdictOf(calm: Ending, ending: Ending): Verdict {
	if (ending.fired === 0) return 'not met';
	if (ending.shown) return 'set aside';
	if (ending.aiFailures > calm.aiFailures) return 'the AI failed';
	for (const [code, count] of ending.refusals.codes)
		if (count > (calm.refusals.codes.get(code) ?? 0)) return 'told to the caller';
	return 'without effect';
}
