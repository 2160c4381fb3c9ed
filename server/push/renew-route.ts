/**
 * `POST /push/renew`: a browser has changed its subscription by itself (`pushsubscriptionchange`). Its worker says so over
 * HTTP, because it has no page and no socket then; without it a phone would fall silent until somebody opens the dashboard.
 */
import { z } from 'zod';
import { BatonError } from '../../shared/errors.ts';
import type { LoginId } from '../../shared/ids.ts';
import { pushInput } from '../../shared/input.ts';
import type { HttpRequest, HttpResponse, Route } from '../net/http-types.ts';
import type { PushService } from './service.ts';

export interface RenewRouteDeps {
	readonly renew: PushService['renew'];
	/** The login of a request from our own pages; null: nobody's, or a stranger's. */
	readonly loginOf: (request: HttpRequest) => LoginId | null;
	readonly onFault: (fault: unknown) => void;
}

const body = z.object({ old: pushInput.subscribe.shape.endpoint, subscription: pushInput.subscribe });

const answer = (status: number): HttpResponse => ({ status, headers: { 'cache-control': 'no-store' } });

export function createRenewRoute({ renew, loginOf, onFault }: RenewRouteDeps): Route {
	return {
		method: 'POST',
		path: '/push/renew',
		bodyBytes: 8 * 1_024,
		async handler(request) {
			const loginId = loginOf(request);
			if (loginId === null) return answer(401);
			const parsed = body.safeParse(jsonOf(request));
			if (!parsed.success) return answer(400);
			try {
				return answer((await renew(loginId, parsed.data.old, parsed.data.subscription)) ? 204 : 404);
			} catch (error) {
				if (error instanceof BatonError && error.code === 'input.invalid') return answer(400);
				onFault(error);
				return answer(503);
			}
		},
	};
}

/** Undefined: it is none. */
function jsonOf({ headers, body: bytes }: HttpRequest): unknown {
	if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return undefined;
	try {
		return JSON.parse(bytes.toString());
	} catch {
		return undefined;
	}
}
