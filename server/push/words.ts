/** What notifications say, in the member's language. Short: a lock screen shows two lines. */

import type { AlertKind } from '../../shared/alert.ts';
import { pushTagOf } from '../../shared/push.ts';
import type { Language } from '../../shared/text/language.ts';
import type { Alert } from '../outbox/ports.ts';
import type { PushPayload } from './message.ts';

interface Words {
	readonly kinds: Readonly<Record<AlertKind, (name: string) => string>>;
	/** In place of a visitor's words. */
	readonly discreet: string;
	/** There are no words to repeat. */
	readonly silent: string;
	readonly testTitle: string;
	readonly testBody: string;
}

const words: Readonly<Record<Language, Words>> = {
	en: {
		kinds: {
			'session-opened': () => 'New chat',
			'human-asked': () => 'A visitor asks for a person',
			'ai-failed': () => 'The AI could not answer',
			'took-over': (name) => `${name === '' ? 'An agent' : name} took over`,
			released: () => 'The AI answers again',
			missed: () => 'A visitor left without an answer',
			message: () => 'New message',
		},
		discreet: 'Open Baton to read it.',
		silent: 'Open the chat to see more.',
		testTitle: 'Notifications work',
		testBody: 'This is what a visitor who needs a person will look like.',
	},
	lv: {
		kinds: {
			'session-opened': () => 'Jauna saruna',
			'human-asked': () => 'Apmeklētājs lūdz cilvēku',
			'ai-failed': () => 'AI nevarēja atbildēt',
			'took-over': (name) => `${name === '' ? 'Aģents' : name} pārņēma sarunu`,
			released: () => 'Atkal atbild AI',
			missed: () => 'Apmeklētājs aizgāja bez atbildes',
			message: () => 'Jauna ziņa',
		},
		discreet: 'Lai izlasītu, atveriet Baton.',
		silent: 'Atveriet sarunu, lai redzētu vairāk.',
		testTitle: 'Paziņojumi darbojas',
		testBody: 'Šādi izskatīsies ziņa, kad apmeklētājam vajadzēs cilvēku.',
	},
};

/** The payload of a draft that tells a member of an alert. Two taps to control: the notification, then "Take over". */
export function alertPayload(alert: Alert, language: Language): PushPayload {
	const { kinds, discreet, silent } = words[language];
	const what = kinds[alert.kind](alert.by.author === 'agent' ? alert.by.name : '');
	return {
		title: `${what} · ${alert.siteName}`,
		body: alert.text === '' ? silent : alert.text,
		discreet: alert.text === '' ? silent : discreet,
		url: `/sites/${alert.siteId}/monitor/${alert.sessionId}`,
		tag: pushTagOf(alert.sessionId),
	};
}

export function testPayload(language: Language): PushPayload {
	const { testTitle, testBody } = words[language];
	return { title: testTitle, body: testBody, discreet: testBody, url: '/notifications', tag: 'baton-test' };
}
