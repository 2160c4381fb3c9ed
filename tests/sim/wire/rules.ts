/** What only the wire shows, beside the product's own rules. */
import type { Rule } from '../ledger.ts';

export const wireRules = {
	W1: 'each event of a subscription is tracked (I19 stands on it)',
	W2: 'each error in a reply is typed, says no more than its code, and is no internal one (I9)',
	W3: 'a 45xx is the last word: no frame after it, and the client stays away',
	W4: 'a page notices within 25 s that its line is dead (I19, I27)',
} as const satisfies Readonly<Partial<Record<Rule, string>>>;
