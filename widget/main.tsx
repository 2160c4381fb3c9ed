/** The chat itself: wires what the page gives to the session, and draws the panel into the loader's shadow root. */
import { createSignal, Show } from 'solid-js';
import { render } from 'solid-js/web';
import type { VisitorRouter } from '../server/rpc/visitor.ts';
import { makeClientId } from '../shared/ids.ts';
import { createConnection } from '../shared/live/connect.ts';
import { createPageHost, sleepWithPage } from '../shared/live/host.ts';
import tokens from '../shared/look/tokens.css?inline';
import chatCss from './chat.css?inline';
import type { Chat, ChatSetup } from './contract.ts';
import { createChatSession } from './session/chat-session.ts';
import { createMemory } from './session/memory.ts';
import { createMintLock } from './session/mint-lock.ts';
import { pageFacts, watchPage } from './session/page.ts';
import { fitToKeyboard } from './ui/fit-to-keyboard.ts';
import { createLauncher } from './ui/launcher.ts';
import { createModel } from './ui/model.ts';
import { Panel } from './ui/panel.tsx';

const phone = '(max-width: 479px)';

export function startChat(setup: ChatSetup): Chat {
	const { root, siteKey, language, text, config } = setup;
	const memory = createMemory(window, siteKey);
	const host = createPageHost(window, WebSocket as never, Event, Math.random);
	const [isOpen, setOpen] = createSignal(false);

	const sheet = new CSSStyleSheet();
	sheet.replaceSync(`${tokens}${chatCss}`);
	root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];

	const frame = document.createElement('div');
	frame.lang = language;
	frame.className = config.side;
	frame.style.colorScheme = 'light dark';
	frame.style.setProperty('--site', config.colour);
	frame.style.setProperty('--on-site', setup.launcher.style.getPropertyValue('--on-site'));
	root.append(frame);
	const launcher = createLauncher(setup.launcher, text, frame);

	const socketUrl = `${setup.origin.replace(/^http/, 'ws')}/trpc?site=${encodeURIComponent(siteKey)}`;
	const session = createChatSession({
		connect: (hello) => createConnection<VisitorRouter>({ url: () => socketUrl, connectionParams: hello, host }),
		clock: host.clock,
		memory,
		mintLock: createMintLock(navigator.locks, siteKey),
		makeClientId: () => makeClientId((bytes) => crypto.getRandomValues(bytes)),
		about: { language, touch: String(navigator.maxTouchPoints) },
		page: () => pageFacts(window),
		answered: () => queueMicrotask(() => launcher.news()),
		changed,
	});

	const model = createModel({ text, language, config, draft: memory.draft, session, close, startNew });

	function changed(): void {
		// The first news comes while the session is being made.
		queueMicrotask(() => {
			model.refresh();
			if (session.phase === 'refused') leavePage();
			else launcher.saw(model.entries(), isOpen());
		});
	}

	function focusInput(): void {
		frame.querySelector<HTMLElement>('[data-input]')?.focus();
	}

	function show(withFocus: boolean): void {
		if (!isOpen()) {
			setOpen(true);
			memory.panel.save('1');
			launcher.show(true);
			session.openPanel();
		}
		if (withFocus) focusInput();
	}

	function close(): void {
		if (!isOpen()) return;
		const hadFocus = root.activeElement !== null;
		setOpen(false);
		memory.panel.save(null);
		launcher.show(false);
		session.closePanel();
		if (hadFocus) setup.launcher.focus();
	}

	function startNew(): void {
		session.startNew();
		// The composer takes the start screen's place.
		queueMicrotask(focusInput);
	}

	function leavePage(): void {
		stopWatching();
		root.host.remove();
	}

	render(
		() => (
			<Show when={isOpen()}>
				<Panel model={model} />
			</Show>
		),
		frame,
	);
	frame.addEventListener('keydown', (event) => {
		if (event.key === 'Escape' && !event.isComposing) close();
	});
	fitToKeyboard(frame, window);

	const stopWatching = watchPage(window, () => session.pageChanged());
	memory.onBegun(() => session.resume());
	sleepWithPage(window, session);

	if (memory.live()) {
		session.resume();
		// On a phone the panel would cover the page that was just asked for.
		if (memory.panel.load() !== null && !matchMedia(phone).matches) show(false);
	}

	return { open: () => show(true), close, toggle: () => (isOpen() ? close() : show(true)) };
}
