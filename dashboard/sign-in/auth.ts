/** The ways in, over plain HTTP: a socket can't set a cookie. */
import { type ErrorCode, isErrorCode } from '../../shared/errors.ts';
import type { Language } from '../../shared/text/language.ts';

export interface AuthState {
	readonly signedIn: boolean;
	/** There is no owner yet. */
	readonly setupNeeded: boolean;
	/** A forgotten password is reset by mail. */
	readonly mail: boolean;
}

export type AuthAnswer = { readonly ok: true } | { readonly ok: false; readonly code: ErrorCode | 'unreachable' };

interface AuthBodies {
	readonly setup: {
		readonly token: string;
		readonly email: string;
		readonly password: string;
		readonly language: Language;
	};
	readonly join: AuthBodies['setup'];
	readonly 'sign-in': { readonly email: string; readonly password: string };
	readonly reset: { readonly token: string; readonly password: string };
	readonly forgot: { readonly email: string };
	readonly 'sign-out': Readonly<Record<string, never>>;
}

/** Null: the server does not answer. */
export async function readAuthState(): Promise<AuthState | null> {
	try {
		const response = await fetch('/auth/state', { headers: { accept: 'application/json' }, cache: 'no-store' });
		if (!response.ok) return null;
		const body: unknown = await response.json();
		if (typeof body !== 'object' || body === null || !('signedIn' in body && 'setupNeeded' in body)) return null;
		return {
			signedIn: body.signedIn === true,
			setupNeeded: body.setupNeeded === true,
			mail: 'mail' in body && body.mail === true,
		};
	} catch {
		// Not reachable, or something else answers there.
		return null;
	}
}

/** HTTP reaches the server and a WebSocket does not become one on the way (426 is what its address says to plain requests). */
export async function socketsAreBlocked(): Promise<boolean> {
	try {
		return (await fetch('/trpc', { cache: 'no-store' })).status === 426;
	} catch {
		return false;
	}
}

function codeIn(body: unknown): ErrorCode {
	if (typeof body !== 'object' || body === null || !('error' in body)) return 'internal';
	const { error } = body;
	if (typeof error !== 'object' || error === null || !('code' in error)) return 'internal';
	return isErrorCode(error.code) ? error.code : 'internal';
}

export async function postAuth<R extends keyof AuthBodies>(route: R, body: AuthBodies[R]): Promise<AuthAnswer> {
	try {
		const response = await fetch(`/auth/${route}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify(body),
		});
		if (response.ok) return { ok: true };
		return { ok: false, code: codeIn(await response.json().catch(() => null)) };
	} catch {
		// Not reachable: nothing is known to have happened.
		return { ok: false, code: 'unreachable' };
	}
}
