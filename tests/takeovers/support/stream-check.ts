/** Place two: one client's own stream of a session, as it comes. Nothing of the AI may follow `took-over` in it. */
import type { Entry } from '../../../shared/entry.ts';
import type { Piece, SessionFeedEvent } from '../../../shared/feed.ts';
import type { Faults } from './faults.ts';

export interface StreamState {
	/** Of the newest entry; 0 before the first. */
	readonly gen: number;
	readonly seq: number;
	readonly held: boolean;
	readonly left: boolean;
	/** The turn that the server names as running. */
	readonly turn: number | null;
	/** Frames of text of that turn that have come, and the length of its text. */
	readonly pieces: number;
	readonly shown: number;
	/** A question of the visitor's waits for an answer. */
	readonly open: boolean;
}

const nothing: StreamState = {
	gen: 0,
	seq: 0,
	held: false,
	left: false,
	turn: null,
	pieces: 0,
	shown: 0,
	open: false,
};

/** Whether a question is open once the entry stands. */
function openAfter(open: boolean, asked: number, entry: Entry): boolean {
	if (entry.kind === 'ai-failed') return asked > entry.answersUpTo;
	if (entry.kind !== 'message') return open;
	if (entry.author === 'ai') return entry.interrupted ? open : asked > entry.answersUpTo;
	return entry.author === 'visitor';
}

export interface StreamCounts {
	/** `took-over` came while a part of the AI's text was on show. */
	cut: number;
	/** Pieces looked at. */
	pieces: number;
	/** Finished or interrupted texts compared with what had been shown of them. */
	compared: number;
}

export interface StreamCheck {
	readonly state: StreamState;
	hear(event: SessionFeedEvent<{ readonly turn: number | null }>): void;
	/** The ack of a takeover came on this stream's own socket: it is sent after the commit. */
	acknowledged(gen: number): void;
}

export function createStreamCheck(name: string, faults: Faults, counts: StreamCounts): StreamCheck {
	let state = nothing;
	let asked = 0;
	let silentBelow = 0;
	/** What is shown of the running turn. */
	let bubble: { readonly turn: number; readonly text: string } | null = null;
	let endedTurn = 0;
	const trail: string[] = [];

	function note(text: string): void {
		trail.push(text);
		if (trail.length > 25) trail.shift();
	}

	const fault = (rule: string, text: string): void => faults.add(rule, `${name}: ${text}\n    ${trail.join('\n    ')}`);

	function hearPiece({ turn, gen, offset, text }: Piece): void {
		counts.pieces += 1;
		note(`piece of turn ${turn}, gen ${gen}, ${offset}+${text.length}`);
		if (gen < Math.max(state.gen, silentBelow) || state.held) {
			fault('I1', `a piece of gen ${gen} after control had changed to gen ${Math.max(state.gen, silentBelow)}`);
		} else if (gen > state.gen) {
			fault('I1', `a piece of gen ${gen} before the entry that began it; gen is ${state.gen}`);
		} else if (turn <= endedTurn) fault('I1', `a piece of turn ${turn}, which had ended`);
		const before = bubble?.turn === turn ? bubble.text : '';
		if (offset > before.length) fault('I1', `a hole in the text of turn ${turn}: ${before.length}, then ${offset}`);
		bubble = { turn, text: before.slice(0, offset) + text };
		state = { ...state, pieces: state.pieces + 1, shown: bubble.text.length };
	}

	function hearText(entry: Extract<Entry, { readonly author: 'ai' }>): void {
		if (state.held || entry.gen < state.gen) fault('I1', `AI entry ${entry.seq} of gen ${entry.gen} after took-over`);
		if (bubble?.turn === entry.turn) {
			counts.compared += 1;
			// I6: what was shown is a beginning of what is kept.
			if (!entry.text.startsWith(bubble.text)) {
				fault('I6', `entry ${entry.seq} keeps ${entry.text.length} units, ${bubble.text.length} were shown`);
			}
		}
		endedTurn = entry.turn;
	}

	function hearEntry(entry: Entry): void {
		note(`entry ${entry.seq} ${entry.kind}, gen ${entry.gen}`);
		if (entry.seq <= state.seq) fault('I19', `entry ${entry.seq} came behind ${state.seq}`);
		if (entry.kind === 'message' && entry.author === 'ai') hearText(entry);
		if (entry.kind === 'took-over') {
			if (bubble !== null && bubble.text !== '') counts.cut += 1;
			bubble = null;
		}
		const changes = ['opened', 'took-over', 'released', 'left'].includes(entry.kind);
		if (entry.kind === 'message' && entry.author === 'visitor') asked = entry.seq;
		state = {
			...state,
			open: openAfter(state.open, asked, entry),
			seq: entry.seq,
			gen: entry.gen,
			held: changes ? entry.kind === 'took-over' : state.held,
			left: changes ? entry.kind === 'left' : state.left,
		};
	}

	return {
		get state() {
			return state;
		},
		hear(event) {
			switch (event.type) {
				case 'welcome':
					note(`welcome${event.reset ? ', from the start' : ''}`);
					if (!event.reset) return;
					state = nothing;
					bubble = null;
					endedTurn = 0;
					return;
				case 'entries':
					for (const entry of event.entries) hearEntry(entry);
					return;
				case 'live':
					note(`live, turn ${event.live.turn}`);
					if (event.live.turn !== state.turn) state = { ...state, turn: event.live.turn, pieces: 0, shown: 0 };
					return;
				case 'piece':
					hearPiece(event);
					return;
			}
		},
		acknowledged(gen) {
			note(`ack, gen ${gen}`);
			silentBelow = Math.max(silentBelow, gen);
		},
	};
}
