/** A visitor whose every inbound frame is kept as it came. */
import { WebSocket } from 'ws';
import { call, hello, subscribe } from '../../net/support/frames.ts';

export interface CapturedVisitor {
	readonly frames: readonly string[];
	/** Calls a procedure; its answer is a frame like the others. */
	ask(path: string, input?: unknown): void;
	/** Resolves when a frame, past or to come, fits; each is looked at once. */
	until(fits: (frame: string) => boolean, what: string): Promise<void>;
	close(): void;
}

export async function captureVisitor(base: string, siteKey: string): Promise<CapturedVisitor> {
	const socket = new WebSocket(`${base.replace('http', 'ws')}/trpc?site=${siteKey}&connectionParams=1`, {
		origin: base,
	});
	const frames: string[] = [];
	let looked = 0;
	let look: () => void = () => {};
	socket.on('message', (data: Buffer) => {
		frames.push(data.toString());
		look();
	});
	await new Promise((resolve, reject) => {
		socket.once('open', resolve);
		socket.once('error', reject);
	});
	socket.send(hello({ hello: 'open', language: 'en', url: 'https://shop.example/' }));
	let asked = 1;
	socket.send(JSON.stringify(subscribe(asked, 'feed')));
	return {
		frames,
		ask(path, input) {
			asked += 1;
			socket.send(JSON.stringify(call(asked, path, input, path === 'hello' ? 'query' : 'mutation')));
		},
		until: (fits, what) =>
			new Promise((resolve, reject) => {
				const timer = setTimeout(
					() => reject(new Error(`never came: ${what}; the last were ${frames.slice(-4).join('\n')}`)),
					10_000,
				);
				look = () => {
					while (looked < frames.length) {
						const frame = frames[looked] ?? '';
						looked += 1;
						if (!fits(frame)) continue;
						clearTimeout(timer);
						look = () => {};
						resolve();
						return;
					}
				};
				look();
			}),
		close: () => socket.close(),
	};
}

interface PieceFrame {
	readonly id: number;
	readonly result: { readonly data: { readonly data: { readonly turn: number; readonly text: string } } };
}

function pieceIn(frame: string): PieceFrame | null {
	const parsed: { readonly result?: { readonly data?: { readonly data?: { readonly type?: string } } } } =
		JSON.parse(frame);
	return parsed.result?.data?.data?.type === 'piece' ? (parsed as PieceFrame) : null;
}

/** I23: consecutive pieces of a turn as one. How text is cut into pieces is the network's business. */
export function joined(frames: readonly string[]): readonly string[] {
	const whole: string[] = [];
	let open = 0;
	for (const frame of frames) {
		const piece = pieceIn(frame);
		if (piece === null) {
			open = 0;
			whole.push(frame);
			continue;
		}
		const { turn, text } = piece.result.data.data;
		if (open === turn) whole.push((whole.pop() ?? '') + text);
		else whole.push(`turn ${turn}: ${text}`);
		open = turn;
	}
	return whole;
}
