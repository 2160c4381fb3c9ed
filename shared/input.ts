/** The schemas of everything that comes over the wire. Browsers import this file's types only. */
import { z } from 'zod';
import { soundModes, themes } from './account.ts';
import { historyKinds } from './history.ts';
import {
	articleIdOf,
	blockIdOf,
	clientIdOf,
	deviceIdOf,
	genOf,
	memberIdOf,
	seqOf,
	sessionIdOf,
	siteIdOf,
} from './ids.ts';
import { limits } from './limits.ts';
import { roles } from './plans.ts';
import { languages } from './text/language.ts';
import { auditKinds } from './trust.ts';

/** U+0000 can't be stored by Postgres; a lone surrogate is no text. */
const wellFormed = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

/** UTF-16 units, as browsers count them: zod's own `max` counts code points and would let in twice as much. */
const text = (max: number) =>
	z
		.string()
		.refine((value) => value.length <= max * 2, 'too-long')
		.refine(wellFormed, 'malformed')
		.trim()
		.refine((value) => value.length <= max, 'too-long');

/** Controls, line separators, and the zero-width and bidirectional marks that fake a name; a joiner stays (emoji). */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
export const line = (max: number) => text(max).refine((value) => !controls.test(value), 'control');

export const messageText = text(limits.messageUnits).min(1);
export const displayName = line(limits.displayNameUnits);
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
/** No rules but length: the longest list of rules makes the weakest password. */
export const password = z.string().min(10).max(200).refine(wellFormed, 'malformed');

const id = (pattern: RegExp) => z.string().max(64).regex(pattern);
export const uuid = id(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const sessionId = id(/^session_[0-9A-Za-z]{22}$/).transform(sessionIdOf);
export const siteId = uuid.transform(siteIdOf);
export const memberId = uuid.transform(memberIdOf);
export const articleId = uuid.transform(articleIdOf);
export const deviceId = uuid.transform(deviceIdOf);
export const blockId = uuid.transform(blockIdOf);
export const clientId = id(/^[0-9A-Za-z_-]{8,40}$/).transform(clientIdOf);
export const gen = z.int().min(0).max(1_000_000_000).transform(genOf);

/** scheme://host[:port] of a page, as a browser sends it. */
export const origin = z
	.string()
	.max(300)
	.regex(/^https?:\/\/[^/\s?#@]+$/)
	.refine(wellFormed, 'malformed');
/** Typed by a person: "shop.example", "https://www.shop.example/start". */
export const address = z.string().trim().min(1).max(300).refine(wellFormed, 'malformed');
/** What parses as an address may still hold what can't be stored: the parser encodes it, and the text stays as it was. */
const httpUrl = (max: number) =>
	z.union([
		z.literal(''),
		z
			.url({ protocol: /^https?$/ })
			.max(max)
			.refine(wellFormed, 'malformed'),
	]);

export const bySite = z.object({ siteId });
export const bySession = z.object({ sessionId });

export const visitorInput = {
	say: z.object({ clientId, text: messageText }),
	askForHuman: z.object({ clientId }),
	/** Stored, so it must be well-formed text too. */
	leaveAddress: z.object({ clientId, email: email.refine(wellFormed, 'malformed') }),
	backToAi: z.object({ clientId }),
	typing: z.object({ on: z.boolean() }),
	page: z.object({ url: line(2_000), title: line(300) }),
} as const;

export const monitorInput = {
	takeOver: z.object({ sessionId, gen, clientId }),
	reply: z.object({ sessionId, gen, clientId, text: messageText }),
	release: z.object({ sessionId, gen, clientId }),
	keep: z.object({ sessionId, gen, clientId }),
	whisper: z.object({ sessionId, gen, clientId, text: text(limits.whisperUnits).min(1) }),
	typing: z.object({ sessionId, on: z.boolean() }),
} as const;

/** Where a part of the missed list ended: among the open ones or not, when it was missed (ms), which session. */
const missedPlace = z
	.string()
	.regex(/^[01]\.\d{1,15}\.session_[0-9A-Za-z]{22}$/)
	.transform((text) => {
		const [open, at, id = ''] = text.split('.');
		return { open: open === '1', at: Number(at), id: sessionIdOf(id) };
	});

/** Where a part of the history ended: when the visit began (ms), which session. */
const historyPlace = z
	.string()
	.regex(/^\d{1,15}\.session_[0-9A-Za-z]{22}$/)
	.transform((text) => {
		const [at, id = ''] = text.split('.');
		return { at: Number(at), id: sessionIdOf(id) };
	});

export const historyInput = {
	list: z.object({
		siteId,
		kind: z.enum(historyKinds),
		find: line(limits.findUnits),
		cursor: historyPlace.optional(),
	}),
	/** `after`: entries up to this seq are known. */
	read: z.object({ sessionId, after: z.int().min(0).max(1_000_000_000).transform(seqOf).optional() }),
} as const;

export const missedInput = {
	list: z.object({ siteId, cursor: missedPlace.optional() }),
	/** `after`: entries up to this seq are known. */
	read: z.object({ sessionId, after: z.int().min(0).max(1_000_000_000).transform(seqOf).optional() }),
	answer: z.object({ sessionId, gen, clientId, text: messageText }),
	resolve: z.object({ sessionId, gen, clientId }),
} as const;

export const siteSettings = z.object({
	greeting: text(500),
	language: z.enum(['auto', ...languages]),
	colour: z.string().regex(/^#[0-9a-f]{6}$/i),
	side: z.enum(['right', 'left']),
	disclosure: z.boolean(),
	privacyUrl: httpUrl(500),
	idleReturnMs: z
		.int()
		.min(60_000)
		.max(60 * 60_000),
	retentionDays: z.int().min(1).max(limits.retentionDays).nullable(),
});

export const siteName = line(limits.siteNameUnits).min(1);

export const sitesInput = {
	create: z.object({ address, name: siteName.optional() }),
	update: z.object({ siteId, name: siteName.optional(), settings: siteSettings.partial().optional() }),
	addOrigin: z.object({ siteId, address }),
	removeOrigin: z.object({ siteId, origin }),
} as const;

export const knowledgeInput = {
	list: z.object({ siteId, after: z.object({ articleId, createdAt: z.int().min(0) }).nullable() }),
	create: z.object({
		siteId,
		kind: z.enum(['text', 'question']),
		title: line(300).min(1),
		body: text(limits.knowledgeUnits).min(1),
	}),
	update: z.object({ siteId, articleId, title: line(300).min(1), body: text(limits.knowledgeUnits).min(1) }),
	remove: z.object({ siteId, articleId }),
	ask: z.object({ siteId, question: messageText }),
} as const;

export const aiInput = {
	update: z.object({
		siteId,
		kind: z.enum(['embedded', 'openai-compatible']),
		baseUrl: httpUrl(500),
		model: line(200),
		/** Absent: the stored key stays; empty: it is removed. */
		apiKey: z.string().trim().max(500).refine(wellFormed, 'malformed').optional(),
		instructions: text(4_000),
	}),
} as const;

export const profile = z
	.object({
		displayName,
		sound: z.enum(soundModes),
		language: z.enum(languages),
		theme: z.enum(themes),
	})
	.partial();

export const membersInput = {
	invite: z.object({ role: z.enum(roles) }),
	setRole: z.object({ memberId, role: z.enum(roles) }),
	setDisabled: z.object({ memberId, disabled: z.boolean() }),
	remove: z.object({ memberId }),
	setAway: z.object({ away: z.boolean() }),
	changePassword: z.object({ current: z.string().max(200), next: password }),
} as const;

export const pushInput = {
	/** As `PushSubscription.toJSON()` has it. */
	subscribe: z.object({
		endpoint: z
			.url({ protocol: /^https?$/ })
			.max(1_000)
			.refine(wellFormed, 'malformed'),
		p256dh: z.string().regex(/^[0-9A-Za-z_-]{87}$/),
		auth: z.string().regex(/^[0-9A-Za-z_-]{22}$/),
	}),
	device: z.object({ deviceId }),
	discreet: z.object({ on: z.boolean() }),
} as const;

/** What an admin types to keep somebody out: an address, or a range as 198.51.100.0/24. */
const addressRange = line(100).min(1);

export const trustInput = {
	blockVisitor: z.object({ sessionId, note: line(limits.blockNoteUnits) }),
	blockRange: z.object({ siteId, range: addressRange, note: line(limits.blockNoteUnits) }),
	unblock: z.object({ siteId, blockId }),
	audit: z.object({
		/** Where the page before ended. */
		before: z
			.string()
			.max(100)
			.regex(/^\d{1,15}:[0-9A-Za-z_.-]{1,60}$/)
			.optional(),
		kind: z.enum(auditKinds).optional(),
		memberId: memberId.optional(),
	}),
} as const;

export const demoInput = {
	start: z.object({ visitors: z.int().min(1).max(50) }),
} as const;

/** Bodies of `POST /auth/…`. A one-time link carries its token. */
export const authInput = {
	setup: z.object({ token: z.string().max(200), email, password, language: z.enum(languages).optional() }),
	join: z.object({ token: z.string().max(200), email, password, language: z.enum(languages).optional() }),
	signIn: z.object({ email: z.string().max(254).refine(wellFormed, 'malformed'), password: z.string().max(200) }),
	reset: z.object({ token: z.string().max(200), password }),
	forgot: z.object({ email }),
} as const;

/** The widget's `connectionParams`: tRPC allows strings only. */
export const visitorHello = z.object({
	hello: z.enum(['open', 'resume']),
	token: z.string().max(1_000).optional(),
	language: z.string().max(35).optional(),
	/** `navigator.maxTouchPoints`: iPads pretend to be Macs. */
	touch: z.string().max(4).optional(),
	url: z.string().max(2_000).optional(),
	title: z.string().max(300).optional(),
});
export type VisitorHello = z.infer<typeof visitorHello>;
