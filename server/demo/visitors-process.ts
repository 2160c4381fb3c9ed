import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Order, type Request, request } from './orders.ts';

/** The visitors' process, as the shop sees it. */
export interface VisitorsProcess {
	send(order: Order): void;
	/** Ends it now. */
	kill(): void;
}

export interface ProcessEvents {
	readonly onRequest: (request: Request) => void;
	/** Once, however it ended. */
	readonly onExit: () => void;
}

export type StartVisitors = (events: ProcessEvents) => VisitorsProcess;

/** On the same Node as the server; of its environment it gets nothing, for there are keys in it. */
export const startVisitors: StartVisitors = ({ onRequest, onExit }) => {
	const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), {
		execArgv: [],
		env: {},
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	});
	child.on('message', (message) => {
		const parsed = request.safeParse(message);
		if (parsed.success) onRequest(parsed.data);
	});
	let gone = false;
	const end = (): void => {
		if (!gone) onExit();
		gone = true;
	};
	child.once('exit', end);
	child.once('error', end);
	// A server that stops does not wait for its visitors: they go when the channel closes.
	child.unref();
	child.channel?.unref();
	return {
		send(order) {
			// The one case: the process has just ended, and `onExit` is on its way.
			if (child.connected) child.send(order, () => {});
		},
		kill: () => void child.kill('SIGKILL'),
	};
};
