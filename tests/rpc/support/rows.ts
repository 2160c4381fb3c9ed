/** One row for each procedure of the member router: who may use it, and what it is asked. The matrix fails without one. */
import type { ArticleId, BlockId, MemberId, SessionId, SiteId } from '../../../shared/ids.ts';

/** The things that belong to somebody. */
export interface Ids {
	readonly site: SiteId;
	readonly session: SessionId;
	readonly member: MemberId;
	/** On `site`. */
	readonly article: ArticleId;
	/** On `site`. */
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
	'me.signOutEverywhere': row('any member'),
	'house.findings': row('ownership'),

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
	'monitor.typing': row('control', ['session'], ({ session }) => ({ sessionId: session, on: true })),

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

	'knowledge.list': row('administration', ['site'], ({ site }) => ({ siteId: site })),
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
