/** The process of the simulated visitors. Started by the server, told by it who may come in, and gone when it is gone. */
import type { SocketClass } from '../../shared/live/host.ts';
import { createSystemClock } from '../clock.ts';
import { openChat } from './chat.ts';
import { createCrowd, type Visitor } from './crowd.ts';
import { createDeck } from './deck.ts';
import { order, type Request } from './orders.ts';
import { englishScripts } from './scripts-en.ts';
import { latvianScripts } from './scripts-lv.ts';
import { createVisit } from './visit.ts';

const clock = createSystemClock();
const random = Math.random;
const goodbyeMs = 2_000;
const scripts = { en: createDeck(englishScripts, random), lv: createDeck(latvianScripts, random) } as const;
let url = '';

const tell = (request: Request): void => {
	process.send?.(request);
};

async function visit({ token, language }: Visitor, signal: AbortSignal): Promise<void> {
	const script = scripts[language]();
	if (script === undefined) return;
	const chat = openChat({
		url,
		token,
		language,
		page: script.start,
		clock,
		random,
		fillRandom: (bytes) => crypto.getRandomValues(bytes),
		// Library border: Node's class is a browser's; `SocketClass` names the few members that are used of it.
		WebSocket: WebSocket as unknown as SocketClass,
	});
	try {
		await createVisit({ chat, script, clock, random, signal })();
	} finally {
		chat.close();
	}
}

const crowd = createCrowd({ clock, random, next: () => tell({ type: 'next' }), visit });

async function goHome(): Promise<void> {
	await crowd.stop(goodbyeMs);
	tell({ type: 'empty' });
	process.disconnect?.();
}

process.on('message', (message) => {
	const parsed = order.safeParse(message);
	if (!parsed.success) return;
	switch (parsed.data.type) {
		case 'walk':
			url = parsed.data.url;
			crowd.setSize(parsed.data.visitors);
			break;
		case 'enter':
			crowd.enter(parsed.data);
			break;
		case 'stop':
			void goHome();
			break;
	}
});
// The server ended, in whatever way: nobody is left to visit.
process.on('disconnect', () => process.exit(0));
