/** What the list offers to whom. The server decides again; this only keeps dead buttons off the page. Pure. */
import type { MemberView } from '../../shared/account.ts';
import type { MemberId } from '../../shared/ids.ts';
import { outranks, type Role, roleMay, roles } from '../../shared/plans.ts';

export interface Manager {
	readonly id: MemberId;
	readonly role: Role;
}

/** Nobody hands out more than their own role. */
export const rolesToGive = (role: Role): readonly Role[] =>
	roleMay(role, 'manage-members') ? roles.filter((given) => !outranks(given, role)) : [];

/**
 * Owners manage everybody, admins those below them. Nobody is offered their own row: whoever takes away their own role
 * can't give it back.
 */
export const mayManage = (me: Manager, member: Pick<MemberView, 'id' | 'role'>): boolean =>
	roleMay(me.role, 'manage-members') && me.id !== member.id && (me.role === 'owner' || outranks(me.role, member.role));
