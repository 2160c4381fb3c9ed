/** A small client that speaks the tRPC wire by hand, so that the generator costs less than what it measures. */
import { WebSocket } from 'ws';

interface Waiting {
	readonly resolve: (data: unknown) => void;
	readonly reject: (error: Error) => void;
}

export interface Client {
	call(path: string, input: unknown, type?: 'mutation' | 'query'): Promise<unknown>;
	subscribe(path: string, input: unknown, hear: (data: unknown) => void): void;
	/** For the echo: sends text and waits for the next text back. */
	echo(text: string): Promise<void>;
	close(): void;
}

/** @param trouble is told of a subscription or a socket that ended by itself */
export function connect(
	url: string,
	headers: Readonly<Record<string, string>>,
	hello?: object,
	trouble: (what: string) => void = () => {},
): Promise<Client> {
	const ws = new WebSocket(url, { headers });
	const waiting = new Map<number, Waiting>();
	const hearing = new Map<number, (data: unknown) => void>();
	const echoes: (() => void)[] = [];
	let id = 0;
	ws.on('message', (raw: Buffer) => {
		const text = raw.toString();
		const echoed = echoes.shift();
		if (echoed !== undefined) return echoed();
		const frames: unknown = JSON.parse(text);
		for (const frame of Array.isArray(frames) ? frames : [frames]) {
			const known = waiting.get(frame.id);
			if (known !== undefined) {
				waiting.delete(frame.id);
				if (frame.error) known.reject(new Error(JSON.stringify(frame.error)));
				else known.resolve(frame.result.data);
			} else if (frame.error) trouble(JSON.stringify(frame.error));
			else if (frame.result?.type === 'data') hearing.get(frame.id)?.(frame.result.data.data);
		}
	});
	ws.on('close', (code) => {
		trouble(`a socket was closed with ${code}`);
		for (const { reject } of waiting.values()) reject(new Error(`the socket was closed with ${code}`));
		waiting.clear();
	});
	const client: Client = {
		call: (path, input, type = 'mutation') =>
			new Promise((resolve, reject) => {
				// A closed socket takes a text in silence, and no answer ever comes.
				if (ws.readyState !== WebSocket.OPEN) return reject(new Error('the socket is closed'));
				id += 1;
				waiting.set(id, { resolve, reject });
				ws.send(JSON.stringify({ id, method: type, params: { path, input } }));
			}),
		subscribe(path, input, hear) {
			id += 1;
			hearing.set(id, hear);
			ws.send(JSON.stringify({ id, method: 'subscription', params: { path, input } }));
		},
		echo: (text) =>
			new Promise((resolve) => {
				echoes.push(resolve);
				ws.send(text);
			}),
		close: () => ws.close(),
	};
	return new Promise((resolve, reject) => {
		ws.once('error', reject);
		ws.once('open', () => {
			if (hello !== undefined) ws.send(JSON.stringify({ method: 'connectionParams', data: hello }));
			resolve(client);
		});
	});
}

/** p50 and p99 of numbers, in their own unit. */
export function spread(values: readonly number[]): { readonly p50: number; readonly p99: number } {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
	return { p50: at(0.5), p99: at(0.99) };
}
