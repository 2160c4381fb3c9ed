/** What the components read: the session as signals, and the few words that depend on it. */
import { createMemo, createSignal } from 'solid-js';
import type { Entry } from '../../shared/entry.ts';
import type { ClientId } from '../../shared/ids.ts';
import type { ConnectionState } from '../../shared/live/connect.ts';
import type { OutboxItem } from '../../shared/live/outbox.ts';
import type { OutboxStorage } from '../../shared/live/outbox-runner.ts';
import { pendingItems } from '../../shared/live/session-view.ts';
import type { Language } from '../../shared/text/language.ts';
import type { WidgetText } from '../../shared/text/widget-en.ts';
import type { WidgetConfig } from '../../shared/widget-config.ts';
import type { ChatSession } from '../session/chat.ts';
import type { Command } from '../session/command.ts';
import { isDrawn, visibleEntries } from '../session/visible.ts';

export type Said = OutboxItem<Extract<Command, { readonly kind: 'say' }>>;

const isSaid = (item: OutboxItem<Command>): item is Said => item.body.kind === 'say';

export interface ModelDeps {
	readonly text: WidgetText;
	readonly language: Language;
	readonly config: WidgetConfig;
	readonly draft: OutboxStorage;
	readonly session: ChatSession;
	readonly close: () => void;
	readonly startNew: () => void;
}

export function createModel(deps: ModelDeps) {
	const { text, language, session } = deps;
	const [changes, setChanges] = createSignal(0);
	/** Reads again whatever the session is now; memos below keep the rest still. */
	const now = (): ChatSession => {
		changes();
		return session;
	};
	const view = createMemo(() => now().view);
	const items = createMemo(() => now().outbox.state.items);
	const entries = createMemo(() => visibleEntries(view().entries).filter(isDrawn));
	const pending = createMemo(() => {
		void items();
		return pendingItems(view(), session.outbox.state).filter(isSaid);
	});
	const human = createMemo(() => (view().state.mode === 'taken-over' ? view().state.holder : null));
	const asked = createMemo(() => {
		const why = view().state.needsHuman?.why;
		return why === 'button' || why === 'words' || items().some(({ body }) => body.kind === 'ask');
	});
	/** Text of a message that failed, on its way back to the composer. */
	const [takenBack, setTakenBack] = createSignal('', { equals: false });
	// The browser's own variety of the language: 14:05 in London, 2:05 PM in Boston.
	const locale = navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
	const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
	const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });

	return {
		...deps,
		refresh: () => setChanges((count) => count + 1),
		phase: createMemo(() => now().phase),
		link: createMemo<ConnectionState>(() => now().link),
		takenBack,
		takeBack(clientId: ClientId): void {
			const body = session.outbox.discard(clientId)?.body;
			if (body?.kind === 'say') setTakenBack(body.text);
		},
		view,
		entries,
		pending,
		human,
		asked,
		bubble: createMemo(() => view().bubble),
		live: createMemo(() => view().live),
		nobody: createMemo(() => (human() === null ? (view().live?.nobody ?? null) : null)),
		/** What the server did not take for an address. */
		refused: createMemo(() => items().find(({ body, status }) => body.kind === 'address' && status.kind === 'failed')),
		agentName: (name: string): string => name || text.agent,
		number: (value: number): string => new Intl.NumberFormat(locale).format(value),
		timeOf: (entry: Pick<Entry, 'at'>): string => time.format(entry.at),
		momentOf: (entry: Pick<Entry, 'at'>): string => moment.format(entry.at),
	};
}

export type Model = ReturnType<typeof createModel>;
