/** Every procedure of both routers with the schema of its input, found in the routers: a new one is met without being named. */
import { z } from 'zod';
import { createMemberRouter, type MemberRouterDeps } from '../../server/rpc/routers.ts';
import { createVisitorRouter, type VisitorDeps } from '../../server/rpc/visitor.ts';
import { at, changed, type Node, nodeOf, type Path, textOf } from './json-text.ts';
import type { Audience } from './judge.ts';
import { marker } from './secrets.ts';

export type CallType = 'query' | 'mutation' | 'subscription';

/** A place of an input that holds no further places. */
export interface Leaf {
	readonly path: Path;
	readonly kind: 'text' | 'id' | 'word' | 'number' | 'flag';
	/** Of a text: the longest that is taken, UTF-16 units. Null: there seems to be none. */
	readonly longest: number | null;
}

export interface Procedure {
	readonly audience: Audience;
	readonly path: string;
	readonly type: CallType;
	/** Null: it takes no input. */
	readonly schema: z.ZodType | null;
}

/** What a sample may name. Fresh client ids come from the caller. */
export interface SampleIds {
	readonly siteId: string;
	readonly sessionId: string;
	readonly memberId: string;
	readonly articleId: string;
	readonly webhookId: string;
	readonly blockId: string;
	readonly clientId: string;
	readonly gen: number;
}

interface Described {
	readonly _def: { readonly type: CallType; readonly inputs: readonly z.ZodType[] };
}

/** Nothing is called, so nothing is needed: the routers are built only to be read. */
const nothing: unknown = new Proxy(() => nothing, { get: () => nothing });

export function findProcedures(): readonly Procedure[] {
	const routers = {
		visitor: createVisitorRouter(nothing as VisitorDeps),
		member: createMemberRouter(nothing as MemberRouterDeps),
	};
	return (['visitor', 'member'] as const).flatMap((audience) =>
		// tRPC keeps what a procedure was built from in `_def`, which its types call internal.
		Object.entries(routers[audience]._def.procedures as unknown as Record<string, Described>).map(
			([path, { _def }]): Procedure => ({ audience, path, type: _def.type, schema: _def.inputs.at(-1) ?? null }),
		),
	);
}

export const nameOf = ({ audience, path }: Procedure): string => `${audience} ${path}`;

type Schema = Readonly<Record<string, unknown>>;

const idFields = ['siteId', 'sessionId', 'memberId', 'articleId', 'webhookId', 'blockId', 'clientId'] as const;
const isIdField = (name: string): name is (typeof idFields)[number] => idFields.some((one) => one === name);

/** Texts that mean something to a service behind the schema. */
const meaningful: Readonly<Record<string, string>> = {
	address: 'hostile.example',
	range: '198.51.100.0/24',
	before: '1700000000000:a1',
	cursor: '1.1700000000000.session_AAAAAAAAAAAAAAAAAAAAAA',
	url: 'https://hostile.example/page',
	language: 'en',
	zone: 'Europe/Riga',
	baseUrl: '',
	password: 'a password of ten',
	email: 'nobody@example.com',
	token: 'A'.repeat(43),
	current: 'not the password',
	next: 'another password',
	// Bears the mark of a secret: who has written it may not read it either.
	apiKey: `sk-${marker}-of-the-attackers`,
	model: 'small',
	endpoint: 'https://push.hostile.example/browser',
	// A point of the curve, and sixteen bytes.
	p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
	auth: 'BTBZMqHH6r4Tts7J_aSIgg',
	deviceId: '00000000-0000-4000-8000-000000000000',
};

/** For patterns: whichever of these fits. */
const shapes = [
	'#4f46e5',
	'https://hostile.example',
	'2026-01-01',
	'1700000000000.session_AAAAAAAAAAAAAAAAAAAAAA',
	'AAAAAAAA',
	'1',
	'a',
] as const;

const describe = (schema: z.ZodType): Schema =>
	// A JSON schema is plain data.
	z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;

function sampleOf(schema: Schema, name: string, ids: SampleIds): Node {
	if ('const' in schema) return nodeOf(schema['const']);
	if (Array.isArray(schema['enum'])) return nodeOf(schema['enum'][0]);
	if (Array.isArray(schema['anyOf'])) return sampleOf(schema['anyOf'][0] as Schema, name, ids);
	switch (schema['type']) {
		case 'object':
			return nodeOf(
				Object.fromEntries(
					Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>)
						// A first subscription has none.
						.filter(([key]) => key !== 'lastEventId')
						.map(([key, one]) => [key, JSON.parse(textOf(sampleOf(one, key, ids)))]),
				),
			);
		case 'array':
			return nodeOf(
				Array.from({ length: Number(schema['minItems'] ?? 0) }, () =>
					JSON.parse(textOf(sampleOf(schema['items'] as Schema, name, ids))),
				),
			);
		case 'boolean':
			return true;
		case 'integer':
		case 'number':
			return name === 'gen' ? ids.gen : Number(schema['minimum'] ?? 1);
		case 'string':
			return textSample(schema, name, ids);
		default:
			return null;
	}
}

function textSample(schema: Schema, name: string, ids: SampleIds): string {
	if (isIdField(name)) return ids[name];
	const { pattern } = schema;
	const fits = (text: string) => typeof pattern !== 'string' || new RegExp(pattern).test(text);
	const known = meaningful[name];
	// Cursors have one name and several shapes.
	if (known !== undefined && fits(known)) return known;
	return typeof pattern === 'string' ? (shapes.find(fits) ?? '') : `A ${name} to try`;
}

/** A valid input as its schema describes it; null where it takes none. */
export function sampleInput({ schema }: Pick<Procedure, 'schema'>, ids: SampleIds): Node {
	return schema === null ? null : sampleOf(describe(schema), '', ids);
}

/** Far more than any bound of ours, and less than a frame takes. */
const veryLong = 20_000;

/** What a procedure's schema takes at a place, found by asking the schema. */
export function leavesOf({ schema }: Pick<Procedure, 'schema'>, sample: Node): readonly Leaf[] {
	if (schema === null) return [];
	const takes = (path: Path, value: Node): boolean => {
		const tried = changed(sample, path, () => value);
		return tried !== undefined && schema.safeParse(JSON.parse(textOf(tried))).success;
	};
	const leaf = (path: Path, value: Node): Leaf => {
		const name = String(path.at(-1));
		if (typeof value === 'number') return { path, kind: 'number', longest: null };
		if (typeof value === 'boolean') return { path, kind: 'flag', longest: null };
		if (isIdField(name)) return { path, kind: 'id', longest: null };
		if (!texts.some((text) => takes(path, text(30)))) return { path, kind: 'word', longest: null };
		return { path, kind: 'text', longest: longestText(path, takes) };
	};
	return placesOf(sample).map((path) => leaf(path, at(sample, path)));
}

/** A web address is a text with a beginning of its own; so is the origin of one. */
const texts = ['', 'https://a.example/', 'https://'].map((start) => (units: number) => start.padEnd(units, 'x'));

function longestText(path: Path, takes: (path: Path, value: Node) => boolean): number | null {
	if (texts.some((text) => takes(path, text(veryLong)))) return null;
	let low = 0;
	let high = veryLong;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (texts.some((text) => takes(path, text(middle)))) low = middle;
		else high = middle;
	}
	return low;
}

function placesOf(sample: Node, path: Path = []): readonly Path[] {
	const value = at(sample, path);
	if (value !== null && typeof value === 'object' && 'pairs' in value) {
		return value.pairs.flatMap(([key]) => placesOf(sample, [...path, key]));
	}
	return path.length === 0 ? [] : [path];
}
