/** A server in a process of its own; on demand it says what it holds. */
import { randomFillSync, randomUUID } from 'node:crypto';
import { createApp } from '../../server/app.ts';
import { createSystemClock } from '../../server/clock.ts';
import { silentLog } from '../../server/log.ts';
import { createUwsTransport } from '../../server/net/uws.ts';
import type { AiSetup, Demo, Knowledge } from '../../server/rpc/ports.ts';
import { openDatabase } from '../../server/store/database.ts';
import { createStores } from '../../server/store/stores.ts';
import { createVisitorTokens } from '../../server/visitor/token.ts';
import type { FillRandom } from '../../shared/ids.ts';
import type { Asked, Held, Started } from './house.ts';

const fillRandom: FillRandom = (bytes) => randomFillSync(bytes);

/** Nobody asks for it here. */
const absent = <T extends object>(): T => new Proxy({}, {}) as T;

function heapBytes(): number {
	globalThis.gc?.();
	// Without the database's own memory, which is no session's.
	return process.memoryUsage().heapUsed;
}

async function answerBriefly() {
	await Promise.resolve();
	return { type: 'done', sources: [], asks: null } as const;
}

export async function serve(folder: string): Promise<void> {
	const clock = createSystemClock();
	const database = await openDatabase({ kind: 'pglite', folder });
	const stores = createStores({ database, clock, log: silentLog });
	const app = createApp({
		clock,
		log: silentLog,
		stores,
		fillRandom,
		newId: () => randomUUID(),
		tokens: createVisitorTokens(Buffer.alloc(32, 7)),
		country: () => null,
		deviceOf: () => ({ device: 'desktop', browser: 'Firefox 144', system: 'Linux' }),
		ai: {
			responder: {
				async *respond() {
					yield { type: 'text', text: 'Delivery takes two days; the islands take three.' } as const;
					yield await answerBriefly();
				},
			},
			phrases: { apology: () => 'I could not answer.' },
			knowledge: absent<Knowledge>(),
			aiSetup: absent<AiSetup>(),
		},
		demo: () => ({ ...absent<Demo>(), close() {} }),
		publicUrl: null,
		trustedProxies: 0,
		defaultPlan: 'pro',
		owner: { email: 'owner@example.com', password: 'a quiet harbour 7' },
		version: 'bounds',
		messageRate: { burst: 1_000_000, perMinute: 60_000_000 },
	});
	const before = heapBytes();
	const begun = performance.now();
	await app.start();
	const readyMs = performance.now() - begun;
	const [account] = app.register.current().accounts.values();
	const [member] = app.register.current().members.values();
	if (account === undefined || member === undefined) throw new Error('the owner was not made');
	const [known] = app.register.current().sites.values();
	const site = known ?? (await app.sites.create(account.id, { address: 'shop.example' }));
	const { token } = await app.logins.begin(member.id);
	const { port, sockets } = await createUwsTransport({
		host: '127.0.0.1',
		port: 0,
		endpoints: app.endpoints,
		clock,
		limits: { callsPerSecond: 1_000_000, callBurst: 1_000_000 },
		onFault: (fault) => process.stderr.write(`${fault}\n`),
	});

	let mostUnsent = 0;
	let mostSessions = 0;
	setInterval(() => {
		for (const socket of sockets) mostUnsent = Math.max(mostUnsent, socket.buffered());
		mostSessions = Math.max(mostSessions, app.directory.size);
	}, 2).unref();

	process.on('message', (asked: Asked) => {
		const resting = asked === 'rest' ? app.directory.putToRest(0) : 0;
		const held: Held = {
			heapBytes: heapBytes(),
			sessions: app.directory.size,
			resting,
			mostSessions,
			mostUnsent,
			members: [...sockets].filter(({ kind }) => kind === 'member').length,
		};
		mostUnsent = 0;
		mostSessions = 0;
		process.send?.(held);
	});
	process.once('disconnect', () => process.exit(0));
	const started: Started = { port, key: site.key, siteId: site.id, cookie: `baton=${token}`, readyMs, before };
	process.send?.(started);
}
