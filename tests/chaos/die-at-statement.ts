/**
 * Only ever loaded before the server (`--import`), never by a test: the process dies like under `kill -9` at the call of the store that the
 * test names, before the database gets it or after it has answered. Nothing of this is in the product.
 */
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { type DeathPlan, deathVariable, type StoreCall } from './death-plan.ts';

let plan = planIn(process.env[deathVariable]);
let seen = 0;
let lose = plan?.loseAnswer === true;

function planIn(text: string | undefined): DeathPlan | null {
	return text === undefined ? null : (JSON.parse(text) as DeathPlan);
}

const calls: Readonly<Record<StoreCall, (text: string) => boolean>> = {
	append: (text) => text.includes('json_to_recordset($1::json)'),
	claim: (text) => text.startsWith('update "sessions" set "epoch"'),
	read: (text) => text.includes('from "entries"') && text.includes('"seq" >'),
	find: (text) => text.includes('from "entries"') && text.includes('"client_id" ='),
	position: (text) => text.startsWith('select "last_seq", "epoch"'),
	latest: (text) => text.startsWith('select "id", "last_at", "mode"'),
	load: (text) => text.startsWith('select "id", "site_id", "visitor_id"'),
	'to-wake': (text) => text.startsWith('select "id", "site_id", (mode'),
};

function die(): never {
	process.kill(process.pid, 'SIGKILL');
	// Until the signal has come.
	for (;;);
}

/** Whether this statement is the one. */
function isFatal(text: string): boolean {
	if (plan === null || !calls[plan.call](text)) return false;
	seen += 1;
	return seen === plan.nth;
}

function losesAnswer(text: string): boolean {
	if (!lose || !calls.append(text)) return false;
	lose = false;
	return true;
}

type Query = (...parameters: unknown[]) => unknown;

function fatal(query: Query): Query {
	return function (this: unknown, ...parameters) {
		const [first] = parameters;
		const text = typeof first === 'string' ? first : Reflect.get(Object(first), 'text');
		if (typeof text !== 'string') return Reflect.apply(query, this, parameters);
		if (losesAnswer(text)) {
			return Promise.resolve(Reflect.apply(query, this, parameters)).then(() => {
				throw new Error('the answer was lost on its way');
			});
		}
		if (!isFatal(text)) return Reflect.apply(query, this, parameters);
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
	lose = plan.loseAnswer === true;
	process.send?.('heard');
});
process.channel?.unref();
