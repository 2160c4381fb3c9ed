/** One visit, from opening the chat to leaving it: reads, types, waits for answers, and talks with whoever takes over. */
import type { Entry } from '../../shared/entry.ts';
import { noSeq, type Seq } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { Chat } from './chat.ts';
import { nudgeOf, replyTo } from './replies.ts';
import type { Script, Step } from './script.ts';

export interface VisitDeps {
	readonly chat: Chat;
	readonly script: Script;
	readonly clock: Clock;
	/** 0 ≤ x < 1. */
	readonly random: () => number;
	/** The demo is being stopped: say goodbye and go. */
	readonly signal: AbortSignal;
}

/** All in ms. People read about 30 characters a second and type about 8. */
const readingPerUnit = 28;
const typingPerUnit = 110;
const longestTyping = 7_000;
const answerWait = 40_000;
const lingering = { least: 15_000, most: 45_000 } as const;
const waitForPerson = { least: 60_000, most: 120_000 } as const;
const silenceOfAgent = 60_000;
const mostNudges = 2;

export function createVisit({ chat, script, clock, random, signal }: VisitDeps): () => Promise<void> {
	/** The last agent message that was read. */
	let read: Seq = noSeq;
	let replies = 0;
	let nudges = 0;
	/** The person who took over says nothing. */
	let patient = true;

	const between = (least: number, most: number): number => least + random() * (most - least);
	const over = (): boolean => chat.closed || signal.aborted;
	const takenOver = (): boolean => chat.view.state.mode === 'taken-over';

	/** Resolves when it is true, the time is up, or the visit is over. */
	function until(fits: () => boolean, ms: number): Promise<boolean> {
		return new Promise((resolve) => {
			const settle = (): void => {
				timer.cancel();
				forget();
				signal.removeEventListener('abort', settle);
				resolve(fits());
			};
			const look = (): void => {
				if (over() || fits()) settle();
			};
			const timer = clock.setTimer(ms, settle);
			const forget = chat.onChange(look);
			signal.addEventListener('abort', settle, { once: true });
			look();
		});
	}

	const pause = (ms: number): Promise<boolean> => until(() => false, ms);

	async function type(text: string): Promise<Seq | null> {
		chat.typing(true);
		await pause(Math.min(longestTyping, between(0.7, 1.2) * text.length * typingPerUnit));
		if (over()) return null;
		return chat.say(text);
	}

	const messagesAfter = (seq: Seq, author: 'ai' | 'agent'): readonly Entry[] =>
		chat.view.entries.filter((entry) => entry.kind === 'message' && entry.author === author && entry.seq > seq);

	const answeredAfter = (seq: Seq): boolean =>
		takenOver() ||
		messagesAfter(seq, 'ai').length > 0 ||
		chat.view.entries.some((entry) => entry.kind === 'ai-failed' && entry.seq > seq);

	async function readAnswer(seq: Seq): Promise<void> {
		await until(() => answeredAfter(seq), answerWait);
		const text = messagesAfter(seq, 'ai')
			.map((entry) => (entry.kind === 'message' ? entry.text : ''))
			.join(' ');
		// A person who takes over is noticed while one still reads.
		await until(takenOver, Math.min(15_000, between(2_500, 5_000) + text.length * readingPerUnit));
	}

	async function talkWithPerson(): Promise<void> {
		while (takenOver() && patient && !over()) {
			const heard = () => messagesAfter(read, 'agent');
			if (!(await until(() => heard().length > 0 || !takenOver(), silenceOfAgent * (nudges + 1)))) {
				if (over()) return;
				patient = nudges < mostNudges;
				if (patient) await type(nudgeOf(script.language, nudges));
				nudges += 1;
				continue;
			}
			await pause(between(1_200, 3_500));
			const messages = heard();
			const last = messages.at(-1);
			if (last === undefined) continue;
			read = last.seq;
			const text = messages.map((entry) => (entry.kind === 'message' ? entry.text : '')).join('\n');
			const reply = replyTo({ text, given: replies, matter: script.matter, language: script.language });
			if (reply === null || !takenOver()) continue;
			replies += 1;
			await type(reply);
		}
	}

	async function take(step: Step): Promise<void> {
		if ('page' in step) {
			chat.page(step.page);
			await pause(between(1_500, 4_000));
		} else if ('ask' in step) {
			await chat.askForHuman();
			await until(takenOver, between(waitForPerson.least, waitForPerson.most));
		} else {
			const seq = await type(step.say);
			if (seq !== null) await readAnswer(seq);
		}
	}

	return async () => {
		await until(() => chat.view.live !== null, answerWait);
		await pause(between(800, 3_000));
		for (const step of script.steps) {
			if (over()) break;
			await take(step);
			if (takenOver()) await talkWithPerson();
			// Whoever has just been helped by a person does not go on with the list.
			if (replies > 1 || !patient) break;
		}
		if (!over()) await until(takenOver, between(lingering.least, lingering.most));
		if (takenOver() && !over()) await talkWithPerson();
		// Some say goodbye, the others just close the tab and are seen as away for a while.
		if (!chat.closed && (signal.aborted || random() < 0.7)) await chat.end();
		chat.close();
	};
}
