import type { HistoryKind } from '../history.ts';

/** The history of a website: the list of all its chats, and one of them. */
export const historyEn = {
	title: 'History',
	lead: 'Every chat on this website, newest first.',
	list: 'Chats',
	search: 'Search',
	searchIn: 'Words, an e-mail address or a session',
	which: 'Which chats',
	kinds: { all: 'All', human: 'With a person', missed: 'Missed' } satisfies Record<HistoryKind, string>,
	emptyTitle: 'No chats yet',
	emptyText: 'Chats appear here as soon as a visitor has written something.',
	nothingTitle: 'Nothing found',
	nothingText: 'No chat fits. Try fewer or other words, or look at all chats.',
	notYetTitle: 'Nothing found so far',
	notYetText: 'The newest chats have nothing that fits. Older ones can be searched too.',
	showAll: 'Show all chats',
	older: 'Show older chats',
	searchOlder: 'Search older chats',
	silent: 'Nothing was written by the visitor',
	live: 'Live now',
	noName: 'Agent',
	missed: 'Missed',
	answered: 'Missed, resolved',
	addressLeft: 'Address left',
	toList: 'All chats',
	toChat: 'Open the live chat',
	toMissed: 'Answer',
	notFound: 'This chat is not here any more',
	notFoundText: 'It was deleted, or it was never written in.',
	oneFailed: 'The chat could not be loaded',
	openedAt: 'Started',
};

export type HistoryTexts = typeof historyEn;
