/**
 * The one line on somebody's page. Asks once whether it may show, draws the launcher, and loads the chat at the first
 * click, or at once if this browser remembers a session. Before that: no cookie, no storage, one request. Small is the
 * point.
 */
import { chooseLanguage, type Language } from '../shared/text/language.ts';
import type { WidgetConfig } from '../shared/widget-config.ts';
import { type Chat, type ChatSetup, type StartChat, storageName } from './contract.ts';

/** Put in by the build: the chat's file name, which carries its hash. */
declare const chatFile: string;

type Command = 'open' | 'close';
interface Api {
	(command: Command): void;
	q?: ArrayLike<unknown>[];
	on?: boolean;
}
declare global {
	interface Window {
		baton?: Api;
	}
}

const labels: Readonly<Record<Language, string>> = { en: 'Open chat', lv: 'Atvērt tērzēšanu' };

const css =
	':host{all:initial!important}' +
	'button{all:unset;position:fixed;z-index:2147483000;bottom:max(20px,env(safe-area-inset-bottom));width:56px;height:56px;border-radius:28px;cursor:pointer;background:var(--site);color:var(--on-site);display:grid;place-items:center;box-shadow:0 1px 2px #0003,0 8px 24px -6px #0006}' +
	'button:hover{filter:brightness(1.08)}' +
	'button:focus-visible{outline:2px solid var(--site);outline-offset:3px;box-shadow:0 0 0 3px #fff}' +
	'svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}';

/** A speech bubble with a baton's slant in it. */
const bubble = 'M20.5 11.5a8.5 8.5 0 0 1-12.4 7.6L3.5 20.5l1.4-4.6a8.5 8.5 0 1 1 15.6-4.4ZM9 14l6-5';

/** Black or white, by the brightness that eyes give to each channel. */
function readableOn(colour: string): string {
	const value = Number.parseInt(colour.slice(1), 16);
	const light = ((value >> 16) & 255) * 0.299 + ((value >> 8) & 255) * 0.587 + (value & 255) * 0.114;
	return light > 160 ? '#14161d' : '#fff';
}

function draw(
	setup: Pick<ChatSetup, 'config' | 'language' | 'onColour'>,
): Pick<ChatSetup, 'root' | 'launcher' | 'remove'> {
	const { config } = setup;
	const host = document.createElement('baton-chat');
	const root = host.attachShadow({ mode: 'open' });
	// Not a style element: a strict policy of the page forbids those, constructed sheets it does not.
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(css + `button{${config.side}:max(20px,env(safe-area-inset-${config.side}))}`);
	root.adoptedStyleSheets = [sheet];
	const launcher = document.createElement('button');
	launcher.type = 'button';
	launcher.ariaLabel = labels[setup.language];
	launcher.ariaExpanded = 'false';
	launcher.style.setProperty('--site', config.colour);
	launcher.style.setProperty('--on-site', setup.onColour);
	const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
	svg.setAttribute('viewBox', '0 0 24 24');
	svg.setAttribute('aria-hidden', 'true');
	const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
	path.setAttribute('d', bubble);
	svg.append(path);
	launcher.append(svg);
	root.append(launcher);
	// Beside the body: frameworks that swap the body on navigation leave it alone.
	document.documentElement.append(host);
	return { root, launcher, remove: () => host.remove() };
}

function remembers(siteKey: string): boolean {
	try {
		return localStorage.getItem(storageName(siteKey, 'live')) !== null;
	} catch {
		// Storage is forbidden here.
		return false;
	}
}

async function start(script: HTMLScriptElement): Promise<void> {
	const { site = '', colour, side, language: wished, title, greeting } = script.dataset;
	const { origin } = new URL(script.src);
	const address = `${origin}/widget/config?site=${encodeURIComponent(site)}`;
	const queue = window.baton?.q ?? [];
	const waiting: Command[] = [];
	let run = (command: Command): void => {
		waiting.push(command);
	};
	const api: Api = (command) => run(command);
	api.on = true;
	window.baton = api;

	const answer = await fetch(address, { credentials: 'omit' });
	if (!answer.ok) throw new Error(`${answer.status} from ${address}`);
	// Our own server's answer to our own build.
	const stored = (await answer.json()) as WidgetConfig;
	const config: WidgetConfig = {
		...stored,
		name: title ?? stored.name,
		greeting: greeting ?? stored.greeting,
		colour: /^#[0-9a-f]{6}$/i.test(colour ?? '') ? (colour ?? '') : stored.colour,
		side: side === 'left' || side === 'right' ? side : stored.side,
	};
	const language = chooseLanguage([
		wished ?? '',
		stored.language,
		document.documentElement.lang,
		...navigator.languages,
	]);
	const setup = { origin, siteKey: site, config, language, onColour: readableOn(config.colour) };
	const drawn = draw(setup);
	let chat: Promise<Chat> | undefined;
	const load = (): Promise<Chat> => {
		chat ??= import(/* @vite-ignore */ origin + chatFile).then(
			({ startChat }: { startChat: StartChat }) => startChat({ ...setup, ...drawn }),
			(fault: unknown) => {
				// A lost connection: the next click tries again.
				chat = undefined;
				console.error('Baton: the chat could not be loaded.', fault);
				throw fault;
			},
		);
		return chat;
	};
	const act = (what: keyof Chat): void => {
		load().then(
			(loaded) => loaded[what](),
			() => {},
		);
	};
	drawn.launcher.onclick = () => act('toggle');
	run = (command) => {
		if (command === 'open' || (command === 'close' && chat !== undefined)) act(command);
	};
	for (const call of queue) run(call[0] as Command);
	for (const command of waiting) run(command);
	if (remembers(site)) load().catch(() => {});
}

const current = document.currentScript;
// A tag manager hides `currentScript`, or shows its own.
const script =
	current instanceof HTMLScriptElement && current.dataset['site'] !== undefined
		? current
		: document.querySelector<HTMLScriptElement>('script[data-site]');
if (script !== null && window.baton?.on !== true) {
	start(script).catch((fault: unknown) => console.info('Baton: the chat stays hidden.', String(fault)));
}
