/**
 * The live stream of one session: entries and the pieces of the running turn in one subscription, so that their order
 * is the proof of I1. A cursor and a wake-up, never a queue: a slow reader costs nothing and gets whole text.
 */
import { TRPCError, tracked } from '@trpc/server';
import { type Audience, projectFor } from '../../shared/audience.ts';
import { BatonError } from '../../shared/errors.ts';
import type { Piece, SessionFeedEvent } from '../../shared/feed.ts';
import { noSeq, type Seq, type SessionId, seqOf } from '../../shared/ids.ts';
import type { SessionActor } from '../actor/front.ts';
import { frameOf } from './frame.ts';
import type { Connection } from './ports.ts';
import { errorOf } from './trpc.ts';

export interface FeedDeps<L> {
	readonly actor: SessionActor;
	readonly audience: Audience;
	readonly connection: Connection;
	/** What this subscription said it had seen last. */
	readonly lastEventId: string | undefined;
	/** Ends with the socket or the subscription. */
	readonly signal: AbortSignal;
	readonly now: () => number;
	/** Level state for this reader, by value: it is sent when its text differs from the last one sent. */
	readonly live: () => L;
	/** Throws when the reader may no longer look; asked before each send. */
	readonly check: () => void;
}

interface Cursor {
	seq: Seq;
	/** The turn whose text was sent so far, and how much of it. */
	turn: Seq;
	offset: number;
}

/** Entries read at once. */
const pageLength = 50;

/** tRPC refuses an empty id, and one untracked event wipes the client's resume point: every event carries the cursor. */
const idOf = (id: SessionId, { seq, turn, offset }: Cursor): string => `${id}:${seq}.${turn}.${offset}`;

/** Null: no cursor of this session. */
function parse(id: SessionId, text: string | undefined): Cursor | null {
	const match = /^(session_[0-9A-Za-z]{22}):(\d{1,10})\.(\d{1,10})\.(\d{1,6})$/.exec(text ?? '');
	if (match === null || match[1] !== id) return null;
	return { seq: seqOf(Number(match[2])), turn: seqOf(Number(match[3])), offset: Number(match[4]) };
}

/** I26: what goes wrong in telling a session's story is that session's fault; its readers are told when to come again. */
export async function* sessionFeed<L>(deps: FeedDeps<L>) {
	try {
		yield* stream(deps);
	} catch (error) {
		if (error instanceof TRPCError || error instanceof BatonError) throw error;
		deps.actor.fail(error);
		throw errorOf('session.set-aside', { retryAfterMs: 1_000 });
	}
}

async function* stream<L>(deps: FeedDeps<L>) {
	const { actor, audience, connection, signal } = deps;
	const id = actor.session.id;
	const resumed = parse(id, deps.lastEventId);
	// Ahead of the transcript: a cursor from entries that never were (I19).
	const known = resumed !== null && resumed.seq <= actor.state.lastSeq;
	const cursor: Cursor = known ? resumed : { seq: noSeq, turn: noSeq, offset: 0 };
	/** I23, I25: a level is told only when it differs from what this reader was told last, and after all entries. */
	let told = '';

	const event = (data: SessionFeedEvent<L>) => tracked(idOf(id, cursor), data);

	yield event({ type: 'welcome', reset: !known, now: deps.now(), sessionId: id });

	while (!signal.aborted) {
		// I20: armed before reading, so that what comes while it reads wakes it again.
		const woken = actor.changed.arm();
		// Writable before reading: what is read then goes out in the same turn of the loop, so no takeover slips in between.
		await connection.writable(signal);
		if (signal.aborted) return;
		mayGoOn(deps.check);
		const read = actor.read(cursor.seq, pageLength);
		// No await where the tail answers: a pause here would let the state move on between entries and pieces.
		const page = frameOf(read instanceof Promise ? await read : read);
		if (page.length > 0) {
			const seen = page.map((entry) => projectFor(audience, entry)).filter((entry) => entry !== null);
			cursor.seq = page.at(-1)?.seq ?? cursor.seq;
			if (seen.length > 0) yield event({ type: 'entries', entries: seen });
			continue;
		}
		const live = deps.live();
		const text = JSON.stringify(live);
		if (text !== told) {
			told = text;
			yield event({ type: 'live', live });
			continue;
		}
		const piece = nextPiece(actor, cursor);
		if (piece !== null) {
			yield event(piece);
			continue;
		}
		await woken(signal);
	}
}

/** What the question itself throws is no fault of the session's: it ends this reader's feed alone. */
function mayGoOn(check: () => void): void {
	try {
		check();
	} catch (error) {
		throw error instanceof TRPCError ? error : new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error });
	}
}

/** What the reader has not seen of the running turn; moves the cursor past it. */
function nextPiece(actor: SessionActor, cursor: Cursor): Piece | null {
	const { turn } = actor;
	// Entries come first: a piece never follows an entry that ended its turn (I1).
	if (turn === null || turn.turn > cursor.seq) return null;
	const offset = cursor.turn === turn.turn ? cursor.offset : 0;
	if (offset >= turn.text.length) return null;
	const text = turn.text.slice(offset);
	cursor.turn = turn.turn;
	cursor.offset = offset + text.length;
	return { type: 'piece', turn: turn.turn, gen: turn.gen, offset, text };
}
