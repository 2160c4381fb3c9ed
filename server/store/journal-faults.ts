/** What an error of the database says about a write: did it happen, and is it one row's fault? */
import { StoreFault } from '../actor/ports.ts';
import { NoConnection } from './postgres-pool.ts';

/** Both drivers give a server's error its SQLSTATE. `EPIPE` would pass for one; only a server's error has a severity. */
function sqlState(error: unknown): string | null {
	if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return null;
	return typeof error.code === 'string' ? error.code : null;
}

// Connection faults, shutdown and crash of the server, its input and output, its own bugs: these may strike after the
// commit. Any other error of the server has rolled the statement back.
const afterCommit = /^(08|57P|58|F0|XX)/;

export function storeFaultOf(error: unknown): StoreFault {
	if (error instanceof StoreFault) return error;
	if (error instanceof NoConnection) return new StoreFault('refused', error);
	const state = sqlState(error);
	return new StoreFault(state === null || afterCommit.test(state) ? 'unknown' : 'refused', error);
}

/** The row or one of its client ids exists already. */
export const isDuplicate = (error: unknown): boolean => sqlState(error) === '23505';

/**
 * Bad data, a broken constraint or a deadlock: one session's commit is to blame, and the others of its batch can be
 * written without it.
 */
export function blamesOneRow(error: unknown): boolean {
	const state = sqlState(error);
	return state !== null && /^(22|23|40)/.test(state);
}

/** Runs a read or a single write; whatever it throws becomes a `StoreFault`. */
export async function faulting<T>(run: () => Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		throw storeFaultOf(error);
	}
}
