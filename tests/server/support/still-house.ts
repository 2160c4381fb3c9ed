/** The whole server over real sockets, in this process: time stands still, chance repeats itself, the AI says what the test says. */
import { type AppDeps, createApp } from '../../../server/app.ts';
import { silentLog } from '../../../server/log.ts';
import { createHttpMount } from '../../../server/net/http.ts';
import { createUwsTransport } from '../../../server/net/uws.ts';
import type { AiSetup, Knowledge } from '../../../server/rpc/ports.ts';
import { createStores } from '../../../server/store/stores.ts';
import { createVisitorTokens } from '../../../server/visitor/token.ts';
import type { FillRandom } from '../../../shared/ids.ts';
import { createManualClock } from '../../net/support/manual-clock.ts';
import { createScriptedResponder } from '../../support/scripted-responder.ts';
import { owner } from '../../support/server.ts';
import type { TestStore } from '../../support/store.ts';

/** The same bytes at each run. */
function repeatable(): FillRandom {
	let state = 1;
	return (bytes) => {
		for (let i = 0; i < bytes.length; i += 1) {
			state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
			bytes[i] = state >> 16;
		}
		return bytes;
	};
}

const absent = (): never => {
	throw new Error('nobody asks for this here');
};

export async function openStillHouse(store: TestStore, more: Partial<AppDeps> = {}) {
	await store.clear();
	const clock = createManualClock();
	const responder = createScriptedResponder();
	const stores = createStores({ database: store, clock, log: silentLog });
	let ids = 0;
	const app = createApp({
		clock,
		log: silentLog,
		stores,
		fillRandom: repeatable(),
		newId() {
			ids += 1;
			return `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`;
		},
		tokens: createVisitorTokens(Buffer.alloc(32, 7)),
		country: () => 'LV',
		deviceOf: () => ({ device: 'mobile', browser: '', system: '' }),
		ai: {
			responder,
			phrases: { apology: () => 'I could not answer.' },
			knowledge: new Proxy({}, { get: absent }) as Knowledge,
			aiSetup: new Proxy({}, { get: absent }) as AiSetup,
		},
		demo: () => ({ status: absent, start: absent, stop: absent, remove: absent, close() {} }),
		publicUrl: null,
		trustedProxies: 0,
		defaultPlan: 'pro',
		owner,
		version: '0.0.0',
		...more,
	});
	await app.start();
	const faults: unknown[] = [];
	const onFault = (fault: unknown) => void faults.push(fault);
	const transport = await createUwsTransport({
		host: '127.0.0.1',
		port: 0,
		endpoints: app.endpoints,
		clock,
		http: createHttpMount({ routes: app.routes, contentSecurityPolicy: "default-src 'none'", onFault }),
		onFault,
	});
	return {
		base: `http://127.0.0.1:${transport.port}`,
		clock,
		responder,
		app,
		faults,
		/** The most that any socket holds at this moment and its reader has not taken, bytes. */
		held: () => Math.max(...[...transport.sockets].map((socket) => socket.buffered())),
		async close() {
			await transport.close();
			await app.stop();
		},
	};
}
