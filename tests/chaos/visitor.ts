/** A visitor: one browser with some tabs, each of which is the widget's own session over a wire of its own. */
import type { VisitorRouter } from '../../server/rpc/visitor.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { SessionId } from '../../shared/ids.ts';
import type { Connection } from '../../shared/live/connect.ts';
import type { OutboxStorage } from '../../shared/live/outbox-runner.ts';
import type { ChatSession } from '../../widget/session/chat.ts';
import { createChatSession } from '../../widget/session/chat-session.ts';
import type { Memory } from '../../widget/session/memory.ts';
import type { MintLock } from '../../widget/session/mint-lock.ts';
import type { Random } from '../sim/random.ts';
import { systemLiveClock } from '../support/live.ts';
import { dial, type Net, type Place } from './line.ts';
import { newClientId, type Recorder } from './recorder.ts';

export interface Visitor {
	/** Does something that a visitor might do now. */
	act(): void;
	/** Nothing is on its way, and every open chat has a line that works. */
	readonly calm: boolean;
	/** What is not calm, for people. */
	readonly trouble: string;
	/** Closes the browser. */
	close(): void;
}

export interface VisitorDeps {
	readonly name: string;
	readonly net: Net;
	readonly siteKey: string;
	readonly random: Random;
	readonly recorder: Recorder;
	readonly tabs: number;
}

interface Tab {
	session: ChatSession;
	readonly place: Place;
	readonly own: Map<string, string>;
	/** The page is gone: nothing of it may act any more. */
	unload(): void;
}

const questions: readonly [string, ...string[]] = [
	'What does delivery cost?',
	'How do returns work?',
	'And I have no printer.',
	'Are you a person?',
	'Is it raining where you are?',
];

export function createVisitor({ name, net, siteKey, random, recorder, tabs: count }: VisitorDeps): Visitor {
	const browser = new Map<string, string>();
	const begun = new Set<() => void>();
	let said = 0;
	let pages = 0;
	/** Tabs that open at once wait for one another, as under `navigator.locks`. */
	let minting: Promise<void> = Promise.resolve();
	const mintLock: MintLock = (act) => {
		minting = minting.then(act, act);
	};

	const storage = (map: Map<string, string>, key: string, alive: () => boolean): OutboxStorage => ({
		load: () => map.get(key) ?? null,
		save(text) {
			if (!alive()) return;
			if (text === null) map.delete(key);
			else map.set(key, text);
		},
	});

	function memoryOf(own: Map<string, string>, alive: () => boolean): Memory {
		const token = storage(browser, 'token', alive);
		const live = storage(browser, 'live', alive);
		return {
			token: token.load,
			setToken: token.save,
			live: () => live.load() !== null,
			setLive(on) {
				const was = live.load() !== null;
				live.save(on ? '1' : null);
				if (alive() && on && !was) for (const tell of [...begun]) tell();
			},
			onBegun(tell) {
				begun.add(tell);
				return () => begun.delete(tell);
			},
			outbox: storage(own, 'outbox', alive),
			draft: storage(own, 'draft', alive),
			panel: storage(own, 'panel', alive),
		};
	}

	function openPage(place: Place, own: Map<string, string>): { session: ChatSession; unload(): void } {
		pages += 1;
		const page = `${name} page ${pages}`;
		let alive = true;
		let newest: Connection<VisitorRouter> | null = null;
		let sessionId: SessionId | null = null;
		const memory = memoryOf(own, () => alive);
		const session = createChatSession({
			connect(hello) {
				const dialled = dial<VisitorRouter>({ net, place, path: `/trpc?site=${siteKey}`, random, hello });
				const line = recorder.listen(page, 'visitor', { ...dialled, sessionId: () => sessionId });
				newest = line;
				// A page that is gone may still have waited for its turn.
				if (!alive) line.close();
				return {
					...line,
					get state() {
						return line.state;
					},
					subscribe: (listener) => line.subscribe((state) => alive && listener(state)),
				};
			},
			clock: systemLiveClock,
			memory,
			mintLock,
			makeClientId: newClientId,
			about: { language: 'en', touch: '0' },
			page: () => ({ url: `https://shop.example/${pages}`, title: 'Shop' }),
			changed() {
				if (alive)
					queueMicrotask(() => {
						sessionId = session.view.sessionId ?? sessionId;
					});
			},
		});
		// Another tab of this browser has begun a chat.
		const stop = memory.onBegun(() => {
			if (alive) queueMicrotask(() => alive && session.resume());
		});
		return {
			session,
			unload() {
				alive = false;
				stop();
				newest?.close();
			},
		};
	}

	function openTab(place: Place): Tab {
		const own = new Map<string, string>();
		const page = openPage(place, own);
		page.session.openPanel();
		return { place, own, session: page.session, unload: page.unload };
	}

	const tabs = Array.from({ length: count }, (_, n) => openTab(n === 0 ? 'here' : 'there'));

	/** Unsent text and the open panel survive, sockets do not. */
	function reload(tab: Tab): void {
		tab.unload();
		const page = openPage(tab.place, tab.own);
		tab.session = page.session;
		tab.unload = page.unload;
		if (browser.has('live')) page.session.resume();
		page.session.openPanel();
	}

	const sending = ({ session }: Tab): number =>
		session.outbox.state.items.filter(({ status }) => status.kind === 'sending').length;

	function act(): void {
		const tab = tabs[random.int(tabs.length)];
		if (tab === undefined) return;
		switch (tab.session.phase) {
			case 'closed':
				tab.session.openPanel();
				break;
			case 'ended':
				tab.session.startNew();
				break;
			case 'refused':
				reload(tab);
				break;
			case 'dormant':
			case 'open':
				chat(tab, random.next());
		}
	}

	function chat(tab: Tab, dice: number): void {
		const { session } = tab;
		const { state } = session.view;
		// A visitor may write thirty messages a minute: more would only wait.
		const waiting = sending(tab);
		if (dice < 0.4) {
			if (waiting > 1 || (waiting === 1 && dice > 0.1)) return;
			said += 1;
			session.write({ kind: 'say', text: `${random.pick(questions)} (${name} ${said})` });
		} else if (dice < 0.44 && waiting === 0) session.write({ kind: 'ask' });
		else if (dice < 0.5 && waiting === 0 && state.mode === 'taken-over') session.write({ kind: 'back' });
		// Something of this visit is stored: an end without a trace has nothing to be held against. What is held is not
		// shown: a chat that was opened again looks like the visit before it, which has left.
		else if (dice < 0.53 && hasSaid(state) && waiting === 0) session.end();
		else if (dice < 0.6) reload(tab);
		else if (dice < 0.65) {
			session.suspend();
			setTimeout(() => session.wake(), random.between(50, 600));
		} else session.typing(random.chance(0.5));
	}

	const hasSaid = ({ mode, lastVisitorSeq, openedSeq }: SessionState): boolean =>
		mode !== 'left' && lastVisitorSeq > openedSeq;

	const isCalm = (tab: Tab): boolean =>
		sending(tab) === 0 && (tab.session.phase !== 'open' || tab.session.link.kind === 'live');

	return {
		act,
		get calm() {
			return tabs.every(isCalm);
		},
		get trouble() {
			return tabs
				.filter((tab) => !isCalm(tab))
				.map(
					({ session }) =>
						`${name}: ${session.phase}, ${session.link.kind}, ${JSON.stringify(session.outbox.state.items)}`,
				)
				.join('; ');
		},
		close() {
			for (const tab of tabs) tab.unload();
		},
	};
}
