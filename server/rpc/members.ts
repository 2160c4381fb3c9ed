import type { Me, Profile } from '../../shared/account.ts';
import { membersInput, profile as profileInput } from '../../shared/input.ts';
import type { MemberProcedures } from './authority.ts';
import type { Members, Sites } from './ports.ts';
import { memberTrpc } from './trpc.ts';

export function createMembersRouter(procedures: MemberProcedures, members: Members) {
	const manage = procedures('manage-members');
	return memberTrpc.router({
		list: manage.query(({ ctx }) => members.list(ctx.authority.accountId)),
		invite: manage
			.input(membersInput.invite)
			.mutation(({ ctx, input }) => members.invite(ctx.authority, input.role, ctx.baseUrl)),
		setRole: manage
			.input(membersInput.setRole)
			.mutation(({ ctx, input }) => members.setRole(ctx.authority, input.memberId, input.role)),
		setDisabled: manage
			.input(membersInput.setDisabled)
			.mutation(({ ctx, input }) => members.setDisabled(ctx.authority, input.memberId, input.disabled)),
		remove: manage
			.input(membersInput.setDisabled.pick({ memberId: true }))
			.mutation(({ ctx, input }) => members.remove(ctx.authority, input.memberId)),
	});
}

export interface MeDeps {
	readonly members: Members;
	readonly sites: Sites;
	readonly version: string;
}

/** The signed-in member's own things: any role, any plan. */
export function createMeRouter(procedures: MemberProcedures, { members, sites, version }: MeDeps) {
	const own = procedures(null);
	return memberTrpc.router({
		get: own.query(async ({ ctx: { authority, baseUrl, insecure } }): Promise<Me> => {
			const { memberId: id, email, role, accountId, plan, profile } = authority;
			return {
				id,
				email,
				role,
				account: { id: accountId, plan },
				profile,
				sites: await sites.list(accountId),
				baseUrl,
				version,
				insecure,
			};
		}),
		updateProfile: procedures('profile')
			.input(profileInput)
			.mutation(({ ctx, input }) => members.updateProfile(ctx.authority, present(input))),
		changePassword: own
			.input(membersInput.changePassword)
			.mutation(({ ctx, input }) => members.changePassword(ctx.authority, input.current, input.next)),
		signOutEverywhere: own.mutation(({ ctx }) => members.signOutEverywhere(ctx.authority)),
	});
}

/** Drops keys that are there but undefined, which the schema's partial allows and a profile does not. */
function present(input: { readonly [K in keyof Profile]?: Profile[K] | undefined }): Partial<Profile> {
	const { displayName, sound, language, theme } = input;
	return {
		...(displayName === undefined ? {} : { displayName }),
		...(sound === undefined ? {} : { sound }),
		...(language === undefined ? {} : { language }),
		...(theme === undefined ? {} : { theme }),
	};
}
