/** What each page receives, in its own order: I1, I16, I19, I25, and I29 on lists. */
import type { Entry } from '../../../shared/entry.ts';
import type { Piece } from '../../../shared/feed.ts';
import { type SessionId, sessionIdOf } from '../../../shared/ids.ts';
import { siteIds } from '../estate.ts';
import type { Eyes, Stream, Verdicts } from '../ledger.ts';
import type { World } from '../world.ts';
import type { Books } from './books.ts';
import { face, faceOf, sees } from './reading.ts';

interface Track {
	sessionId: SessionId | null;
	/** The highest seq that has come, or the cursor that was shown. */
	seq: number;
	gen: number;
	human: boolean;
	/** Text of the newest turn as its pieces came. */
	turn: number;
	text: string;
	/** It goes on where an earlier subscription stopped. */
	resumed: boolean;
	/** What had been acknowledged when it was asked for from the start. */
	owed: number;
}

export function checkStreams(world: () => World, books: Books, { held, broken }: Verdicts): Eyes {
	const tracks = new Map<number, Track>();
	/** Highest acknowledged seq. */
	const acked = new Map<SessionId, number>();
	const owedNow = (sessionId: SessionId | null): number => (sessionId === null ? 0 : (acked.get(sessionId) ?? 0));

	/** What had been acknowledged when the server greeted, by page and session. */
	const owed = new Map<string, number>();

	function welcome(track: Track, stream: Stream, reset: boolean, sessionId: SessionId): void {
		const changed = track.sessionId !== null && track.sessionId !== sessionId;
		if (changed && stream.kind === 'watch')
			broken('I29', `${stream.seat.page} watches another session than it asked for`);
		track.sessionId = sessionId;
		if (changed && !reset) broken('I19', `${stream.seat.page} goes on in another session`);
		track.resumed = !reset;
		if (!reset) return;
		track.seq = 0;
		track.gen = 0;
		track.human = false;
		track.turn = 0;
		track.text = '';
		track.owed = owed.get(`${stream.seat.page} ${sessionId}`) ?? 0;
	}

	function entry(track: Track, stream: Stream, one: Entry, stored: readonly Entry[]): void {
		const { page, role } = stream.seat;
		if (one.seq <= track.seq) broken('I19', `${page} gets ${one.seq} after ${track.seq}`);
		const skipped = stored.slice(track.seq, one.seq - 1).find((other) => sees(role, other));
		if (skipped !== undefined) broken('I19', `${page} gets ${one.seq} and never got ${skipped.seq} ${skipped.kind}`);
		const known = stored[one.seq - 1];
		if (known !== undefined && faceOf(known) !== face(one))
			broken('I20', `${page} gets another ${one.seq} than the stored one`);
		if (track.resumed) held('I19');
		if (one.kind === 'message' && one.author === 'ai') {
			if (track.human) broken('I1', `${page} gets the AI's ${one.seq} after a takeover`);
			if (one.turn === track.turn) {
				// Pieces may be lost, what came of them may not differ.
				if (!one.text.startsWith(track.text)) broken('I25', `${page} saw other words than ${one.seq} holds`);
			}
			if (one.turn !== track.turn || one.text.length > track.text.length) held('I25');
		}
		if (one.kind === 'took-over') track.human = true;
		if (one.kind === 'released' || one.kind === 'opened' || one.kind === 'left') track.human = false;
		track.seq = one.seq;
		track.gen = Math.max(track.gen, one.gen);
	}

	function piece(track: Track, { seat: { page } }: Stream, { turn, gen, offset, text }: Piece): void {
		if (gen < track.gen) broken('I1', `${page} gets text of gen ${gen} after an entry of gen ${track.gen}`);
		if (track.human) broken('I1', `${page} gets text of the AI after a takeover`);
		if (turn !== track.turn) {
			track.turn = turn;
			track.text = '';
		}
		const known = track.text.slice(offset, offset + text.length);
		if (!text.startsWith(known)) broken('I25', `${page} gets other words for the same place`);
		if (offset <= track.text.length) track.text = track.text.slice(0, offset) + text;
	}

	return {
		answered(call, outcome) {
			if (outcome.kind !== 'ack' || call.clientId === null) return;
			const noted = books.byClientId.get(call.clientId);
			if (noted !== undefined) acked.set(noted.sessionId, Math.max(owedNow(noted.sessionId), outcome.ack.seq));
		},
		handed(seat, text) {
			if (!text.includes('"welcome"')) return;
			const sessionId = /session_[0-9A-Za-z]{22}/.exec(text)?.[0];
			if (sessionId !== undefined) owed.set(`${seat.page} ${sessionId}`, owedNow(sessionIdOf(sessionId)));
		},
		subscribed(stream) {
			if (stream.kind === 'list') return;
			// The place that an earlier subscription of the same page has come to.
			const seq = Number(/:(\d+)\./.exec(stream.lastEventId ?? '')?.[1] ?? 0);
			tracks.set(stream.id, {
				sessionId: stream.sessionId,
				seq,
				gen: 0,
				human: false,
				turn: 0,
				text: '',
				resumed: false,
				owed: 0,
			});
		},
		received(stream, told) {
			const { page } = stream.seat;
			if (told.kind === 'list') {
				for (const card of told.event.cards) {
					const site = world().journal.rows.get(card.id)?.session.siteId;
					if (site === undefined) continue;
					if (stream.siteId === siteIds[2] || world().siteOfVisitor(2) === siteIds[2]) held('I29');
					if (site !== stream.siteId) broken('I29', `${page} gets a card of another site`);
				}
				return;
			}
			const track = tracks.get(stream.id);
			if (track === undefined) return;
			const { event } = told;
			switch (event.type) {
				case 'welcome':
					welcome(track, stream, event.reset, event.sessionId);
					break;
				case 'entries': {
					const stored = track.sessionId === null ? [] : (books.all.get(track.sessionId)?.entries ?? []);
					for (const one of event.entries) entry(track, stream, one, stored);
					break;
				}
				case 'live':
					if (track.owed > 0) {
						held('I16');
						const stored = track.sessionId === null ? [] : (books.all.get(track.sessionId)?.entries ?? []);
						const missing = stored.slice(track.seq, track.owed).find((one) => sees(stream.seat.role, one));
						if (missing !== undefined)
							broken('I16', `${page} asked after the ack of ${track.owed} and is not shown ${missing.seq}`);
						track.owed = 0;
					}
					break;
				case 'piece':
					piece(track, stream, event);
					break;
			}
		},
	};
}
