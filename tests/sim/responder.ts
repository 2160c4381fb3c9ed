/** A provider of every kind: quick, slow, silent, rude, deaf. What it does in a turn depends on the turn's name only. */
import type { Responder, ResponsePart, ResponseRequest } from '../../server/actor/ports.ts';
import { emptyState, fold } from '../../shared/fold.ts';
import type { SessionId } from '../../shared/ids.ts';
import type { Life } from './house.ts';
import type { MemoryJournal } from './journal.ts';
import type { Eyes, Provided } from './ledger.ts';
import type { Random } from './random.ts';
import type { Mortal, Time } from './time.ts';

export const moods = [
	'fluent',
	'slow',
	'hang',
	'stall',
	'garbage',
	'halves',
	'throw',
	'throw-late',
	'end',
	'empty',
	'twice',
	'deaf',
	'too-long',
	'asks',
] as const;
export type Mood = (typeof moods)[number];

export interface SimResponder {
	/** Calls to come are in these moods, in order; then fluent. */
	readonly moods: Mood[];
	for(life: Mortal, number: Life['number']): Responder;
}

export interface SimResponderOptions {
	readonly time: Time;
	readonly random: Random;
	readonly journal: MemoryJournal;
	readonly eyes: Required<Pick<Eyes, 'provided' | 'emitted'>>;
}

const words = [
	'Of ',
	'course: ',
	'your ',
	'order ',
	'😀 ',
	'is ',
	'on ',
	'its ',
	'way. ',
	'Anything ',
	'else?',
] as const;
const silence = 200_000;

type Step = { readonly pauseMs: number } | ResponsePart | 'throw';

/** What one turn does, drawn beforehand: nothing that happens meanwhile changes it. */
function planOf(mood: Mood, random: Random): readonly Step[] {
	const quick = mood !== 'slow' && random.chance(0.5);
	const pause = (): Step => ({ pauseMs: quick ? random.between(0, 40) : random.between(50, 1_500) });
	const text = (value: string): Step => ({ type: 'text', text: value });
	const speech = (least: number): readonly Step[] =>
		Array.from({ length: random.between(least, 6) }, () => [pause(), text(random.pick(words))]).flat();
	const done: Step = { type: 'done', sources: [], asks: null };
	switch (mood) {
		case 'fluent':
		case 'slow':
		case 'deaf':
			return [...speech(1), pause(), done];
		case 'hang':
			return [{ pauseMs: silence }, ...speech(1), done];
		case 'stall':
			return [...speech(1), { pauseMs: silence }, ...speech(1), done];
		case 'garbage':
			return [pause(), text('\u0000'), text('\ud83d'), pause(), text('x\udc00\ud800y'), text(''), pause(), done];
		case 'halves':
			return [pause(), text('a\ud83d'), pause(), text('\ude00b\ud83d'), pause(), text('\ude00'), pause(), done];
		case 'throw':
			return [pause(), 'throw'];
		case 'throw-late':
			return [...speech(1), pause(), 'throw'];
		case 'end':
			return [...speech(0)];
		case 'empty':
			return [pause(), text('  '), done];
		case 'twice':
			return [...speech(1), done, pause(), text('more'), done];
		case 'too-long':
			return [pause(), text('long '.repeat(2_000)), pause(), text('long '.repeat(2_000)), done];
		case 'asks':
			return [
				...speech(1),
				{ type: 'done', sources: [{ title: 'Returns' }], asks: random.pick(['unsure', 'words', 'model']) },
			];
	}
}

export function createSimResponder({ time, random, journal, eyes }: SimResponderOptions): SimResponder {
	const waiting: Mood[] = [];
	let count = 0;

	function openTurn(id: SessionId) {
		const { turn } = fold(emptyState, journal.transcript(id));
		return turn;
	}

	async function* speak(life: Mortal, number: number, request: ResponseRequest): AsyncGenerator<ResponsePart> {
		if (life.dead) return;
		const { sessionId, signal } = request;
		const turn = openTurn(sessionId);
		const mood = waiting.shift() ?? 'fluent';
		count += 1;
		const call: { -readonly [K in keyof Provided]: Provided[K] } = {
			id: count,
			life: number,
			sessionId,
			turn: turn?.turn ?? null,
			gen: turn?.gen ?? null,
			request,
			at: time.monotonic(),
			emitted: '',
			emittedAt: null,
			over: false,
		};
		eyes.provided(call);
		const abort = new Promise<void>((resolve) => {
			if (mood !== 'deaf') signal.addEventListener('abort', () => resolve(), { once: true });
		});
		for (const step of planOf(mood, random.fork(`${sessionId} ${turn?.turn ?? 0}`))) {
			if (step === 'throw') {
				call.over = true;
				throw new Error('the provider broke');
			}
			if ('pauseMs' in step) {
				await Promise.race([new Promise<void>((resolve) => time.after(step.pauseMs, resolve)), abort]);
				if (life.dead) await new Promise(() => {});
				if (signal.aborted && mood !== 'deaf') return;
				continue;
			}
			if (step.type === 'text') {
				call.emitted += step.text;
				call.emittedAt = time.monotonic();
			} else call.over = true;
			eyes.emitted(call);
			yield step;
		}
		call.over = true;
	}

	return {
		moods: waiting,
		for: (life, number) => ({ respond: (request) => speak(life, number, request) }),
	};
}
