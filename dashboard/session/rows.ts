/** The transcript as it is drawn: messages in runs, and lines between them. Pure. */
import type { Entry, MessageEntry } from '../../shared/entry.ts';
import type { MemberId, Seq } from '../../shared/ids.ts';
import { unreachable } from '../../shared/unreachable.ts';

export type Author =
	| { readonly kind: 'visitor' }
	| { readonly kind: 'ai' }
	| { readonly kind: 'agent'; readonly name: string; readonly mine: boolean };

/** Who or what cut an AI answer off. */
export type CutBy =
	| { readonly kind: 'agent'; readonly name: string; readonly mine: boolean }
	| { readonly kind: 'other' };

export interface MessageRow {
	readonly key: string;
	readonly kind: 'message';
	readonly seq: Seq;
	readonly author: Author;
	readonly text: string;
	readonly at: number;
	/** Author and time are said once a run. */
	readonly first: boolean;
	readonly cutBy: CutBy | null;
	readonly sources: readonly string[];
	/** Written after the visitor had left. */
	readonly late: boolean;
}

export type LineEntry = Exclude<
	Entry,
	{ readonly kind: 'message' | 'late-answer' | 'whisper' | 'kept' | 'agent-lost' | 'agent-back' | 'turn-started' }
>;

export interface LineRow {
	readonly key: string;
	readonly kind: 'line';
	readonly at: number;
	readonly entry: LineEntry;
	/** The member who reads did it: "You took over". */
	readonly mine: boolean;
}

/** What an agent told the AI in private. */
export interface WhisperRow {
	readonly key: string;
	readonly kind: 'whisper';
	readonly name: string;
	readonly mine: boolean;
	readonly text: string;
	readonly at: number;
}

export type Row = MessageRow | LineRow | WhisperRow;

/** A pause this long starts a new run, so that the time is said again. */
const runMs = 5 * 60_000;

function authorOf(entry: MessageEntry, me: MemberId): Author {
	switch (entry.author) {
		case 'visitor':
		case 'ai':
			return { kind: entry.author };
		case 'agent':
			return { kind: 'agent', name: entry.name, mine: entry.memberId === me };
		default:
			return unreachable(entry);
	}
}

const sameAuthor = (a: Author, b: Author): boolean =>
	a.kind === b.kind && (a.kind !== 'agent' || b.kind !== 'agent' || (a.name === b.name && a.mine === b.mine));

/** The interrupted text and what cut it are committed together: the next entry tells. */
function cutBy(entry: MessageEntry, next: Entry | undefined, me: MemberId): CutBy | null {
	if (entry.author !== 'ai' || !entry.interrupted) return null;
	if (next?.kind !== 'took-over') return { kind: 'other' };
	return { kind: 'agent', name: next.name, mine: next.memberId === me };
}

export function rowsOf(entries: readonly Entry[], me: MemberId): readonly Row[] {
	const rows: Row[] = [];
	/** Names are frozen into entries, ids only into takeovers: who left is whoever took over last. */
	let holder: MemberId | undefined;
	for (const [index, entry] of entries.entries()) {
		const key = `e${entry.seq}`;
		switch (entry.kind) {
			case 'message': {
				const author = authorOf(entry, me);
				const before = rows.at(-1);
				const joins =
					before?.kind === 'message' &&
					sameAuthor(before.author, author) &&
					entry.at - before.at < runMs &&
					!before.cutBy;
				const sources = entry.author === 'ai' ? entry.sources.map(({ title }) => title) : [];
				rows.push({
					key,
					kind: 'message',
					seq: entry.seq,
					author,
					text: entry.text,
					at: entry.at,
					first: !joins,
					cutBy: cutBy(entry, entries[index + 1], me),
					sources: [...new Set(sources)],
					late: false,
				});
				break;
			}
			case 'ai-failed':
				// The apology is what the visitor reads; the line above it says why.
				rows.push({ key, kind: 'line', at: entry.at, entry, mine: false });
				rows.push({
					key: `${key}t`,
					kind: 'message',
					seq: entry.seq,
					author: { kind: 'ai' },
					text: entry.text,
					at: entry.at,
					first: true,
					cutBy: null,
					sources: [],
					late: false,
				});
				break;
			case 'late-answer':
				rows.push({
					key,
					kind: 'message',
					seq: entry.seq,
					author: { kind: 'agent', name: entry.name, mine: entry.memberId === me },
					text: entry.text,
					at: entry.at,
					first: true,
					cutBy: null,
					sources: [],
					late: true,
				});
				break;
			case 'whisper': {
				const { name, text, at } = entry;
				rows.push({ key, kind: 'whisper', name, mine: entry.memberId === me, text, at });
				break;
			}
			case 'took-over':
				holder = entry.memberId;
				rows.push({ key, kind: 'line', at: entry.at, entry, mine: entry.memberId === me });
				break;
			case 'released':
				rows.push({ key, kind: 'line', at: entry.at, entry, mine: entry.why === 'left' && holder === me });
				holder = undefined;
				break;
			case 'opened':
			case 'asked-for-human':
			case 'left':
			case 'left-address':
				rows.push({ key, kind: 'line', at: entry.at, entry, mine: false });
				break;
			case 'resolved':
				rows.push({ key, kind: 'line', at: entry.at, entry, mine: entry.memberId === me });
				break;
			case 'kept':
			case 'agent-lost':
			case 'agent-back':
			case 'turn-started':
				// State, not lines: the bar above the conversation shows them.
				break;
			default:
				return unreachable(entry);
		}
	}
	return rows;
}
