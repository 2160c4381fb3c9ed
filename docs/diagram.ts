/** The statechart's diagram in ARCHITECTURE.md, drawn from the machine itself. `--check` fails when they differ. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sessionMachine } from '../server/session/machine.ts';

interface Node {
	readonly key: string;
	readonly states: Readonly<Record<string, Node>>;
	readonly transitions: ReadonlyMap<string, readonly Transition[]>;
}

interface Transition {
	readonly target: readonly { readonly key: string }[] | undefined;
}

const file = join(import.meta.dirname, '..', 'ARCHITECTURE.md');
const begin = '<!-- diagram: drawn by docs/diagram.ts from server/session/machine.ts -->';
const end = '<!-- /diagram -->';

/** `from --> to : events`, one line a pair of places. */
function arrows(node: Node): readonly string[] {
	const byTarget = new Map<string, string[]>();
	for (const [event, transitions] of node.transitions) {
		// The empty name is `always`: where activation goes, drawn apart.
		if (event === '') continue;
		for (const { target } of transitions) {
			const place = target?.[0]?.key ?? node.key;
			byTarget.set(place, [...new Set([...(byTarget.get(place) ?? []), event])]);
		}
	}
	const own = [...byTarget].map(([place, events]) => `    ${node.key} --> ${place} : ${events.join(', ')}`);
	return [...own, ...Object.values(node.states).flatMap(arrows)];
}

function groups(node: Node): readonly string[] {
	return Object.values(node.states)
		.filter((child) => Object.keys(child.states).length > 0)
		.flatMap((child) => [
			`    state ${child.key} {`,
			...Object.keys(child.states).map((key) => `        ${key}`),
			'    }',
		]);
}

function draw(): string {
	const root: Node = sessionMachine.root;
	const places = Object.values(root.states).filter(({ key }) => key !== 'activating');
	return ['```mermaid', 'stateDiagram-v2', '    [*] --> new', ...groups(root), ...places.flatMap(arrows), '```'].join(
		'\n',
	);
}

const text = readFileSync(file, 'utf8');
const [before, rest] = text.split(begin);
const after = rest?.split(end)[1];
if (before === undefined || after === undefined)
	throw new Error(`ARCHITECTURE.md lacks the lines ${begin} and ${end}.`);
const wanted = `${before}${begin}\n${draw()}\n${end}${after}`;
if (wanted !== text) {
	if (process.argv.includes('--check')) {
		process.stderr.write('The diagram in ARCHITECTURE.md is not the machine any more. Run: node docs/diagram.ts\n');
		process.exit(1);
	}
	writeFileSync(file, wanted);
}
