import type { Import, Source } from './source.ts';

/** What a room may import beside itself: rooms, single files, packages; `types` only with `import type`. */
interface Arrows {
	readonly values: readonly string[];
	readonly types?: readonly string[];
}

/** Ports belong to those who call them; whoever implements one may use all that its file holds. */
const ports = [
	'server/actor/ports.ts',
	'server/ai/ports.ts',
	'server/outbox/ports.ts',
	'server/rpc/ports.ts',
	'server/rpc/trust-ports.ts',
];
const common = ['shared', 'server/clock.ts', 'server/log.ts'];
const browsers = ['shared', 'shared/live', 'solid-js', '@trpc/client'];

/** The arrows of ARCHITECTURE.md. A path belongs to the longest room that it starts with. */
const rooms: Readonly<Record<string, Arrows>> = {
	shared: { values: ['zod'] },
	// Client-side code that both browser apps share.
	'shared/live': { values: ['shared', '@trpc/client', '@trpc/server/observable'], types: ['@trpc/server'] },
	'server/session': { values: ['shared', 'xstate'] },
	'server/actor': { values: [...common, 'server/guarded-abort.ts', 'server/session', 'xstate'] },
	'server/rpc': { values: [...common, '@trpc/server', 'zod'], types: ['server/actor', 'server/session'] },
	'server/net': { values: [...common, '@trpc/server', 'uWebSockets.js', 'prom-client', 'node:'], types: ['ws'] },
	'server/store': {
		values: [...common, ...ports, 'migrations', 'kysely', 'pg', '@electric-sql/pglite', 'node:'],
		types: ['server/session'],
	},
	'server/ai': {
		values: [...common, ...ports, 'server/guarded-abort.ts', 'ai', '@ai-sdk/openai-compatible', 'zod'],
		types: ['server/session'],
	},
	'server/visitor': { values: [...common, ...ports, 'mmdb-lib', 'ua-parser-js', 'zod', 'node:'] },
	'server/accounts': {
		values: [...common, ...ports, 'server/store', 'server/net/http-types.ts', '@node-rs/argon2', 'zod', 'node:'],
		types: ['server/config.ts', 'kysely'],
	},
	'server/pages': { values: common, types: ['server/net'] },
	// Beyond the dashboard: what is to be sent, who is told, and the ways out.
	'server/outbox': { values: [...common, 'zod'] },
	'server/alerts': { values: [...common, ...ports, 'zod', 'node:'], types: ['server/store', 'server/accounts'] },
	'server/mail': { values: [...common, ...ports, 'nodemailer', 'zod', 'node:'] },
	'server/webhooks': { values: [...common, ...ports, 'ipaddr.js', 'zod', 'node:'], types: ['server/store'] },
	'server/push': { values: [...common, ...ports, 'zod', 'node:'], types: ['server/store', 'server/net'] },
	// Privacy and order: what is kept, who is kept out, who did what.
	'server/trust': {
		values: [...common, ...ports, 'server/net/http-types.ts', 'server/accounts/origin.ts', 'ipaddr.js', 'zod', 'node:'],
		types: ['server/store', 'server/accounts', 'server/actor'],
	},
	migrations: { values: ['kysely'] },
	dashboard: {
		values: [...browsers, '@solidjs/router', '@kobalte/core', '@fontsource-variable/inter', 'lucide-solid'],
		types: ['server/rpc', '@trpc/server'],
	},
	widget: { values: browsers, types: ['server/rpc', '@trpc/server'] },
};

/** Where all is wired together: these may import what they like, but no room above may import them. */
const wiring = /^(server\/[^/]+\.ts|(server\/(admin|demo|endpoints)|bench|docs)\/.*)$/;

/** The files that do something when they are imported. */
const entryPoints = [
	/^server\/(admin\/|demo\/)?main\.ts$/,
	/^dashboard\/main\.tsx$/,
	/^dashboard\/worker\/main\.ts$/,
	/^widget\/(main\.tsx|loader\.ts)$/,
	/^bench\/main\.ts$/,
	/^tests\/[^/]+\/main\.ts$/,
	/^docs\/[^/]+\.ts$/,
];

const isConfig = (path: string): boolean => /\.config\.ts$/.test(path);

const within = (target: string, place: string): boolean =>
	target === place || target.startsWith(place.endsWith(':') ? place : `${place}/`);

function roomOf(path: string): string | undefined {
	return Object.keys(rooms)
		.filter((room) => within(path, room))
		.sort((a, b) => b.length - a.length)[0];
}

/** An arrow to a room does not lead into the rooms inside it. */
function leadsTo(place: string, target: string): boolean {
	return within(target, place) && (rooms[place] === undefined || roomOf(target) === place);
}

export function brokenArrows(sources: readonly Source[]): readonly string[] {
	return sources.flatMap(({ path, imports }) => {
		if (wiring.test(path) || isConfig(path)) return [];
		const room = roomOf(path);
		const arrows = room === undefined ? undefined : rooms[room];
		if (room === undefined || arrows === undefined) return [`${path} is in no room`];
		const allows = ({ target, typeOnly }: Import): boolean =>
			[room, ...arrows.values, ...(typeOnly ? (arrows.types ?? []) : [])].some((place) => leadsTo(place, target));
		return imports
			.filter((one) => !allows(one))
			.map(({ target, typeOnly }) => `${path} imports ${typeOnly ? 'a type of ' : ''}${target}`);
	});
}

/** Rings of files that import each other, types included; each ring is told once. */
export function rings(sources: readonly Source[]): readonly string[] {
	const byPath = new Map(sources.map((source) => [source.path, source]));
	const done = new Set<string>();
	const found: string[] = [];
	const walk = (path: string, trail: readonly string[]): void => {
		const seenAt = trail.indexOf(path);
		if (seenAt >= 0) found.push([...trail.slice(seenAt), path].join(' → '));
		if (seenAt >= 0 || done.has(path)) return;
		for (const { target } of byPath.get(path)?.imports ?? []) walk(target, [...trail, path]);
		done.add(path);
	};
	for (const { path } of sources) walk(path, []);
	return found;
}

/** Packages that the browsers must not be made to load, even through a file of `shared`. */
export function heavyInBrowsers(sources: readonly Source[]): readonly string[] {
	const byPath = new Map(sources.map((source) => [source.path, source]));
	const found: string[] = [];
	const walk = (path: string, trail: readonly string[]): void => {
		if (trail.includes(path)) return;
		for (const { target, typeOnly } of byPath.get(path)?.imports ?? []) {
			if (typeOnly) continue;
			if (within(target, 'zod') || target.startsWith('node:') || within(target, 'server')) {
				found.push([...trail, path, target].join(' → '));
			}
			walk(target, [...trail, path]);
		}
	};
	for (const { path } of sources) {
		if ((within(path, 'dashboard') || within(path, 'widget')) && !isConfig(path)) walk(path, []);
	}
	return found;
}

export function actsOnImport(sources: readonly Source[]): readonly string[] {
	return sources
		.filter(({ path, acts }) => acts.length > 0 && !isConfig(path) && !entryPoints.some((entry) => entry.test(path)))
		.map(({ path, acts }) => `${path}: ${acts.join(', ')}`);
}

/** Dictionaries are lists, not ideas: they may be as long as the product has sentences. Tests list cases: 500. */
export function tooLong(sources: readonly Source[]): readonly string[] {
	return sources
		.filter(({ path, lines }) => lines >= (within(path, 'tests') ? 500 : 300) && !within(path, 'shared/text'))
		.map(({ path, lines }) => `${path}: ${lines} lines`);
}

export function misnamed(sources: readonly Source[]): readonly string[] {
	return sources
		.map(({ path }) => path)
		.filter((path) => !path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(part)));
}

export function injections(sources: readonly Source[]): readonly string[] {
	return sources.flatMap(({ path, injections: names }) => names.map((name) => `${path}: ${name}`));
}

export function silencedChecks(sources: readonly Source[]): readonly string[] {
	const silencer = /@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable|biome-ignore/;
	return sources.flatMap(({ path, comments }) =>
		comments.filter((comment) => silencer.test(comment)).map((comment) => `${path}: ${comment.trim()}`),
	);
}

/** Rule numbers, such as I12, R0 or I1–I3, that comments cite and the specification does not define. */
export function unknownRules(sources: readonly Source[], spec: string): readonly string[] {
	const defined = new Set([...spec.matchAll(/^[-*#|\s]*\**([RI]\d+)\b/gm)].map((match) => match[1]));
	return sources.flatMap(({ path, comments }) =>
		comments
			.flatMap((comment) => [...comment.matchAll(/\b[RI]\d+\b/g)].map((match) => match[0]))
			.filter((rule) => !defined.has(rule))
			.map((rule) => `${path}: ${rule}`),
	);
}
