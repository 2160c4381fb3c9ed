/** A wire between a program and its database that tests can cut, close or let go silent. */
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
	readonly port: number;
	/** Refuses new connections and cuts the ones there are: the database is down. */
	down(): Promise<void>;
	up(): Promise<void>;
	/** Keeps connections open and forwards nothing, in either direction or in one of them, until `speak`. */
	mute(what?: 'both' | 'requests' | 'answers'): void;
	/** Lets everything through again; what was swallowed is lost, and so are its connections. */
	speak(): void;
	/** Cuts every connection there is; new ones are taken. */
	cut(): void;
	/**
	 * The next time the program sends `marker`, its connection is cut: `before` the server got it, or `after` the server
	 * has answered and the answer is on its way. Resolves when it is done.
	 */
	cutAt(marker: string, when: 'before' | 'after'): Promise<void>;
	/** Cuts every connection once this many more chunks have come from the server; resolves then. */
	cutAfter(chunks: number): Promise<void>;
	close(): Promise<void>;
}

interface Trap {
	readonly marker: string;
	readonly when: 'before' | 'after';
	done(): void;
}

export async function createTcpProxy(target: number): Promise<TcpProxy> {
	const pairs = new Set<readonly [Socket, Socket]>();
	let trap: Trap | null = null;
	let muted: 'both' | 'requests' | 'answers' | null = null;
	let fuse: { chunks: number; readonly burnt: () => void } | null = null;

	const server = createServer((near) => {
		const far = connect(target, '127.0.0.1');
		const pair = [near, far] as const;
		pairs.add(pair);
		let sprung: Trap | null = null;
		const end = () => {
			// A network that has gone silent tells nobody of an end either.
			if (muted !== null) return;
			pairs.delete(pair);
			near.destroy();
			far.destroy();
		};
		for (const socket of pair) {
			socket.setNoDelay(true);
			socket.on('error', end);
			socket.on('close', end);
		}
		near.on('data', (bytes) => {
			if (muted === 'both' || muted === 'requests') return;
			if (trap !== null && bytes.includes(trap.marker)) {
				sprung = trap;
				trap = null;
				if (sprung.when === 'before') {
					end();
					sprung.done();
					return;
				}
			}
			far.write(bytes);
		});
		far.on('data', (bytes) => {
			if (muted === 'both' || muted === 'answers') return;
			if (sprung !== null) {
				end();
				sprung.done();
				return;
			}
			near.write(bytes);
			if (fuse === null) return;
			fuse.chunks -= 1;
			if (fuse.chunks > 0) return;
			const { burnt } = fuse;
			fuse = null;
			// Once the chunk is on its way: what is cut is everything behind it.
			near.end(() => {
				cutAll();
				burnt();
			});
		});
	});

	const listen = (port: number) =>
		new Promise<number>((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, '127.0.0.1', () => {
				server.off('error', reject);
				const address = server.address();
				if (address === null || typeof address === 'string') reject(new Error('a proxy without a port'));
				else resolve(address.port);
			});
		});
	const port = await listen(0);

	const cutAll = () => {
		for (const [near, far] of pairs) {
			near.destroy();
			far.destroy();
		}
	};

	function down(): Promise<void> {
		return new Promise((resolve) => {
			server.close(() => resolve());
			cutAll();
		});
	}

	return {
		port,
		down,
		async up() {
			await listen(port);
		},
		mute(what = 'both') {
			muted = what;
		},
		cut: () => cutAll(),
		speak() {
			muted = null;
			// What was swallowed is lost: these conversations can't go on.
			cutAll();
		},
		cutAt: (marker, when) =>
			new Promise((done) => {
				trap = { marker, when, done };
			}),
		cutAfter: (chunks) =>
			new Promise((burnt) => {
				fuse = { chunks, burnt };
			}),
		close: () => (server.listening ? down() : Promise.resolve()),
	};
}
