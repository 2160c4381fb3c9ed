/** What a visitor may ask of the server more than once under one client id. */
export type Command =
	| { readonly kind: 'say'; readonly text: string }
	| { readonly kind: 'ask' }
	/** An e-mail address to be written to. */
	| { readonly kind: 'address'; readonly text: string }
	| { readonly kind: 'back' };

/** `limits.messageUnits`, without the table around it; a test holds them together. */
export const messageUnits = 4_000;

/** As it was kept through a reload; null if it makes no sense. */
export function parseCommand(stored: unknown): Command | null {
	if (typeof stored !== 'object' || stored === null || !('kind' in stored)) return null;
	if ((stored.kind === 'say' || stored.kind === 'address') && 'text' in stored && typeof stored.text === 'string') {
		return { kind: stored.kind, text: stored.text };
	}
	if (stored.kind === 'ask' || stored.kind === 'back') return { kind: stored.kind };
	return null;
}
