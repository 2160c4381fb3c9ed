/** The body for programs: `docs/webhooks.md` says what is in it. What is there is never renamed; a change of meaning is another version. */
import { unreachable } from '../../shared/unreachable.ts';
import { webhookTypes } from '../../shared/webhook.ts';
import type { Told } from './told.ts';

const version = 1;

/** The same text at each attempt. `link`: the session in the dashboard. */
export function signedBody(told: Told, id: string, link: string | null): string {
	return JSON.stringify({
		version,
		id,
		type: webhookTypes[told.kind],
		timestamp: new Date(told.at).toISOString(),
		site: told.site,
		session: told.session === null ? null : { ...told.session, url: link },
		data: dataOf(told),
	});
}

function dataOf({ kind, seq, by, why, text, cut }: Told): object {
	const agent = { id: by.memberId, name: by.name };
	const lastMessage = { lastMessage: text, cut };
	switch (kind) {
		case 'test':
			return {};
		case 'session-opened':
			return { seq };
		case 'human-asked':
		case 'ai-failed':
		case 'missed':
			return { seq, why, ...lastMessage };
		case 'took-over':
			return { seq, agent, ...lastMessage };
		case 'released':
			return { seq, agent, why, ...lastMessage };
		case 'message':
			return { seq, author: by.author, agent: by.author === 'agent' ? agent : null, text, cut };
		default:
			return unreachable(kind);
	}
}
