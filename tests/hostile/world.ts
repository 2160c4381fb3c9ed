/** The server under attack and all that is in it: two tenants, of whom one attacks, and secrets that are nobody's to see. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { articleIdOf, blockIdOf, makeSessionId, memberIdOf, siteIdOf, webhookIdOf } from '../../shared/ids.ts';
import { joinAs, memberWire, newClientId, signIn, visitorWire } from '../support/clients.ts';
import { addSecondAccount, stranger } from '../support/second-account.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { closings } from './closed-lists.ts';
import { type Node, nodeOf } from './json-text.ts';
import type { ProbeAnswer, ProbeQuestion } from './probe-words.ts';
import { findProcedures, leavesOf, nameOf, type Procedure, type SampleIds, sampleInput } from './procedures.ts';
import { type RecordedCall, recordCalls } from './record.ts';
import { marker, visitorMarker } from './secrets.ts';

const env = {
	TRUSTED_PROXIES: '1',
	DEMO: 'off',
	SECRET_KEY: `${marker}-of-the-house-0123456789abcdef`,
	AI_BASE_URL: 'http://127.0.0.1:9/v1',
	AI_MODEL: 'none',
	AI_API_KEY: `sk-${marker}-of-the-server`,
	SMTP_URL: `smtp://mail:${marker}@127.0.0.1:9?from=baton@example.com`,
	PGPASSWORD: `${marker}-of-the-database`,
} as const;

export const knowledge = [
	{ kind: 'question', title: 'What does delivery cost?', body: `Delivery costs three euros. ${marker}` },
	{
		kind: 'question',
		title: 'How do returns work?',
		body: `Returns work like this: ${'you write to us, we send you a label, you put it on the parcel, and you take it to the nearest post office. '.repeat(3)}`,
	},
] as const;

export type IdField = 'siteId' | 'sessionId' | 'memberId' | 'articleId' | 'webhookId' | 'blockId';

export interface World {
	readonly server: RunningServer;
	/** Of the website that strangers write to. */
	readonly crowdKey: string;
	/** A session there, of a visitor who attacks nobody. */
	readonly crowdVictim: string;
	/** Of the other tenant's. */
	readonly quietKey: string;
	/** Of its owner, who attacks nobody. */
	readonly quietCookie: string;
	/** The attackers' ids, of things that may be lost. */
	readonly own: SampleIds;
	/** The other tenant's. */
	readonly others: Readonly<Record<IdField, string>>;
	readonly nobodys: Readonly<Record<IdField, string>>;
	/** Signed statements of visitors: of the attackers' site, and of the other tenant's. */
	readonly tokens: {
		readonly own: string;
		readonly others: string;
		/** Of visitors who have many tabs open: one visitor has only so many. */
		readonly tabs: readonly [string, ...string[]];
	};
	/** Cookies of attacking members, by role. */
	readonly cookies: readonly [string, ...string[]];
	readonly calls: readonly (RecordedCall & { readonly leaves: ReturnType<typeof leavesOf> })[];
	/** Texts without a bound, found in the schemas. */
	readonly unbounded: readonly string[];
	/** Names of tables and columns. */
	readonly names: readonly string[];
	/** A valid input of now: things that were lost are there again. */
	freshInput(call: RecordedCall): Node | undefined;
	/** A cookie that is meant to be lost. */
	spareCookie(): Promise<string>;
	/** Makes again what the attackers have destroyed of their own, and clears away what they have heaped up. */
	mend(): Promise<void>;
	probe(): Promise<ProbeAnswer>;
	stop(): Promise<number | null>;
	remove(): Promise<void>;
}

/** Nobody listens there; its query is a key. */
const hook = {
	format: 'baton',
	url: `http://127.0.0.1:9/in?key=${marker}`,
	chatId: '',
	language: 'en',
	events: {
		'session-opened': true,
		'human-asked': true,
		'ai-failed': true,
		'took-over': true,
		released: true,
		missed: true,
		message: true,
	},
} as const;
/** What these are given is gone afterwards. */
const losesItsSession: ReadonlySet<string> = new Set(['trust.erase', 'trust.blockVisitor']);

/** Another attacker was faster. */
const gone = (): void => {};

const passwordOf = (email: string): string => `password of ${email}`;
const colleague = 'colleague@example.org';
const spare = 'spare@example.org';

export async function openWorld(): Promise<World> {
	const folder = mkdtempSync(join(tmpdir(), 'baton-hostile-'));
	const preload = fileURLToPath(new URL('./probe.ts', import.meta.url));
	const server = await startServer({ env, preload, prepare: addSecondAccount });
	const { base } = server;

	async function ask(question: Omit<ProbeQuestion, 'file'>): Promise<ProbeAnswer> {
		const file = join(folder, 'answer.json');
		await server.tell({ file, ...question });
		return JSON.parse(readFileSync(file, 'utf8')) as ProbeAnswer;
	}

	const quietCookie = await signIn(base);
	const quiet = memberWire(base, quietCookie);
	const quietSite = await quiet.client.sites.create.mutate({ address: 'quiet.example' });
	for (const article of knowledge) await quiet.client.knowledge.create.mutate({ siteId: quietSite.id, ...article });
	const {
		articles: [article],
	} = await quiet.client.knowledge.list.query({ siteId: quietSite.id, after: null });
	await quiet.client.trust.blockRange.mutate({ siteId: quietSite.id, range: '203.0.113.8', note: marker });
	const [quietBlock] = await quiet.client.trust.blocks.query({ siteId: quietSite.id });
	await joinAs(base, quiet, 'agent', `${marker}@example.com`);
	const people = await quiet.client.members.list.query();
	const { webhook } = await quiet.client.webhooks.create.mutate({ siteId: quietSite.id, ...hook });
	const keyed = await quiet.client.sites.create.mutate({ address: 'keyed.example' });
	const endpoint = {
		kind: 'openai-compatible',
		baseUrl: 'http://127.0.0.1:9/v1',
		model: 'none',
		instructions: '',
	} as const;
	await quiet.client.ai.update.mutate({ siteId: keyed.id, ...endpoint, apiKey: `sk-${marker}-of-a-tenant` });
	const quietVisitor = visitorWire(base, quietSite.key);
	const { token: quietToken, sessionId: quietSession } = await quietVisitor.greet();
	await quietVisitor.client.say.mutate({ clientId: newClientId(), text: `My order is ${marker}` });

	const wire = memberWire(base, await signIn(base, stranger));
	const { client } = wire;
	const makeSite = (address: string) => client.sites.create.mutate({ address });
	const anchorSite = await makeSite('anchor.example');
	const crowdSite = await makeSite('crowd.example');
	const kept = new Set<string>([anchorSite.id, crowdSite.id]);
	const anchor = visitorWire(base, anchorSite.key, { again: 'open' });
	const { sessionId: anchorSession } = await anchor.greet();
	await anchor.client.say.mutate({ clientId: newClientId(), text: `Nobody else may read ${visitorMarker}` });
	const crowdVictim = visitorWire(base, crowdSite.key, { again: 'open' });
	const { token: crowdToken, sessionId: crowdVictimSession } = await crowdVictim.greet();
	await crowdVictim.client.say.mutate({ clientId: newClientId(), text: `Nobody else may read ${visitorMarker}` });

	const tabs: ReturnType<typeof visitorWire>[] = [];
	async function tabToken(): Promise<string> {
		const tab = visitorWire(base, crowdSite.key, { again: 'open' });
		tabs.push(tab);
		return (await tab.greet()).token;
	}

	const agentCookie = await joinAs(base, wire, 'agent', 'agent@example.org');
	const viewerCookie = await joinAs(base, wire, 'viewer', 'viewer@example.org');
	await joinAs(base, wire, 'owner', spare);

	let sacrificialSite = (await makeSite('sacrifice.example')).id;
	let sacrificialArticle = '';
	let sacrificialMember = '';
	let sacrificialWebhook = '';
	let sacrificialBlock = '';
	/** The visitor who may be blocked and erased. */
	let lamb = visitorWire(base, anchorSite.key);
	let sacrificialSession: string = (await lamb.greet()).sessionId;
	let destructive: ReadonlySet<string> = new Set();

	/** The member who may be disabled, demoted and removed. */
	async function mendColleague(): Promise<void> {
		const found = (await client.members.list.query()).find(({ email }) => email === colleague);
		// An account has only so many invitations, and attackers use them up.
		if (found === undefined) await joinAs(base, wire, 'agent', colleague).catch(gone);
		const member = (await client.members.list.query()).find(({ email }) => email === colleague);
		sacrificialMember = member?.id ?? '';
	}

	/** An address that nobody comes from is blocked; all that attackers have blocked is not. */
	async function mendBlocks(): Promise<void> {
		const siteId = anchorSite.id;
		const blocks = await client.trust.blocks.query({ siteId });
		for (const { id } of blocks.filter((one) => one.id !== sacrificialBlock)) {
			await client.trust.unblock.mutate({ siteId, blockId: id }).catch(gone);
		}
		if (!blocks.some(({ id }) => id === sacrificialBlock)) {
			await client.trust.blockRange.mutate({ siteId, range: '203.0.113.7', note: '' });
			sacrificialBlock = (await client.trust.blocks.query({ siteId }))[0]?.id ?? '';
		}
		if (!lamb.codes.some((code) => code === closings.blocked || code === closings.forgotten)) return;
		lamb.close();
		lamb = visitorWire(base, anchorSite.key);
		sacrificialSession = (await lamb.greet()).sessionId;
	}

	async function mendNow(): Promise<void> {
		const sites = await client.sites.list.query();
		if (!sites.some(({ id }) => id === sacrificialSite)) sacrificialSite = (await makeSite('sacrifice.example')).id;
		const heap = sites.filter(({ id }) => !kept.has(id) && id !== sacrificialSite);
		for (const { id } of heap) await client.sites.remove.mutate({ siteId: id }).catch(gone);
		// Attackers write over their own key, and may not read it either.
		const ownKey = { siteId: anchorSite.id, kind: 'embedded', baseUrl: '', model: '', instructions: '' } as const;
		await client.ai.update.mutate({ ...ownKey, apiKey: `sk-${marker}-of-our-own` });
		const { articles } = await client.knowledge.list.query({ siteId: anchorSite.id, after: null });
		for (const { id } of articles.filter((one) => one.id !== sacrificialArticle)) {
			await client.knowledge.remove.mutate({ siteId: anchorSite.id, articleId: id }).catch(gone);
		}
		if (!articles.some(({ id }) => id === sacrificialArticle)) {
			const made = { siteId: anchorSite.id, kind: 'text', title: 'Ours', body: 'Ours to lose.' } as const;
			sacrificialArticle = (await client.knowledge.create.mutate(made)).id;
		}
		const hooks = await client.webhooks.list.query({ siteId: anchorSite.id });
		for (const { id } of hooks.filter((one) => one.id !== sacrificialWebhook)) {
			await client.webhooks.remove.mutate({ siteId: anchorSite.id, webhookId: id }).catch(gone);
		}
		if (!hooks.some(({ id }) => id === sacrificialWebhook)) {
			sacrificialWebhook = (await client.webhooks.create.mutate({ siteId: anchorSite.id, ...hook })).webhook.id;
		}
		await mendBlocks();
		const members = await client.members.list.query();
		if (!members.some(({ id }) => id === sacrificialMember)) await mendColleague();
	}
	/** One at a time, and attackers may be at work meanwhile: what it does not manage now, it manages the next time. */
	let mending: Promise<void> = mendNow();
	function mend(): Promise<void> {
		mending = mending.then(mendNow).catch(gone);
		return mending;
	}
	await mend();

	const idsFor = (path: string): SampleIds => ({
		siteId: destructive.has(path) ? sacrificialSite : anchorSite.id,
		sessionId: losesItsSession.has(path) ? sacrificialSession : anchorSession,
		memberId: sacrificialMember,
		articleId: sacrificialArticle,
		webhookId: sacrificialWebhook,
		blockId: sacrificialBlock,
		clientId: newClientId(),
		gen: 1,
	});
	// As browsers send it: a first subscription to one's own session has no input at all.
	const sample = (procedure: Procedure, ids: SampleIds): Node | undefined => {
		const made = sampleInput(procedure, ids);
		return procedure.schema === null || procedure.schema.safeParse(undefined).success ? undefined : made;
	};
	const spareCookie = () => signIn(base, { email: spare, password: passwordOf(spare) });

	const procedures = findProcedures();
	// Nobody knows yet which of them destroy what they are given.
	destructive = new Set(procedures.map(({ path }) => path));
	const found = new Set<string>();
	const recorded = await recordCalls(procedures, {
		base,
		key: crowdSite.key,
		cookie: spareCookie,
		inputFor: async (procedure) => sample(procedure, idsFor(procedure.path)),
		async after({ path, audience, type }) {
			if (audience === 'visitor' || type !== 'mutation') return;
			const sites = await client.sites.list.query();
			if (!sites.some(({ id }) => id === sacrificialSite)) found.add(path);
			await mend();
		},
	});
	destructive = found;

	const calls = recorded.map((call) => ({ ...call, leaves: leavesOf(call.procedure, call.input ?? nodeOf({})) }));
	const unbounded = calls.flatMap(({ procedure, leaves }) =>
		leaves
			.filter(({ kind, longest }) => kind === 'text' && longest === null)
			.map(({ path }) => `${nameOf(procedure)}: ${path.join('.')}`),
	);
	const { names } = await ask({ names: true });
	const fill = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);

	return {
		server,
		crowdKey: crowdSite.key,
		crowdVictim: crowdVictimSession,
		quietKey: quietSite.key,
		quietCookie,
		get own() {
			return idsFor('');
		},
		others: {
			siteId: quietSite.id,
			sessionId: quietSession,
			memberId: people[0]?.id ?? '',
			articleId: article?.id ?? '',
			webhookId: webhook.id,
			blockId: quietBlock?.id ?? '',
		},
		nobodys: {
			siteId: siteIdOf(crypto.randomUUID()),
			sessionId: makeSessionId(fill),
			memberId: memberIdOf(crypto.randomUUID()),
			articleId: articleIdOf(crypto.randomUUID()),
			webhookId: webhookIdOf(crypto.randomUUID()),
			blockId: blockIdOf(crypto.randomUUID()),
		},
		tokens: {
			own: crowdToken,
			others: quietToken,
			tabs: [await tabToken(), await tabToken(), await tabToken(), await tabToken()],
		},
		cookies: [await signIn(base, stranger), agentCookie, viewerCookie],
		calls,
		unbounded,
		names,
		freshInput: ({ procedure }) => sample(procedure, idsFor(procedure.path)),
		spareCookie,
		mend,
		probe: () => ask({ names: false }),
		async stop() {
			for (const one of [quiet, quietVisitor, wire, anchor, crowdVictim, lamb, ...tabs]) one.close();
			rmSync(folder, { recursive: true, force: true });
			return server.stop();
		},
		remove: () => server.remove(),
	};
}
