import type { Alert } from '../../../server/outbox/ports.ts';
import { seqOf, sessionIdOf, siteIdOf } from '../../../shared/ids.ts';

export const siteId = siteIdOf('11111111-1111-4111-8111-111111111111');
export const sessionId = sessionIdOf('session_abcdefghijklmnopqrstuv');

/** A visitor who asks for a person. */
export function alertOf(change: Partial<Alert> = {}): Alert {
	return {
		key: `${sessionId}:3:human-asked`,
		kind: 'human-asked',
		siteId,
		siteName: 'Linen shop',
		sessionId,
		seq: seqOf(3),
		at: 1_790_000_000_000,
		country: 'LV',
		page: 'https://shop.example/cart',
		by: { author: 'visitor', name: '', memberId: null },
		why: 'button',
		text: 'Where is my order?',
		...change,
	};
}
