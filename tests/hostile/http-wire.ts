/** HTTP made of bytes: one request on a connection that is kept for the next, as long as the server keeps it. */
import { connect, type Socket } from 'node:net';
import type { HttpAnswer } from './judge.ts';

const bodiless = new Set([204, 304]);

const goOn = 'HTTP/1.1 100 Continue\r\n\r\n';

/** The first answer. Null: it is not whole yet. `isHead`: its length speaks of a body that does not come. */
export function parseAnswer(heard: string, isHead = false): HttpAnswer | null {
	const text = heard.replaceAll(goOn, '');
	const end = text.indexOf('\r\n\r\n');
	const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
	if (end < 0 || status === 0) return null;
	const headers: Record<string, string> = {};
	for (const line of text.slice(0, end).split('\r\n').slice(1)) {
		const colon = line.indexOf(':');
		headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
	}
	const length = Number(headers['content-length'] ?? Number.NaN);
	const rest = text.slice(end + 4);
	const body = isHead || bodiless.has(status) ? '' : rest.slice(0, Number.isNaN(length) ? undefined : length);
	if (!isHead && !bodiless.has(status) && rest.length < length) return null;
	return { status, headers, body, text };
}

export interface Asked {
	readonly bytes: readonly Buffer[];
	/** Between two of them, ms. */
	readonly pauseMs?: number;
	readonly isHead?: boolean;
	/** The server may wait for more: not longer than this, ms. */
	readonly quietMs: number;
	/** What follows on this connection would not be understood. */
	readonly last?: boolean;
	/** Says FIN after the last byte. */
	readonly halfClose?: boolean;
}

export interface HttpLine {
	/** Null: nothing came, and the server waits or has cut the connection. */
	ask(asked: Asked): Promise<{ readonly answer: HttpAnswer | null; readonly text: string }>;
	close(): void;
}

const sleep = (ms: number): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, ms);
	});

/** @param onBytes every byte that comes */
export function createHttpLine(port: number, onBytes: (chunk: Buffer) => void): HttpLine {
	let socket: Socket | null = null;
	let text = '';
	let over = false;
	let wake = (): void => {};

	function open(): Socket {
		const made = connect({ port, host: '127.0.0.1', noDelay: true });
		text = '';
		over = false;
		made.on('data', (chunk) => {
			onBytes(chunk);
			text += chunk.toString('latin1');
			wake();
		});
		// Cut by the server while we write: `close` follows.
		made.on('error', () => {});
		made.on('close', () => {
			if (socket === made) {
				over = true;
				wake();
			}
		});
		return made;
	}

	function drop(): void {
		const dropped = socket;
		socket = null;
		dropped?.resetAndDestroy();
	}

	return {
		async ask({ bytes, pauseMs = 0, isHead = false, quietMs, halfClose = false, last = false }) {
			socket ??= open();
			const mine = socket;
			text = '';
			for (const [n, part] of bytes.entries()) {
				if (n > 0 && pauseMs > 0) await sleep(pauseMs);
				if (mine.writable) mine.write(part);
			}
			if (halfClose) mine.end();
			const answer = await new Promise<HttpAnswer | null>((resolve) => {
				const timer = setTimeout(() => finish(parseAnswer(text, isHead)), quietMs);
				function finish(found: HttpAnswer | null): void {
					clearTimeout(timer);
					wake = () => {};
					resolve(found);
				}
				function look(): void {
					const found = parseAnswer(text, isHead);
					// Without a length it ends with the connection.
					if (found !== null && 'content-length' in found.headers) finish(found);
					else if (over || (found !== null && text.endsWith('Server</i>'))) finish(found);
				}
				wake = look;
				look();
			});
			const heard = text;
			const kept = answer !== null && 'content-length' in answer.headers && answer.headers['connection'] !== 'close';
			if (!kept || halfClose || over || last) drop();
			return { answer, text: heard };
		},
		close: drop,
	};
}
