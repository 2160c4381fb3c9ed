/** Looks at what the server says: every byte for what it must never tell, every error for being typed and saying no more than its type. */
import { breakages, codes, httpCodes, internalWords, nativeAnswers, rpcNumbers } from './closed-lists.ts';

/** What was heard in one frame. `fault`: it must not have been said. */
export interface Heard {
	/** Null: it answers no request in particular. */
	readonly id: unknown;
	readonly kind: 'error' | 'data' | 'started' | 'stopped' | 'other';
	readonly code: string | null;
	readonly retryAfterMs: number | null;
	/** The answer without its request id, to be compared with another. */
	readonly bare: string;
	readonly fault: string | null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const details: Readonly<Record<string, (value: unknown) => boolean>> = {
	code: () => true,
	retryable: () => true,
	retryAfterMs: (value) => typeof value === 'number' && value >= 0 && value <= 3_600_000,
	holder: (value) => typeof value === 'string' && value.length <= 60,
	gen: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
	field: (value) => typeof value === 'string' && /^[0-9A-Za-z.-]{0,60}$/.test(value),
};

/** Null: it is typed, and says no more than its type. */
function wireFault(wire: unknown): string | null {
	if (!isRecord(wire) || typeof wire['code'] !== 'string') return 'an error without a code of the closed list';
	const known = codes[wire['code']];
	if (known === undefined) return `an error with the code ${wire['code']}, which is in no list`;
	if (wire['retryable'] !== known[1]) return `${wire['code']} says retryable: ${String(wire['retryable'])}`;
	for (const [name, value] of Object.entries(wire)) {
		if (details[name]?.(value) !== true) return `an error tells ${name}: ${JSON.stringify(value)}`;
	}
	return breakages.has(wire['code']) ? `bad input broke something: ${wire['code']}` : null;
}

/** Null: as tRPC writes an error of ours, and nothing else in it. */
function errorFault(error: unknown): string | null {
	if (!isRecord(error) || Object.keys(error).sort().join() !== 'code,data,message') return 'an error of another shape';
	if (!rpcNumbers.has(Number(error['code']))) return `an error with the number ${String(error['code'])}`;
	const { data, message } = error;
	if (!isRecord(data) || Object.keys(data).join() !== 'baton') return 'an error with data of another shape';
	const fault = wireFault(data['baton']);
	if (fault !== null) return fault;
	return isRecord(data['baton']) && message === data['baton']['code']
		? null
		: `an error says ${JSON.stringify(message)}`;
}

/** What a visitor may read of a transcript (SPEC section 2). */
const visitorKinds = new Set([
	...['opened', 'message', 'took-over', 'released', 'asked-for-human', 'ai-failed', 'left'],
	...['left-address', 'late-answer'],
]);

/** I4: notes, whispers and whatever else is the team's own never reaches a visitor's socket. */
export function entriesFault(data: unknown): string | null {
	const inner = isRecord(data) && isRecord(data['data']) ? data['data'] : null;
	const entries: unknown = inner?.['entries'];
	if (!Array.isArray(entries)) return null;
	for (const entry of entries) {
		if (!isRecord(entry)) return 'an entry that is none';
		if (!visitorKinds.has(String(entry['kind']))) return `a visitor was sent an entry of kind ${String(entry['kind'])}`;
		if ('memberId' in entry) return "a visitor was sent a member's id";
	}
	return null;
}

const other = (fault: string | null, bare = ''): Heard => ({
	id: undefined,
	kind: 'other',
	code: null,
	retryAfterMs: null,
	bare,
	fault,
});

export type Audience = 'visitor' | 'member';

export function hear(text: string, audience: Audience): Heard {
	if (text === 'PONG') return other(null, text);
	let message: unknown;
	try {
		message = JSON.parse(text);
	} catch {
		return other('a frame that is no JSON');
	}
	if (!isRecord(message) || !('id' in message)) return other('a frame that answers nothing');
	const { id, jsonrpc: _, ...rest } = message;
	const bare = JSON.stringify(rest);
	const heard = { id, code: null, retryAfterMs: null, bare, fault: null } as const;
	if ('error' in message) {
		const { error } = message;
		const wire = isRecord(error) && isRecord(error['data']) ? error['data']['baton'] : undefined;
		const code = isRecord(wire) && typeof wire['code'] === 'string' ? wire['code'] : null;
		const wait = isRecord(wire) && typeof wire['retryAfterMs'] === 'number' ? wire['retryAfterMs'] : null;
		const said = internalWords.exec(bare);
		const fault = errorFault(error) ?? (said === null ? null : `an error says ${JSON.stringify(said[0])}`);
		return { ...heard, kind: 'error', code, retryAfterMs: wait, fault };
	}
	const { result } = message;
	if (!isRecord(result)) return other('a frame that is neither a result nor an error', bare);
	switch (result['type']) {
		case 'started':
		case 'stopped':
			return { ...heard, kind: result['type'] };
		case 'data':
			return { ...heard, kind: 'data', fault: audience === 'visitor' ? entriesFault(result['data']) : null };
		default:
			return { ...heard, kind: 'other', fault: `a result of type ${String(result['type'])}` };
	}
}

export interface HttpAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** All of it, as it came. */
	readonly text: string;
}

/** Null: a proper answer, or a refusal that is typed and says no more. */
export function httpFault({ status, headers, body, text }: HttpAnswer): string | null {
	if (nativeAnswers.includes(text)) return null;
	if (status === 200 || status === 204 || status === 304) return null;
	if (body === '') return null;
	if (headers['content-type'] !== 'application/json; charset=utf-8') return `${status} is no JSON`;
	let parsed: unknown;
	try {
		parsed = JSON.parse(body);
	} catch {
		return `${status} with a body that is no JSON`;
	}
	if (!isRecord(parsed) || Object.keys(parsed).join() !== 'error' || !isRecord(parsed['error'])) {
		return `${status} with a body of another shape`;
	}
	const { error } = parsed;
	const said = internalWords.exec(body);
	if (said !== null) return `${status} says ${JSON.stringify(said[0])}`;
	const code = String(error['code']);
	if (typeof error['message'] === 'string') {
		if (httpCodes[code] !== status) return `${status} with the code ${code}`;
		return Object.keys(error).sort().join() === 'code,message' ? null : `${status} with more than a code and a message`;
	}
	if (codes[code]?.[0] !== status && wireFault(error) === null) return `${status} with the code ${code}`;
	return wireFault(error);
}

/** Answers on a connection that never was upgraded: whole ones of the library's, or proper ones of ours. */
export function nativeAnswer(text: string): boolean {
	const rest = nativeAnswers.reduce((left, answer) => left.replace(answer, ''), text);
	return rest === '' || rest.startsWith('HTTP/1.1 200 OK\r\n');
}

/** What must never come out, looked for in every chunk, and across two. */
export function createScan(forbidden: ReadonlyMap<string, string>) {
	const needles = [...forbidden].map(([text, name]) => ({ needle: Buffer.from(text), name }));
	const longest = Math.max(0, ...needles.map(({ needle }) => needle.length));
	/** For one connection. */
	return function scan(): (chunk: Buffer) => string | null {
		let tail: Buffer = Buffer.alloc(0);
		return (chunk) => {
			const seen = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
			tail = Buffer.from(seen.subarray(Math.max(0, seen.length - longest + 1)));
			const found = needles.find(({ needle }) => seen.includes(needle));
			return found === undefined ? null : found.name;
		};
	};
}

export type Scan = ReturnType<typeof createScan>;
