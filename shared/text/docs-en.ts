/** The documentation's sentences in English. What Baton does not do must not stand here. */
export const docsEn = {
	documentation: 'Documentation',
	learn: 'Learn how to use Baton',
	back: 'Back to dashboard',
	go: 'Go to monitoring',
	contents: 'On this page',
	plans: 'Standard and Pro plans',
	title: 'Live Monitoring',
	lead: 'See conversations as they happen, and take over when you are needed.',

	overview: {
		title: 'Overview',
		all: 'Live monitoring shows every chat that is open on your website right now. See who is chatting and what they ask, and take the conversation over from the AI when a person is needed.',
		appear:
			'A session appears the moment a visitor opens your chat widget, and disappears when they leave. New messages come in by themselves: there is nothing to refresh.',
		order:
			'What needs a person stands first: chats that asked for one, chats the AI could not answer, then the visitor who has waited longest. Below them come the newest.',
		leaving:
			'Closing the chat window is not leaving, and neither is walking on to the next page. A session ends when the visitor presses “End chat”, or once the last page with the widget has been gone for 10 seconds. While an agent has the chat, or a person was asked for, Baton waits 5 minutes: a phone puts the page to sleep as soon as its owner looks something up. Meanwhile the card says “Away”.',
	},

	card: {
		title: 'Session information',
		intro: 'Each session’s card shows:',
		country: 'Country',
		countryIs: 'Where the visitor is, judged by their IP address. It is approximate, and the address is not stored.',
		device: 'Device',
		deviceIs: 'Mobile, tablet or desktop',
		time: 'Time',
		timeIs: 'How long the session has been active',
		messages: 'Messages',
		messagesAre: 'How many there are in the conversation: the visitor’s, the AI’s and the agents’',
		last: 'Last message',
		lastIs: 'A preview of the newest one, and who wrote it',
		also: 'It also says which page the visitor is on, who answers (the AI or an agent, by name), whether the visitor is typing, and whether a person is needed and why.',
		exampleTitle: 'Live Monitoring',
		exampleNote: 'An example, not your visitors',
		exampleFirst: 'I’d like to know about prices …',
		exampleSecond: 'Thanks for your help!',
	},

	ways: {
		title: 'Watch or take over',
		intro: 'There are two ways to be part of a live conversation:',
		watch: 'Watch chat',
		watchIs:
			'See the conversation as it happens without interrupting the AI: its answer word by word, and when the visitor is typing. Ideal for:',
		quality: 'keeping an eye on the quality of conversations',
		learn: 'learning what customers ask',
		observe: 'observing how the AI answers',
		training: 'training new colleagues',
		unseen: 'The visitor does not know that you are watching',
		watchers: 'Colleagues see on the card who else is watching.',
		take: 'Take over',
		takeIs: 'Step into the conversation and answer yourself. The AI does not answer until you leave. Use it when:',
		complex: 'a difficult question needs a human touch',
		valued: 'a valued customer needs attention',
		struggling: 'the AI struggles with the subject',
		delicate: 'the situation is delicate',
		indicator: 'The visitor sees the “Live agent” indicator',
		reply: 'Sending a reply takes over as well.',
		one: 'One agent holds a chat at a time. A second one who tries is told who has it, and can watch.',
	},

	whisper: {
		title: 'Whisper to the AI',
		what: 'Between watching and taking over there is a third way: tell the AI in private what to do, such as “offer the refund”, in the field above the reply. The visitor never sees it; your colleagues do. The AI keeps the chat and heeds you from its next answer on.',
		who: 'A language model follows what you whisper. The built-in AI can not be told what to do: it looks your words up in Knowledge and adds what it finds to its next answer.',
		leaving:
			'While you have the chat yourself, what you whisper is for afterwards: the AI finds it there when you leave. While a colleague has the chat, only they can whisper.',
	},

	sounds: {
		title: 'Sound notifications',
		intro: 'Hear when something happens. Press the sound button in the header and choose:',
		all: 'All messages',
		allIs: 'A sound for every new message in any session',
		fresh: 'New conversations only',
		freshIs: 'A sound only when a new chat session starts',
		human: 'Human needed only',
		humanIs: 'A sound only when a visitor needs a person',
		none: 'No sound',
		noneIs: 'Silent monitoring, without sound alerts',
		quiet:
			'The AI’s answers and your own messages make no sound. When a person is needed, the call comes again every 20 seconds until somebody looks, unless you chose “New conversations only” or “No sound”. Your choice applies at once and is kept with your account; with several tabs open you hear each sound once. A test button lets you listen first.',
		tip: 'Tip',
		autoplay:
			'Browsers may block sound until you have used the page. After it has loaded, click anywhere on the monitoring page to switch sound notifications on. Until then the sound button says that sound is blocked.',
	},

	name: {
		title: 'Agent name',
		intro:
			'Set the display name that visitors see when you take over their conversation. Press the agent name button in the header to change it.',
		field: 'Your display name',
		example: 'Support',
		exampleTitle: 'Your agent name',
		exampleInWidget: 'In the chat widget',
		exampleLive: 'Live agent',
		shown:
			'The name appears in the chat widget when you take over, so that visitors know they are talking to a real person. Without one they see “Agent”, never your e-mail.',
	},

	took: {
		title: 'When you take over',
		intro: 'This is what happens when you take control of a conversation:',
		stops: 'The AI stops',
		stopsIs:
			'It no longer answers this visitor, not even to the end of the sentence. What the visitor had already read stays.',
		sees: 'The visitor sees the indicator',
		seesIs: 'The chat widget shows “Live agent” with your name',
		direct: 'You answer directly',
		directIs: 'Write messages that go straight to the visitor. Each of you sees when the other is typing.',
		leave: 'When you leave',
		leaveIs:
			'Press “Leave chat”, and the AI resumes answering by itself, knowing what the two of you wrote. A question still open is answered at once.',
		again: 'Take over and leave as often as the conversation needs it.',
	},

	away: {
		title: 'If you are called away',
		intro: 'No visitor is left waiting for somebody who is gone. The AI takes the conversation back by itself:',
		gone: '30 seconds after your last dashboard closed',
		goneIs:
			'A lost connection, a closed tab, a flat battery: come back sooner and the chat is still yours. Colleagues see the countdown.',
		idle: '3 minutes without an answer to the visitor',
		idleIs:
			'After the first minute you and the team are alerted. “Keep” starts the time anew. Each website’s settings can change the 3 minutes, from 1 to 60.',
		visitor: 'As soon as the visitor goes back to the AI',
		visitorIs: 'They can ask for a person and return to the assistant whenever they like.',
		rights: 'When you sign out, or may no longer take over',
		rightsIs: 'Your role or the plan may have changed, or somebody disabled your login.',
		told: 'The visitor then reads that you have left and the assistant is back.',
	},

	places: {
		title: 'Websites, roles and plans',
		note: 'Note',
		site: 'Sessions belong to one website. Each website that you manage has its own monitoring dashboard, opened from that website’s menu.',
		roles: 'Viewers watch. Agents, admins and owners also take over and answer.',
		plan: 'Live monitoring is part of the Standard and Pro plans. On Free the widget, the AI and the settings work as ever.',
	},
};

export type DocsText = typeof docsEn;
