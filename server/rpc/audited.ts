/** Which commands the audit list tells of, and what it says of them. A command that is in neither list fails a test. */
import { z } from 'zod';
import { memberId, sessionId, siteId } from '../../shared/input.ts';
import { roles } from '../../shared/plans.ts';
import type { AuditKind } from '../../shared/trust.ts';
import type { Authority } from './ports.ts';
import type { Audit } from './trust-ports.ts';

/** What commands name, as far as it is told. It was parsed by the command's own schema; this only picks. */
const named = z
	.object({
		siteId,
		sessionId,
		memberId,
		role: z.enum(roles),
		disabled: z.boolean(),
		apiKey: z.string(),
	})
	.partial()
	.catch({});
type Named = z.infer<typeof named>;

/** What commands answer, as far as it is told. */
const answered = z.object({ id: siteId, siteId, name: z.string(), sessions: z.number() }).partial().catch({});

type Rule = AuditKind | ((input: Named) => AuditKind);

export const auditedCommands: Readonly<Record<string, Rule>> = {
	'me.changePassword': 'password-changed',
	'me.signOutEverywhere': 'signed-out-everywhere',
	'members.invite': 'invited',
	'members.setRole': 'role-changed',
	'members.setDisabled': ({ disabled }) => (disabled === true ? 'disabled' : 'enabled'),
	'members.remove': 'member-removed',
	'sites.create': 'site-added',
	'sites.update': 'site-changed',
	'sites.addOrigin': 'site-changed',
	'sites.removeOrigin': 'site-changed',
	'sites.remove': 'site-removed',
	'knowledge.remove': 'article-removed',
	'ai.update': 'ai-changed',
	'demo.remove': 'demo-removed',
	'webhooks.create': 'webhooks-changed',
	'webhooks.update': 'webhooks-changed',
	'webhooks.remove': 'webhooks-changed',
	'webhooks.rotateSecret': 'webhook-key-changed',
	'trust.blockVisitor': 'blocked-visitor',
	'trust.blockRange': 'blocked-range',
	'trust.unblock': 'unblocked',
	'trust.erase': 'erased',
};

/** A command that is about to be run; what it returns is called when it has worked. */
export async function auditing(
	audit: Audit,
	path: string,
	{ accountId, memberId: by, email }: Authority,
	getInput: () => Promise<unknown>,
): Promise<((answer: unknown) => Promise<void>) | null> {
	const rule = Object.hasOwn(auditedCommands, path) ? auditedCommands[path] : undefined;
	if (rule === undefined) return null;
	const input = named.parse(await getInput());
	const kind = typeof rule === 'string' ? rule : rule(input);
	// Before it is done: afterwards nobody may be of that name.
	const concerned = input.memberId ?? (kind === 'site-removed' ? input.siteId : undefined);
	const about = concerned === undefined ? undefined : audit.nameOf(accountId, concerned);
	return async (answer) => {
		const said = answered.parse(answer);
		await audit.record({
			accountId,
			kind,
			by: { memberId: by, email },
			siteId: input.siteId ?? said.siteId ?? (kind === 'site-added' ? said.id : undefined),
			// What is erased is named nowhere.
			sessionId: kind === 'erased' ? null : input.sessionId,
			detail: {
				about: about ?? (kind === 'site-added' ? said.name : undefined),
				role: input.role,
				key: kind === 'ai-changed' && input.apiKey !== undefined ? true : undefined,
				count: said.sessions,
			},
		});
	};
}
