/** What a browser says of itself → the words on a card. Everything in here is the other side's claim: bounded, never trusted. */
import { UAParser } from 'ua-parser-js';
import type { Device, VisitorFacts } from '../../shared/card.ts';

export type Headers = Readonly<Record<string, string | undefined>>;
export type DeviceFacts = Omit<VisitorFacts, 'country'>;

/** `touch`: `navigator.maxTouchPoints`, 0 where it is unknown. */
export type DeviceOf = (headers: Headers, touch: number) => DeviceFacts;

/** Longer ones are jokes or attacks; the real ones end far before. */
const longestAgent = 400;
const longestName = 40;
const mostRemembered = 1_000;

// Maps, because names come from the other side and `constructor` is one of them.
const systems: ReadonlyMap<string, string> = new Map([
	['Mac OS', 'macOS'],
	['Chromium OS', 'ChromeOS'],
	['Chrome OS', 'ChromeOS'],
	['GNU', 'Linux'],
]);
const brands: ReadonlyMap<string, string> = new Map([
	['Google Chrome', 'Chrome'],
	['Microsoft Edge', 'Edge'],
]);

const bounded = (text: string): string =>
	text
		.replace(/[^\p{L}\p{N} .()+-]/gu, '')
		.trim()
		.slice(0, longestName);

const unquoted = (value: string | undefined): string => (value ?? '').replace(/^"|"$/g, '');

/** `"Chromium";v="144", "Google Chrome";v="144", "Not?A_Brand";v="24"`: the one that is a product's name. */
function brandOf(hint: string | undefined): string {
	const all = [...(hint ?? '').slice(0, longestAgent).matchAll(/"([^"]{1,40})";\s*v="(\d{1,4})"/g)];
	const named = all.find(([, name = '']) => name !== 'Chromium' && !/not.?a.?brand/i.test(name.replace(/\W/g, '')));
	if (named === undefined) return '';
	const [, name = '', version = ''] = named;
	return bounded(`${brands.get(name) ?? name} ${version}`);
}

function kindOf(type: string | undefined, mobileHint: string | undefined, system: string): Device {
	if (type === 'tablet') return 'tablet';
	if (type === 'mobile' || type === 'wearable' || mobileHint === '?1') return 'mobile';
	// Android says "mobile" of phones only, in the hint as in the agent.
	if (mobileHint === '?0' && system === 'Android') return 'tablet';
	return 'desktop';
}

function read(headers: Headers, touch: number): DeviceFacts {
	const agent = (headers['user-agent'] ?? '').slice(0, longestAgent);
	const { browser, os, device } = new UAParser(agent).getResult();
	const platform = unquoted(headers['sec-ch-ua-platform']);
	const told = platform === '' || platform === 'Unknown' ? (os.name ?? '') : platform;
	const system = bounded(systems.get(told) ?? told);
	// iPads ask for the desktop page and say that they are Macs; no Mac has a touch screen.
	if (system === 'macOS' && touch > 1) return { device: 'tablet', browser: nameOf(browser), system: 'iPadOS' };
	return {
		device: kindOf(device.type, headers['sec-ch-ua-mobile'], system),
		browser: brandOf(headers['sec-ch-ua']) || nameOf(browser),
		system: system === 'iOS' && device.type === 'tablet' ? 'iPadOS' : system,
	};
}

function nameOf({
	name,
	version,
}: {
	readonly name: string | undefined;
	readonly version: string | undefined;
}): string {
	if (name === undefined) return '';
	const short = name.replace(/^Mobile (Safari|Chrome|Firefox)$/, '$1').replace(/^Chrome (Headless|WebView)$/, 'Chrome');
	return bounded(`${short} ${version?.split('.')[0] ?? ''}`);
}

/** Parsing takes a hundred patterns, and visitors share their browsers: the last thousand answers are remembered. */
export function createDeviceOf(): DeviceOf {
	const remembered = new Map<string, DeviceFacts>();
	return (headers, touch) => {
		const key = [
			touch > 1 ? 'touch' : '',
			...['user-agent', 'sec-ch-ua', 'sec-ch-ua-mobile', 'sec-ch-ua-platform'].map((name) =>
				(headers[name] ?? '').slice(0, longestAgent),
			),
		].join('\n');
		const known = remembered.get(key);
		const facts = known ?? read(headers, touch);
		// The order of a Map is the order of insertion: the first one has not been asked for longest.
		remembered.delete(key);
		remembered.set(key, facts);
		const oldest = remembered.keys().next();
		if (remembered.size > mostRemembered && !oldest.done) remembered.delete(oldest.value);
		return facts;
	};
}
