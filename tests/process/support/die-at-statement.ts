/**
 * Only ever loaded before the server (`--import`), never by a test: the process dies like under `kill -9` at the statement of the store that the
 * test names, before the database gets it or after it has answered. Nothing of this is in the product.
 */
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { type DeathPlan, deathVariable } from './death-plan.ts';

let plan = planIn(process.env[deathVariable]);
let seen = 0;

function planIn(text: string | undefined): DeathPlan | null {
	return text === undefined ? null : (JSON.parse(text) as DeathPlan);
}

function kindOf(text: string): DeathPlan['statement'] | null {
	if (text.includes('json_to_recordset($1::json)')) return 'append';
	return text.startsWith('update "sessions" set "epoch"') ? 'claim' : null;
}

function die(): never {
	process.kill(process.pid, 'SIGKILL');
	// Until the signal has come.
	for (;;);
}

/** Whether this statement is the one. */
function isFatal(text: string): boolean {
	if (plan === null || kindOf(text) !== plan.statement) return false;
	seen += 1;
	return seen === plan.nth;
}

type Query = (...parameters: unknown[]) => unknown;

function fatal(query: Query): Query {
	return function (this: unknown, ...parameters) {
		const [first] = parameters;
		const text = typeof first === 'string' ? first : Reflect.get(Object(first), 'text');
		if (typeof text !== 'string' || !isFatal(text)) return Reflect.apply(query, this, parameters);
		if (plan?.when === 'before') die();
		return Promise.resolve(Reflect.apply(query, this, parameters)).then(die);
	};
}

// Both libraries' overloads are of no interest here.
for (const prototype of [PGlite.prototype, pg.Client.prototype] as unknown as { query: Query }[]) {
	prototype.query = fatal(prototype.query);
}

process.on('message', (message) => {
	plan = message as DeathPlan;
	seen = 0;
	process.send?.('heard');
});
process.channel?.unref();
