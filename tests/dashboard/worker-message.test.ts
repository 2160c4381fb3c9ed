/** What the service worker makes of a message, and where a tap leads. */
import { describe, expect, test } from 'vitest';
import { chooseWindow, isOpenRequest, readMessage } from '../../dashboard/worker/message.ts';

const message = {
	title: 'A visitor asks for a person',
	body: 'Where is my order?',
	url: '/sites/s/monitor/a',
	tag: 'a',
};

describe('a message', () => {
	test('is shown as it was sent', () => {
		expect(readMessage(JSON.stringify(message))).toEqual(message);
	});

	test.each(['', 'nonsense', 'null', '[]', '{"title":1}', '{}'])(
		'that can not be read still says something: %s',
		(text) => {
			expect(readMessage(text)).toMatchObject({ title: 'Baton', url: '/' });
		},
	);

	test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 5])(
		'leads nowhere but to this house: %s',
		(url) => {
			expect(readMessage(JSON.stringify({ ...message, url }))).toEqual({ ...message, url: '/' });
			expect(isOpenRequest({ type: 'baton.open', url })).toBe(false);
		},
	);

	test('only what the worker asks is done', () => {
		expect(isOpenRequest({ type: 'baton.open', url: message.url })).toBe(true);
		for (const other of [null, 'baton.open', { url: message.url }, { type: 'open', url: message.url }]) {
			expect(isOpenRequest(other)).toBe(false);
		}
	});
});

describe('a tap', () => {
	const at = (path: string, more: { focused?: boolean; visibilityState?: string } = {}) => ({
		url: `https://chat.example${path}`,
		focused: false,
		visibilityState: 'hidden',
		...more,
	});

	test('brings the window to the front that shows the session already', () => {
		const here = at(message.url);
		expect(chooseWindow([at('/sites', { focused: true, visibilityState: 'visible' }), here], message.url)).toBe(here);
	});

	test('else the one that was looked at last', () => {
		const [hidden, visible, focused] = [
			at('/a'),
			at('/b', { visibilityState: 'visible' }),
			at('/c', { focused: true }),
		];
		expect(chooseWindow([hidden, visible, focused], message.url)).toBe(focused);
		expect(chooseWindow([hidden, visible], message.url)).toBe(visible);
		expect(chooseWindow([hidden], message.url)).toBe(hidden);
	});

	test('never a page that is no dashboard; without one a new window is for the worker to open', () => {
		expect(chooseWindow([at('/demo', { focused: true }), at('/demo?site=x')], message.url)).toBeNull();
		expect(chooseWindow([], message.url)).toBeNull();
	});
});
