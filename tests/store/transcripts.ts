/** Sites, sessions and commits for the tests of the store. */
import { randomFillSync } from 'node:crypto';
import fc from 'fast-check';
import type { Commit, Journal, Projection, SessionFacts } from '../../server/actor/ports.ts';
import { createSystemClock } from '../../server/clock.ts';
import { silentLog } from '../../server/log.ts';
import type { OpenDatabase } from '../../server/store/database.ts';
import { createJournal, type JournalDeps } from '../../server/store/journal.ts';
import type { Entry, EntryBody } from '../../shared/entry.ts';
import {
	type AccountId,
	accountIdOf,
	type ClientId,
	clientIdOf,
	epochOf,
	type FillRandom,
	genOf,
	makeSessionId,
	makeVisitorId,
	memberIdOf,
	noSeq,
	type SessionId,
	type SiteId,
	seqOf,
	siteIdOf,
	siteKeyOf,
} from '../../shared/ids.ts';

const fill: FillRandom = (bytes) => randomFillSync(bytes);

export async function makeSite({ db }: Pick<OpenDatabase, 'db'>): Promise<SiteId> {
	const accountId: AccountId = accountIdOf(crypto.randomUUID());
	const siteId = siteIdOf(crypto.randomUUID());
	await db.insertInto('accounts').values({ id: accountId, plan: 'pro', created_at: 1 }).execute();
	await db
		.insertInto('sites')
		.values({
			id: siteId,
			account_id: accountId,
			key: siteKeyOf(`pk_${siteId}`),
			name: 'A shop',
			origins: '[]',
			demo: false,
			settings: '{}',
			ai: '{}',
			created_at: 1,
		})
		.execute();
	return siteId;
}

export function newSession(siteId: SiteId, changes: Partial<SessionFacts> = {}): SessionFacts {
	return {
		id: makeSessionId(fill),
		siteId,
		visitorId: makeVisitorId(fill),
		previousId: null,
		language: 'lv',
		facts: { country: 'LV', device: 'mobile', browser: 'Firefox 144', system: 'Android' },
		page: { url: 'https://shop.example/cenas', title: 'Cenas “šodien”' },
		createdAt: 1_790_000_000_000,
		...changes,
	};
}

export const openProjection: Projection = {
	mode: 'ai-responding',
	gen: genOf(1),
	holderId: null,
	messages: 1,
	lastAt: 1_790_000_000_100,
	openedAt: 1_790_000_000_000,
	wakeAt: 1_790_000_000_100,
	missed: null,
	contact: null,
	lateAt: 0,
};

export function said(seq: number, clientId?: ClientId | string, text = `message ${seq}`): Entry {
	const entry: Entry = {
		seq: seqOf(seq),
		gen: genOf(1),
		at: 1_790_000_000_000 + seq,
		kind: 'message',
		author: 'visitor',
		text,
	};
	return clientId === undefined ? entry : { ...entry, clientId: clientIdOf(clientId) };
}

export interface Written {
	readonly session: SessionFacts;
	readonly entries: readonly Entry[];
	readonly epoch?: number | undefined;
	readonly create?: boolean | undefined;
	readonly projection?: Projection | undefined;
}

/** By default a session's first entries make its row. */
export function commitOf({ session, entries, epoch = 1, create, projection = openProjection }: Written): Commit {
	const made = create ?? entries[0]?.seq === 1;
	return { session, epoch: epochOf(epoch), create: made, entries, projection };
}

/** A session with entries 1 … `length`, each with the client id `c1` … */
export async function storedSession(journal: Journal, siteId: SiteId, length = 1): Promise<SessionFacts> {
	const session = newSession(siteId);
	const entries = Array.from({ length }, (_, i) => said(i + 1, `c${i + 1}`));
	const outcome = await journal.commit(commitOf({ session, entries }));
	if (outcome.kind !== 'committed') throw new Error(`the session was not stored: ${outcome.kind}`);
	return session;
}

export const transcriptOf = (journal: Journal, id: SessionId) => journal.read(id, noSeq, 10_000);

export const openJournal = (database: OpenDatabase, onBatch?: JournalDeps['onBatch']) =>
	createJournal({ database, clock: createSystemClock(), log: silentLog, onBatch });

const count = fc.integer({ min: 0, max: 2_147_483_647 });
const moment = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
// Any characters but the two that no entry may hold: U+0000 and lone surrogates.
const text = fc.string({ unit: 'binary', maxLength: 200 }).map((value) => value.replaceAll('\u0000', ''));
const memberId = fc.uuid().map(memberIdOf);
const seq = count.map(seqOf);

/** Every kind of entry, with every field that it can have. */
export const anyBody: fc.Arbitrary<EntryBody> = fc.oneof(
	fc.record({ kind: fc.constant('opened' as const), reopened: fc.boolean() }),
	fc.record({ kind: fc.constant('message' as const), author: fc.constant('visitor' as const), text }),
	fc.record({
		kind: fc.constant('message' as const),
		author: fc.constant('ai' as const),
		text,
		turn: seq,
		interrupted: fc.boolean(),
		answersUpTo: seq,
		sources: fc.array(fc.record({ title: text }), { maxLength: 3 }),
	}),
	fc.record({
		kind: fc.constant('message' as const),
		author: fc.constant('agent' as const),
		text,
		memberId: fc.option(memberId, { nil: undefined }),
		name: text,
	}),
	fc.record({
		kind: fc.constant('took-over' as const),
		memberId: fc.option(memberId, { nil: undefined }),
		name: text,
		entrance: fc.constantFrom('button' as const, 'reply' as const),
	}),
	fc.record({
		kind: fc.constant('released' as const),
		name: text,
		why: fc.constantFrom(...(['left', 'agent-gone', 'idle', 'visitor', 'authority'] as const)),
	}),
	fc.record({
		kind: fc.constant('asked-for-human' as const),
		why: fc.constantFrom(...(['button', 'words', 'unsure', 'model'] as const)),
	}),
	fc.record({
		kind: fc.constant('ai-failed' as const),
		text,
		why: fc.constantFrom(...(['timeout', 'provider', 'too-long', 'restarts'] as const)),
		turn: seq,
		answersUpTo: seq,
	}),
	fc.record({
		kind: fc.constant('left' as const),
		why: fc.constantFrom('visitor' as const, 'grace' as const, 'blocked' as const),
	}),
	fc.record({ kind: fc.constant('kept' as const), memberId: fc.option(memberId, { nil: undefined }) }),
	fc.record({
		kind: fc.constant('whisper' as const),
		memberId: fc.option(memberId, { nil: undefined }),
		name: text,
		text,
	}),
	fc.record({ kind: fc.constant('agent-lost' as const), deadline: moment }),
	fc.record({ kind: fc.constant('agent-back' as const) }),
	fc.record({ kind: fc.constant('turn-started' as const), answersUpTo: seq }),
);

/** Entries 1 … n of any kinds, in commits of any sizes. */
export const anyTranscript: fc.Arbitrary<readonly (readonly Entry[])[]> = fc
	.array(
		fc.array(
			fc.record({ body: anyBody, gen: count, at: moment, client: fc.option(fc.string({ unit: 'grapheme-ascii' })) }),
			{
				minLength: 1,
				maxLength: 4,
			},
		),
		{ minLength: 1, maxLength: 4 },
	)
	.map((commits) => {
		let next = 0;
		return commits.map((commit) =>
			commit.map(({ body, gen, at, client }): Entry => {
				next++;
				const frame = { seq: seqOf(next), gen: genOf(gen), at };
				return client === null
					? { ...body, ...frame }
					: { ...body, ...frame, clientId: clientIdOf(`${next}${client}`) };
			}),
		);
	});
