/** When nothing is wrong any more and time has passed: every view is the transcript, nothing waits, nobody is left behind. */

import type { Entry } from '../../../shared/entry.ts';
import { emptyState, fold, type SessionState } from '../../../shared/fold.ts';
import type { SessionId } from '../../../shared/ids.ts';
import { unsent } from '../../../shared/live/outbox.ts';
import type { SessionView } from '../../../shared/live/session-view.ts';
import type { Eyes, Rule, Verdicts } from '../ledger.ts';
import type { World } from '../world.ts';
import type { Books } from './books.ts';
import { aiAnswers, face, isOpen, type Reading, sees } from './reading.ts';

const modes: Readonly<Record<Reading['who'], SessionState['mode']>> = {
	nobody: 'new',
	ai: 'ai-responding',
	agent: 'taken-over',
	released: 'released',
	left: 'left',
};

export function checkRest(world: () => World, books: Books, { held, broken }: Verdicts): Eyes {
	const setAside = new Set<SessionId>();

	/** A view's entries are those that its reader may see, in order, whole. */
	function sameEntries(who: string, role: 'visitor' | 'member', shown: readonly Entry[], id: SessionId): void {
		const stored = (books.all.get(id)?.entries ?? []).filter((entry) => sees(role, entry));
		held('I20');
		const at = shown.findIndex((entry, index) => {
			const known = stored[index];
			return known === undefined || face(known) !== face(entry);
		});
		if (at >= 0 || shown.length !== stored.length) {
			broken(
				'I20',
				`${who} shows ${shown.map(({ seq }) => seq).join(' ')} and is owed ${stored.map(({ seq }) => seq).join(' ')}`,
			);
		}
	}

	function sameState(who: string, { state, bubble }: SessionView<unknown>, id: SessionId): void {
		const reading = books.all.get(id)?.reading;
		if (reading === undefined) return;
		if (state.gen !== reading.gen || state.messages !== reading.messages) {
			broken(
				'I20',
				`${who} is at gen ${state.gen} with ${state.messages} messages, and it is gen ${reading.gen} with ${reading.messages}`,
			);
		}
		// A view without `turn-started` learns that the AI is back from its answer.
		const human = (mode: SessionState['mode']): boolean => mode === 'taken-over' || mode === 'left';
		if (human(state.mode) !== human(modes[reading.who]))
			broken('I20', `${who} shows ${state.mode}, and it is ${reading.who}`);
		if ((state.holder?.name ?? null) !== (reading.holder?.name ?? null)) broken('I20', `${who} names another holder`);
		if (bubble !== null && reading.turn === null) broken('I20', `${who} still shows the text of turn ${bubble.turn}`);
	}

	function visitors(): void {
		for (const { tabs } of world().visitors) {
			const views: { readonly name: string; readonly id: SessionId; readonly text: string }[] = [];
			for (const { name, page, chat } of tabs) {
				if (page === null || chat === null) continue;
				if (chat.phase === 'refused') broken('I20', `${name} was turned away for ever`);
				if (chat.phase !== 'open') continue;
				const id = chat.view.sessionId;
				if (chat.link.kind !== 'live' || id === null) {
					broken('I20', `${name} is open and its line is ${chat.link.kind}`);
					continue;
				}
				sameEntries(name, 'visitor', chat.view.entries, id);
				sameState(name, chat.view, id);
				views.push({ name, id, text: JSON.stringify(chat.view.entries) });
				const waiting = unsent(chat.outbox.state);
				if (waiting.length > 0) broken('I21', `${name} is still sending ${waiting.length}`);
			}
			const [first, ...others] = views;
			for (const other of others) {
				held('I22');
				if (first !== undefined && (other.id !== first.id || other.text !== first.text)) {
					broken('I22', `${first.name} and ${other.name} show different conversations`);
				}
			}
		}
	}

	function members(): void {
		const { life } = world().house;
		for (const { tabs } of world().members) {
			for (const { name, page, connection, cards, session, siteId } of tabs) {
				if (page === null || connection?.state.kind === 'stopped') continue;
				if (connection?.state.kind !== 'live')
					broken('I20', `${name} is open and its line is ${connection?.state.kind}`);
				if (cards !== null && cards.failure() === null && siteId !== null) {
					held('I20');
					const wanted = life.app.directory
						.list(siteId)
						.cards.map((card) => JSON.stringify(card))
						.sort((a, b) => a.localeCompare(b));
					const shown = [...cards.plain().values()]
						.map((card) => JSON.stringify(card))
						.sort((a, b) => a.localeCompare(b));
					if (shown.join() !== wanted.join())
						broken('I20', `${name} shows ${shown.length} cards other than the server's ${wanted.length}`);
				}
				if (session === null || session.shown.failure() !== null) continue;
				const view = session.shown.view();
				sameEntries(name, 'member', view.entries, session.id);
				sameState(name, view, session.id);
				const waiting = session.shown.pending().filter(({ status }) => status.kind !== 'failed');
				if (waiting.length > 0) broken('I21', `${name} is still sending ${waiting.length}`);
				if (session.shown.doing() !== null) broken('I3', `${name} still waits for its ${session.shown.doing()}`);
			}
		}
	}

	/** I17: the live state is the fold, and the fold says what the transcript says. */
	function states(): void {
		for (const [id, state] of world().liveStates) {
			const book = books.all.get(id);
			if (book === undefined) continue;
			// `opened` alone waits in memory for the first other entry.
			const unwritten = state.lastSeq - book.reading.seq;
			if (unwritten === 1 && state.openedSeq === state.lastSeq) continue;
			// A visit that wrote nothing has left without a trace: the next one begins where the transcript ends.
			if (unwritten === 2 && state.mode === 'left' && state.openedSeq === state.lastSeq - 1) continue;
			held('I17');
			const folded = fold(emptyState, book.entries);
			const plain = (one: SessionState): string => JSON.stringify({ ...one, turn: null, sinceTurn: null });
			if (plain(folded) !== plain(state))
				broken('I17', `the live state of ${id.slice(8, 13)} is not the fold: ${difference(folded, state)}`);
			const { reading } = book;
			const same =
				modes[reading.who] === folded.mode && reading.gen === folded.gen && reading.answered === folded.answered;
			if (!same)
				broken(
					'I17',
					`the fold says ${folded.mode} gen ${folded.gen}, the transcript ${reading.who} gen ${reading.gen}`,
				);
		}
	}

	return {
		faulted(sessionId, fault) {
			if (fault !== 'bug') return;
			held('I26');
			setAside.add(sessionId);
		},
		received(_stream, told) {
			if (told.kind !== 'list') return;
			for (const card of told.event.cards) {
				if (card.needsHuman?.why === 'set-aside' && !setAside.has(card.id))
					broken('I26', `${card.id.slice(8, 13)} is set aside for another's fault`);
			}
		},
		quiet() {
			visitors();
			members();
			states();
			for (const { reading, sessionId } of books.all.values()) {
				// A turn that a deadline began at the very end is an answer on its way; its own bounds are watched elsewhere.
				if (isOpen(reading) && aiAnswers(reading) && reading.turn === null)
					broken('I18', `${sessionId.slice(8, 13)} has a question that nobody answers`);
			}
			for (const { seat, path } of books.outstanding.values()) {
				const rule: Rule = seat.role === 'member' ? 'I3' : 'I11';
				broken(rule, `${path} of ${seat.page} was never answered`);
			}
			for (const fault of world().faults)
				broken('I26', `an exception came to the edge of the process: ${String(fault)}`);
			for (const id of world().asideAtRest) broken('I26', `${id.slice(8, 13)} is still set aside`);
		},
	};
}

function difference(a: SessionState, b: SessionState): string {
	const names = Object.keys(a) as readonly (keyof SessionState)[];
	return names
		.filter((name) => name !== 'turn' && name !== 'sinceTurn' && JSON.stringify(a[name]) !== JSON.stringify(b[name]))
		.map((name) => `${name} ${JSON.stringify(a[name])} and ${JSON.stringify(b[name])}`)
		.join(', ');
}
