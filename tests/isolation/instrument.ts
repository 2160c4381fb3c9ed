/** Writes a probe into every function of chosen files as they load, so that no list of points is kept by hand. */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'vite';
import { pass, passName } from './probe.ts';

const root = join(import.meta.dirname, '..', '..');

/** What runs for one session: its actor, its statechart, its fold, its projections, its feeds and its procedures. */
const chosen = [
	// Not the guard itself: somebody must be the last.
	/^server\/(actor|session)\/(?!guard).*\.ts$/,
	/^shared\/(fold|audience)\.ts$/,
	/^server\/rpc\/(session-feed|list-feed|monitor|visitor|visitor-hello|every-second|per-connection)\.ts$/,
];

/** A part of the text that is replaced before it runs: a protection taken away, to see whether that is found out. */
export interface Hole {
	readonly path: string;
	readonly from: string;
	readonly to: string;
}

export interface Instrumented {
	readonly text: string;
	readonly points: readonly string[];
}

interface Span {
	readonly start: number;
	readonly end: number;
}

export function instrument(path: string, text: string): Instrumented {
	const inserts: { readonly at: number; readonly text: string }[] = [];
	const points: string[] = [];

	function mark({ start, body }: Span & { readonly body: (Span & { readonly type: string }) | null }): void {
		if (body === null) return;
		const before = text.slice(0, start);
		const line = before.split('\n').length;
		const column = start - before.lastIndexOf('\n');
		const label = text.slice(text.lastIndexOf('\n', start) + 1, body.start + 1);
		const point = `${path}:${line}:${column} ${label.replaceAll(/\s+/g, ' ').trim().slice(0, 60)}`;
		points.push(point);
		const call = `${passName}(${JSON.stringify(point)})`;
		if (body.type === 'BlockStatement' || body.type === 'FunctionBody') {
			// A function that is one `try` guards itself: the fault is planted within.
			const guarded = /^\{\s*(\/\/[^\n]*\s*)*try \{/.exec(text.slice(body.start));
			inserts.push({ at: body.start + (guarded?.[0].length ?? 1), text: `${call};` });
			return;
		}
		// The brackets around `({ … })` belong to no node.
		const open = text.lastIndexOf('=>', body.start) + 2;
		const bracketed = text.slice(open, body.start).includes('(');
		const from = bracketed ? text.indexOf('(', open) : body.start;
		const to = bracketed ? text.indexOf(')', body.end) + 1 : body.end;
		inserts.push({ at: from, text: `(${call}, ` }, { at: to, text: ')' });
	}

	const { program, errors } = parseSync(path, text);
	if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
	new Visitor({
		FunctionDeclaration: mark,
		FunctionExpression: mark,
		ArrowFunctionExpression: mark,
	}).visit(program);
	// From the end, so that earlier places stay where they are; at one place the outer bracket closes last.
	const sorted = inserts.map((one, n) => ({ ...one, n })).sort((a, b) => b.at - a.at || a.n - b.n);
	let done = text;
	for (const { at, text: added } of sorted) done = done.slice(0, at) + added + done.slice(at);
	return { text: done, points };
}

/** From now on chosen files load with probes; the returned list fills as they do. */
export function instrumentAll(holes: readonly Hole[]): readonly string[] {
	const points: string[] = [];
	Object.assign(globalThis, { [passName]: pass });
	registerHooks({
		load(url, context, nextLoad) {
			if (!url.startsWith('file:')) return nextLoad(url, context);
			const path = relative(root, fileURLToPath(url)).replaceAll('\\', '/');
			if (!chosen.some((one) => one.test(path))) return nextLoad(url, context);
			let text = readFileSync(fileURLToPath(url), 'utf8');
			for (const { path: where, from, to } of holes) {
				if (where !== path) continue;
				if (!text.includes(from)) throw new Error(`${path} has no "${from}"`);
				text = text.replace(from, to);
			}
			const made = instrument(path, text);
			points.push(...made.points);
			return { format: 'module', source: stripTypeScriptTypes(made.text), shortCircuit: true };
		},
	});
	return points;
}
