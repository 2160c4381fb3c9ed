/** What can be said about a form before the server is asked. The server's own schemas decide. */

export type EmailFault = 'empty' | 'invalid';
export type PasswordFault = 'empty' | 'short';

export const passwordUnits = 10;

export function emailFault(email: string): EmailFault | null {
	const text = email.trim();
	if (text === '') return 'empty';
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : 'invalid';
}

/** A new password must be long enough; one to sign in with only has to be there. */
export function passwordFault(password: string, fresh: boolean): PasswordFault | null {
	if (password === '') return 'empty';
	return fresh && password.length < passwordUnits ? 'short' : null;
}

/** Where to go after signing in: only places in this desk. */
export function safeNext(next: string | undefined): string {
	return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
