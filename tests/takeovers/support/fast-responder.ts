/** An AI that emits a piece each turn of the loop and hears of nothing: what it says after an abort must reach nobody. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Responder, ResponsePart, ResponseRequest } from '../../../server/actor/ports.ts';
import type { Entry } from '../../../shared/entry.ts';
import type { SessionId } from '../../../shared/ids.ts';
import { heldAt, holdMs, pieceOf, piecesOf, planIn } from './plan.ts';

/** One run of the AI, as seen from outside the server. */
export interface Speech {
	readonly sessionId: SessionId;
	readonly signal: AbortSignal;
	/** What was taken: the server has come back for more since. */
	taken: string;
	/** With the piece that it has been given last. */
	offered: string;
	/** The end of the answer is out. */
	ended: boolean;
	/** ms of `performance.now()`; null while it is not aborted. */
	abortedAt: number | null;
}

export interface FastResponder extends Responder {
	/** A takeover for the session has come in from a socket, and nothing has looked at it yet. */
	arrived(sessionId: SessionId): void;
}

export interface SpeechWatch {
	began(speech: Speech): void;
	/** Called before each piece and before the end. */
	emitting(speech: Speech): void;
}

function lastAsked(transcript: readonly Entry[]): string {
	const asked = transcript.findLast((entry) => entry.kind === 'message' && entry.author === 'visitor');
	return asked?.kind === 'message' ? asked.text : '';
}

export function createFastResponder(watch: SpeechWatch): FastResponder {
	const holding = new Map<SessionId, () => void>();

	/** False: it waited in vain. */
	function held(sessionId: SessionId, signal: AbortSignal): Promise<boolean> {
		return new Promise((resolve) => {
			const timer = setTimeout(() => go(false), holdMs);
			function go(arrived: boolean): void {
				clearTimeout(timer);
				resolve(arrived);
			}
			holding.set(sessionId, () => go(true));
			signal.addEventListener('abort', () => go(true), { once: true });
		});
	}

	async function* speak({ sessionId, signal, transcript }: ResponseRequest): AsyncIterable<ResponsePart> {
		const plan = planIn(lastAsked(transcript));
		const speech: Speech = { sessionId, signal, taken: '', offered: '', ended: false, abortedAt: null };
		signal.addEventListener(
			'abort',
			() => {
				speech.abortedAt = performance.now();
			},
			{ once: true },
		);
		watch.began(speech);
		let pieces = piecesOf[plan];
		for (let n = 0; n <= pieces; n += 1) {
			// The moment the command comes in, before anything has looked at it: the piece and the takeover race.
			if (n === heldAt[plan] && !(await held(sessionId, signal))) pieces = piecesOf.steady;
			else if (n !== heldAt[plan]) await nextTurn();
			watch.emitting(speech);
			if (n === pieces) break;
			const text = pieceOf(n);
			speech.offered += text;
			yield { type: 'text', text };
			speech.taken = speech.offered;
		}
		speech.ended = true;
		yield { type: 'done', sources: [], asks: null };
	}

	return {
		arrived(sessionId) {
			holding.get(sessionId)?.();
			holding.delete(sessionId);
		},
		respond: speak,
	};
}
