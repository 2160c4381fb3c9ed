/**
 * The login's cookie. Over https it carries the `__Host-` prefix, which no other subdomain and no plain-http page can set;
 * over plain http browsers refuse that name, so there it is `baton`, and the dashboard shows a warning.
 */

const names = { secure: '__Host-baton', plain: 'baton' } as const;

/** The server decides how long a login lives; 400 days is the longest that browsers keep a cookie. */
const maxAgeSeconds = 400 * 24 * 60 * 60;

export const isHttps = (origin: string | undefined): boolean => origin?.startsWith('https://') === true;

export interface LoginCookie {
	readonly token: string;
	/** It travels over plain http. */
	readonly plain: boolean;
}

/** A page on https is believed with the prefixed name only: another subdomain could have planted the plain one. */
export function readLoginCookie(header: string | undefined, origin: string | undefined): LoginCookie | null {
	const secure = cookieOf(header, names.secure);
	if (secure !== null) return { token: secure, plain: false };
	const plain = isHttps(origin) ? null : cookieOf(header, names.plain);
	return plain === null ? null : { token: plain, plain: true };
}

function cookieOf(header: string | undefined, name: string): string | null {
	for (const part of (header ?? '').split(';')) {
		const at = part.indexOf('=');
		if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
	}
	return null;
}

const gone = (name: string, secure: boolean) =>
	`${name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure ? '; Secure' : ''}`;

/** `Set-Cookie` lines of a sign-in from a page of this origin. */
export function setLoginCookie(token: string, origin: string | undefined): readonly string[] {
	const secure = isHttps(origin);
	const name = secure ? names.secure : names.plain;
	const line = `${name}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure ? '; Secure' : ''}`;
	// A page on https also clears what an earlier sign-in over plain http left behind.
	return secure ? [line, gone(names.plain, false)] : [line];
}

/** Both names: the browser ignores the one that it does not have. */
export function clearLoginCookie(origin: string | undefined): readonly string[] {
	return isHttps(origin) ? [gone(names.secure, true), gone(names.plain, false)] : [gone(names.plain, false)];
}
