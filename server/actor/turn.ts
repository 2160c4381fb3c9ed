/**
 * One run of the AI on a session. It is opened by the statechart, started only after its `turn-started` is committed
 * (R0), and shut by the statechart the moment its state is left: nothing is published after that (I1).
 */
import type { AskWhy, FailWhy, Source } from '../../shared/entry.ts';
import type { OpenTurn } from '../../shared/fold.ts';
import type { Gen, Seq } from '../../shared/ids.ts';
import { answerBytes, durations } from '../../shared/limits.ts';
import type { Clock, Timer } from '../clock.ts';
import { createGuardedAbort } from '../guarded-abort.ts';
import type { Log } from '../log.ts';
import { guarded } from './guard.ts';
import type { ResponsePart } from './ports.ts';

/** What feeds read of a running turn: late watchers and slow readers get whole text from any offset. */
export interface TurnText {
	readonly turn: Seq;
	readonly gen: Gen;
	readonly text: string;
}

export type TurnEnd =
	| { readonly type: 'completed'; readonly sources: readonly Source[]; readonly asks: AskWhy | null }
	| { readonly type: 'failed'; readonly why: FailWhy };

export interface Turn extends TurnText {
	/** Starts the provider call; a turn starts once and only while open. */
	start(respond: (signal: AbortSignal) => AsyncIterable<ResponsePart>): void;
	/** Shuts the buffer and aborts the provider, now (I5). */
	close(): void;
}

export interface TurnDeps {
	readonly clock: Clock;
	readonly log: Log;
	/** More text was published. */
	readonly published: () => void;
	/** Called once, never after `close`. */
	readonly ended: (end: TurnEnd) => void;
	/** Something threw that is neither the provider's nor an end (I26). */
	readonly failed: (error: unknown) => void;
}

class TurnFault extends Error {
	readonly why: FailWhy;
	constructor(why: FailWhy) {
		super(why);
		this.why = why;
	}
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

export function createTurn(opened: OpenTurn, { clock, log, published, ended, failed }: TurnDeps): Turn {
	const abort = createGuardedAbort((error) => {
		log.warn({ turn: opened.turn, err: error }, 'the AI failed while it was told to stop');
	});
	let text = '';
	let bytes = 0;
	/** Half a surrogate pair waits for its other half: what is published always ends at a code point (I6). */
	let held = '';
	let started = false;
	let open = true;

	function publish(piece: string): void {
		const whole = (held + piece).replaceAll('\u0000', '');
		const cut = isHighSurrogate(whole.charCodeAt(whole.length - 1)) ? whole.length - 1 : whole.length;
		held = whole.slice(cut);
		// A lone surrogate from a broken provider can't be stored as UTF-8.
		const ready = whole.slice(0, cut).toWellFormed();
		if (ready === '') return;
		bytes += new TextEncoder().encode(ready).length;
		if (bytes > answerBytes) throw new TurnFault('too-long');
		text += ready;
		published();
	}

	function end(how: TurnEnd): void {
		if (!open) return;
		ended(how);
	}

	/** Waits for one step of the provider no longer than the bounds allow. */
	function next(iterator: AsyncIterator<ResponsePart>, ms: number): Promise<IteratorResult<ResponsePart>> {
		return new Promise((resolve, reject) => {
			const timer: Timer = clock.setTimer(ms, () => reject(new TurnFault('timeout')));
			// A clock that throws here is a fault of this step, and the step must end all the same (I26).
			const stop = guarded(() => {
				timer.cancel();
				reject(abort.signal.reason);
			}, reject);
			abort.signal.addEventListener('abort', stop, { once: true });
			const settle = () => {
				timer.cancel();
				abort.signal.removeEventListener('abort', stop);
			};
			iterator
				.next()
				.then(
					(result) => {
						settle();
						resolve(result);
					},
					(error: unknown) => {
						settle();
						reject(error);
					},
				)
				.catch(reject);
		});
	}

	async function run(respond: (signal: AbortSignal) => AsyncIterable<ResponsePart>): Promise<void> {
		const deadline = clock.monotonic() + durations.wholeAnswerMs;
		let iterator: AsyncIterator<ResponsePart> | null = null;
		try {
			iterator = respond(abort.signal)[Symbol.asyncIterator]();
			let first = true;
			while (open) {
				const left = deadline - clock.monotonic();
				const gap = first ? durations.firstTokenMs : durations.tokenGapMs;
				const result = await next(iterator, Math.max(0, Math.min(gap, left)));
				first = false;
				if (!open) return;
				if (result.done === true) throw new TurnFault('provider');
				const part = result.value;
				if (part.type === 'text') {
					if (typeof part.text !== 'string') throw new TurnFault('provider');
					publish(part.text);
					continue;
				}
				// An answer without a word is none, and neither is one of a shape that we do not know.
				if (text.trim() === '' || part.type !== 'done' || !Array.isArray(part.sources)) throw new TurnFault('provider');
				return end({ type: 'completed', sources: part.sources, asks: part.asks });
			}
		} catch (error) {
			if (!open) return;
			const why = error instanceof TurnFault ? error.why : 'provider';
			log.warn({ turn: opened.turn, why, err: error }, 'the AI did not answer');
			end({ type: 'failed', why });
		} finally {
			abort.abort();
			// A provider that ignores its signal is left behind; its late pieces find the buffer shut.
			if (iterator !== null) void leave(iterator);
		}
	}

	async function leave(iterator: AsyncIterator<ResponsePart>): Promise<void> {
		try {
			await iterator.return?.();
		} catch {
			// Nobody waits for it any more.
		}
	}

	return {
		turn: opened.turn,
		gen: opened.gen,
		get text() {
			return text;
		},
		start(respond) {
			if (started || !open) return;
			started = true;
			run(respond).catch(failed);
		},
		close() {
			open = false;
			abort.abort();
		},
	};
}
