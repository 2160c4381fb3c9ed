/** What stands in front of two servers during an upgrade: new connections go where it was told last, open ones stay. */
import { connect, createServer, type Socket } from 'node:net';

export interface Switchboard extends AsyncDisposable {
	readonly base: string;
	leadTo(port: number): void;
}

export async function openSwitchboard(first: number): Promise<Switchboard> {
	let target = first;
	const open = new Set<Socket>();
	const server = createServer((near) => {
		const far = connect(target, '127.0.0.1');
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const) {
			open.add(one);
			one.setNoDelay(true);
			one.pipe(other);
			one.on('error', () => other.destroy());
			one.on('close', () => {
				open.delete(one);
				other.destroy();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('a switchboard without a port');
	return {
		base: `http://localhost:${address.port}`,
		leadTo(port) {
			target = port;
		},
		async [Symbol.asyncDispose]() {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
