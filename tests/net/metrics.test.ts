import { describe, expect, it } from 'vitest';
import { createHttpObserver, createMetrics, createTransportObserver } from '../../server/net/metrics.ts';

const lines = async (metrics: { text(): Promise<string> }) =>
	(await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('metrics', () => {
	it('counts what the transport tells', async () => {
		const metrics = createMetrics({ process: false });
		const observer = createTransportObserver(metrics);
		observer.opened('visitor');
		observer.opened('visitor');
		observer.opened('member');
		observer.received('visitor', 100);
		observer.sent('visitor', 50);
		observer.dropped('visitor', 9_000);
		observer.closed('visitor', 1006);
		observer.refused('visitor', 4503);
		expect(await lines(metrics)).toEqual([
			'baton_sockets_open{kind="visitor"} 1',
			'baton_sockets_open{kind="member"} 1',
			'baton_sockets_opened_total{kind="visitor"} 2',
			'baton_sockets_opened_total{kind="member"} 1',
			'baton_sockets_closed_total{kind="visitor",code="1006"} 1',
			'baton_frames_received_total{kind="visitor"} 1',
			'baton_frames_sent_total{kind="visitor"} 1',
			'baton_received_bytes_total{kind="visitor"} 100',
			'baton_backpressure_closed_total{kind="visitor"} 1',
			'baton_backpressure_dropped_bytes_total{kind="visitor"} 9000',
			'baton_admissions_refused_total{kind="visitor",code="4503"} 1',
		]);
	});

	it('I30: makes no new series for codes that clients invent', async () => {
		const metrics = createMetrics({ process: false });
		const observer = createTransportObserver(metrics);
		for (let code = 3_000; code < 3_500; code++) {
			observer.opened('visitor');
			observer.closed('visitor', code);
		}
		expect((await lines(metrics)).filter((line) => line.startsWith('baton_sockets_closed'))).toEqual([
			'baton_sockets_closed_total{kind="visitor",code="other"} 500',
		]);
	});

	it('hands out counters, gauges, readings and histograms by name, the same one for the same name', async () => {
		const metrics = createMetrics({ process: false });
		metrics.counter('turns_total', 'AI turns', ['outcome']).add({ outcome: 'answered' });
		metrics.counter('turns_total', 'AI turns', ['outcome']).add({ outcome: 'answered' }, 2);
		metrics.gauge('sessions_live', 'Live sessions').set(7);
		let depth = 3;
		metrics.reading('journal_waiting', 'Waiting entries', () => depth);
		metrics.histogram('commit_seconds', 'Commit', [0.01, 0.1]).observe(0.05);
		createHttpObserver(metrics).answered('/healthz', 200);
		depth = 4;
		expect(await lines(metrics)).toEqual([
			'baton_turns_total{outcome="answered"} 3',
			'baton_sessions_live 7',
			'baton_journal_waiting 4',
			'baton_commit_seconds_bucket{le="0.01"} 0',
			'baton_commit_seconds_bucket{le="0.1"} 1',
			'baton_commit_seconds_bucket{le="+Inf"} 1',
			'baton_commit_seconds_sum 0.05',
			'baton_commit_seconds_count 1',
			'baton_http_requests_total{route="/healthz",status="200"} 1',
		]);
	});

	it('adds process metrics unless told otherwise', async () => {
		expect(await createMetrics().text()).toContain('process_resident_memory_bytes');
		expect(await createMetrics({ process: false }).text()).not.toContain('process_resident_memory_bytes');
	});
});
