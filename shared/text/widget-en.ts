/** What visitors read. Names come from agents, times from the browser. */
export const widgetEn = {
	open: 'Open chat',
	close: 'Close chat',
	conversation: 'Conversation',
	message: 'Message',
	send: 'Send',
	end: 'End chat',
	endQuestion: 'End this chat?',
	endCancel: 'Keep chatting',
	ended: 'Chat ended',
	endedHint: 'Thank you for writing. You can start again whenever you like.',
	startNew: 'Start a new chat',

	ai: 'AI assistant',
	agent: 'Agent',
	liveAgent: 'Live agent',
	you: 'You',

	greeting: 'Hello. What can I help you with?',
	disclosure: 'An AI answers here. The team may read along and step in.',
	privacy: 'Privacy',

	askPerson: 'Talk to a person',
	askedWaiting: 'The team knows you want a person',
	backToAi: 'Back to the assistant',

	askedByYou: 'You asked for a person. The team has been told.',
	askedByAi: 'The assistant has asked the team for help.',
	nobodyHere: 'Nobody is here right now. The assistant carries on.',
	nobodyFree: 'Nobody is free yet. The assistant carries on.',
	addressAsk: 'Leave your e-mail and we will write to you',
	addressSave: 'Save',
	addressChange: 'Change',
	addressWrong: 'This is not an e-mail address',
	addressLeft: 'We will write to',
	whileAway: 'Answered while you were away',
	tookOver: (name: string): string => `${name} has joined. You are talking to a person now.`,
	released: (name: string): string => `${name} has left, the assistant is back`,
	backByYou: 'You are back with the assistant',
	interrupted: (name: string): string => `Stopped when ${name} joined`,
	cut: 'This answer was cut short',
	source: 'Source',
	sources: 'Sources',

	sending: 'Sending…',
	sent: 'Sent',
	failed: 'Not sent',
	failedInput: 'This message can’t be sent as it is',
	retry: 'Try again',
	takeBack: 'Edit',

	aiWrites: 'The assistant is writing',
	agentWrites: (name: string): string => `${name} is writing`,
	placeholderAi: 'Ask a question',
	placeholderHuman: (name: string): string => `Write to ${name}`,
	tooLong: (over: string): string => `Too long by ${over}`,
	left: (count: string): string => `${count} left`,

	connecting: 'Connecting…',
	reconnecting: 'Reconnecting… Your text is kept.',
	offline: 'You are offline. Your text is kept.',
	newMessage: 'New message',
	toNewest: 'Newest messages',
} as const;

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] };
export type WidgetText = Widen<typeof widgetEn>;
