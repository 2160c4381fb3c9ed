/** The wires from the client process to the servers: each place has a proxy of its own to each server, so that a fault hits one of them. */
import type { AnyRouter } from '@trpc/server';
import { type Connection, createConnection } from '../../shared/live/connect.ts';
import type { LiveHost } from '../../shared/live/host.ts';
import type { Random } from '../sim/random.ts';
import { createNodeHost } from '../support/live.ts';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

/** Where a client stands. */
export type Place = 'here' | 'there' | 'desk';
export const places: readonly [Place, ...Place[]] = ['here', 'there', 'desk'];

export interface Net {
	/** All wires of a place, one to each server. */
	wires(place: Place): readonly TcpProxy[];
	/** An address at which a server may be reached from there; another one at each attempt, where there are several. */
	address(place: Place, random: Random): string;
	close(): Promise<void>;
}

export async function createNet(ports: readonly number[]): Promise<Net> {
	const wires = new Map<Place, readonly TcpProxy[]>();
	for (const place of places) wires.set(place, await Promise.all(ports.map(createTcpProxy)));
	const at = (place: Place): readonly TcpProxy[] => wires.get(place) ?? [];
	return {
		wires: at,
		address(place, random) {
			const all = at(place);
			const wire = all[random.int(all.length)];
			if (wire === undefined) throw new Error('a place without a wire');
			return `ws://127.0.0.1:${wire.port}`;
		},
		async close() {
			await Promise.all([...wires.values()].flat().map((wire) => wire.close()));
		},
	};
}

export interface Dialled<R extends AnyRouter> {
	readonly connection: Connection<R>;
	readonly host: LiveHost;
	readonly socketAt: () => number;
}

export interface DialOptions {
	readonly net: Net;
	readonly place: Place;
	readonly path: string;
	readonly random: Random;
	readonly cookie?: string | undefined;
	readonly hello?: (() => Readonly<Record<string, string>>) | undefined;
}

/** The product's own connection, as a page of that place would have it. */
export function dial<R extends AnyRouter>({ net, place, path, random, cookie, hello }: DialOptions): Dialled<R> {
	let socketAt = 0;
	const host = createNodeHost(
		(url) => {
			socketAt = performance.now();
			return { origin: `http://${url.host}`, ...(cookie === undefined ? {} : { cookie }) };
		},
		// The shortest waits that the backoff allows: a person has more patience than a test.
		() => random.next() * 0.2,
	);
	const connection = createConnection<R>({
		url: () => `${net.address(place, random)}${path}`,
		host,
		...(hello === undefined ? {} : { connectionParams: hello }),
	});
	return { connection, host, socketAt: () => socketAt };
}
