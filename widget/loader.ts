/**
 * The one line on somebody's page. Asks once whether it may show, draws the launcher, and loads the chat at the first
 * click, or at once if this browser remembers a session. Before that: no cookie, no storage, one request. Small is the
 * point.
 */
import type { Language } from '../shared/text/language.ts';
import type { WidgetConfig } from '../shared/widget-config.ts';
import { type Chat, type ChatModule, type ChatSetup, storageName, type TextModule } from './contract.ts';

/** Put in by the build: names what the chat's files say now, so that browsers may keep them for ever. */
declare const chatVersion: string;

type Call = readonly unknown[];
interface Api {
	(...call: unknown[]): void;
	/** What a page asked before this script came. */
	q?: Call[];
	/** This script has come; a second one on the page does nothing. */
	on?: boolean;
}
declare global {
	interface Window {
		baton?: Api;
	}
}

const labels: Readonly<Record<Language, string>> = { en: 'Open chat', lv: 'Atvērt tērzēšanu' };

/** Children of the root only: the chat's own buttons are its own affair. */
const css =
	':host{all:initial!important}:host>button{all:unset;position:fixed;z-index:999999999;bottom:max(20px,env(safe-area-inset-bottom));padding:14px;border-radius:50%;cursor:pointer;background:var(--site);color:var(--on-site);box-shadow:0 8px 24px -6px #0006}:host>button:hover{filter:brightness(1.08)}:host>button:focus-visible{outline:2px solid var(--site);outline-offset:3px}:host>button>svg{display:block;width:28px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round}';

/** A speech bubble with a baton's slant in it. */
const drawing = [
	['svg', 'viewBox', '0 0 24 24'],
	['path', 'd', 'M4 20l1-4a8 8 0 1 1 3 3zM9 14l6-5'],
] as const;

/** Black or white, by the brightness that eyes give to each channel of `#rrggbb`. */
function readableOn(colour: string): string {
	const value = Number(`0x${colour.slice(1)}`);
	return (value >> 16) * 3 + ((value >> 8) & 255) * 6 + (value & 255) > 1600 ? '#111' : '#fff';
}

function draw({ colour, side }: WidgetConfig, language: Language): Pick<ChatSetup, 'root' | 'launcher'> {
	const root = document.createElement('baton-chat').attachShadow({ mode: 'open' });
	// Not a style element: a strict policy of the page forbids those, constructed sheets it does not.
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(css);
	root.adoptedStyleSheets = [sheet];
	const launcher = document.createElement('button');
	launcher.ariaLabel = labels[language];
	const { style } = launcher;
	style.setProperty('--site', colour);
	style.setProperty('--on-site', readableOn(colour));
	style.setProperty(side, '20px');
	root.append(launcher);
	let parent: Element = launcher;
	for (const [name, attribute, value] of drawing) {
		const element = document.createElementNS('http://www.w3.org/2000/svg', name);
		element.setAttribute(attribute, value);
		parent.append(element);
		parent = element;
	}
	// Beside the body: frameworks that swap the body on navigation leave it alone.
	document.documentElement.append(root.host);
	return { root, launcher };
}

function remembers(siteKey: string): boolean {
	try {
		return localStorage.getItem(storageName(siteKey, 'live')) !== null;
	} catch {
		// Storage is forbidden here.
		return false;
	}
}

async function start({ src, dataset }: HTMLScriptElement): Promise<void> {
	const { site = '', colour = '', side, language: wished = '', title } = dataset;
	const { origin } = new URL(src);
	const calls: Call[] = window.baton?.q ?? [];
	let take = (call: Call): unknown => calls.push(call);
	const api: Api = (...call) => take(call);
	api.on = true;
	window.baton = api;

	const answer = await fetch(`${origin}/widget/config?site=${site}`);
	if (!answer.ok) throw new Error(`${answer.status}`);
	// Our own server's answer to our own build.
	const config = (await answer.json()) as { -readonly [K in keyof WidgetConfig]: WidgetConfig[K] };
	if (/^#[0-9a-f]{6}$/i.test(colour)) config.colour = colour;
	if (side === 'left' || side === 'right') config.side = side;
	config.name = title ?? config.name;
	// The rule of `chooseLanguage`, in fewer bytes.
	const language = ([wished, config.language, document.documentElement.lang, ...navigator.languages]
		.map((tag) => tag.slice(0, 2).toLowerCase())
		.find((tag) => tag in labels) ?? 'en') as Language;
	const drawn = draw(config, language);
	let faults = 0;
	let chat: Promise<Chat> | undefined;
	// Browsers remember a module that did not come, under its whole address: after a fault it needs another one.
	const file = (name: string): string => `${origin}/assets/chat/${name}.js?${chatVersion}#${faults}`;

	function act(what?: keyof Chat): void {
		// Files of the same build: the contract is theirs too.
		const parts = [import(file('panel')), import(file(language))] as [Promise<ChatModule>, Promise<TextModule>];
		chat ??= Promise.all(parts).then(([{ startChat }, text]) =>
			startChat({ ...drawn, ...text, origin, siteKey: site, config, language }),
		);
		chat.then(
			(loaded) => {
				if (what !== undefined) loaded[what]();
			},
			(fault: unknown) => {
				// A lost connection: the next click tries again.
				chat = undefined;
				faults += 1;
				console.info('Baton:', fault);
			},
		);
	}

	drawn.launcher.onclick = () => act('toggle');
	take = ({ 0: what }) => {
		if (what === 'open' || (what === 'close' && chat !== undefined)) act(what);
	};
	for (const call of calls) take(call);
	if (remembers(site)) act();
}

const current = document.currentScript as HTMLScriptElement | null;
// A tag manager hides `currentScript`, or shows its own; others use `data-site` too.
const script = current?.dataset['site'] ? current : document.querySelector<HTMLScriptElement>('script[data-site^=pk_]');
if (script !== null && window.baton?.on !== true) {
	start(script).catch((fault: unknown) => console.info('Baton stays hidden:', fault));
}
