/** The audit list: what people did that matters to the others. */
import { BatonError } from '../../shared/errors.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { Register } from '../accounts/register.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Audit, AuditLog, Deed } from '../rpc/trust-ports.ts';
import type { AuditRow, AuditStore } from '../store/audit.ts';

export interface AuditDeps {
	readonly store: Pick<AuditStore, 'add' | 'page'>;
	readonly register: Pick<Register, 'current'>;
	readonly clock: Clock;
	readonly log: Log;
}

const pageLength = 50;
const retryMs = 5_000;
/** I30: a store that stays down must not fill the memory. */
const mostWaiting = 1_000;

/** Of a command line that ends at once, and for which nobody tries again. */
export const createAuditLog = (store: Pick<AuditStore, 'add'>, clock: Pick<Clock, 'now'>): AuditLog => ({
	record: (deed) => store.add(rowOf(deed, clock.now())),
});

const rowOf = ({ accountId, kind, by, siteId = null, sessionId = null, detail = {} }: Deed, at: number): AuditRow => ({
	accountId,
	at,
	kind,
	memberId: by?.memberId ?? null,
	by: by?.email ?? '',
	siteId,
	sessionId,
	detail,
});

export function createAudit({ store, register, clock, log }: AuditDeps): Audit & { stop(): void } {
	/** Done, and not written down yet. */
	const waiting: AuditRow[] = [];
	let timer: Timer | null = null;
	let stopped = false;

	async function writeWaiting(): Promise<void> {
		for (let row = waiting[0]; row !== undefined; row = waiting[0]) {
			await store.add(row);
			waiting.shift();
		}
	}

	function tryLater(): void {
		if (stopped) return;
		timer ??= clock.setTimer(retryMs, () => {
			timer = null;
			writeWaiting().catch(tryLater);
		});
	}

	/** I29: who or what belongs to another account has no name. */
	function nameOf(accountId: AccountId, id: string): string | undefined {
		const { members, sites } = register.current();
		for (const member of members.values())
			if (member.id === id) return member.accountId === accountId ? member.email : undefined;
		for (const site of sites.values()) if (site.id === id) return site.accountId === accountId ? site.name : undefined;
		return undefined;
	}

	return {
		async record(deed) {
			const row = rowOf(deed, clock.now());
			try {
				await store.add(row);
			} catch (error) {
				log.error({ err: error, kind: deed.kind }, 'a deed could not be written into the audit list; trying again');
				if (waiting.length < mostWaiting) waiting.push(row);
				tryLater();
			}
		},
		async page(accountId, { before, kind = null, memberId = null }) {
			if (memberId !== null && nameOf(accountId, memberId) === undefined) throw new BatonError('not-found');
			const [at = '', id = ''] = before?.split(':') ?? [];
			const entries = await store.page({
				accountId,
				before: before === undefined ? null : { at: Number(at), id },
				kind,
				memberId,
				limit: pageLength + 1,
			});
			const shown = entries.slice(0, pageLength);
			const last = shown.at(-1);
			const next = entries.length > pageLength && last !== undefined ? `${last.at}:${last.id}` : null;
			return { entries: shown, next };
		},
		nameOf,
		stop() {
			stopped = true;
			timer?.cancel();
			if (waiting.length > 0) log.error({ deeds: waiting }, 'deeds that were never written into the audit list');
		},
	};
}
