/** What every commit must look like, whoever wrote it: I1, I2, I3, I4, I7, I9, I10, I12, I14, I18. */
import type { Entry } from '../../../shared/entry.ts';
import type { Eyes, Verdicts } from '../ledger.ts';
import type { Books } from './books.ts';
import { aiAnswers, isOpen, nothingRead, type Reading, raises, read } from './reading.ts';

const name = (entry: Entry): string => `${entry.seq} ${entry.kind} (gen ${entry.gen})`;

export function checkTranscripts(books: Books, { held, broken }: Verdicts): Eyes {
	/** I2, I1: numbers of control rise by one with each change of it and never fall. */
	function control(before: Reading, entry: Entry): void {
		const wanted = before.gen + (raises(entry.kind) ? 1 : 0);
		if (entry.gen === wanted) return;
		const rule = entry.kind === 'message' && entry.author === 'ai' ? 'I1' : 'I2';
		broken(rule, `${name(entry)} stands under gen ${entry.gen}, and ${wanted} is in force`);
	}

	function voices(before: Reading, entry: Entry): void {
		if (entry.kind !== 'message') return;
		if (entry.author === 'agent') {
			held('I4');
			if (before.who !== 'agent' || before.holder?.memberId !== entry.memberId) {
				broken('I4', `${name(entry)} is a member's who did not hold the session`);
			}
		}
		if (entry.author === 'ai' && !aiAnswers(before))
			broken('I1', `${name(entry)} is the AI's while ${before.who} answers`);
		if (entry.author === 'ai') {
			if (before.turn?.seq !== entry.turn)
				broken('I18', `${name(entry)} answers for turn ${entry.turn}, which does not run`);
			if (entry.interrupted) return;
			held('I18');
			if (entry.answersUpTo <= before.answered) broken('I18', `${name(entry)} answers again what was answered`);
			if (entry.answersUpTo > before.lastVisitor) broken('I18', `${name(entry)} answers what nobody asked`);
		}
	}

	/** It changes nothing but the transcript: whatever else is written with it, it has brought about. */
	function whispered(before: Reading, entry: Entry, fresh: readonly Entry[]): void {
		if (entry.kind !== 'whisper') return;
		if (before.who === 'agent') {
			held('I3');
			if (before.holder?.memberId !== entry.memberId)
				broken('I3', `${name(entry)} is a member's while another holds the session`);
		}
		// `opened` waits in memory for the first other entry.
		const caused = fresh.find((other) => other !== entry && other.kind !== 'opened');
		if (caused !== undefined) broken('I18', `${name(entry)} is written with ${name(caused)}`);
	}

	function change(before: Reading, entry: Entry, next: Entry | undefined): void {
		switch (entry.kind) {
			case 'took-over':
				held('I2');
				if (before.who === 'agent') broken('I2', `${name(entry)} while ${before.holder?.name} holds the session`);
				break;
			case 'released': {
				held('I7');
				if (before.who !== 'agent') broken('I9', `${name(entry)} where nobody holds the session`);
				const starts = next?.kind === 'turn-started';
				if (starts !== isOpen(before)) {
					broken(
						'I7',
						`${name(entry)}: ${isOpen(before) ? 'an open question gets no turn' : 'a turn with nothing open'}`,
					);
				}
				break;
			}
			case 'turn-started':
				if (!aiAnswers(before)) broken('I5', `${name(entry)} while ${before.who} answers`);
				if (!isOpen(before)) broken('I7', `${name(entry)} with nothing to answer`);
				if (before.attempts >= 3) broken('I18', `${name(entry)} is turn ${before.attempts + 1} for one question`);
				if (entry.answersUpTo !== before.lastVisitor) broken('I18', `${name(entry)} leaves a message out`);
				break;
			case 'opened':
				if (before.who === 'left') held('I10');
				if (before.who !== 'left' && before.who !== 'nobody') broken('I9', `${name(entry)} of an open session`);
				break;
			case 'late-answer':
			case 'resolved': {
				// I4, I10: they belong to a session that has left, and what was brought along to its new beginning.
				const carried = entry.kind === 'late-answer' && entry.of !== undefined;
				if ((before.who === 'left') === carried) broken('I10', `${name(entry)} while ${before.who} answers`);
				break;
			}
			default:
				if (before.who === 'left') broken('I10', `${name(entry)} after the end`);
				if (before.who === 'nobody') broken('I9', `${name(entry)} before the beginning`);
				break;
		}
	}

	return {
		// A process that died, or a life that was thrown away, had asked for it before another took over.
		fenced: () => held('I14'),
		trespassed: (id) => broken('I14', `a process wrote to ${id.slice(8, 13)}, which another had taken up`),
		written({ session }, fresh, known) {
			let reading = books.all.get(session.id)?.before ?? nothingRead;
			for (const [index, entry] of fresh.entries()) {
				held('I12');
				if (entry.seq !== known.length + index + 1)
					broken('I12', `${name(entry)} after ${known.length + index} entries`);
				control(reading, entry);
				voices(reading, entry);
				whispered(reading, entry, fresh);
				// What a process left open when it died is over: the next one writes below it.
				change(reading, entry, fresh[index + 1]);
				reading = read(reading, entry);
			}
		},
	};
}
