/**
 * `/auth/*`: what must set a cookie, which a socket can't. Each POST is JSON, comes from our own page and is counted.
 * Whether an e-mail is known is told by nothing here: not by the answer, not by its time.
 */
import type { z } from 'zod';
import { BatonError, errorCodes, wireErrorOf } from '../../shared/errors.ts';
import type { MemberId } from '../../shared/ids.ts';
import { authInput } from '../../shared/input.ts';
import { type HttpRequest, type HttpResponse, json, type Route } from '../net/http-types.ts';
import type { Attempts } from './attempts.ts';
import { clearLoginCookie, setLoginCookie } from './cookies.ts';
import type { Entrance } from './entrance.ts';
import type { Logins } from './logins.ts';
import { isStaffOrigin } from './origin.ts';
import type { Register } from './register.ts';

export interface AuthRoutesDeps {
	readonly entrance: Entrance;
	readonly logins: Logins;
	readonly register: Pick<Register, 'current'>;
	readonly publicUrl: string | null;
	/** Sends a letter with a link, if the address is somebody's. Null: there is no mail here. */
	readonly forgot: ((email: string) => void) | null;
	/** By client address. */
	readonly attempts: Attempts;
	/** What an address is counted by. */
	readonly addressKey: (request: HttpRequest) => string;
	/** A page that is not ours asked for what only staff may do. */
	readonly onStranger: (request: HttpRequest) => void;
	/** Told of faults, not of refusals. */
	readonly onFault: (fault: unknown) => void;
}

/** Tries from one address: a team behind one router signs in at once; success costs nothing. */
export const addressAttempts = { burst: 30, perMinute: 30, maxKeys: 50_000 } as const;

/** What the dashboard's first page asks. No secrets. */
export interface AuthState {
	readonly signedIn: boolean;
	/** Nobody is here yet: the printed link is the only way in. */
	readonly setupNeeded: boolean;
	/** A forgotten password is reset by mail. */
	readonly mail: boolean;
}

const bodyBytes = 8 * 1024;

export function createAuthRoutes(deps: AuthRoutesDeps): readonly Route[] {
	const { entrance, logins, register, publicUrl, forgot, attempts, addressKey, onStranger, onFault } = deps;

	/** A POST from our own page; what it throws becomes its typed answer. */
	function post(path: string, answer: (request: HttpRequest) => Promise<HttpResponse>): Route {
		return {
			method: 'POST',
			path,
			bodyBytes,
			async handler(request) {
				try {
					const { origin, host } = request.headers;
					if (!isStaffOrigin({ origin, host, publicUrl })) {
						onStranger(request);
						throw new BatonError('auth.origin');
					}
					return await answer(request);
				} catch (error) {
					return refused(error);
				}
			},
		};
	}

	function refused(error: unknown): HttpResponse {
		const { code, detail, cause } = error instanceof BatonError ? error : new BatonError('internal', {}, error);
		if (cause !== undefined) onFault(cause);
		const seconds = detail.retryAfterMs === undefined ? undefined : String(Math.ceil(detail.retryAfterMs / 1_000));
		const headers = seconds === undefined ? {} : { 'retry-after': seconds };
		return json(errorCodes[code].status, { error: wireErrorOf(code, detail) }, headers);
	}

	/** A way in: counted by address, and it ends with a cookie. */
	function wayIn<T>(path: string, schema: z.ZodType<T>, enter: (input: T) => Promise<MemberId>): Route {
		return post(path, async (request) => {
			const key = addressKey(request);
			const attempt = attempts.take(key);
			if (!attempt.ok) throw new BatonError('rate.limited', { retryAfterMs: attempt.retryAfterMs });
			const memberId = await enter(parse(schema, request));
			attempts.giveBack(key);
			// The cookie is about to be replaced: nobody could end that login afterwards.
			const before = await logins.recognise(request.headers);
			if (before !== null) await logins.end(before.loginId);
			const { token } = await logins.begin(memberId);
			return json(200, { ok: true }, { 'set-cookie': setLoginCookie(token, request.headers['origin']) });
		});
	}

	return [
		wayIn('/auth/setup', authInput.setup, (input) => entrance.setUp(input)),
		wayIn('/auth/join', authInput.join, (input) => entrance.join(input)),
		wayIn('/auth/sign-in', authInput.signIn, (input) => entrance.signIn(input)),
		wayIn('/auth/reset', authInput.reset, (input) => entrance.reset(input)),
		post('/auth/forgot', async (request) => {
			const attempt = attempts.take(addressKey(request));
			if (!attempt.ok) throw new BatonError('rate.limited', { retryAfterMs: attempt.retryAfterMs });
			const { email } = parse(authInput.forgot, request);
			if (forgot === null) throw new BatonError('not-found');
			forgot(email);
			return json(200, { ok: true });
		}),
		post('/auth/sign-out', async ({ headers }) => {
			const identity = await logins.recognise(headers);
			if (identity !== null) await logins.end(identity.loginId);
			return json(200, { ok: true }, { 'set-cookie': clearLoginCookie(headers['origin']) });
		}),
		{
			method: 'GET',
			path: '/auth/state',
			async handler({ headers }) {
				// With the store away nobody else is known than before; whoever signs in hears of it.
				const identity = await logins.recognise(headers).catch(() => null);
				const state: AuthState = {
					signedIn: identity !== null,
					setupNeeded: register.current().members.size === 0,
					mail: forgot !== null,
				};
				return json(200, state);
			},
		},
	];
}

function parse<T>(schema: z.ZodType<T>, { headers, body }: HttpRequest): T {
	// Other content types can be sent by a form on any page.
	if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw new BatonError('input.invalid');
	const parsed = schema.safeParse(jsonOf(body));
	if (parsed.success) return parsed.data;
	throw new BatonError('input.invalid', { field: parsed.error.issues[0]?.path.join('.') });
}

function jsonOf(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString());
	} catch {
		throw new BatonError('input.invalid');
	}
}
