/** The journal as the benchmarks look at it: how long each commit took, and one that acknowledges without storing. */
import type { Journal } from '../server/actor/ports.ts';

/** ms, in the order in which they ended. */
export interface CommitTimes {
	/** From the actor's call to the outcome: waiting for company, the statement, the way back. */
	readonly commits: readonly number[];
	/** Those of them that took a session over. */
	readonly takeovers: readonly number[];
	/** The statements alone. */
	readonly statements: readonly number[];
}

/** Never stores: what an ack would cost if nothing had to be durable. For the benchmark alone. */
export function forgetful<J extends Journal>(journal: J): J {
	return { ...journal, commit: () => Promise.resolve({ kind: 'committed' as const }) };
}

export function createCommitMeter() {
	let times: { [K in keyof CommitTimes]: number[] } = { commits: [], takeovers: [], statements: [] };
	return {
		onBatch: ({ ms }: { readonly ms: number }): void => void times.statements.push(ms),
		measured<J extends Journal>(journal: J): J {
			return {
				...journal,
				async commit(commit) {
					const begun = performance.now();
					const outcome = await journal.commit(commit);
					const ms = performance.now() - begun;
					times.commits.push(ms);
					if (commit.entries.some(({ kind }) => kind === 'took-over')) times.takeovers.push(ms);
					return outcome;
				},
			};
		},
		/** What was measured since the last time. */
		take(): CommitTimes {
			const taken = times;
			times = { commits: [], takeovers: [], statements: [] };
			return taken;
		},
	};
}
