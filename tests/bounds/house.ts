/** A measured server, and the way to ask it. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface Started {
	readonly port: number;
	readonly key: string;
	readonly siteId: string;
	readonly cookie: string;
	/** Accounts read, sockets taken. */
	readonly readyMs: number;
	/** Live memory before the start. */
	readonly before: number;
}

export interface Held {
	/** After a collection. */
	readonly heapBytes: number;
	readonly sessions: number;
	/** Of these, put to rest by the asking. */
	readonly resting: number;
	/** The most at any moment since the last asking. */
	readonly mostSessions: number;
	/** Unsent bytes of the fullest socket at any moment since the last asking. */
	readonly mostUnsent: number;
	readonly members: number;
}

export type Asked = 'held' | 'rest';

export interface House extends Started {
	ask(asked: Asked): Promise<Held>;
	stop(): void;
}

export async function startHouse(folder: string): Promise<House> {
	const main = join(import.meta.dirname, 'main.ts');
	const child = fork(main, ['serve', folder], { execArgv: ['--expose-gc', '--no-warnings'] });
	const answer = <T>(): Promise<T> =>
		new Promise((resolve, reject) => {
			const gone = (code: number | null): void => reject(new Error(`the server ended with ${code}`));
			child.once('exit', gone);
			child.once('message', (message) => {
				child.off('exit', gone);
				// Our own child said it, over our own channel.
				resolve(message as T);
			});
		});
	const started = await answer<Started>();
	return {
		...started,
		ask(asked) {
			const held = answer<Held>();
			child.send(asked);
			return held;
		},
		stop: () => child.disconnect(),
	};
}
