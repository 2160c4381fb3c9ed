/** Place three: what the database kept of one session, read after everything has ended. */
import type { Entry } from '../../../shared/entry.ts';
import { maxAttempts } from '../../../shared/limits.ts';
import type { Faults } from './faults.ts';

export interface TranscriptCounts {
	entries: number;
	takeovers: number;
	interrupted: number;
	/** Releases with a question open, and without. */
	withQuestion: number;
	withoutQuestion: number;
	/** AI texts, each compared with who held the session. */
	texts: number;
	/** Turns that had to be begun again: the answer did not come in time. */
	retries: number;
}

const raises = (entry: Entry): boolean =>
	entry.kind === 'opened' || entry.kind === 'took-over' || entry.kind === 'released' || entry.kind === 'left';

const isCut = (entry: Entry | null): boolean => entry?.kind === 'message' && entry.author === 'ai' && entry.interrupted;

export function createTranscriptCheck(name: string, faults: Faults, counts: TranscriptCounts) {
	let gen = 0;
	let seq = 0;
	let holder: string | null = null;
	let turn: number | null = null;
	let attempts = 0;
	let lastAsked = 0;
	let answered = 0;
	let before: Entry | null = null;
	/** The entry before was `released`, and a question was or was not open. */
	let owed: 'turn' | 'silence' | null = null;

	const fault = (rule: string, entry: Entry, text: string): void =>
		faults.add(rule, `${name}: entry ${entry.seq} (${entry.kind}) ${text}`);

	function control(entry: Entry): void {
		const rose = entry.gen - gen;
		if (rose !== (raises(entry) ? 1 : 0)) fault('I2', entry, `has gen ${entry.gen} after ${gen}`);
		if (entry.kind === 'took-over') {
			counts.takeovers += 1;
			if (holder !== null) fault('I2', entry, 'is a second controller');
			holder = entry.memberId ?? '';
		} else if (raises(entry)) holder = null;
		if (entry.kind === 'message' && entry.author === 'agent' && entry.memberId !== holder) {
			fault('I4', entry, 'is not of the controller');
		}
	}

	function silence(entry: Entry): void {
		if (entry.kind === 'turn-started') {
			if (holder !== null) fault('I5', entry, 'while a person holds it');
			// Another one in the same control stands for one that failed before its first word.
			attempts = turn === null ? 1 : attempts + 1;
			if (attempts > 1) counts.retries += 1;
			if (attempts > maxAttempts) fault('I7', entry, `is attempt ${attempts}`);
			turn = entry.seq;
		}
		if (entry.kind === 'message' && entry.author === 'ai') {
			counts.texts += 1;
			if (holder !== null || entry.gen !== gen) fault('I1', entry, `is the AI's, of gen ${entry.gen}`);
			if (entry.turn !== turn) fault('I1', entry, `is of turn ${entry.turn}, and ${turn} runs`);
			if (entry.interrupted) counts.interrupted += 1;
			else answered = Math.max(answered, entry.answersUpTo);
			turn = null;
		}
		if (entry.kind === 'ai-failed') {
			answered = Math.max(answered, entry.answersUpTo);
			turn = null;
		}
		if (raises(entry)) turn = null;
	}

	return {
		/** The next entry, in the order of the table. */
		hear(entry: Entry): void {
			counts.entries += 1;
			if (entry.seq !== seq + 1) fault('I12', entry, `after ${seq}`);
			if (owed !== null && (owed === 'turn') !== (entry.kind === 'turn-started')) {
				fault('I7', entry, `after a release with ${owed === 'turn' ? 'a' : 'no'} question open`);
			}
			owed = null;
			if (isCut(before) && !raises(entry) && entry.kind !== 'ai-failed') {
				fault('I6', entry, 'follows a cut text');
			}
			silence(entry);
			control(entry);
			if (entry.kind === 'message' && entry.author === 'visitor') lastAsked = entry.seq;
			if (entry.kind === 'message' && entry.author === 'agent') answered = Math.max(answered, entry.seq - 1);
			if (entry.kind === 'released') {
				owed = lastAsked > answered ? 'turn' : 'silence';
				if (owed === 'turn') counts.withQuestion += 1;
				else counts.withoutQuestion += 1;
			}
			seq = entry.seq;
			gen = entry.gen;
			before = entry;
		},
	};
}
