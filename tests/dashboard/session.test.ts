/** One session at a desk: what is sent under which control (I3). */
import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createSession } from '../../dashboard/session/session.ts';
import type { Ack, Entry } from '../../shared/entry.ts';
import type { MemberEvent } from '../../shared/feed.ts';
import { genOf, seqOf, sessionIdOf } from '../../shared/ids.ts';
import { createManualClock } from '../net/support/manual-clock.ts';
import { anna, idOf } from '../session/samples.ts';

const sessionId = sessionIdOf(`session_${'a'.repeat(22)}`);

interface Call {
	readonly what: 'takeOver' | 'reply' | 'whisper';
	readonly gen: number;
	answer(ack: Ack): void;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Anna's desk; the server says what the test says. */
function open(kept: string | null = null) {
	const calls: Call[] = [];
	let hear: (event: { readonly id: string; readonly data: MemberEvent }) => void = () => {};
	const asked =
		(what: Call['what']) =>
		({ gen }: { readonly gen: number }) =>
			new Promise<Ack>((answer) => calls.push({ what, gen, answer }));
	const monitor = {
		watch: {
			subscribe(_input: unknown, handlers: { readonly onData: typeof hear }) {
				hear = handlers.onData;
				return { unsubscribe() {} };
			},
		},
		takeOver: { mutate: asked('takeOver') },
		reply: { mutate: asked('reply') },
		whisper: { mutate: asked('whisper') },
	};
	const desk = {
		api: { monitor },
		line: { subscribe: () => () => {} },
		host: { clock: createManualClock() },
		online: () => true,
		me: () => ({ id: anna.memberId }),
	};
	let ids = 0;
	const session = createRoot(() =>
		// As much of a desk as a session asks for.
		createSession(desk as unknown as Parameters<typeof createSession>[0], sessionId, {
			storage: { load: () => kept, save() {} },
			makeClientId() {
				ids += 1;
				return idOf(`${ids}`);
			},
		}),
	);
	const tell = (data: MemberEvent): void => hear({ id: 'cursor', data });
	const entries = (...list: readonly Entry[]): void => tell({ type: 'entries', entries: list });
	tell({ type: 'welcome', reset: true, now: 0, sessionId });
	entries(
		{ kind: 'opened', reopened: false, seq: seqOf(1), gen: genOf(1), at: 0 },
		{ kind: 'message', author: 'visitor', text: 'Hello', seq: seqOf(2), gen: genOf(1), at: 0 },
	);
	return { session, calls, entries };
}

test('a reply that is written while the takeover is under way waits for it, and is not stale by it', async () => {
	const { session, calls } = open();
	void session.takeOver();
	session.send('I am here.');
	await turn();
	expect(calls.map(({ what }) => what)).toEqual(['takeOver']);
	calls[0]?.answer({ seq: seqOf(3), gen: genOf(2) });
	await turn();
	expect(calls.map(({ what, gen }) => [what, gen])).toEqual([
		['takeOver', 1],
		['reply', 2],
	]);
});

test('a reply goes under the control that its writer saw, whoever has changed it since', async () => {
	const { session, calls, entries } = open();
	session.send('First.');
	session.send('Second.');
	await turn();
	entries({ kind: 'left', why: 'visitor', seq: seqOf(3), gen: genOf(5), at: 0 });
	calls[0]?.answer({ seq: seqOf(4), gen: genOf(1) });
	await turn();
	expect(calls.map(({ what, gen }) => [what, gen])).toEqual([
		['reply', 1],
		['reply', 1],
	]);
});

test('I4 what was whispered goes to the AI and what was written to the visitor, in the order of writing', async () => {
	const { session, calls } = open();
	session.whisper('Offer the refund.');
	session.send('Hello.');
	await turn();
	expect(session.pending().map(({ body }) => body.to)).toEqual(['ai', 'visitor']);
	calls[0]?.answer({ seq: seqOf(3), gen: genOf(1) });
	await turn();
	expect(calls.map(({ what }) => what)).toEqual(['whisper', 'reply']);
});

test('I4 after a reload a whisper is still one, and words whose reader is not known are sent to nobody', async () => {
	const item = (clientId: string, body: object) => ({ clientId: idOf(clientId), body, writtenAt: 0 });
	const { calls, session } = open(
		JSON.stringify([item('one', { to: 'ai', text: 'Be brief.', gen: 1 }), item('two', { text: 'Whose?', gen: 1 })]),
	);
	await turn();
	expect(calls.map(({ what }) => what)).toEqual(['whisper']);
	expect(session.pending()).toHaveLength(1);
});
