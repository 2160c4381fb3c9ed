/** The judge is believed because it finds what must not be said: each of these is such a thing. */
import { describe, expect, test } from 'vitest';
import { parseAnswer } from './http-wire.ts';
import { createScan, hear, httpFault } from './judge.ts';
import { strangeCell } from './stored-rules.ts';

const error = (baton: object, more: object = {}, outer: object = {}) =>
	JSON.stringify({ id: 1, error: { code: -32_600, message: 'input.invalid', data: { baton, ...more }, ...outer } });
const proper = { code: 'input.invalid', retryable: false };

describe('a frame', () => {
	test('that is typed passes', () => {
		expect(hear(error({ ...proper, field: 'settings.colour' }), 'member')).toMatchObject({
			fault: null,
			code: 'input.invalid',
		});
		expect(hear('{"id":1,"result":{"type":"started"}}', 'visitor').fault).toBeNull();
		expect(hear('PONG', 'visitor').fault).toBeNull();
	});

	test.each([
		['a stack', error(proper, { stack: 'Error: x\n    at y (/srv/server/rpc/x.ts:1:1)' })],
		["tRPC's own data", error(proper, { path: 'monitor.watch', httpStatus: 400 })],
		[
			'a message of its own',
			JSON.stringify({ id: 1, error: { code: -32_603, message: 'x is not a function', data: { baton: proper } } }),
		],
		[
			'no code of ours',
			JSON.stringify({
				id: 1,
				error: { code: -32_603, message: 'Internal server error', data: { code: 'INTERNAL_SERVER_ERROR' } },
			}),
		],
		['a code of no list', error({ code: 'input.odd', retryable: false })],
		['another answer to "may I retry"', error({ code: 'input.invalid', retryable: true })],
		['more than its type has', error({ ...proper, detail: 'relation "entries" does not exist' })],
		['a field with words in it', error({ ...proper, field: 'select id from members' })],
		[
			'what broke',
			JSON.stringify({
				id: 1,
				error: { code: -32_603, message: 'internal', data: { baton: { code: 'internal', retryable: true } } },
			}),
		],
		['no JSON', 'Internal Server Error'],
		['an answer to nothing', '{"hello":1}'],
	])('with %s does not', (_, text) => {
		expect(hear(text, 'member').fault).not.toBeNull();
	});

	test.each([
		['a note', { kind: 'note', text: 'x' }],
		['a turn that started', { kind: 'turn-started' }],
		["a member's id", { kind: 'message', author: 'agent', text: 'x', memberId: 'm' }],
	])('with %s is not for a visitor (I4)', (_, entry) => {
		const text = JSON.stringify({
			id: 1,
			result: { type: 'data', data: { id: 'c', data: { type: 'entries', entries: [entry] } } },
		});
		expect(hear(text, 'visitor').fault).not.toBeNull();
		expect(hear(text, 'member').fault).toBeNull();
	});
});

describe('an answer over HTTP', () => {
	const answer = (status: string, body: string, type = 'application/json; charset=utf-8') => {
		const text = `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
		const parsed = parseAnswer(text);
		if (parsed === null) throw new Error('it is not whole');
		return parsed;
	};

	test('that is typed passes, and what the library says of itself, word for word', () => {
		expect(httpFault(answer('403 Forbidden', '{"error":{"code":"auth.origin","retryable":false}}'))).toBeNull();
		expect(
			httpFault(
				answer('404 Not Found', '{"error":{"code":"not-found","message":"There is nothing at this address."}}'),
			),
		).toBeNull();
		const native =
			'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<h1>Bad Request</h1><hr><i>uWebSockets/20 Server</i>';
		expect(httpFault(parseAnswer(native) ?? answer('500 x', 'x'))).toBeNull();
	});

	test.each([
		['a page', answer('500 Internal Server Error', '<pre>Error: x</pre>', 'text/html')],
		[
			'a stack',
			answer(
				'404 Not Found',
				'{"error":{"code":"not-found","message":"Error: x\\n    at run (file:///srv/server/run.ts:1)"}}',
			),
		],
		['another status than its code has', answer('500 x', '{"error":{"code":"auth.origin","retryable":false}}')],
		['what broke', answer('503 x', '{"error":{"code":"store.unavailable","retryable":true}}')],
		['SQL', answer('404 x', '{"error":{"code":"not-found","message":"duplicate key value violates a constraint"}}')],
	])('with %s does not', (_, found) => {
		expect(httpFault(found)).not.toBeNull();
	});
});

test('a secret is found in a chunk, and across two', () => {
	const scan = createScan(new Map([['planted', 'a secret']]));
	expect(scan()(Buffer.from('xx planted xx'))).toBe('a secret');
	const split = scan();
	expect(split(Buffer.from('xx plan'))).toBeNull();
	expect(split(Buffer.from('ted xx'))).toBe('a secret');
	expect(scan()(Buffer.from('ted xx'))).toBeNull();
});

describe('a row', () => {
	const entry = { session_id: 'session_x', seq: 1, gen: 1, client_id: 'abcdefgh', kind: 'message' };
	test.each([
		['a text too long', { ...entry, body: { author: 'visitor', text: 'x'.repeat(4_001) } }],
		['U+0000', { ...entry, body: { author: 'visitor', text: 'a\u0000' } }],
		['a lone surrogate', { ...entry, body: { author: 'visitor', text: 'a\ud800' } }],
		['spaces around', { ...entry, body: { author: 'visitor', text: ' a' } }],
		[
			'a key of a prototype',
			{ ...entry, body: JSON.parse('{"author":"visitor","text":"a","__proto__":{"x":1}}') as object },
		],
		['a kind that is none', { ...entry, kind: 'constructor', body: {} }],
		['an id that is none', { ...entry, client_id: "' or 1=1", body: { author: 'visitor', text: 'a' } }],
	])('with %s is found', (_, row) => {
		expect(strangeCell('entries', row)).not.toBeNull();
	});

	test('as a valid call leaves it passes', () => {
		expect(strangeCell('entries', { ...entry, body: { author: 'visitor', text: 'x'.repeat(4_000) } })).toBeNull();
	});
});
