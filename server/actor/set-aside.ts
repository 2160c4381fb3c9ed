/** What is told to whoever needs a session that can't be had now. */
import { BatonError } from '../../shared/errors.ts';
import type { Outcome } from './front.ts';
import { StoreFault } from './ports.ts';

/** A session that is set aside says so; else it was the store that could not wake it. */
export function faultOf(outcome: Outcome): BatonError {
	if (outcome.ok || outcome.refusal.code !== 'session.set-aside') return new StoreFault('refused', outcome);
	return new BatonError('session.set-aside', outcome.refusal.detail);
}

/** A left session that can't be folded keeps nobody from a new one, which is linked to it. */
export function unlessSetAside(error: unknown): null {
	if (error instanceof BatonError && error.code === 'session.set-aside') return null;
	throw error;
}
