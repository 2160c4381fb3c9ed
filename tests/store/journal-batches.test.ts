/** Group commit's own rules, with a database that answers when the test says so. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Commit, CommitOutcome, StoreFault } from '../../server/actor/ports.ts';
import { createBatches } from '../../server/store/journal-batches.ts';
import { type SessionId, siteIdOf } from '../../shared/ids.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { commitOf, newSession, said } from './transcripts.ts';

const committed: CommitOutcome = { kind: 'committed' };
const session = () => newSession(siteIdOf('a site'));

interface Statement {
	readonly commits: readonly Commit[];
	answer(): void;
}

function harness(lanes: number) {
	const clock = createManualClock();
	const out: Statement[] = [];
	const statements: Statement[] = [];
	const batches = createBatches({
		lanes,
		clock,
		write: (commits) =>
			new Promise<readonly (CommitOutcome | StoreFault)[]>((resolve) => {
				const statement: Statement = {
					commits,
					answer() {
						out.splice(out.indexOf(statement), 1);
						resolve(commits.map(() => committed));
					},
				};
				statements.push(statement);
				out.push(statement);
			}),
	});
	const said1 = (of = session()) => batches.add(commitOf({ session: of, entries: [said(1)] }));
	/** Resolves when as many statements have been sent. */
	const sent = (count: number) => vi.waitUntil(() => statements.length >= count, { interval: 1 });
	return { clock, batches, out, statements, said1, sent };
}

/** Whatever was going to happen without time passing has happened. */
const loopTurns = async () => {
	for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

test('a lone commit is sent at once, without any timer', async () => {
	const { said1, sent, out } = harness(3);
	const outcome = said1();
	await sent(1);
	out[0]?.answer();
	expect(await outcome).toEqual(committed);
});

test('with one lane what comes meanwhile waits for the statement that is out, and goes together', async () => {
	const { said1, sent, out, statements, clock } = harness(1);
	const outcomes = [said1()];
	await sent(1);
	outcomes.push(said1(), said1(), said1());
	clock.advance(100);
	await loopTurns();
	expect(statements).toHaveLength(1);
	out[0]?.answer();
	await sent(2);
	expect(statements.map((statement) => statement.commits.length)).toEqual([1, 3]);
	out[0]?.answer();
	expect(await Promise.all(outcomes)).toEqual([committed, committed, committed, committed]);
});

test('what a batch brought is told after the next one has gone out, and each session has its turn to the end', async () => {
	const { said1, sent, out, statements } = harness(1);
	const story: string[] = [];
	async function follow(name: string, outcome: Promise<CommitOutcome>): Promise<void> {
		await outcome;
		story.push(`${name}, with ${statements.length} sent`);
		// What a session does about its outcome takes some turns of the microtask queue.
		for (let hop = 0; hop < 20; hop += 1) await Promise.resolve();
		story.push(`${name} has told its readers`);
	}
	void said1();
	await sent(1);
	const told = [follow('one', said1()), follow('two', said1())];
	out[0]?.answer();
	await sent(2);
	void said1();
	out[0]?.answer();
	await Promise.all(told);
	expect(story).toEqual([
		'one, with 3 sent',
		'one has told its readers',
		'two, with 3 sent',
		'two has told its readers',
	]);
});

test('with a lane free a commit waits 3 ms for company, not for the statement that is out', async () => {
	const { said1, sent, statements, clock } = harness(2);
	void said1();
	await sent(1);
	void said1();
	clock.advance(2);
	void said1();
	await loopTurns();
	expect(statements).toHaveLength(1);
	clock.advance(1);
	expect(statements.map((statement) => statement.commits.length)).toEqual([1, 2]);
});

test('a full batch waits for no one while a lane is free', async () => {
	const { batches, said1, sent, statements } = harness(2);
	void said1();
	await sent(1);
	for (let i = 0; i < 5; i++) {
		const entries = Array.from({ length: 100 }, (_, at) => said(at + 1));
		void batches.add(commitOf({ session: session(), entries }));
	}
	await sent(2);
	expect(statements[1]?.commits).toHaveLength(5);
});

test('a database that does not answer: two seconds, then unknown for what was sent and refused for what was not', async () => {
	const { said1, sent, statements, clock, batches, out } = harness(1);
	const one = session();
	const first = expect(said1(one)).rejects.toMatchObject({ outcome: 'unknown' });
	await sent(1);
	clock.advance(500);
	const second = expect(batches.add(commitOf({ session: one, entries: [said(2)] }))).rejects.toMatchObject({
		outcome: 'refused',
	});
	const third = expect(said1()).rejects.toMatchObject({ outcome: 'refused' });
	clock.advance(1_499);
	await loopTurns();
	clock.advance(1);
	await first;
	clock.advance(500);
	await Promise.all([second, third]);

	// The session's next commit is not sent beside the one that may still be running.
	let ended = false;
	void batches.ended(one.id).then(() => {
		ended = true;
	});
	const retry = said1(one);
	await loopTurns();
	expect([statements.length, ended]).toEqual([1, false]);
	out[0]?.answer();
	await sent(2);
	expect(ended).toBe(true);
	out[0]?.answer();
	expect(await retry).toEqual(committed);
	expect(statements.map((statement) => statement.commits.length)).toEqual([1, 1]);
});

test('stop resolves after the last answer and leaves no timer', async () => {
	const { said1, sent, out, clock, batches } = harness(1);
	const outcome = said1();
	let stopped = false;
	const stop = batches.stop().then(() => {
		stopped = true;
	});
	await sent(1);
	expect(stopped).toBe(false);
	out[0]?.answer();
	await stop;
	expect(await outcome).toEqual(committed);
	expect(clock.pending).toBe(0);
});

test('whatever the order of answers: each session in order, one at a time, no more lanes than allowed, all answered', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 4 }),
			fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('answer', 'time')), { maxLength: 60 }),
			fc.infiniteStream(fc.nat()),
			async (lanes, steps, choices) => {
				const { clock, batches, out, statements } = harness(lanes);
				const sessions = Array.from({ length: 6 }, session);
				const next = sessions.map(() => 1);
				const outcomes: Promise<CommitOutcome>[] = [];
				const check = () => {
					expect(out.length).toBeLessThanOrEqual(lanes);
					const ids = out.flatMap((statement) => statement.commits.map((commit) => commit.session.id));
					expect(new Set<SessionId>(ids).size).toBe(ids.length);
				};
				const answerOne = () => out[(choices.next().value ?? 0) % Math.max(1, out.length)]?.answer();
				for (const step of steps) {
					if (step === 'answer') answerOne();
					else if (step === 'time') clock.advance(3);
					else {
						const of = sessions[step] ?? session();
						const seq = next[step] ?? 1;
						next[step] = seq + 1;
						outcomes.push(batches.add(commitOf({ session: of, entries: [said(seq)] })));
					}
					await loopTurns();
					check();
				}
				while (out.length > 0) {
					answerOne();
					clock.advance(3);
					await loopTurns();
					check();
				}
				expect(await Promise.all(outcomes)).toEqual(outcomes.map(() => committed));
				for (const [i, { id }] of sessions.entries()) {
					const written = statements
						.flatMap((statement) => statement.commits)
						.filter((commit) => commit.session.id === id);
					const seqs = written.flatMap((commit) => commit.entries.map((entry) => entry.seq as number));
					expect(seqs).toEqual(Array.from({ length: (next[i] ?? 1) - 1 }, (_, at) => at + 1));
				}
			},
		),
		{ numRuns: 80 },
	);
});
