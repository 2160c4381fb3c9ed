/** What `/metrics` says: the process, the transport, and whatever other parts register by name. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { closeCodes } from '../../shared/close-codes.ts';
import type { SocketKind } from './socket.ts';
import type { TransportObserver } from './transport.ts';

type Labels = Readonly<Record<string, string | number>>;

/** A counter or gauge as other parts see it, so that none of them knows the library. */
export interface Count {
	add(labels?: Labels, by?: number): void;
}
export interface Level {
	set(value: number, labels?: Labels): void;
}
export interface Spread {
	observe(value: number, labels?: Labels): void;
}

export interface Metrics {
	/** Names are given without the `baton_` in front. Asking again for a name gives the same one. */
	counter(name: string, help: string, labelNames?: readonly string[]): Count;
	gauge(name: string, help: string, labelNames?: readonly string[]): Level;
	/** A gauge that is read when somebody looks. */
	reading(name: string, help: string, read: () => number): void;
	histogram(name: string, help: string, buckets: readonly number[], labelNames?: readonly string[]): Spread;
	readonly contentType: string;
	text(): Promise<string>;
}

export interface MetricsOptions {
	/** Process metrics keep an observer of garbage collection running; tests leave them out. */
	readonly process?: boolean | undefined;
}

export function createMetrics({ process: withProcess = true }: MetricsOptions = {}): Metrics {
	const registry = new Registry();
	if (withProcess) collectDefaultMetrics({ register: registry });
	const known = new Map<string, unknown>();

	function once<Made>(name: string, make: (fullName: string) => Made): Made {
		const fullName = `baton_${name}`;
		const before = known.get(fullName);
		// The same name always comes from the same method; another use of it is a mistake that prom-client would refuse too.
		if (before !== undefined) return before as Made;
		const made = make(fullName);
		known.set(fullName, made);
		return made;
	}

	return {
		counter: (name, help, labelNames = []) =>
			once(name, (fullName) => {
				const counter = new Counter({ name: fullName, help, labelNames: [...labelNames], registers: [registry] });
				return { add: (labels = {}, by = 1) => counter.inc(labels, by) };
			}),
		gauge: (name, help, labelNames = []) =>
			once(name, (fullName) => {
				const gauge = new Gauge({ name: fullName, help, labelNames: [...labelNames], registers: [registry] });
				return { set: (value, labels = {}) => gauge.set(labels, value) };
			}),
		reading: (name, help, read) => {
			once(
				name,
				(fullName) =>
					new Gauge({
						name: fullName,
						help,
						registers: [registry],
						collect() {
							this.set(read());
						},
					}),
			);
		},
		histogram: (name, help, buckets, labelNames = []) =>
			once(name, (fullName) => {
				const histogram = new Histogram({
					name: fullName,
					help,
					buckets: [...buckets],
					labelNames: [...labelNames],
					registers: [registry],
				});
				return { observe: (value, labels = {}) => histogram.observe(labels, value) };
			}),
		contentType: registry.contentType,
		text: () => registry.metrics(),
	};
}

/** A client may close with any number it likes; as a label that would be thousands of series. */
const closeLabels = new Set<number>([1000, 1001, 1005, 1006, 1009, 1011, ...Object.values(closeCodes)]);
const closeLabel = (code: number) => (closeLabels.has(code) ? String(code) : 'other');

/** Counts what the transport does. */
export function createTransportObserver(metrics: Metrics): TransportObserver {
	const open: Record<SocketKind, number> = { visitor: 0, member: 0 };
	const sockets = metrics.gauge('sockets_open', 'Open WebSockets', ['kind']);
	const opened = metrics.counter('sockets_opened_total', 'WebSockets opened', ['kind']);
	const closed = metrics.counter('sockets_closed_total', 'WebSockets closed', ['kind', 'code']);
	const framesIn = metrics.counter('frames_received_total', 'Frames received', ['kind']);
	const framesOut = metrics.counter('frames_sent_total', 'Frames sent', ['kind']);
	const bytesIn = metrics.counter('received_bytes_total', 'Bytes received in frames', ['kind']);
	const unsent = metrics.counter('backpressure_closed_total', 'Sockets cut because their reader stalled', ['kind']);
	const dropped = metrics.counter('backpressure_dropped_bytes_total', 'Bytes of the frames that did not fit', ['kind']);
	const refused = metrics.counter('admissions_refused_total', 'Connections refused, by close code', ['kind', 'code']);

	function changeOpen(kind: SocketKind, by: number): void {
		open[kind] += by;
		sockets.set(open[kind], { kind });
	}
	changeOpen('visitor', 0);
	changeOpen('member', 0);

	return {
		opened(kind) {
			changeOpen(kind, 1);
			opened.add({ kind });
		},
		closed(kind, code) {
			changeOpen(kind, -1);
			closed.add({ kind, code: closeLabel(code) });
		},
		received(kind, bytes) {
			framesIn.add({ kind });
			bytesIn.add({ kind }, bytes);
		},
		sent: (kind) => framesOut.add({ kind }),
		dropped(kind, bytes) {
			unsent.add({ kind });
			dropped.add({ kind }, bytes);
		},
		refused: (kind, code) => refused.add({ kind, code }),
	};
}

export interface HttpObserver {
	/** `route` is the route's pattern, never the path as it came: a label must not grow with what people type. */
	answered(route: string, status: number): void;
}

export function createHttpObserver(metrics: Metrics): HttpObserver {
	const requests = metrics.counter('http_requests_total', 'HTTP requests answered', ['route', 'status']);
	return { answered: (route, status) => requests.add({ route, status }) };
}
