/** What a transcript tells the AI before it answers. Pure. */
import type { Entry, ReleaseWhy } from '../../shared/entry.ts';
import { noSeq, type Seq } from '../../shared/ids.ts';

export interface AgentSaid {
	readonly text: string;
	/** Empty: the agent has no display name. */
	readonly name: string;
}

export interface Conversation {
	/** Visitor messages that nobody has answered, oldest first; of a flood the newest. */
	readonly unanswered: readonly string[];
	/** The visitor messages before those, newest first. */
	readonly earlier: readonly string[];
	/** What agents wrote, newest first. */
	readonly agentSaid: readonly AgentSaid[];
	/** What the AI has said before. */
	readonly aiSaid: readonly string[];
	/** A person was asked for and none has come. */
	readonly waiting: boolean;
	/** The last agent who held the session, if one did since the conversation was last opened. */
	readonly lastAgent: {
		readonly name: string;
		readonly why: ReleaseWhy;
		/** From the end of the human stretch to the newest visitor message, ms by the wall clock. */
		readonly agoMs: number;
	} | null;
}

export interface Whisper {
	readonly text: string;
	/** No finished answer was begun since: the next one is the first that can heed it. */
	readonly fresh: boolean;
}

/** What the team has whispered since the visitor came, oldest first. */
export function whispersIn(transcript: readonly Entry[]): readonly Whisper[] {
	let whispers: { readonly seq: Seq; readonly text: string }[] = [];
	// An answer that was being written when the whisper came has not heard it.
	let heardUpTo = noSeq;
	for (const entry of transcript) {
		if (entry.kind === 'whisper') whispers.push({ seq: entry.seq, text: entry.text });
		else if (entry.kind === 'left') whispers = [];
		else if (entry.kind === 'message' && entry.author === 'ai' && !entry.interrupted) heardUpTo = entry.turn;
	}
	return whispers.map(({ seq, text }) => ({ text, fresh: seq > heardUpTo }));
}

/** UTF-16 units read for one answer: the rules below are patterns, and a flood of messages must not stall the server. */
const mostUnits = 6_000;

/** The newest that fit, the last one in any case. */
function newest(messages: readonly string[]): readonly string[] {
	let left = mostUnits;
	return messages
		.toReversed()
		.filter((message, index) => {
			left -= message.length;
			return index === 0 || left >= 0;
		})
		.toReversed();
}

export function readConversation(transcript: readonly Entry[], answered: Seq): Conversation {
	const unanswered: string[] = [];
	const earlier: string[] = [];
	const agentSaid: AgentSaid[] = [];
	const aiSaid: string[] = [];
	let waiting = false;
	let released: { readonly name: string; readonly why: ReleaseWhy; readonly at: number } | null = null;
	let lastVisitorAt = 0;
	for (const entry of transcript) {
		switch (entry.kind) {
			case 'message':
				if (entry.author === 'visitor') {
					lastVisitorAt = entry.at;
					if (entry.seq > answered) unanswered.push(entry.text);
					else earlier.unshift(entry.text);
				} else if (entry.author === 'agent') agentSaid.unshift({ text: entry.text, name: entry.name });
				else aiSaid.push(entry.text);
				break;
			case 'late-answer':
				agentSaid.unshift({ text: entry.text, name: entry.name });
				break;
			case 'asked-for-human':
			case 'ai-failed':
				waiting = true;
				break;
			case 'took-over':
				waiting = false;
				break;
			case 'released':
				released = { name: entry.name, why: entry.why, at: entry.at };
				break;
			case 'left':
				waiting = false;
				released = null;
				break;
			default:
				break;
		}
	}
	const lastAgent =
		released === null
			? null
			: { name: released.name, why: released.why, agoMs: Math.max(0, lastVisitorAt - released.at) };
	return { unanswered: newest(unanswered), earlier, agentSaid, aiSaid, waiting, lastAgent };
}

/**
 * The questions in a run of messages, each with the words around it: what comes before a question mark leads to it, what
 * comes after the last one belongs to that. Messages without any are one question.
 */
export function questionsIn(messages: readonly string[]): readonly string[] {
	const parts = messages
		.join('\n')
		.split(/(?<=[?？]+)(?![?？!])/u)
		.map((part) => part.trim());
	const questions = parts.filter((part) => /[?？]/u.test(part));
	const rest = parts.filter((part) => !/[?？]/u.test(part)).join(' ');
	if (questions.length === 0) return rest === '' ? [] : [rest];
	const last = questions.at(-1) ?? '';
	return [...questions.slice(0, -1), rest === '' ? last : `${last} ${rest}`];
}
