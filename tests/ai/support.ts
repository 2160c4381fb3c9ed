import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ResponsePart } from '../../server/actor/ports.ts';
import type { AiSettings } from '../../server/store/account-tables.ts';
import type { Database } from '../../server/store/schema.ts';
import { defaultSiteSettings } from '../../shared/account.ts';
import type { Entry, EntryBody, ReleaseWhy } from '../../shared/entry.ts';
import { accountIdOf, genOf, noSeq, type Seq, type SiteId, seqOf, siteIdOf, siteKeyOf } from '../../shared/ids.ts';

export const embeddedSettings: AiSettings = { kind: 'embedded', baseUrl: '', model: '', apiKey: '', instructions: '' };

/** A site of an account of its own. */
export async function addSite(db: Kysely<Database>, ai: AiSettings = embeddedSettings): Promise<SiteId> {
	const accountId = accountIdOf(randomUUID());
	const id = siteIdOf(randomUUID());
	await db.insertInto('accounts').values({ id: accountId, plan: 'pro', created_at: 0 }).execute();
	await db
		.insertInto('sites')
		.values({
			id,
			account_id: accountId,
			key: siteKeyOf(`pk_${id}`),
			name: 'A shop',
			origins: '[]',
			demo: false,
			settings: JSON.stringify(defaultSiteSettings),
			ai: JSON.stringify(ai),
			created_at: 0,
		})
		.execute();
	return id;
}

type Line = EntryBody & { readonly at?: number | undefined };

/** Entries with dense numbers, a minute apart; `gen` rises with control. */
export function transcriptOf(lines: readonly Line[]): readonly Entry[] {
	let gen = 0;
	return lines.map(({ at, ...body }, index) => {
		if (['opened', 'took-over', 'released', 'left'].includes(body.kind)) gen += 1;
		return { ...body, seq: seqOf(index + 1), gen: genOf(gen), at: at ?? index * 60_000 };
	});
}

export const opened: Line = { kind: 'opened', reopened: false };
export const visitor = (text: string): Line => ({ kind: 'message', author: 'visitor', text });
export const agent = (text: string, name = 'Anna'): Line => ({ kind: 'message', author: 'agent', text, name });
export const tookOver = (name = 'Anna'): Line => ({ kind: 'took-over', name, entrance: 'button' });
export const released = (why: ReleaseWhy = 'left', name = 'Anna'): Line => ({ kind: 'released', why, name });
export const whisper = (text: string): Line => ({ kind: 'whisper', text, name: 'Anna' });
/** @param turn the seq of its beginning: it has heard no whisper of a later one. */
export const ai = (text: string, interrupted = false, turn: Seq = noSeq): Line => ({
	kind: 'message',
	author: 'ai',
	text,
	turn,
	interrupted,
	answersUpTo: noSeq,
	sources: [],
});

/** Whole answer of a responder: its text, and what closed it. */
export async function collect(parts: AsyncIterable<ResponsePart>): Promise<{
	readonly text: string;
	readonly pieces: readonly string[];
	readonly sources: readonly string[];
	readonly asks: string | null;
	readonly done: boolean;
}> {
	const pieces: string[] = [];
	for await (const part of parts) {
		if (part.type === 'text') pieces.push(part.text);
		else {
			const sources = part.sources.map(({ title }) => title);
			return { text: pieces.join(''), pieces, sources, asks: part.asks, done: true };
		}
	}
	return { text: pieces.join(''), pieces, sources: [], asks: null, done: false };
}
