/** One contender in its own process: says where it listens, and on demand what it has used. */
import { type Contender, commitTimes, start } from './contenders.ts';

export interface Usage {
	/** User and system time of the whole process, µs. */
	readonly cpuUs: number;
	/** Live JavaScript memory after a collection: resident memory keeps what it once had, and tells little of one session. */
	readonly heapBytes: number;
}

export async function serve(contender: Contender, databaseUrl: string): Promise<void> {
	const started = await start(contender, databaseUrl);
	process.on('message', (message) => {
		if (message === 'commits') {
			process.send?.(commitTimes());
			return;
		}
		if (message === 'collect') globalThis.gc?.();
		const { user, system } = process.cpuUsage();
		const usage: Usage = { cpuUs: user + system, heapBytes: heap() };
		process.send?.(usage);
	});
	process.once('disconnect', () => process.exit(0));
	process.send?.(started);
}

function heap(): number {
	const { heapUsed, external, arrayBuffers } = process.memoryUsage();
	return heapUsed + external + arrayBuffers;
}
