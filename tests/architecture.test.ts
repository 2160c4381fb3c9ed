import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
	actsOnImport,
	brokenArrows,
	heavyInBrowsers,
	injections,
	misnamed,
	rings,
	silencedChecks,
	tooLong,
	unknownRules,
} from './support/house-rules.ts';
import { readSource, readSources, type Source } from './support/source.ts';

const product = readSources(['shared', 'server', 'dashboard', 'widget', 'migrations', 'bench', 'docs']);
const everything = [...product, ...readSources(['tests', 'scripts'])];
const spec = join(import.meta.dirname, '..', 'docs', 'spec.md');

/** Files that exist only here: a rule that finds nothing in them could never fail. */
function sample(files: Readonly<Record<string, string>>): readonly Source[] {
	return Object.entries(files).map(([path, text]) => readSource(path, text));
}

test('the sources were found', () => {
	for (const path of ['shared/fold.ts', 'server/session/machine.ts', 'tests/architecture.test.ts']) {
		expect(everything.map((source) => source.path)).toContain(path);
	}
});

describe('arrows: net → rpc → actor → session → shared', () => {
	test('hold everywhere', () => {
		expect(brokenArrows(product)).toEqual([]);
	});

	test.each([
		['server/session/x.ts', "import { a } from '../actor/mailbox.ts';", 'server/actor/mailbox.ts'],
		['server/session/x.ts', "import type { Log } from '../log.ts';", 'a type of server/log.ts'],
		['server/actor/x.ts', "import { sql } from 'kysely';", 'kysely'],
		['server/actor/x.ts', "import { a } from '../rpc/routers.ts';", 'server/rpc/routers.ts'],
		['server/rpc/x.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
		['server/rpc/x.ts', "import { a } from '../store/journal.ts';", 'server/store/journal.ts'],
		['server/rpc/x.ts', "import { a } from '../net/uws.ts';", 'server/net/uws.ts'],
		['server/rpc/x.ts', "import { a } from '../actor/directory.ts';", 'server/actor/directory.ts'],
		['server/store/x.ts', "import { a } from '../actor/directory.ts';", 'server/actor/directory.ts'],
		['server/ai/x.ts', "import type { A } from '../actor/turn.ts';", 'a type of server/actor/turn.ts'],
		['server/visitor/x.ts', "export * from '../net/admit.ts';", 'server/net/admit.ts'],
		['server/net/x.ts', "const a = () => import('../rpc/routers.ts');", 'server/rpc/routers.ts'],
		['server/net/x.ts', "import '../app.ts';", 'server/app.ts'],
		['dashboard/x.tsx', "import { type R } from '../server/rpc/routers.ts';", 'server/rpc/routers.ts'],
		['dashboard/x.tsx', "import type { S } from '../server/store/schema.ts';", 'a type of server/store/schema.ts'],
		['dashboard/x.tsx', "import { a } from '../widget/api.ts';", 'widget/api.ts'],
		['widget/x.tsx', "import { a } from '../dashboard/api.ts';", 'dashboard/api.ts'],
		['widget/x.tsx', "import { Dialog } from '@kobalte/core/dialog';", '@kobalte/core/dialog'],
		['shared/x.ts', "import { a } from '../server/clock.ts';", 'server/clock.ts'],
		['shared/x.ts', "import { join } from 'node:path';", 'node:path'],
		['server/rpc/x.ts', "import { connect } from '../../shared/live/connect.ts';", 'shared/live/connect.ts'],
		['server/app.ts', "import { createUws } from './net/uws.ts';", undefined],
		['server/rpc/x.ts', "import type { Door } from '../actor/ports.ts';", undefined],
		['server/store/x.ts', "import { type Journal, StoreFault } from '../actor/ports.ts';", undefined],
		['dashboard/x.tsx', "import type { MemberRouter } from '../server/rpc/routers.ts';", undefined],
	])('%s with %s', (path, text, broken) => {
		const expected = broken === undefined ? [] : [`${path} imports ${broken}`];
		expect(brokenArrows(sample({ [path]: text }))).toEqual(expected);
	});

	test('a new folder needs its arrows', () => {
		const files = sample({ 'mobile/x.ts': '', 'server/weather/x.ts': '' });
		expect(brokenArrows(files)).toEqual(['mobile/x.ts is in no room', 'server/weather/x.ts is in no room']);
	});
});

describe('no rings of imports', () => {
	test('there are none', () => {
		expect(rings(product)).toEqual([]);
	});

	test('a ring is found, through types too', () => {
		const files = sample({
			'shared/a.ts': "import { b } from './b.ts';",
			'shared/b.ts': "import type { C } from './c.ts';",
			'shared/c.ts': "export * from './a.ts';",
			'shared/d.ts': "import { a } from './a.ts';",
		});
		expect(rings(files)).toEqual(['shared/a.ts → shared/b.ts → shared/c.ts → shared/a.ts']);
	});
});

describe('browsers load no validation library and nothing of the server', () => {
	test('they do not', () => {
		expect(heavyInBrowsers(product)).toEqual([]);
	});

	test('a schema that reaches the widget through shared is found', () => {
		const files = sample({
			'widget/main.tsx': "import { limit } from '../shared/limits.ts';",
			'shared/limits.ts': "import { schema } from './input.ts';",
			'shared/input.ts': "import { z } from 'zod';",
		});
		expect(heavyInBrowsers(files)).toEqual(['widget/main.tsx → shared/limits.ts → shared/input.ts → zod']);
		const asType = sample({ 'widget/main.tsx': "import type { Input } from '../shared/input.ts';" });
		expect(heavyInBrowsers([...asType, ...files.slice(1)])).toEqual([]);
	});
});

describe('only entry points act on import', () => {
	test('nothing else does', () => {
		expect(actsOnImport(product)).toEqual([]);
	});

	test.each([
		['start();', 'ExpressionStatement'],
		['if (ready) start();', 'IfStatement'],
		['const page = await load();', 'await'],
		["import { readFileSync } from 'node:fs'; const text = readFileSync('a');", 'readFileSync()'],
		["import * as fs from 'node:fs'; const text = fs.readFileSync('a');", 'fs()'],
		['const timer = setInterval(tick, 1000);', 'setInterval()'],
		["const lazy = import('./other.ts');", 'import()'],
	])('%s', (text, act) => {
		expect(actsOnImport(sample({ 'server/x.ts': text }))).toEqual([`server/x.ts: ${act}`]);
	});

	test('declaring is not acting, and an entry point may act', () => {
		const declares =
			"'use strict'; const shape = z.object({}); export const f = async () => { await load(); tick(); };";
		expect(actsOnImport(sample({ 'server/x.ts': declares, 'server/main.ts': 'await start();' }))).toEqual([]);
	});
});

describe('files', () => {
	test('stay under 300 lines, dictionaries excepted', () => {
		expect(tooLong(everything)).toEqual([]);
		const long = `${'// a line\n'.repeat(300)}`;
		expect(tooLong(sample({ 'server/x.ts': long, 'shared/text/lv.ts': long }))).toEqual(['server/x.ts: 300 lines']);
		expect(tooLong(sample({ 'server/x.ts': '// a line\n'.repeat(299) }))).toEqual([]);
	});

	test('are named in kebab-case', () => {
		expect(misnamed(everything)).toEqual([]);
		const wrong = ['server/SessionActor.ts', 'server/session_actor.ts', 'Shared/entry.ts'];
		const right = ['server/session-actor.ts', 'migrations/0001-accounts.ts', 'tests/net/uws.conformance.test.ts'];
		const files = Object.fromEntries([...wrong, ...right].map((path) => [path, '']));
		expect(misnamed(sample(files))).toEqual(wrong);
	});

	test('never turn text into HTML or code', () => {
		expect(injections(product)).toEqual([]);
		const all = `
			a.innerHTML = b; a['outerHTML'] = b; a.insertAdjacentHTML('x', b); eval(b); new Function(b);
			const c = <p innerHTML={b} />; // innerHTML in a comment is fine
		`;
		expect(injections(sample({ 'widget/x.tsx': all })).map((found) => found.replace('widget/x.tsx: ', ''))).toEqual([
			'innerHTML',
			'outerHTML',
			'insertAdjacentHTML',
			'eval',
			'Function',
			'innerHTML',
		]);
	});

	test('silence no check', () => {
		expect(silencedChecks(everything)).toEqual([]);
		const marks = ['@ts-ignore', '@ts-expect-error', 'biome-ignore lint: x', 'oxlint-disable-next-line x'];
		for (const mark of marks) {
			expect(silencedChecks(sample({ 'server/x.ts': `// ${mark}` }))).toEqual([`server/x.ts: ${mark}`]);
		}
	});
});

describe('rule numbers in comments lead to the specification', () => {
	test('all do', () => {
		expect(unknownRules(product, readFileSync(spec, 'utf8'))).toEqual([]);
	});

	test('a number that is not defined there is found', () => {
		const text = '# Rules\n\n- **R0 Output gate.** See I99.\n- **I12** dense\n### I13 once\n| I14 | fence |\n';
		const files = sample({ 'server/x.ts': '// R0, I12–I13 and I14 hold; I15 and I99 do not.\nconst I98 = 1;' });
		expect(unknownRules(files, text)).toEqual(['server/x.ts: I15', 'server/x.ts: I99']);
	});
});
