import type { SiteId } from '../../shared/ids.ts';
import { aiInput, bySite, knowledgeInput } from '../../shared/input.ts';
import { type MemberProcedures, requireSite } from './authority.ts';
import type { AiSetup, Authorities, Authority, Knowledge } from './ports.ts';
import { memberTrpc } from './trpc.ts';

export interface KnowledgeDeps {
	readonly authorities: Authorities;
	readonly knowledge: Knowledge;
	readonly aiSetup: AiSetup;
}

/** What the AI of a site knows. */
export function createKnowledgeRouter(procedures: MemberProcedures, { authorities, knowledge }: KnowledgeDeps) {
	const manage = procedures('manage-knowledge');
	const wall = (ctx: { readonly authority: Authority }, siteId: SiteId) =>
		requireSite(authorities, ctx.authority, siteId);
	return memberTrpc.router({
		list: manage.input(knowledgeInput.list).query(({ ctx, input }) => {
			wall(ctx, input.siteId);
			return knowledge.list(input.siteId, input.after);
		}),
		create: manage.input(knowledgeInput.create).mutation(({ ctx, input: { siteId, ...article } }) => {
			wall(ctx, siteId);
			return knowledge.create(siteId, article);
		}),
		update: manage.input(knowledgeInput.update).mutation(({ ctx, input: { siteId, articleId, ...change } }) => {
			wall(ctx, siteId);
			return knowledge.update(siteId, articleId, change);
		}),
		remove: manage.input(knowledgeInput.remove).mutation(({ ctx, input }) => {
			wall(ctx, input.siteId);
			return knowledge.remove(input.siteId, input.articleId);
		}),
		ask: manage.input(knowledgeInput.ask).mutation(({ ctx, input }) => {
			wall(ctx, input.siteId);
			return knowledge.ask(input.siteId, input.question);
		}),
	});
}

/** Which AI answers on a site. */
export function createAiRouter(procedures: MemberProcedures, { authorities, aiSetup }: KnowledgeDeps) {
	const manage = procedures('manage-knowledge');
	return memberTrpc.router({
		get: manage.input(bySite).query(({ ctx, input }) => {
			requireSite(authorities, ctx.authority, input.siteId);
			return aiSetup.get(input.siteId);
		}),
		update: manage.input(aiInput.update).mutation(({ ctx, input: { siteId, ...change } }) => {
			requireSite(authorities, ctx.authority, siteId);
			return aiSetup.update(siteId, change);
		}),
	});
}
