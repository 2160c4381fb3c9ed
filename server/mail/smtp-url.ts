/** `SMTP_URL` as the parts of a connection. Pure. */
import { z } from 'zod';

export interface SmtpConfig {
	readonly host: string;
	readonly port: number;
	/** TLS from the first byte; else it begins in the clear and is upgraded where the server can. */
	readonly secure: boolean;
	readonly auth: { readonly user: string; readonly pass: string } | null;
	readonly from: { readonly name: string; readonly address: string };
}

const address = z.string().max(254).pipe(z.email());

/** "Shop <chat@shop.example>" or the address alone. */
function senderOf(text: string): SmtpConfig['from'] | null {
	const [, name = '', inner] = /^([^<>]*)<([^<>]+)>$/.exec(text.trim()) ?? [];
	const parsed = address.safeParse((inner ?? text).trim());
	if (!parsed.success || /\p{Cc}/u.test(name) || name.length > 100) return null;
	return { name: name.trim().replaceAll('"', ''), address: parsed.data };
}

function decoded(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/** Null: it is none. `?from=` names the sender; without it the user must be an address. */
export function parseSmtpUrl(text: string): SmtpConfig | null {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return null;
	if (url.pathname.replace('/', '') !== '' || url.hash !== '') return null;
	if ([...url.searchParams.keys()].some((name) => name !== 'from')) return null;
	const [user, pass] = [decoded(url.username), decoded(url.password)];
	if (user === null || pass === null || (user === '') !== (pass === '')) return null;
	const from = senderOf(url.searchParams.get('from') ?? user);
	if (from === null) return null;
	const secure = url.protocol === 'smtps:';
	return Object.freeze({
		host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
		port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
		secure,
		auth: user === '' ? null : Object.freeze({ user, pass }),
		from: Object.freeze(from),
	});
}
