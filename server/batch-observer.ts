import type { createMetrics } from './net/metrics.ts';

/** What the journal's batches cost, for `/metrics`. */
export function batchObserver(metrics: ReturnType<typeof createMetrics>) {
	const commits = metrics.counter('commits_total', 'Commits of sessions, by batch statement');
	const seconds = metrics.histogram(
		'commit_batch_seconds',
		'One batch statement',
		[0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1],
	);
	return (batch: { readonly commits: number; readonly ms: number }): void => {
		commits.add({}, batch.commits);
		seconds.observe(batch.ms / 1_000);
	};
}
