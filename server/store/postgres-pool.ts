/** The `pg` pool behind Kysely, made so that no statement hangs and no lost connection ends the process. */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';

/** The statement was sent and its answer never came: it may or may not have run. */
export class AnswerLost extends Error {
	constructor(cause?: unknown) {
		super('the database did not answer', { cause });
		this.name = 'AnswerLost';
	}
}

/** No connection could be had: nothing was sent. */
export class NoConnection extends Error {
	constructor(cause: unknown) {
		super('the database can not be reached', { cause });
		this.name = 'NoConnection';
	}
}

export interface PoolOptions {
	readonly url: string;
	readonly connections: number;
	readonly connectMs: number;
	/** Bound of one statement, held by the server; 0: none. Our own bound is `graceMs` longer. */
	readonly statementMs: number;
	/**
	 * Only a few fixed texts will come, all by key: the server parses and plans each once a connection, which halves its
	 * work for a lone commit. Needs a server without a pooler in transaction mode in front of it.
	 */
	readonly fixedTexts: boolean;
	/** As the server's own tools show the connections. */
	readonly name: string;
	readonly log: Log;
}

/** How much longer we wait than the server was told to work: a network that swallows packets tells nobody. */
const graceMs = 500;

// Oid 20 is bigint: counts and times in ms, all below 2^53.
const int8 = 20;
const types: pg.CustomTypesConfig = {
	getTypeParser: (oid: number, format?: 'text' | 'binary') =>
		// pg types its own parsers as functions of anything; text is what arrives here.
		oid === int8 ? Number : (pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown),
};

function bounded(
	client: pg.PoolClient,
	statementMs: number,
	nameOf: (text: string) => string | undefined,
): PostgresPoolClient {
	let lost: AnswerLost | null = null;
	async function query(text: string, values: readonly unknown[]) {
		if (lost !== null) throw lost;
		const answer = client.query({ name: nameOf(text), text, values: [...values] });
		if (statementMs === 0) return answer;
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_resolve, reject) => {
			timer = setTimeout(() => {
				lost = new AnswerLost();
				reject(lost);
			}, statementMs + graceMs);
		});
		// The loser of the race still settles, once its socket is closed.
		answer.catch(() => {});
		try {
			return await Promise.race([answer, late]);
		} finally {
			clearTimeout(timer);
		}
	}
	return {
		// Kysely's overload for cursors is for streaming, which nothing here does.
		query: query as unknown as PostgresPoolClient['query'],
		// A client whose answer is still out would hand it to the next one who asks: close it.
		release: () => client.release(lost !== null),
	};
}

export function createPostgresPool(options: PoolOptions): PostgresPool {
	const { url, connections, connectMs, statementMs, fixedTexts, log } = options;
	const pool = new pg.Pool({
		connectionString: url,
		max: connections,
		connectionTimeoutMillis: connectMs,
		statement_timeout: statementMs === 0 ? false : statementMs,
		idleTimeoutMillis: 30_000,
		keepAlive: true,
		application_name: options.name,
		// A plan made while the tables are empty would read them whole, and is kept as they grow.
		...(fixedTexts ? { options: '-c enable_seqscan=off' } : {}),
		types,
	});
	const heard = (error: Error) => log.warn({ error: error.message }, 'a database connection was lost');
	// Without these two a connection that ends while idle, or between two statements, is an uncaught 'error' event.
	pool.on('error', heard);
	pool.on('connect', (client) => client.on('error', () => {}));
	const names = new Map<string, string>();
	function nameOf(text: string): string | undefined {
		if (!fixedTexts) return undefined;
		const name = names.get(text) ?? `baton_${names.size + 1}`;
		names.set(text, name);
		return name;
	}
	const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
	return {
		async connect() {
			const client = await pool.connect().catch((error: unknown) => {
				throw new NoConnection(error);
			});
			const known = clients.get(client);
			if (known !== undefined) return known;
			const made = bounded(client, statementMs, nameOf);
			clients.set(client, made);
			return made;
		},
		end: () => pool.end(),
		options: {},
	};
}
