/** The pages at the end: cards, levels and tabs agree with the fold of the transcript. I17, I20, I22. */
import type { Entry } from '../../../shared/entry.ts';
import { emptyState, fold } from '../../../shared/fold.ts';
import type { SessionId } from '../../../shared/ids.ts';
import type { History, Stream } from '../history.ts';
import type { Findings } from './report.ts';

export function checkViews(history: History, findings: Findings): void {
	const known = Object.entries(history.transcripts).map(
		([id, entries]) => [id, entries.filter(({ at }) => at <= history.restedAt)] as const,
	);
	const transcripts = Object.fromEntries(known);
	for (const stream of history.streams) if (stream.open) checkLevel(stream, transcripts, findings);
	tabs(history.streams, findings);
	for (const { client, cards } of history.lists) {
		const shown = new Map(cards.map((card) => [card.id, card]));
		for (const [id, entries] of known) {
			// The record's keys are session ids.
			checkCard(client, shown.get(id as SessionId), id, entries, findings);
		}
	}
}

function checkCard(
	client: string,
	card: History['lists'][number]['cards'][number] | undefined,
	id: string,
	entries: readonly Entry[],
	findings: Findings,
): void {
	const state = fold(emptyState, entries);
	// Nothing of it was written, or `opened` of a next visit is in memory only.
	if (state.mode === 'new' || (state.mode === 'left' && card !== undefined && card.gen === state.gen + 1)) return;
	const due =
		state.mode === 'left' ? null : { gen: state.gen, messages: state.messages, holder: state.holder?.memberId };
	const seen = card === undefined ? null : { gen: card.gen, messages: card.messages, holder: card.holder?.memberId };
	findings.holds(
		'I20',
		JSON.stringify(due) === JSON.stringify(seen),
		() => `${client}'s card of ${id} says ${JSON.stringify(seen)} and not ${JSON.stringify(due)}`,
	);
}

const sessionOf = ({ shown }: Stream): SessionId | null =>
	shown.reduce<SessionId | null>((id, { event }) => (event.type === 'welcome' ? event.sessionId : id), null);

function checkLevel(stream: Stream, transcripts: History['transcripts'], findings: Findings): void {
	const id = sessionOf(stream);
	const level = stream.shown.findLast(({ event }) => event.type === 'live')?.event;
	if (id === null || level?.type !== 'live') return;
	const state = fold(emptyState, transcripts[id] ?? []);
	// `opened` in memory only is one control ahead of the store.
	if (state.mode === 'new' || state.mode === 'left') return;
	findings.holds(
		'I17',
		level.live.gen === state.gen,
		() => `${stream.client} was told of gen ${level.live.gen}, and the transcript of ${id} folds to ${state.gen}`,
	);
}

/** I22: what two tabs of a visitor were shown is one transcript; each of them is held against it elsewhere. */
function tabs(streams: readonly Stream[], findings: Findings): void {
	const places = new Map<SessionId, Set<number>>();
	const counts = new Map<SessionId, number>();
	for (const stream of streams) {
		const id = sessionOf(stream);
		if (id === null || !stream.open || stream.audience !== 'visitor') continue;
		const last = stream.shown
			.flatMap(({ event }) => (event.type === 'entries' ? event.entries : []))
			.reduce((seq, entry) => Math.max(seq, entry.seq), 0);
		places.set(id, (places.get(id) ?? new Set()).add(last));
		counts.set(id, (counts.get(id) ?? 0) + 1);
	}
	for (const [id, seen] of places) {
		if ((counts.get(id) ?? 0) < 2) continue;
		findings.holds('I22', seen.size === 1, () => `the tabs of ${id} stand at entries ${[...seen].join(' and ')}`);
	}
}
