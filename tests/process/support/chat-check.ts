/** Everything that is wrong with a chat: what was promised, what was seen, and what the store kept. */
import type { Entry } from '../../../shared/entry.ts';
import { check } from '../../chaos/check/check.ts';
import type { FeedEvent, Stream } from '../../chaos/history.ts';
import type { Chat } from './chat.ts';

const isFarewell = (entry: Entry | undefined): boolean => entry?.kind === 'left' && entry.why === 'grace';

/** The transcript without the visitor's going, which comes some seconds after the script's end. */
function scripted(entries: readonly Entry[]): readonly Entry[] {
	return isFarewell(entries.at(-1)) ? entries.slice(0, -1) : entries;
}

/**
 * As a fold shows it. A client that is told to move listens at both servers for a moment: what both bring stands there
 * once, and what neither brings is still a hole.
 */
function foldedOnce(events: readonly FeedEvent[]): readonly FeedEvent[] {
	let last = 0;
	return events.flatMap((event): readonly FeedEvent[] => {
		if (event.type === 'welcome' && event.reset) last = 0;
		if (event.type !== 'entries') return [event];
		const entries = event.entries.filter(({ seq }) => seq > last);
		last = entries.at(-1)?.seq ?? last;
		return entries.length === 0 ? [] : [{ ...event, entries }];
	});
}

const streamOf = (audience: Stream['audience'], events: readonly FeedEvent[]): Stream => ({
	client: `the ${audience}`,
	audience,
	// When each of them was asked for is not known here: 0 asks nothing of I16.
	shown: foldedOnce(events).map((event) => ({ at: 0, askedAt: 0, event })),
	open: true,
});

export function faultsOf({ sessionId, recorder, visitor, agent }: Chat, stored: readonly Entry[]): readonly string[] {
	const { faults } = check({
		begunAt: 0,
		restedAt: Number.POSITIVE_INFINITY,
		ops: recorder.ops,
		streams: [streamOf('visitor', visitor.events), streamOf('member', agent.events)],
		lists: [],
		transcripts: { [sessionId]: scripted(stored) },
	});
	return faults;
}
