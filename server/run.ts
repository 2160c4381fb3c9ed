/** A running server: what the operating system gives (folder, database, port, files) around the app. */
import { join } from 'node:path';
import { articleIdOf, type FillRandom, sessionIdOf } from '../shared/ids.ts';
import type { FirstStart } from './accounts/first-start.ts';
import { openSecret } from './accounts/secret.ts';
import { createAdminServer } from './admin/admin-socket.ts';
import { createArchives } from './admin/archives.ts';
import { backupBeforeUpgrade } from './admin/backup.ts';
import { createAdminCommands } from './admin/commands.ts';
import { conditionOf } from './admin/condition.ts';
import { settingsVerdicts } from './admin/doctor-settings.ts';
import { localUrl } from './admin/local-url.ts';
import { lineOf } from './admin/verdict.ts';
import { createAiServices } from './ai/services.ts';
import { type App, createApp } from './app.ts';
import { batchObserver } from './batch-observer.ts';
import { createSystemClock } from './clock.ts';
import { type Config, embeddedFolder } from './config.ts';
import { createDemoShop } from './demo/shop.ts';
import { startVisitors } from './demo/visitors-process.ts';
import { createPostman } from './mail/smtp.ts';
import { drain, spreadFor } from './net/drain.ts';
import { createHttpMount } from './net/http.ts';
import { createHttpObserver, createMetrics, createTransportObserver } from './net/metrics.ts';
import { canListen } from './net/port.ts';
import { createStaticFiles } from './net/static-files.ts';
import { createUwsTransport, NoTransport } from './net/uws.ts';
import type { DemoSite } from './pages/demo-page.ts';
import { createHouseRoutes } from './pages/house-routes.ts';
import { createPinoLog } from './pino-log.ts';
import { createAlertPreferencesStore } from './store/alert-preferences.ts';
import { openDatabase } from './store/database.ts';
import { createOutboxStore } from './store/outbox.ts';
import { createNeighbourStore } from './store/processes.ts';
import { StartFault } from './store/start-fault.ts';
import { createStores, type Stores } from './store/stores.ts';
import { createTakeOverLinkStore } from './store/take-over-links.ts';
import { createTrustStores } from './store/trust.ts';
import { createDeviceOf } from './visitor/device.ts';
import { createGeo } from './visitor/geo.ts';
import { createVisitorTokens } from './visitor/token.ts';

export interface RunDeps {
	readonly config: Config;
	/** Lines for the person who started it. */
	readonly say: (text: string) => void;
	readonly version: string;
	/** Where the built dashboard and widget lie. */
	readonly assets: string;
	readonly fillRandom: FillRandom;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
	readonly newId: () => string;
	/** The process runs inside a container. */
	readonly inContainer: boolean;
	/** Hands on what promises were rejected with for which nobody waits; without a listener such a one ends the process. */
	readonly onStray: (listener: (error: unknown) => void) => void;
}

export interface Server {
	readonly port: number;
	stop(): Promise<void>;
	/** A stop that is under way waits for nobody any more. */
	hurry(): void;
}

const contentSecurityPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data:",
	"font-src 'self'",
	"connect-src 'self'",
	"manifest-src 'self'",
	"worker-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
].join('; ');

/** How long a stop may take: clients are asked to move over, then closed; answers that are being written may end. */
const drainMs = { handoverMs: 500, patienceMs: 2_500 };
const answersMs = 8_000;

/** Rejects with `StartFault` or `SecretFault`, one sentence each, where the surroundings are wrong. */
export async function run({
	config,
	say,
	version,
	assets,
	fillRandom,
	random,
	newId,
	inContainer,
	onStray,
}: RunDeps): Promise<Server> {
	for (const verdict of settingsVerdicts(config, inContainer)) if (verdict.state !== 'fine') say(lineOf(verdict));
	const clock = createSystemClock();
	const log = createPinoLog(config.logLevel);
	const metrics = createMetrics();
	const strays = metrics.counter('stray_rejections_total', 'Promises that failed with nobody waiting for them');
	onStray((error) => {
		// I26: it comes from some library, of which session can't be said; whoever lacks its outcome runs into a deadline.
		strays.add();
		log.error({ err: error }, 'a promise failed and nobody waited for it');
	});

	const secret = openSecret({ secretKey: config.secretKey, dataDir: config.dataDir, fill: fillRandom });
	const processId = newId();
	const database = await openDatabase(
		config.databaseUrl === null
			? {
					kind: 'pglite',
					folder: embeddedFolder(config.dataDir),
					onProgress: say,
					beforeMigration: backupBeforeUpgrade({ config, version, clock, say }),
				}
			: { kind: 'postgres', url: config.databaseUrl, processId, log, onProgress: say },
	);
	// Before sessions are taken over from a server that may still hold them and the port.
	if (!(await canListen(config.host, config.port))) throw portFault(config);
	const stores = createStores({
		database,
		clock,
		log,
		processId: database.kind === 'postgres' ? processId : undefined,
		onBatch: batchObserver(metrics),
	});
	const geo = createGeo({ dataDir: config.dataDir, clock, log });
	const tokens = createVisitorTokens(secret.keyFor('visitor-token'));
	const ai = createAiServices({
		clock,
		log,
		knowledge: stores.knowledge,
		siteAi: stores.siteAi,
		newArticleId: () => articleIdOf(newId()),
		serverEndpoint: config.ai,
	});
	const limitHits = metrics.counter('limits_refused_total', 'Refused because a limit was reached', ['kind']);
	let port = config.port;
	const app = createApp({
		clock,
		log,
		stores,
		neighbours: database.kind === 'postgres' ? createNeighbourStore(database.db, processId) : undefined,
		fillRandom,
		newId,
		tokens,
		country: (address) => geo.country(address),
		countryData: () => geo.data(),
		deviceOf: createDeviceOf(),
		ai,
		demo: (sites) =>
			createDemoShop({
				offered: config.demo,
				sites,
				knowledge: ai.knowledge,
				tokens,
				baseUrl: () => localUrl({ host: config.host, port }),
				startVisitors,
				clock,
				log,
				random,
				fillRandom,
			}),
		outward: {
			store: createOutboxStore(database.db),
			preferences: createAlertPreferencesStore(database.db),
			takeOverLinks: createTakeOverLinkStore(database.db),
			postman: config.smtp === null ? null : createPostman(config.smtp),
			baseUrl: () => config.publicUrl ?? localUrl({ host: config.host, port }),
			random,
			webhookReach: { privateAddresses: config.webhooksPrivate },
		},
		publicUrl: config.publicUrl,
		trustedProxies: config.trustedProxies,
		defaultPlan: config.defaultPlan,
		owner: config.owner,
		version,
		push: { secret: secret.keyFor('web-push') },
		trust: createTrustStores(database),
		onLimit: (kind) => limitHits.add({ kind }),
	});
	metrics.reading('sessions_live', 'Sessions in memory', () => app.directory.size);
	const files = await createStaticFiles([
		{ directory: join(assets, 'dashboard'), mountAt: '/', pageFallback: 'index.html' },
		{ directory: join(assets, 'widget'), mountAt: '/', crossOrigin: true },
	]);
	// As late as can be: from here visitors are expected, and they can come only once the port is open.
	const first = await app.start();
	let stopping = false;
	const onFault = (fault: unknown): void => log.error({ err: fault }, 'a request failed');
	const http = createHttpMount({
		routes: [
			...app.routes,
			...createHouseRoutes({
				metrics,
				ready: async () => !stopping && (await answers(stores)),
				demoSite: (key) => demoSiteOf(app, key),
			}),
		],
		files: files.serve,
		contentSecurityPolicy,
		observer: createHttpObserver(metrics),
		onFault,
	});
	const transport = await createUwsTransport({
		host: config.host,
		port: config.port,
		endpoints: app.endpoints,
		clock,
		http,
		observer: createTransportObserver(metrics),
		onFault,
	}).catch((error: unknown) => {
		throw error instanceof NoTransport ? new StartFault(error.message, error) : portFault(config, error);
	});
	port = transport.port;
	// Loaded while nobody waits: the first visitor's hello would stand still for it.
	setImmediate(() => geo.warm());
	const base = config.publicUrl ?? localUrl({ host: config.host, port: transport.port });
	const [ended, hurry] = [new AbortController(), new AbortController()];
	const admin = createAdminServer({
		dataDir: config.dataDir,
		execute: createAdminCommands({
			accounts: stores.accounts,
			members: stores.members,
			links: app.links,
			apply: (write) => app.register.apply(write),
			baseUrl: () => base,
			reloadCountries: () => geo.reload(),
			archive: createArchives({ database, config, version, clock, beside: ended.signal }),
			condition: () => conditionOf(database, app.findings()),
			audit: app.audit,
		}),
		log,
	});
	await admin.start();
	welcome(say, base, first);

	return {
		port: transport.port,
		async stop() {
			stopping = true;
			ended.abort();
			await admin.stop();
			const spreadMs = spreadFor(transport.sockets.size);
			const { handoverMs, patienceMs } = drainMs;
			const deadlineMs = spreadMs + handoverMs + patienceMs;
			const answered = app.directory.answered(clock.monotonic() + answersMs, hurry.signal);
			await drain({ transport, clock, spreadMs, handoverMs, deadlineMs, hurry: hurry.signal });
			await answered;
			await transport.close();
			await app.stop();
			await database.close();
		},
		hurry: () => hurry.abort(),
	};
}

const portFault = ({ host, port }: Config, cause?: unknown): StartFault =>
	new StartFault(
		`Port ${port} on ${host} can not be used: stop the program that has it, or set PORT (and HOST, an address of this machine).`,
		cause,
	);

/** Asks the store a question whose answer is known: no such session. */
const noSession = sessionIdOf('session_none');

function welcome(say: (text: string) => void, base: string, first: FirstStart): void {
	say(`Baton is running.\n  Dashboard  ${base}/\n  Test page  ${base}/demo`);
	switch (first.kind) {
		case 'link':
			say(`\nCreate the owner account with this link (it works once):\n  ${base}${first.path}`);
			break;
		case 'owner-created':
			say(`\nThe owner account ${first.email} is ready: sign in at ${base}/`);
			break;
		case 'nothing':
			break;
	}
}

async function answers({ index }: Stores): Promise<boolean> {
	try {
		await index.load(noSession);
		return true;
	} catch {
		// Any fault of the store is the answer itself.
		return false;
	}
}

function demoSiteOf({ sites, register }: App, key: string | undefined): DemoSite | null {
	if (key !== undefined) return sites.siteByKey(key);
	const all = [...register.current().sites.values()].sort((a, b) => a.createdAt - b.createdAt);
	return all.find((site) => !site.demo) ?? all[0] ?? null;
}
