/** What may be in the database after anything at all was said: written out here, not taken from the schemas that let it in. */
import { embeddedFolder } from '../../server/config.ts';
import { openDatabase } from '../../server/store/database.ts';

type Check = (value: unknown) => boolean;
type Record = Readonly<{ [key: string]: unknown }>;

const text =
	(most: number, least = 0): Check =>
	(value) =>
		typeof value === 'string' &&
		value.length >= least &&
		value.length <= most &&
		value === value.trim() &&
		value.isWellFormed() &&
		!value.includes('\u0000');
const line =
	(most: number, least = 0): Check =>
	(value) =>
		text(most, least)(value) &&
		!/[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(String(value));
const like =
	(pattern: RegExp): Check =>
	(value) =>
		typeof value === 'string' && pattern.test(value);
const whole: Check = (value) => Number.isSafeInteger(Number(value)) && Number(value) >= 0;
const flag: Check = (value) => typeof value === 'boolean';
const one =
	(...words: readonly string[]): Check =>
	(value) =>
		words.includes(String(value));
const orNull =
	(check: Check): Check =>
	(value) =>
		value === null || check(value);
const address: Check = (value) => value === '' || (text(500)(value) && /^https?:\/\//i.test(String(value)));

/** Exactly these keys, the optional ones (marked with a question mark) aside. */
const object =
	(shape: Readonly<{ [key: string]: Check }>): Check =>
	(value) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
		const known = value as Record;
		const names = Object.keys(shape).map((name) => name.replace('?', ''));
		if (Object.keys(known).some((key) => !names.includes(key))) return false;
		return Object.entries(shape).every(([name, check]) => {
			const bare = name.replace('?', '');
			return (name.endsWith('?') && !Object.hasOwn(known, bare)) || check(known[bare]);
		});
	};

const uuid = like(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const language = one('en', 'lv');
const name = line(60);

const bodies: Readonly<{ [kind: string]: Check }> = {
	opened: object({ reopened: flag }),
	'took-over': object({ memberId: uuid, name, entrance: one('button', 'reply') }),
	released: object({ name, why: one('left', 'agent-gone', 'idle', 'visitor', 'authority') }),
	'asked-for-human': object({ why: one('button', 'words', 'unsure', 'model') }),
	'ai-failed': object({
		text: text(2_000, 1),
		why: one('timeout', 'provider', 'too-long', 'restarts'),
		turn: whole,
		answersUpTo: whole,
	}),
	left: object({ why: one('visitor', 'grace', 'blocked') }),
	kept: object({ memberId: uuid }),
	whisper: object({ memberId: uuid, name, text: text(1_000, 1) }),
	'agent-lost': object({ deadline: whole, 'away?': flag }),
	'agent-back': object({}),
	'turn-started': object({ answersUpTo: whole }),
	'left-address': object({ email: like(/^[^\s@]{1,64}@[^\s@]{1,190}$/) }),
	'late-answer': object({
		memberId: uuid,
		name,
		text: text(4_000, 1),
		'of?': object({ sessionId: like(/^session_[0-9A-Za-z]{22}$/), seq: whole, at: whole }),
	}),
	resolved: object({ memberId: uuid, done: flag }),
};
const messages: Readonly<{ [author: string]: Check }> = {
	visitor: object({ author: one('visitor'), text: text(4_000, 1) }),
	agent: object({ author: one('agent'), text: text(4_000, 1), memberId: uuid, name }),
	ai: object({
		author: one('ai'),
		text: (value) => typeof value === 'string' && value.isWellFormed() && Buffer.byteLength(value) <= 16 * 1024,
		turn: whole,
		interrupted: flag,
		answersUpTo: whole,
		sources: (value) => Array.isArray(value) && value.every((source) => object({ title: line(300) })(source)),
	}),
};

const body = ({ kind, body: found }: Record): boolean => {
	if (kind !== 'message') return bodies[String(kind)]?.(found) === true;
	const author = typeof found === 'object' && found !== null ? String(Reflect.get(found, 'author')) : '';
	return messages[author]?.(found) === true;
};

const settings = object({
	greeting: text(500),
	language: one('auto', 'en', 'lv'),
	colour: like(/^#[0-9a-f]{6}$/i),
	side: one('left', 'right'),
	disclosure: flag,
	privacyUrl: address,
	idleReturnMs: (value) => whole(value) && Number(value) >= 60_000 && Number(value) <= 3_600_000,
	retentionDays: orNull((value) => whole(value) && Number(value) >= 1 && Number(value) <= 3_650),
});

/** By table; a row may have other columns, which the server alone fills. */
const rows: Readonly<{ [table: string]: Readonly<{ [column: string]: Check }> }> = {
	sessions: {
		id: like(/^session_[0-9A-Za-z]{22}$/),
		visitor_id: like(/^visitor_[0-9A-Za-z]{22}$/),
		language,
		facts: object({
			country: orNull(like(/^[A-Z]{2}$/)),
			device: one('mobile', 'tablet', 'desktop'),
			browser: line(60),
			system: line(60),
		}),
		page: orNull(object({ url: line(2_000), title: line(300) })),
		last_seq: whole,
		gen: whole,
		messages: whole,
	},
	entries: { session_id: like(/^session_/), seq: whole, gen: whole, client_id: orNull(like(/^[0-9A-Za-z_-]{8,40}$/)) },
	sites: {
		key: like(/^pk_[0-9A-Za-z]{22}$/),
		name: line(80, 1),
		origins: (value) =>
			Array.isArray(value) && value.length <= 50 && value.every(like(/^https?:\/\/[^/\s?#@]{1,300}$/)),
		settings,
	},
	members: {
		email: like(/^[^\s@]+@[^\s@]+\.[^\s@]+$/),
		role: one('owner', 'admin', 'agent', 'viewer'),
		disabled: flag,
		display_name: line(60),
		sound: one('all', 'new', 'human', 'none'),
		language,
		theme: one('system', 'light', 'dark'),
	},
	articles: { kind: one('text', 'question'), title: line(300, 1), body: text(10_000, 1) },
	webhooks: {
		format: one('baton', 'slack', 'telegram'),
		// A thousand units as typed; a letter beyond ASCII is nine of them once it is written as an address.
		url: like(/^https?:\/\/[^\s]{1,9000}$/),
		chat_id: like(/^(-?\d{1,20}|@\w{3,40})?$/),
		language,
		events: (value) =>
			Array.isArray(value) &&
			value.every(one('session-opened', 'human-asked', 'ai-failed', 'took-over', 'released', 'missed', 'message')),
	},
};

/** A row and column that no valid call could have left. */
export function strangeCell(table: string, row: Record): string | null {
	for (const [column, check] of Object.entries(rows[table] ?? {})) {
		if (!check(row[column])) return `${table}.${column}: ${JSON.stringify(row[column])?.slice(0, 300)}`;
	}
	return table === 'entries' && !body(row)
		? `entries.body (${String(row['kind'])}): ${JSON.stringify(row['body'])?.slice(0, 300)}`
		: null;
}

export interface Stored {
	readonly rows: number;
	readonly faults: readonly string[];
	/** By session and number: who wrote what, as far as clients named it. */
	readonly entries: ReadonlyMap<string, { readonly clientId: string | null; readonly body: unknown }>;
}

/** Reads all of it, once the server has ended. */
export async function readStored(dataDir: string): Promise<Stored> {
	const database = await openDatabase({ kind: 'pglite', folder: embeddedFolder(dataDir) });
	const faults: string[] = [];
	const entries = new Map<string, { clientId: string | null; body: unknown }>();
	let count = 0;
	try {
		for (const table of ['sessions', 'entries', 'sites', 'members', 'articles', 'webhooks'] as const) {
			const found: readonly Record[] = await database.db.selectFrom(table).selectAll().execute();
			for (const row of found) {
				count += 1;
				const strange = strangeCell(table, row);
				if (strange !== null && faults.length < 20) faults.push(strange);
				if (table !== 'entries') continue;
				const clientId = typeof row['client_id'] === 'string' ? row['client_id'] : null;
				entries.set(`${String(row['session_id'])} ${String(row['seq'])}`, { clientId, body: row['body'] });
			}
		}
	} finally {
		await database.close();
	}
	return { rows: count, faults, entries };
}
