/** Ways in that the audit list tells of: who joined, and who has set a new password by a link. */
import type { MemberId } from '../../shared/ids.ts';
import type { AuditKind } from '../../shared/trust.ts';
import type { Entrance } from '../accounts/entrance.ts';
import type { Register } from '../accounts/register.ts';
import type { AuditLog } from '../rpc/trust-ports.ts';

export function auditedEntrance(entrance: Entrance, register: Pick<Register, 'current'>, audit: AuditLog): Entrance {
	async function told(kind: AuditKind, entering: Promise<MemberId>): Promise<MemberId> {
		const memberId = await entering;
		const member = register.current().members.get(memberId);
		if (member !== undefined) {
			const { accountId, email, role } = member;
			await audit.record({
				accountId,
				kind,
				by: { memberId, email },
				detail: kind === 'joined' ? { role } : {},
			});
		}
		return memberId;
	}
	return {
		...entrance,
		join: (input) => told('joined', entrance.join(input)),
		reset: (input) => told('password-reset', entrance.reset(input)),
	};
}
