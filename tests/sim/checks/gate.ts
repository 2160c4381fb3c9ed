/** What leaves the process, and when: R0, I1 and I4 at each socket, I5, I6 and I17 at the provider. */

import type { Entry } from '../../../shared/entry.ts';
import type { Piece } from '../../../shared/feed.ts';
import { type ClientId, clientIdOf, type SessionId, sessionIdOf } from '../../../shared/ids.ts';
import type { Eyes, Provided, Seat, Verdicts } from '../ledger.ts';
import { whisperMark } from '../whispers.ts';
import type { World } from '../world.ts';
import type { Books } from './books.ts';
import { face, faceOf, sees } from './reading.ts';

interface Frame {
	readonly id: number;
	readonly method?: string;
	readonly params?: { readonly input?: { readonly clientId?: unknown } };
	readonly result?: {
		readonly id?: string;
		readonly data?: {
			readonly seq?: number;
			readonly gen?: number;
			readonly data?: { readonly type: string; readonly entries?: readonly Entry[] } & Partial<Omit<Piece, 'type'>>;
		};
	};
}

/** One frame may carry a batch. */
function framesOf(text: string): readonly Frame[] {
	if (!text.startsWith('{') && !text.startsWith('[')) return [];
	// The wire's own words; what is not there is undefined.
	const parsed = JSON.parse(text) as Frame | readonly Frame[];
	return 'length' in parsed ? parsed : [parsed];
}

/** Told by its text whether a frame carries an ack, entries or a piece: most carry none, and need no reading. */
const counts = (text: string): boolean =>
	text.includes('"seq":') || text.includes('"entries"') || text.includes('"piece"');

/** As a provider's text is published: no U+0000, no half of a pair. */
const published = (emitted: string): string => emitted.replaceAll('\u0000', '').toWellFormed();

export function checkGate(world: () => World, books: Books, { held, broken }: Verdicts): Eyes {
	/** Which command a request of a page's socket carries. */
	const requests = new Map<string, ClientId>();
	const calls: Provided[] = [];
	const turnsCalled = new Set<string>();
	/** What sockets were given of a turn. */
	const shown = new Map<string, string>();
	/** Sessions that had to give up what was under way: a bug, or a store that was away. */
	const excused = new Set<string>();
	/** Visitors' pages that have a socket, and the session that each is told of. */
	const visiting = new Map<string, SessionId>();
	const keyOf = (sessionId: SessionId, turn: number): string => `${sessionId} ${turn}`;

	function entries(seat: Seat, sessionId: SessionId, list: readonly Entry[]): void {
		const stored = books.all.get(sessionId)?.entries ?? [];
		for (const entry of list) {
			held('R0');
			const known = stored[entry.seq - 1];
			if (known === undefined) broken('R0', `${seat.page} was given ${entry.seq} ${entry.kind}, which is not stored`);
			else if (faceOf(known) !== face(entry))
				broken('R0', `${seat.page} was given another ${entry.seq} than the stored one`);
			if (!sees(seat.role, entry)) broken('I4', `${seat.page}, a ${seat.role}, was given ${entry.seq} ${entry.kind}`);
			if (seat.role === 'visitor' && 'memberId' in entry) broken('I4', `${seat.page} was given a member's id`);
		}
	}

	/** Asked of the whole frame: also what is no entry may not tell. */
	function visitorHanded(seat: Seat, text: string): void {
		if (text.includes(whisperMark)) broken('I4', `${seat.page} was given what an agent has whispered to the AI`);
		const told = text.includes('"welcome"') ? /session_[0-9A-Za-z]{22}/.exec(text)?.[0] : undefined;
		if (told !== undefined) visiting.set(seat.page, sessionIdOf(told));
	}

	function piece(seat: Seat, sessionId: SessionId, { turn, gen, offset, text }: Piece): void {
		const reading = books.all.get(sessionId)?.reading;
		if (reading === undefined) {
			broken('R0', `${seat.page} was given text of a session that is not stored`);
			return;
		}
		if (gen < reading.gen || reading.who === 'agent' || reading.who === 'left') {
			broken('I1', `${seat.page} was given text of gen ${gen}, and gen ${reading.gen} (${reading.who}) is stored`);
		}
		const key = keyOf(sessionId, turn);
		const before = shown.get(key) ?? '';
		if (offset + text.length > before.length) shown.set(key, before.slice(0, offset).padEnd(offset, '?') + text);
	}

	function ack(seat: Seat, id: number, seq: number, gen: number): void {
		const clientId = requests.get(`${seat.page} ${id}`);
		if (clientId === undefined) return;
		held('R0');
		const noted = books.byClientId.get(clientId);
		if (noted === undefined) broken('R0', `${clientId} of ${seat.page} is acknowledged and not stored`);
		else if (noted.entry.seq !== seq || noted.entry.gen !== gen) {
			broken(
				'I13',
				`${clientId} is acknowledged as ${seq} (gen ${gen}) and stored as ${noted.entry.seq} (gen ${noted.entry.gen})`,
			);
		}
	}

	function interrupted(sessionId: SessionId, entry: Extract<Entry, { kind: 'message'; author: 'ai' }>): void {
		held('I6');
		const key = keyOf(sessionId, entry.turn);
		const call = calls.findLast((one) => one.sessionId === sessionId && one.turn === entry.turn);
		const all = published(call?.emitted ?? '');
		if (entry.text === '') broken('I6', `${entry.seq} stores an empty text`);
		if (!entry.text.isWellFormed()) broken('I6', `${entry.seq} ends in half a character`);
		if (!all.startsWith(entry.text)) broken('I6', `${entry.seq} stores what the provider never said`);
		if (!entry.text.startsWith(shown.get(key) ?? '')) broken('I6', `${entry.seq} stores less than was shown`);
	}

	return {
		heard(seat, text) {
			for (const { id, params } of framesOf(text)) {
				const clientId = params?.input?.clientId;
				// Another connection of the page counts from the beginning again.
				if (typeof clientId === 'string') requests.set(`${seat.page} ${id}`, clientIdOf(clientId));
				else requests.delete(`${seat.page} ${id}`);
			}
		},
		served(seat, open) {
			if (!open) visiting.delete(seat.page);
		},
		crashed: () => visiting.clear(),
		handed(seat, text) {
			if (seat.role === 'visitor') visitorHanded(seat, text);
			if (!counts(text)) return;
			for (const { id, result } of framesOf(text)) {
				const data = result?.data;
				if (data?.seq !== undefined && data.gen !== undefined) ack(seat, id, data.seq, data.gen);
				const event = data?.data;
				const sessionId = sessionIdOf(result?.id?.split(':')[0] ?? '');
				if (event?.type === 'entries') entries(seat, sessionId, event.entries ?? []);
				// The fields are those of a piece.
				if (event?.type === 'piece') piece(seat, sessionId, event as Piece);
			}
		},
		fenced(sessionId) {
			const turn = books.all.get(sessionId)?.reading.turn;
			if (turn != null) excused.add(keyOf(sessionId, turn.seq));
		},
		faulted(sessionId, fault) {
			const turn = books.all.get(sessionId)?.reading.turn;
			if (turn != null && (fault === 'bug' || fault === 'down')) excused.add(keyOf(sessionId, turn.seq));
		},
		provided(call) {
			calls.push(call);
			held('R0');
			const reading = books.all.get(call.sessionId)?.reading;
			if (call.turn === null) {
				broken('R0', 'the provider is called and no turn-started is stored');
				return;
			}
			held('I17');
			const key = keyOf(call.sessionId, call.turn);
			if (turnsCalled.has(key)) broken('I17', `the provider is called twice for turn ${call.turn}`);
			turnsCalled.add(key);
			// What came after its beginning is for the next turn: answered here, it would be answered twice.
			const later = call.request.transcript.find(({ seq }) => seq > (call.turn ?? 0));
			if (later !== undefined) broken('I18', `turn ${call.turn} is told of ${later.seq} ${later.kind}`);
			if (reading?.who === 'agent' || reading?.who === 'left')
				broken('I5', `the provider is called while ${reading.who} answers`);
			const before = calls.filter((one) => one !== call && one.sessionId === call.sessionId && one.life === call.life);
			if (before.some((one) => !one.over && !one.request.signal.aborted)) broken('I18', `two turns run at once`);
		},
		written({ session }, fresh) {
			const book = books.all.get(session.id);
			if (book === undefined) return;
			const life = world().house.life.number;
			const changes = book.before.gen !== book.reading.gen && book.before.who !== 'nobody';
			const running = calls.filter(
				(one) => one.sessionId === session.id && one.life === life && one.gen === book.before.gen,
			);
			if (changes && book.before.turn !== null) {
				const kind = fresh.some((entry) => entry.kind === 'took-over') ? 'took-over' : 'left';
				if (kind === 'took-over') held('I1');
				for (const call of running) {
					if (call.over) continue;
					held('I5');
					if (!call.request.signal.aborted)
						broken('I5', `${kind} is stored and the provider of turn ${call.turn} goes on`);
				}
				const { turn } = book.before;
				const text = shown.get(keyOf(session.id, turn.seq));
				const kept = fresh.some(
					(entry) => entry.kind === 'message' && entry.author === 'ai' && entry.turn === turn.seq,
				);
				if (text !== undefined && !kept && running.length > 0 && !excused.has(keyOf(session.id, turn.seq)))
					broken('I6', `what turn ${turn.seq} has shown is not stored`);
			}
			for (const entry of fresh) {
				// A socket of the visitor's is there, over which it could come.
				if (entry.kind === 'whisper' && [...visiting.values()].includes(session.id)) held('I4');
				if (entry.kind === 'message' && entry.author === 'ai' && entry.interrupted) interrupted(session.id, entry);
			}
		},
	};
}
