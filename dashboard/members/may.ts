/** What the list offers to whom. The server decides again; this only keeps dead buttons off the page. Pure. */
import type { MemberView } from '../../shared/account.ts';
import type { MemberId } from '../../shared/ids.ts';
import { mayGrant, mayManage, type Role, roles } from '../../shared/plans.ts';

export interface Manager {
	readonly id: MemberId;
	readonly role: Role;
}

export const rolesToGive = (role: Role): readonly Role[] => roles.filter((given) => mayGrant(role, given));

/** Nobody is offered their own row: whoever takes away their own role can't give it back. */
export const offersManaging = (me: Manager, member: Pick<MemberView, 'id' | 'role'>): boolean =>
	me.id !== member.id && mayManage(me.role, member.role);
