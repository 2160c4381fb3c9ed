/** What each page was shown, frame by frame, held against the store: R0, I1, I4, I6, I16, I19, I20. */
import { isDeepStrictEqual } from 'node:util';
import { projectFor } from '../../../shared/audience.ts';
import type { Entry } from '../../../shared/entry.ts';
import type { Piece } from '../../../shared/feed.ts';
import { emptyState, foldEntry, type SessionState } from '../../../shared/fold.ts';
import type { Seq, SessionId } from '../../../shared/ids.ts';
import { ackedAt, type History, type Op, type Shown, type Stream, verdictOf } from '../history.ts';
import type { Findings } from './report.ts';

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export function checkStreams(history: History, findings: Findings): void {
	const acked = ackedBySession(history.ops);
	for (const stream of history.streams) checkStream(stream, history, acked, findings);
}

interface Acked {
	readonly at: number;
	readonly seq: number;
}

function ackedBySession(ops: readonly Op[]): ReadonlyMap<SessionId, readonly Acked[]> {
	const found = new Map<SessionId, Acked[]>();
	for (const op of ops) {
		const verdict = verdictOf(op);
		const seq = verdict.kind === 'ok' ? verdict.acks[0]?.seq : undefined;
		// An end without a trace has a number that was never written.
		if (seq === undefined || op.sessionId === null || op.verb === 'end') continue;
		found.set(op.sessionId, [...(found.get(op.sessionId) ?? []), { at: ackedAt(op), seq }]);
	}
	return found;
}

function checkStream(
	{ client, audience, shown, open }: Stream,
	{ transcripts, restedAt }: History,
	acked: ReadonlyMap<SessionId, readonly Acked[]>,
	findings: Findings,
): void {
	let sessionId: SessionId | null = null;
	let owed: readonly Entry[] = [];
	let place = 0;
	let state: SessionState = emptyState;
	let texts = new Map<Seq, string>();
	/** The subscription that has just begun, until it has caught up. */
	let fresh: Shown | null = null;
	const who = (): string => `${client} (${sessionId ?? 'no session'})`;

	function begin(id: SessionId): void {
		sessionId = id;
		owed = (transcripts[id] ?? []).flatMap((entry) => projectFor(audience, entry) ?? []);
		place = 0;
		state = emptyState;
		texts = new Map();
	}

	function take(entry: Entry): void {
		const due = owed[place];
		findings.arose('R0');
		findings.arose('I19');
		if (audience === 'visitor') {
			findings.holds('I4', !('memberId' in entry), () => `${who()} was shown a member's id in entry ${entry.seq}`);
			if (entry.kind === 'whisper') findings.fault('I4', `${who()} was shown the whisper in entry ${entry.seq}`);
		}
		if (due === undefined || due.seq !== entry.seq) {
			const stored = (transcripts[sessionId ?? ('' as SessionId)] ?? []).some(({ seq }) => seq === entry.seq);
			if (!stored)
				findings.fault('R0', `${who()} was shown entry ${entry.seq} (${entry.kind}), which was never stored`);
			else findings.fault('I19', `${who()} was shown entry ${entry.seq} where ${due?.seq ?? 'nothing'} was next`);
			const at = owed.findIndex(({ seq }) => seq > entry.seq);
			place = at < 0 ? owed.length : at;
		} else {
			// As JSON has it: a column of the database keeps no order of keys and no undefined.
			if (!isDeepStrictEqual(asJson(due), asJson(entry))) {
				findings.fault('R0', `${who()} was shown entry ${entry.seq} as something else`);
			}
			place += 1;
		}
		if (entry.kind === 'message' && entry.author === 'ai') {
			const heard = texts.get(entry.turn) ?? '';
			if (heard !== '') {
				findings.holds(
					'I6',
					entry.text.startsWith(heard),
					() => `${who()}: entry ${entry.seq} is not what was published`,
				);
			}
			texts.delete(entry.turn);
		}
		state = foldEntry(state, entry);
	}

	function hear(piece: Piece): void {
		const heard = texts.get(piece.turn) ?? '';
		findings.holds(
			'I1',
			piece.gen >= state.gen && state.mode !== 'taken-over',
			() => `${who()} was shown a piece of turn ${piece.turn} under gen ${piece.gen} after entry ${state.lastSeq}`,
		);
		findings.holds(
			'I19',
			piece.offset === heard.length,
			() => `${who()}: turn ${piece.turn} goes on at ${piece.offset} and not at ${heard.length}`,
		);
		texts.set(piece.turn, heard + piece.text);
	}

	for (const one of shown) {
		const { event } = one;
		switch (event.type) {
			case 'welcome':
				if (event.reset || event.sessionId !== sessionId) begin(event.sessionId);
				fresh = one;
				break;
			case 'entries':
				for (const entry of event.entries) take(entry);
				break;
			case 'live': {
				// The level follows once the reader has everything: what was acknowledged before it asked must be there.
				if (fresh === null || sessionId === null) break;
				const { askedAt } = fresh;
				fresh = null;
				const visible = place === 0 ? 0 : (owed[place - 1]?.seq ?? 0);
				for (const { at, seq } of acked.get(sessionId) ?? []) {
					if (at >= askedAt || !owed.some((entry) => entry.seq === seq)) continue;
					findings.holds(
						'I16',
						seq <= visible,
						() => `${who()} asked after entry ${seq} was acknowledged and was shown no more than ${visible}`,
					);
				}
				break;
			}
			case 'piece':
				hear(event);
		}
	}
	if (!open || sessionId === null) return;
	const next = owed[place];
	findings.holds(
		'I20',
		next === undefined || next.at > restedAt,
		() => `${who()} was left at entry ${owed[place - 1]?.seq ?? 0} of ${owed.at(-1)?.seq ?? 0}`,
	);
}
