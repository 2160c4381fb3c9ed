/** What is done to a valid input. Each takes it apart at a place of its own choice; null: it has no such place. */
import type { Chance } from './chance.ts';
import { at, changed, Members, type Node, type Path, placesIn, Raw, textOf } from './json-text.ts';
import type { Leaf } from './procedures.ts';

export interface Ground {
	readonly sample: Node;
	readonly leaves: readonly Leaf[];
	readonly chance: Chance;
	/** Ids of the same field that belong to another tenant, and that belong to nobody. */
	readonly foreign: (field: string) => { readonly others: string; readonly nobodys: string } | null;
	/** Ids of other kinds that exist. */
	readonly strangers: readonly [string, ...string[]];
}

export interface Made {
	/** Undefined: none at all. */
	readonly input: Node | undefined;
	/** Must be refused, and changes nothing. */
	readonly refused?: boolean;
	/** I29: is asked too, and answered with the same bytes. */
	readonly twin?: Node;
}

export type InputMutation = (ground: Ground) => Made | null;

function pickFrom<T>(chance: Chance, list: readonly T[]): T | null {
	return list[chance.below(list.length)] ?? null;
}

function leafOf(ground: Ground, ...kinds: readonly Leaf['kind'][]): Leaf | null {
	return pickFrom(
		ground.chance,
		ground.leaves.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)),
	);
}

/** Puts something else into a place of one of these kinds. */
const instead =
	(kinds: readonly Leaf['kind'][], value: (ground: Ground, leaf: Leaf) => Node, refused = false): InputMutation =>
	(ground) => {
		const leaf = leafOf(ground, ...kinds);
		if (leaf === null) return null;
		return { input: changed(ground.sample, leaf.path, () => value(ground, leaf)), refused };
	};

/** Adds a pair to one of the objects. */
const withPair =
	(key: string, value: string): InputMutation =>
	({ sample, chance }) => {
		const objects = placesIn(sample).filter((path) => at(sample, path) instanceof Members);
		const path = pickFrom(chance, objects);
		if (path === null) return { input: new Members([[key, new Raw(value)]]) };
		return {
			input: changed(sample, path, (found) => (found instanceof Members ? found.with(key, new Raw(value)) : found)),
		};
	};

function keyed(ground: Ground, change: (object: Members, path: Path) => Members, refused = false): Made | null {
	const { sample, chance } = ground;
	const objects = placesIn(sample).filter((path) => {
		const found = at(sample, path);
		return found instanceof Members && found.pairs.length > 0;
	});
	const path = pickFrom(chance, objects);
	if (path === null) return null;
	return {
		input: changed(sample, path, (found) => (found instanceof Members ? change(found, path) : found)),
		refused,
	};
}

/** A text as it is, anything else as JSON. */
const written = (node: Node): string => (typeof node === 'string' ? node : textOf(node));

const escaped = (text: string): Raw => new Raw(`"${text}"`);

/** Exactly this long, and as its field wants to begin. */
function longText(value: Node, units: number): string {
	const start = /^https?:\/\//.test(written(value)) ? 'https://a.example/' : '';
	return start.padEnd(units, 'x');
}

const numbers = [
	'1e309',
	'-1e309',
	'-0',
	'0',
	'-1',
	'1.5',
	'1e-400',
	'9007199254740993',
	'1000000001',
	'2147483648',
	'1E5',
	'-9223372036854775808',
	'"NaN"',
	'"Infinity"',
	'"1"',
	'0.1e1',
	'123456789012345678901234567890',
] as const;
const wordsOfCode = [
	"' or '1'='1",
	"'; drop table entries; --",
	'$'.concat('{7*7}'),
	'{{7*7}}',
	'<script>alert(1)</script>',
	'../../../etc/passwd',
	'$(id)',
	'%00',
	'\\u0000',
	'%s%n',
	'(select 1)',
	'*',
	'/**/',
	'javascript:alert(1)',
	'__proto__',
	'constructor',
] as const;
const marks = [
	'\\u202e',
	'\\u2066',
	'\\u200b',
	'\\ufeff',
	'\\u0007',
	'\\u001b[2J',
	'\\u2028',
	'\\u0085',
	'\\r\\nX: y',
] as const;
const heavy = [
	'\u0301'.repeat(400),
	'👩‍👩‍👧‍👦'.repeat(40),
	'ﷺ'.repeat(200),
	'\uffff'.repeat(50),
	'İ'.repeat(100),
] as const;
const otherTypes = [
	'null',
	'true',
	'false',
	'0',
	'""',
	'[]',
	'{}',
	'[[]]',
	'[null]',
	'{"length":5}',
	'{"toString":1}',
] as const;

/** By what they do. */
export const inputMutations: Readonly<Record<string, InputMutation>> = {
	'as it was': ({ sample }) => ({ input: sample }),
	'key __proto__': withPair('__proto__', '{"polluted":true}'),
	'key constructor': withPair('constructor', '{"prototype":{"polluted":true}}'),
	'key then, toJSON, valueOf': ({ chance, ...ground }) =>
		withPair(chance.pick(['then', 'toJSON', 'valueOf', 'hasOwnProperty']), '"x"')({ chance, ...ground }),
	'key that is unknown': withPair('admin', 'true'),
	'keys by the thousand': withPair('many', `{${Array.from({ length: 1_000 }, (_, n) => `"k${n}":0`).join(',')}}`),
	'key twice': (ground) =>
		keyed(ground, (object) => new Members([...object.pairs, [object.pairs[0]?.[0] ?? 'x', new Raw('{"polluted":1}')]])),
	'key missing': (ground) => keyed(ground, (object) => new Members(object.pairs.slice(1))),
	'key in other letters': (ground) =>
		keyed(ground, (object) => new Members(object.pairs.map(([key, value]) => [key.toUpperCase(), value]))),
	'a number out of bounds': instead(['number'], ({ chance }) => new Raw(chance.pick(numbers))),
	'a number for a text': instead(
		['text', 'word', 'id'],
		({ chance }) => new Raw(chance.pick(numbers.slice(0, 11) as [string])),
		true,
	),
	'a text that is a number': instead(['number'], ({ chance }) => chance.pick(['1', '0x10', '1e3', 'NaN', '']), true),
	'a lone surrogate': instead(
		['text', 'word', 'id'],
		({ chance }) => escaped(chance.pick(['\\ud800', 'a\\udc00b', '\\udc00\\ud800', 'x\\ud83d'])),
		true,
	),
	'U+0000': instead(['text', 'word', 'id'], ({ chance }) => escaped(chance.pick(['\\u0000', 'a\\u0000b', 'x\\u0000']))),
	'controls and marks': instead(['text', 'word', 'id'], ({ chance }) => escaped(`a${chance.pick(marks)}b`)),
	'heavy letters': instead(['text'], ({ chance }) => chance.pick(heavy)),
	'an empty text': instead(['text', 'word', 'id'], () => ''),
	'spaces only': instead(['text', 'word', 'id'], ({ chance }) => chance.pick([' ', '\u00a0', '\t\n', '\u3000'])),
	'spaces around': instead(['text', 'word', 'id'], ({ sample }, { path }) => `  ${written(at(sample, path))}\n`),
	'exactly at the bound': instead(['text'], ({ sample }, { path, longest }) =>
		longText(at(sample, path), longest ?? 20_000),
	),
	'one above the bound': instead(
		['text'],
		({ sample }, { path, longest }) => longText(at(sample, path), (longest ?? 20_000) + 1),
		true,
	),
	'twice the bound in pairs': instead(['text'], (_, { longest }) => '😀'.repeat(((longest ?? 9_000) >> 1) + 1)),
	'far above the bound': instead(['text', 'word', 'id'], () => 'x'.repeat(20_000), true),
	'words that every object knows': instead(
		['text'],
		() => 'constructor toString __proto__ hasOwnProperty valueOf, constructor?',
	),
	'words of code': instead(['text', 'word', 'id'], ({ chance }) => chance.pick(wordsOfCode)),
	'another type': instead([], ({ chance }) => new Raw(chance.pick(otherTypes))),
	'deep inside': instead([], () => new Raw(`${'['.repeat(14)}${']'.repeat(14)}`), true),
	'an array around it': ({ sample }) => ({ input: [sample] }),
	'a huge array': instead([], () => new Raw(`[${'0,'.repeat(9_000)}0]`), true),
	'an array as the input': ({ chance }) => ({ input: new Raw(chance.pick(['[]', '[{}]', '[null]', '[1,2,3]'])) }),
	'nothing as the input': ({ chance }) => ({ input: chance.maybe(0.5) ? null : undefined }),
	'a text as the input': ({ sample }) => ({ input: textOf(sample) }),
	'as another serialiser writes it': ({ sample }) => ({
		input: new Members([
			['json', sample],
			['meta', new Raw('{"values":{"x":["Date"]}}')],
		]),
	}),
	"another's id": (ground) => {
		const ours = ground.leaves.filter(({ path }) => ground.foreign(String(path.at(-1))) !== null);
		const leaf = pickFrom(ground.chance, ours);
		if (leaf === null) return null;
		const ids = ground.foreign(String(leaf.path.at(-1)));
		const input = changed(ground.sample, leaf.path, () => ids?.others ?? null);
		const twin = changed(ground.sample, leaf.path, () => ids?.nobodys ?? null);
		// A place in a list refers to nothing: whosever it names, it is answered alike.
		const isPlace = leaf.path[0] === 'after';
		return twin === undefined ? null : { input, twin, refused: !isPlace };
	},
	'an id of another kind': instead(['id'], ({ strangers, chance }) => chance.pick(strangers)),
	'an id in other letters': instead(['id'], ({ sample }, { path }) => written(at(sample, path)).toUpperCase()),
	'an id that is cut': instead(['id'], ({ sample }, { path }) => written(at(sample, path)).slice(0, -1)),
};
