/** Everything that is wrong with what a page was told, held against the transcript. Pure; its own test plants the faults. */
import { isDeepStrictEqual } from 'node:util';
import { type Audience, projectFor } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import type { SessionFeedEvent } from '../../shared/feed.ts';
import { emptyState, fold } from '../../shared/fold.ts';
import type { ClientId, Seq } from '../../shared/ids.ts';
import type { SessionView } from '../../shared/live/session-view.ts';

/** How often each rule was there to be broken. */
export type Premises = Record<string, number>;

export interface Told {
	readonly audience: Audience;
	/** In the order in which the page got them. */
	readonly events: readonly SessionFeedEvent<unknown>[];
	/** What it shows in the end; null: it shows nothing any more. */
	readonly view: SessionView<unknown> | null;
	/** The transcript as it was when the view was taken. */
	readonly stored: readonly Entry[];
}

export interface Written {
	readonly texts: readonly string[];
	readonly author: 'visitor' | 'agent';
	readonly acked: readonly {
		readonly clientId: ClientId;
		readonly text: string;
		readonly ack: { readonly seq: Seq };
	}[];
	/** What still waits to be sent, and what the page calls failed. */
	readonly unsent: number;
	readonly failed: number;
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(asJson(a), asJson(b));

export function faultsOfStream({ audience, events, view, stored }: Told, premises: Premises): readonly string[] {
	const faults: string[] = [];
	const met = (rule: string): void => {
		premises[rule] = (premises[rule] ?? 0) + 1;
	};
	const owed = stored.flatMap((entry) => projectFor(audience, entry) ?? []);
	let last = 0;
	let gen = 0;
	let resets = 0;
	let welcomes = 0;
	let got: Entry[] = [];
	const texts = new Map<Seq, string>();

	for (const event of events) {
		switch (event.type) {
			case 'welcome':
				welcomes += 1;
				if (!event.reset) break;
				resets += 1;
				last = 0;
				got = [];
				texts.clear();
				break;
			case 'entries':
				for (const entry of event.entries) {
					if (entry.seq <= last) faults.push(`I19: ${audience} got entry ${entry.seq} after ${last}`);
					last = Math.max(last, entry.seq);
					gen = Math.max(gen, entry.gen);
					got.push(entry);
					if (entry.kind === 'took-over') met('I1');
				}
				break;
			case 'piece': {
				const before = texts.get(event.turn) ?? '';
				if (event.gen < gen) faults.push(`I1: ${audience} got a piece of turn ${event.turn} after control had changed`);
				if (event.offset !== before.length)
					faults.push(`I19: ${audience}: turn ${event.turn} goes on at ${event.offset} and not at ${before.length}`);
				texts.set(event.turn, before + event.text);
				break;
			}
			case 'live':
				break;
		}
	}
	if (welcomes > 1) met('I19');
	if (resets > 1) faults.push(`I19: ${audience} began anew ${resets} times`);
	for (const entry of stored) {
		if (entry.kind !== 'message' || entry.author !== 'ai') continue;
		met('I6');
		const heard = texts.get(entry.turn) ?? '';
		if (!entry.text.startsWith(heard)) faults.push(`I6: ${audience} read “${heard}”, stored is “${entry.text}”`);
	}
	const shown = got.filter((entry) => owed.some(({ seq }) => seq === entry.seq));
	if (!same(shown, owed)) faults.push(`I19: ${audience} got ${seqs(got)}, owed is ${seqs(owed)}`);
	if (view === null) return faults;
	met('I20');
	if (!same(view.entries, owed)) faults.push(`I20: ${audience} shows ${seqs(view.entries)}, owed is ${seqs(owed)}`);
	if (!same(view.state, fold(emptyState, owed))) faults.push(`I20: ${audience} has folded something else`);
	return faults;
}

const seqs = (entries: readonly Entry[]): string => entries.map(({ seq }) => seq).join(' ');

/** I11, I12, I13, I21: what was written is there, once, in order, under the number that was acknowledged. */
export function faultsOfWriting(written: Written, stored: readonly Entry[], premises: Premises): readonly string[] {
	const { texts, author, acked, unsent, failed } = written;
	const faults: string[] = [];
	const met = (rule: string, times = 1): void => {
		premises[rule] = (premises[rule] ?? 0) + times;
	};
	const mine = stored.filter((entry) => entry.kind === 'message' && entry.author === author);
	const found = mine.map((entry) => (entry.kind === 'message' ? entry.text : ''));
	met('I11', texts.length);
	if (!same(found, texts)) faults.push(`I11: stored of the ${author}: ${JSON.stringify(found)}`);
	met('I12', stored.length);
	for (const [n, { seq }] of stored.entries()) {
		if (seq !== n + 1) faults.push(`I12: entry ${n + 1} has the number ${seq}`);
	}
	for (const { clientId, text, ack } of acked) {
		met('I13');
		const entry = stored.find((one) => one.seq === ack.seq);
		const fits = entry?.kind === 'message' && entry.text === text && entry.clientId === clientId;
		if (!fits) faults.push(`I13: “${text}” was acknowledged as ${ack.seq}, which is ${JSON.stringify(entry)}`);
	}
	met('I21', texts.length);
	if (unsent > 0) faults.push(`I21: ${unsent} of the ${author} still wait to be sent`);
	if (failed > 0) faults.push(`I21: ${failed} of the ${author} are called failed`);
	return faults;
}
