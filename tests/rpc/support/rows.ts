/** One row for each procedure of the member router: who may use it, and what it is asked. The matrix fails without one. */
import type { ArticleId, BlockId, MemberId, SessionId, SiteId, WebhookId } from '../../../shared/ids.ts';

/** The things that belong to somebody. */
export interface Ids {
	readonly site: SiteId;
	readonly session: SessionId;
	readonly member: MemberId;
	/** On `site`. */
	readonly article: ArticleId;
	/** On `site`. */
	readonly webhook: WebhookId;
	readonly block: BlockId;
}
export type IdKind = keyof Ids;

/** Written out, not taken from the code that is tested. */
export const gates = {
	'any member': { viewer: 'ok', agent: 'ok', admin: 'ok', owner: 'ok', free: 'ok' },
	watch: { viewer: 'ok', agent: 'ok', admin: 'ok', owner: 'ok', free: 'plan.required' },
	control: { viewer: 'auth.forbidden', agent: 'ok', admin: 'ok', owner: 'ok', free: 'plan.required' },
	ownership: {
		viewer: 'auth.forbidden',
		agent: 'auth.forbidden',
		admin: 'auth.forbidden',
		owner: 'ok',
		free: 'ok',
	},
	administration: { viewer: 'auth.forbidden', agent: 'auth.forbidden', admin: 'ok', owner: 'ok', free: 'ok' },
} as const;
export type Insider = keyof (typeof gates)[keyof typeof gates];

export interface Row {
	readonly gate: keyof typeof gates;
	/** Which ids its input names: each is tried as own, as another account's, and as one that nobody has. */
	readonly names: readonly IdKind[];
	readonly input: (ids: Ids) => unknown;
	/** What somebody who may use it is answered, where it is a refusal for a reason of its own. */
	readonly answer?: string;
}

const row = (gate: Row['gate'], names: readonly IdKind[] = [], input: Row['input'] = () => undefined): Row => ({
	gate,
	names,
	input,
});
const clientId = () => crypto.randomUUID();
const events = {
	'session-opened': true,
	'human-asked': true,
	'ai-failed': true,
	'took-over': true,
	released: true,
	missed: true,
	message: true,
};
const article = { title: 'Delivery', body: 'Two days.' };
/** The control number of a session that has just opened. */
const gen = 1;

export const memberRows: Readonly<Record<string, Row>> = {
	'me.get': row('any member'),
	'me.updateProfile': row('any member', [], () => ({ theme: 'dark' })),
	'me.changePassword': {
		...row('any member', [], () => ({ current: 'not the password', next: 'another password' })),
		answer: 'auth.credentials',
	},
	'me.setAway': row('any member', [], () => ({ away: true })),
	'me.signOutEverywhere': row('any member'),
	'house.findings': row('ownership'),
	'alerts.get': row('any member'),
	'alerts.update': row('any member', ['site'], ({ site }) => ({
		...{ mail: true, push: false, kinds: ['missed'], onlyUnattended: false },
		sites: [site],
		hours: { zone: 'Europe/Riga', days: [0, 4], from: 480, to: 1_020 },
	})),
	'alerts.testMail': row('any member'),
	'alerts.link': { ...row('control', [], () => ({ token: 'A'.repeat(43) })), answer: 'auth.link' },
	'alerts.takeOver': {
		...row('control', [], () => ({ token: 'A'.repeat(43), clientId: clientId() })),
		answer: 'auth.link',
	},
	'house.countryData': row('ownership'),

	'monitor.list': row('watch', ['site'], ({ site }) => ({ siteId: site })),
	'monitor.watch': row('watch', ['session'], ({ session }) => ({ sessionId: session })),
	'monitor.takeOver': row('control', ['session'], ({ session }) => ({
		sessionId: session,
		gen,
		clientId: clientId(),
	})),
	'monitor.reply': row('control', ['session'], ({ session }) => ({
		sessionId: session,
		gen,
		clientId: clientId(),
		text: 'Hello',
	})),
	'monitor.release': {
		...row('control', ['session'], ({ session }) => ({ sessionId: session, gen, clientId: clientId() })),
		answer: 'control.not-held',
	},
	'monitor.keep': {
		...row('control', ['session'], ({ session }) => ({ sessionId: session, gen, clientId: clientId() })),
		answer: 'control.not-held',
	},
	'monitor.whisper': row('control', ['session'], ({ session }) => ({
		sessionId: session,
		gen,
		clientId: clientId(),
		text: 'Mention the sale',
	})),
	'monitor.typing': row('control', ['session'], ({ session }) => ({ sessionId: session, on: true })),

	'missed.feed': row('watch', ['site'], ({ site }) => ({ siteId: site })),
	'missed.list': row('watch', ['site'], ({ site }) => ({ siteId: site })),
	// The session lives: nobody has missed it.
	'missed.read': { ...row('watch', ['session'], ({ session }) => ({ sessionId: session })), answer: 'not-found' },
	'missed.answer': {
		...row('control', ['session'], ({ session }) => ({ sessionId: session, gen, clientId: clientId(), text: 'Later' })),
		answer: 'session.illegal',
	},
	'missed.resolve': {
		...row('control', ['session'], ({ session }) => ({ sessionId: session, gen, clientId: clientId() })),
		answer: 'session.illegal',
	},
	'missed.unresolve': {
		...row('control', ['session'], ({ session }) => ({ sessionId: session, gen, clientId: clientId() })),
		answer: 'session.illegal',
	},

	'history.list': row('any member', ['site'], ({ site }) => ({ siteId: site, kind: 'all', find: '' })),
	// Nothing was written into the session, so nothing is stored.
	'history.read': {
		...row('any member', ['session'], ({ session }) => ({ sessionId: session })),
		answer: 'not-found',
	},

	'sites.list': row('any member'),
	'sites.create': row('administration', [], () => ({ address: 'shop.example' })),
	'sites.update': row('administration', ['site'], ({ site }) => ({ siteId: site, name: 'Renamed' })),
	'sites.addOrigin': row('administration', ['site'], ({ site }) => ({ siteId: site, address: 'other.example' })),
	'sites.removeOrigin': row('administration', ['site'], ({ site }) => ({
		siteId: site,
		origin: 'https://shop.example',
	})),
	'sites.remove': row('administration', ['site'], ({ site }) => ({ siteId: site })),
	'sites.install': row('administration', ['site'], ({ site }) => ({ siteId: site })),

	'members.list': row('administration'),
	'members.invite': row('administration', [], () => ({ role: 'agent' })),
	'members.setRole': row('administration', ['member'], ({ member }) => ({ memberId: member, role: 'agent' })),
	'members.setDisabled': row('administration', ['member'], ({ member }) => ({ memberId: member, disabled: true })),
	'members.remove': row('administration', ['member'], ({ member }) => ({ memberId: member })),

	'knowledge.list': row('administration', ['site'], ({ site }) => ({ siteId: site, after: null })),
	'knowledge.create': row('administration', ['site'], ({ site }) => ({ siteId: site, kind: 'text', ...article })),
	'knowledge.update': row('administration', ['site', 'article'], (ids) => ({
		siteId: ids.site,
		articleId: ids.article,
		...article,
	})),
	'knowledge.remove': row('administration', ['site', 'article'], (ids) => ({
		siteId: ids.site,
		articleId: ids.article,
	})),
	'knowledge.ask': row('administration', ['site'], ({ site }) => ({ siteId: site, question: 'Delivery?' })),

	'ai.get': row('administration', ['site'], ({ site }) => ({ siteId: site })),
	'ai.update': row('administration', ['site'], ({ site }) => ({
		siteId: site,
		kind: 'embedded',
		baseUrl: '',
		model: '',
		instructions: 'Be brief.',
	})),

	'webhooks.list': row('administration', ['site'], ({ site }) => ({ siteId: site })),
	'webhooks.create': row('administration', ['site'], ({ site }) => ({
		siteId: site,
		format: 'baton',
		url: 'http://127.0.0.1:9/',
		chatId: '',
		language: 'en',
		events,
	})),
	'webhooks.update': row('administration', ['site', 'webhook'], ({ site, webhook }) => ({
		siteId: site,
		webhookId: webhook,
		enabled: false,
	})),
	'webhooks.remove': row('administration', ['site', 'webhook'], ({ site, webhook }) => ({
		siteId: site,
		webhookId: webhook,
	})),
	'webhooks.rotateSecret': row('administration', ['site', 'webhook'], ({ site, webhook }) => ({
		siteId: site,
		webhookId: webhook,
	})),
	'webhooks.test': row('administration', ['site', 'webhook'], ({ site, webhook }) => ({
		siteId: site,
		webhookId: webhook,
	})),
	'webhooks.deliveries': row('administration', ['site', 'webhook'], ({ site, webhook }) => ({
		siteId: site,
		webhookId: webhook,
	})),
	'webhooks.resend': {
		...row('administration', ['site', 'webhook'], ({ site, webhook }) => ({
			siteId: site,
			webhookId: webhook,
			deliveryId: '00000000-0000-4000-8000-000000000000',
		})),
		// Nothing was sent to it.
		answer: 'not-found',
	},
	'push.get': row('any member'),
	'push.subscribe': row('any member', [], () => ({
		endpoint: `https://push.example.com/${clientId()}`,
		// A point of the curve: the browser's key in appendix A of RFC 8291.
		p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
		auth: 'BTBZMqHH6r4Tts7J_aSIgg',
	})),
	'push.remove': { ...row('any member', [], () => ({ deviceId: crypto.randomUUID() })), answer: 'not-found' },
	'push.test': { ...row('any member', [], () => ({ deviceId: crypto.randomUUID() })), answer: 'not-found' },
	'push.setDiscreet': row('any member', [], () => ({ on: true })),
	'trust.retention': row('administration', ['site'], ({ site }) => ({ siteId: site })),
	'trust.limits': row('administration', ['site'], ({ site }) => ({ siteId: site })),
	'trust.blocks': row('administration', ['site'], ({ site }) => ({ siteId: site })),
	'trust.blockVisitor': row('control', ['session'], ({ session }) => ({ sessionId: session, note: '' })),
	'trust.blockRange': row('administration', ['site'], ({ site }) => ({
		siteId: site,
		range: '203.0.113.0/24',
		note: 'Spam',
	})),
	'trust.unblock': row('administration', ['site', 'block'], ({ site, block }) => ({ siteId: site, blockId: block })),
	'trust.erase': row('administration', ['session'], ({ session }) => ({ sessionId: session })),
	'trust.audit': row('administration', ['member'], ({ member }) => ({ memberId: member })),

	'demo.status': row('any member'),
	'demo.start': row('administration', [], () => ({ visitors: 1 })),
	'demo.stop': row('administration'),
	'demo.remove': row('administration'),
};
