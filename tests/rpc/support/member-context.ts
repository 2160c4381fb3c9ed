import type { MemberContext } from '../../../server/rpc/context.ts';
import type { LoginId } from '../../../shared/ids.ts';

/** As a socket of the dashboard brings it along; null: nobody is signed in. */
export function memberContext(loginId: LoginId | null): MemberContext {
	const baseUrl = 'https://chat.example';
	return {
		loginId,
		connection: { id: 'c1', writable: () => Promise.resolve(), close() {}, closed: new AbortController().signal },
		baseUrl,
		setAway() {},
		browser: { headers: {}, baseUrl },
		insecure: false,
	};
}
