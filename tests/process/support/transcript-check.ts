/** Holds a stored transcript against what its clients were told. Pure; says every fault it finds. */
import type { Entry } from '../../../shared/entry.ts';
import { emptyState, foldEntry, type SessionState } from '../../../shared/fold.ts';
import { maxAttempts } from '../../../shared/limits.ts';
import type { Command, Verb } from './recorder.ts';

const kinds: Readonly<Record<Verb, Entry['kind']>> = {
	say: 'message',
	takeOver: 'took-over',
	reply: 'message',
	release: 'released',
};

export interface Told {
	readonly commands: readonly Command[];
	readonly acked: readonly Command[];
}

export function faultsIn(entries: readonly Entry[], { commands, acked }: Told): readonly string[] {
	return [
		...numbering(entries),
		...keeping(entries, commands),
		...order(acked),
		...control(entries),
		...answers(entries),
	];
}

/** I12. */
function numbering(entries: readonly Entry[]): readonly string[] {
	return entries.flatMap(({ seq }, at) => (seq === at + 1 ? [] : [`I12: entry ${at + 1} has the number ${seq}`]));
}

/** I11, I13: acknowledged is there once and as acknowledged; refused is not; nothing else was made up. */
function keeping(entries: readonly Entry[], commands: readonly Command[]): readonly string[] {
	const faults: string[] = [];
	const known = new Map(commands.map((command) => [command.clientId, command]));
	for (const { clientId, seq } of entries) {
		if (clientId !== undefined && !known.has(clientId)) faults.push(`entry ${seq} was asked for by nobody`);
	}
	for (const { clientId, outcome, verb, text } of commands) {
		const found = entries.filter((entry) => entry.clientId === clientId);
		const name = `${verb} ${JSON.stringify(text)}`;
		if (outcome === null) {
			faults.push(`${name} has no outcome`);
			continue;
		}
		if ('refused' in outcome) {
			if (found.length > 0) faults.push(`I3: ${name} was refused and is there`);
			continue;
		}
		const [entry] = found;
		if (entry === undefined || found.length > 1) {
			faults.push(`I11: ${name} was acknowledged and is there ${found.length} times`);
			continue;
		}
		const { seq, gen } = outcome.ack;
		if (entry.seq !== seq || entry.gen !== gen) faults.push(`I13: ${name} was acknowledged as another entry`);
		const said = entry.kind === 'message' ? entry.text : '';
		if (entry.kind !== kinds[verb] || said !== text) faults.push(`I11: ${name} is there as something else`);
	}
	return faults;
}

/** I11: in the order of the acks, for each connection. */
function order(acked: readonly Command[]): readonly string[] {
	const last = { visitor: 0, agent: 0 };
	const faults: string[] = [];
	for (const { who, outcome, text } of acked) {
		const seq = outcome !== null && 'ack' in outcome ? outcome.ack.seq : 0;
		if (seq <= last[who]) faults.push(`I11: ${JSON.stringify(text)} was acknowledged before what stands behind it`);
		last[who] = seq;
	}
	return faults;
}

const changesControl = ({ kind }: Entry): boolean =>
	kind === 'opened' || kind === 'took-over' || kind === 'released' || kind === 'left';

/** I1, I2, I4, I8: walks the transcript as a reader would. */
function control(entries: readonly Entry[]): readonly string[] {
	const faults: string[] = [];
	let state: SessionState = emptyState;
	for (const entry of entries) {
		const at = `entry ${entry.seq} (${entry.kind})`;
		const held = state.mode === 'taken-over';
		if (entry.gen !== state.gen + (changesControl(entry) ? 1 : 0)) faults.push(`I2: ${at} has gen ${entry.gen}`);
		if (entry.kind === 'took-over' && held) faults.push(`I2: ${at} has a second controller`);
		if (entry.kind === 'message' && entry.author === 'ai' && held) faults.push(`I1: ${at} while a human answers`);
		if (entry.kind === 'message' && entry.author === 'agent' && !held) faults.push(`I4: ${at} without control`);
		if (entry.kind === 'turn-started' && held) faults.push(`I5: ${at} while a human answers`);
		if (entry.kind === 'released' && entry.why !== 'left') faults.push(`I8: ${at} by ${entry.why}`);
		state = foldEntry(state, entry);
	}
	return faults;
}

/** I18: each question is answered, once, within three attempts. */
function answers(entries: readonly Entry[]): readonly string[] {
	const faults: string[] = [];
	let state: SessionState = emptyState;
	let answered = 0;
	for (const entry of entries) {
		const closes =
			(entry.kind === 'message' && entry.author === 'ai' && !entry.interrupted) || entry.kind === 'ai-failed';
		if (closes && entry.answersUpTo <= answered) faults.push(`I18: entry ${entry.seq} answers for a second time`);
		if (closes) answered = entry.answersUpTo;
		state = foldEntry(state, entry);
		if (state.attempts > maxAttempts) faults.push(`I18: entry ${entry.seq} is attempt ${state.attempts}`);
	}
	if (state.unanswered !== null) faults.push(`I18: message ${state.unanswered.seq} was never answered`);
	return faults;
}
