/** Everything that is wrong with a chat: what was promised, what was seen, and what the store kept. */
import { isDeepStrictEqual } from 'node:util';
import { projectFor } from '../../../shared/audience.ts';
import type { Entry } from '../../../shared/entry.ts';
import type { SessionFeedEvent } from '../../../shared/feed.ts';
import type { Seq } from '../../../shared/ids.ts';
import type { Chat } from './chat.ts';
import { faultsIn } from './transcript-check.ts';

const isFarewell = (entry: Entry | undefined): boolean => entry?.kind === 'left' && entry.why === 'grace';

/** The transcript without the visitor's going, which comes some seconds after the script's end. */
function scripted(entries: readonly Entry[]): readonly Entry[] {
	return isFarewell(entries.at(-1)) ? entries.slice(0, -1) : entries;
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Everything that is wrong with a chat, given what the store kept of it. */
export function faultsOf(chat: Chat, stored: readonly Entry[]): readonly string[] {
	const entries = scripted(stored);
	// I19, I20: nothing twice, no hole, for whoever looked on all the time.
	const views = (['visitor', 'member'] as const).flatMap((audience) => {
		const seen = audience === 'visitor' ? chat.visitor.view.entries : chat.agent.view.entries;
		const owed = entries.flatMap((entry) => projectFor(audience, entry) ?? []);
		// As JSON has it: a column of the database keeps no order of keys and no undefined.
		return isDeepStrictEqual(asJson(seen), asJson(owed)) ? [] : [`I20: the ${audience} saw another transcript`];
	});
	return [
		...faultsIn(entries, chat.recorder),
		...views,
		...pieces(entries, chat.visitor.events),
		...pieces(entries, chat.agent.events),
	];
}

/** I1, I19: the text of a turn comes whole, from where the reader was, and never behind what ended it. */
function pieces(entries: readonly Entry[], events: readonly SessionFeedEvent<unknown>[]): readonly string[] {
	const faults: string[] = [];
	const texts = new Map<Seq, string>();
	let gen = 0;
	for (const event of events) {
		if (event.type === 'entries') gen = Math.max(gen, ...event.entries.map((entry) => entry.gen));
		if (event.type !== 'piece') continue;
		const before = texts.get(event.turn) ?? '';
		if (event.gen < gen) faults.push(`I1: a piece of turn ${event.turn} after control had changed`);
		if (event.offset !== before.length) {
			faults.push(`I19: turn ${event.turn} goes on at ${event.offset} and not at ${before.length}`);
		}
		texts.set(event.turn, before + event.text);
	}
	for (const entry of entries) {
		if (entry.kind !== 'message' || entry.author !== 'ai') continue;
		const heard = texts.get(entry.turn) ?? '';
		if (!entry.text.startsWith(heard)) faults.push(`I6: entry ${entry.seq} is not what was published`);
	}
	return faults;
}
