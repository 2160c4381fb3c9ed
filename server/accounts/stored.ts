import { BatonError } from '../../shared/errors.ts';

/** Asks the store; what it throws becomes "not available now", which is what an edge can tell. */
export async function stored<T>(ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		throw error instanceof BatonError ? error : new BatonError('store.unavailable', {}, error);
	}
}
