/** The visitor's words on their way to the server: what is repeated under one client id, and the last one. */
import type { TRPCClient } from '@trpc/client';
import type { VisitorRouter } from '../../server/rpc/visitor.ts';
import type { Ack } from '../../shared/entry.ts';
import type { Connection } from '../../shared/live/connect.ts';
import { failureOf } from '../../shared/live/failure.ts';
import type { LiveClock } from '../../shared/live/host.ts';
import type { OutboxItem } from '../../shared/live/outbox.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Command } from './command.ts';

function call(client: TRPCClient<VisitorRouter>, { clientId, body }: OutboxItem<Command>): Promise<Ack> {
	switch (body.kind) {
		case 'say':
			return client.say.mutate({ clientId, text: body.text });
		case 'address':
			return client.leaveAddress.mutate({ clientId, email: body.text });
		case 'ask':
			return client.askForHuman.mutate({ clientId });
		case 'back':
			return client.backToAi.mutate({ clientId });
		default:
			return unreachable(body);
	}
}

/**
 * A message or an address after `left` opens the session again: that refusal is not the item's. It is asked again, under the same
 * client id, on the connection that `reopen` makes.
 */
export async function sendCommand(
	client: TRPCClient<VisitorRouter>,
	item: OutboxItem<Command>,
	reopen: () => void,
): Promise<Ack> {
	try {
		return await call(client, item);
	} catch (thrown) {
		const failure = failureOf(thrown);
		const code = failure.kind === 'refused' ? failure.error.code : null;
		// `not-open`: the socket is being closed with a code of its own.
		const isItems = code !== 'session.left' && code !== 'session.not-open';
		if (isItems || !('text' in item.body)) throw thrown;
		if (code === 'session.left') reopen();
		throw new Error('asked again on another connection', { cause: thrown });
	}
}

const patienceMs = 30_000;
const attempts = 5;

/** "End chat". Asked again after a lost socket; the grace ends the session in any case. */
export async function tellEnd(leaving: Connection<VisitorRouter>, clock: LiveClock): Promise<void> {
	const giveUp = clock.setTimer(patienceMs, () => leaving.close());
	for (let attempt = 0; attempt < attempts; attempt++) {
		try {
			await leaving.client.end.mutate();
			break;
		} catch (thrown) {
			if (failureOf(thrown).kind !== 'lost') break;
		}
	}
	giveUp.cancel();
	leaving.close();
}
