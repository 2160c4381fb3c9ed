/** The real server in this process, on a real port, with an AI whose words the script says; it can be ended and begun again. */
import { randomFillSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAiServices } from '../../server/ai/services.ts';
import { type App, createApp } from '../../server/app.ts';
import { createSystemClock } from '../../server/clock.ts';
import { silentLog } from '../../server/log.ts';
import type { Transport } from '../../server/net/transport.ts';
import { createUwsTransport } from '../../server/net/uws.ts';
import { type OpenDatabase, openDatabase } from '../../server/store/database.ts';
import { createStores } from '../../server/store/stores.ts';
import { createVisitorTokens } from '../../server/visitor/token.ts';
import type { SiteView } from '../../shared/account.ts';
import type { Entry } from '../../shared/entry.ts';
import {
	articleIdOf,
	type FillRandom,
	type MemberId,
	memberIdOf,
	noSeq,
	type SessionId,
	type SiteId,
} from '../../shared/ids.ts';
import { fillDataFolder } from '../support/data-folder.ts';
import { createScriptedResponder, type ScriptedCall } from '../support/scripted-responder.ts';

const fillRandom: FillRandom = (bytes) => randomFillSync(bytes);
const owner = { email: 'owner@example.com', password: 'a quiet harbour 7' };

/** One website with its own agent, so that scripts side by side do not see each other. */
export interface Lane {
	readonly site: SiteView;
	readonly memberId: MemberId;
	readonly cookie: string;
}

export interface ResumeHouse {
	readonly port: number;
	readonly app: App;
	lane(name: string): Promise<Lane>;
	/** Provider calls for one session so far, oldest first. */
	calls(id: SessionId): readonly ScriptedCall[];
	stored(id: SessionId): Promise<readonly Entry[]>;
	/** Whether the session is on its site's live list. */
	isListed(siteId: SiteId, id: SessionId): boolean;
	/** The process ends hard and begins again: memory is gone, the store stays. The port changes. */
	restart(): Promise<void>;
	close(): Promise<void>;
}

interface Running {
	readonly app: App;
	readonly transport: Transport;
}

export async function openHouse(): Promise<ResumeHouse> {
	const folder = mkdtempSync(join(tmpdir(), 'baton-resume-'));
	await fillDataFolder(folder);
	const database: OpenDatabase = await openDatabase({ kind: 'pglite', folder });
	const clock = createSystemClock();
	const responder = createScriptedResponder();
	const idle = { offered: false, siteId: null, visitors: 0 };
	let running = await start();

	async function start(): Promise<Running> {
		const log = silentLog;
		const stores = createStores({ database, clock, log });
		const ai = createAiServices({
			clock,
			log,
			knowledge: stores.knowledge,
			siteAi: stores.siteAi,
			newArticleId: () => articleIdOf(randomUUID()),
			serverEndpoint: null,
		});
		const app = createApp({
			clock,
			log,
			stores,
			fillRandom,
			newId: () => randomUUID(),
			tokens: createVisitorTokens(new Uint8Array(32)),
			country: () => null,
			deviceOf: () => ({ device: 'desktop', browser: '', system: '' }),
			ai: { ...ai, responder },
			demo: () => ({
				status: async () => idle,
				start: async () => idle,
				stop: async () => idle,
				remove: async () => idle,
				close() {},
			}),
			publicUrl: null,
			trustedProxies: 0,
			defaultPlan: 'pro',
			owner,
			version: 'resume',
			messageRate: { burst: 1_000_000, perMinute: 60_000_000 },
		});
		await app.start();
		const transport = await createUwsTransport({
			// A script on a fast machine asks more often than any person.
			limits: { callsPerSecond: 10_000, callBurst: 10_000 },
			host: '127.0.0.1',
			port: 0,
			endpoints: app.endpoints,
			clock,
			onFault: (fault) => {
				throw fault;
			},
		});
		return { app, transport };
	}

	const stores = createStores({ database, clock, log: silentLog });
	return {
		get port() {
			return running.transport.port;
		},
		get app() {
			return running.app;
		},
		async lane(name) {
			const { app } = running;
			const [account] = app.register.current().accounts.values();
			if (account === undefined) throw new Error('the owner was not made');
			const site = await app.sites.create(account.id, { address: `${name}.example` });
			const memberId = memberIdOf(randomUUID());
			await database.db
				.insertInto('members')
				.values({
					id: memberId,
					account_id: account.id,
					email: `${name}@example.com`,
					password_hash: '',
					role: 'agent',
					disabled: false,
					display_name: name,
					sound: 'all',
					language: 'en',
					theme: 'system',
					created_at: 0,
				})
				.execute();
			await app.register.refresh();
			const { token } = await app.logins.begin(memberId);
			return { site, memberId, cookie: `baton=${token}` };
		},
		calls: (id) => responder.calls.filter(({ request }) => request.sessionId === id),
		stored: (id) => stores.journal.read(id, noSeq, 10_000),
		isListed: (siteId, id) => running.app.directory.list(siteId).cards.some((card) => card.id === id),
		async restart() {
			await running.transport.close();
			await running.app.stop();
			running = await start();
		},
		async close() {
			await running.transport.close();
			await running.app.stop();
			await database.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
