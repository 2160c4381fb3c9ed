import type { SiteId } from '../../shared/ids.ts';
import { bySite } from '../../shared/input.ts';
import { webhookInput } from '../../shared/webhook-input.ts';
import { type MemberProcedures, requireSite } from './authority.ts';
import type { Authorities, Authority, Webhooks } from './ports.ts';
import { memberTrpc } from './trpc.ts';

export interface WebhooksRouterDeps {
	readonly authorities: Authorities;
	readonly webhooks: Webhooks;
}

/** Where the events of a site are sent. */
export function createWebhooksRouter(procedures: MemberProcedures, { authorities, webhooks }: WebhooksRouterDeps) {
	const manage = procedures('manage-sites');
	const wall = (ctx: { readonly authority: Authority }, siteId: SiteId) =>
		requireSite(authorities, ctx.authority, siteId);
	return memberTrpc.router({
		list: manage.input(bySite).query(({ ctx, input }) => {
			wall(ctx, input.siteId);
			return webhooks.list(input.siteId);
		}),
		create: manage.input(webhookInput.create).mutation(({ ctx, input: { siteId, ...webhook } }) => {
			wall(ctx, siteId);
			return webhooks.create(siteId, webhook);
		}),
		update: manage.input(webhookInput.update).mutation(({ ctx, input: { siteId, webhookId, ...change } }) => {
			wall(ctx, siteId);
			return webhooks.update(siteId, webhookId, change);
		}),
		remove: manage.input(webhookInput.one).mutation(({ ctx, input: { siteId, webhookId } }) => {
			wall(ctx, siteId);
			return webhooks.remove(siteId, webhookId);
		}),
		rotateSecret: manage.input(webhookInput.one).mutation(({ ctx, input: { siteId, webhookId } }) => {
			wall(ctx, siteId);
			return webhooks.rotateSecret(siteId, webhookId);
		}),
		test: manage.input(webhookInput.one).mutation(({ ctx, input: { siteId, webhookId } }) => {
			wall(ctx, siteId);
			return webhooks.test(siteId, webhookId);
		}),
		deliveries: manage.input(webhookInput.one).query(({ ctx, input: { siteId, webhookId } }) => {
			wall(ctx, siteId);
			return webhooks.deliveries(siteId, webhookId);
		}),
		resend: manage.input(webhookInput.resend).mutation(({ ctx, input: { siteId, webhookId, deliveryId } }) => {
			wall(ctx, siteId);
			return webhooks.resend(siteId, webhookId, deliveryId);
		}),
	});
}
