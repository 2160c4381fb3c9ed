/** A wire between a browser and the server that knows WebSocket frames: it can be cut at the n-th one, or go silent one way. */
import { connect, createServer, type Socket } from 'node:net';
import { createFrameReader } from './frames.ts';

/** Who sent the frame. */
export type End = 'client' | 'server';

export interface Cut {
	readonly from: End;
	/** The n-th data frame of that end, from 1, over all connections of the wire. */
	readonly index: number;
	/**
	 * `lost`: the frame goes nowhere and both ends hear of it. `done`: it arrives and does its work, nothing after it
	 * arrives. `ghost`: as lost, but the server is not told that the client has gone. `late`: the client is told at once,
	 * and what it had sent reaches the server only when it is already back. `twice`: no cut at all but a fault of the wire,
	 * to see that it is found.
	 */
	readonly how: 'lost' | 'done' | 'ghost' | 'late' | 'twice';
}

export type Way = 'up' | 'down' | 'both';

export interface FrameProxy {
	readonly port: number;
	/** Data frames that came by. */
	readonly frames: Readonly<Record<End, number>>;
	readonly connections: number;
	/** The planned cut has happened. */
	readonly fired: boolean;
	/** From now on bytes that go this way vanish, and so does the news of an end: nobody is told. */
	silence(way: Way): void;
	/** The road is free again; what was swallowed is lost, so the connections that it belonged to are cut. */
	heal(): void;
	/** Both ends are told. */
	cut(): void;
	close(): Promise<void>;
}

interface Options {
	readonly target: number;
	readonly plan?: Cut | undefined;
	/** Called when the planned cut happens. */
	readonly onCut?: () => void;
}

interface Line {
	readonly near: Socket;
	readonly far: Socket;
	state: 'whole' | 'closing' | 'ghost' | 'gone';
	/** What reaches the server only later. */
	held: Buffer[];
}

/** Longest wait for a sign that the server has done what the last frame asked. */
const doneMs = 150;
/** After a reconnect: by then the client has repeated what it must. */
const lateMs = 40;

export async function createFrameProxy({ target, plan, onCut }: Options): Promise<FrameProxy> {
	const lines = new Set<Line>();
	const frames = { client: 0, server: 0 };
	let connections = 0;
	let fired = false;
	let silent: Way | null = null;
	const isSilent = (way: Exclude<Way, 'both'>): boolean => silent === way || silent === 'both';

	function drop(line: Line): void {
		line.state = 'gone';
		lines.delete(line);
		for (const socket of [line.near, line.far]) {
			if (!socket.destroyed) socket.resetAndDestroy();
		}
	}

	/** The frame is the one that the plan names. */
	function fire(line: Line, bytes: Buffer, from: End): void {
		fired = true;
		const how = plan?.how ?? 'lost';
		switch (how) {
			case 'lost':
				drop(line);
				break;
			case 'done':
				line.state = 'closing';
				if (from === 'server') line.near.end(bytes, () => drop(line));
				else {
					line.far.write(bytes);
					setTimeout(() => drop(line), doneMs);
				}
				break;
			case 'ghost':
				line.state = 'ghost';
				line.near.resetAndDestroy();
				break;
			case 'twice':
				for (let n = 0; n < 2; n += 1) (from === 'client' ? line.far : line.near).write(bytes);
				break;
			case 'late':
				line.state = 'ghost';
				line.held.push(bytes);
				line.near.resetAndDestroy();
				break;
		}
		onCut?.();
	}

	/** What was on its way arrives, and then the end of it. */
	function deliverLate(): void {
		for (const line of lines) {
			if (line.held.length === 0) continue;
			const { held } = line;
			line.held = [];
			setTimeout(() => {
				for (const bytes of held) line.far.write(bytes);
				line.far.end();
			}, lateMs);
		}
	}

	function take(line: Line, from: End, bytes: Buffer, isData: boolean): void {
		if (line.state === 'gone') return;
		const to = from === 'client' ? line.far : line.near;
		if (line.state === 'ghost') return;
		if (line.state === 'closing') {
			// The answer is on its way: the work is done, and this is what gets lost.
			if (isData && from === 'server') drop(line);
			return;
		}
		if (isSilent(from === 'client' ? 'up' : 'down')) return;
		if (isData) {
			frames[from] += 1;
			if (plan !== undefined && !fired && plan.from === from && plan.index === frames[from]) {
				fire(line, bytes, from);
				return;
			}
		}
		to.write(bytes);
	}

	const server = createServer((near) => {
		connections += 1;
		const far = connect(target, '127.0.0.1');
		const line: Line = { near, far, state: 'whole', held: [] };
		lines.add(line);
		deliverLate();
		for (const [socket, from] of [
			[near, 'client'],
			[far, 'server'],
		] as const) {
			const read = createFrameReader((bytes, isData) => take(line, from, bytes, isData));
			socket.setNoDelay(true);
			socket.on('error', () => {});
			socket.on('data', read);
			socket.on('close', () => {
				// A network that has gone silent tells nobody of an end either.
				if (isSilent(from === 'client' ? 'up' : 'down')) return;
				if (line.state === 'ghost' && from === 'client') return;
				if (line.state !== 'closing') drop(line);
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('a wire without a port');

	const cut = (): void => {
		for (const line of [...lines]) drop(line);
	};
	return {
		port: address.port,
		frames,
		get connections() {
			return connections;
		},
		get fired() {
			return fired;
		},
		silence(way) {
			silent = way;
		},
		heal() {
			silent = null;
			cut();
		},
		cut,
		close() {
			silent = null;
			cut();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}
