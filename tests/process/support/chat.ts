/** One scripted conversation that goes on whatever happens to the server in between. */
import type { MemberLive, SessionFeedEvent, VisitorLive } from '../../../shared/feed.ts';
import type { Gen, SessionId } from '../../../shared/ids.ts';
import type { SessionView } from '../../../shared/live/session-view.ts';
import { type memberWire, visitorWire } from '../../support/clients.ts';
import { type Viewer, viewSession } from '../../support/live.ts';
import { createRecorder, insist, type Recorder, Refused } from './recorder.ts';

export interface Chat {
	readonly sessionId: SessionId;
	readonly recorder: Recorder;
	readonly visitor: Seen<VisitorLive>;
	readonly agent: Seen<MemberLive>;
}

export interface Seen<L> {
	readonly view: SessionView<L>;
	readonly events: readonly SessionFeedEvent<L>[];
}

/** What the site knows: one short answer, and one that takes long enough to step into. */
export const knowledge = [
	{ kind: 'question', title: 'What does delivery cost?', body: 'Delivery costs three euros.' },
	{
		kind: 'question',
		title: 'How do returns work?',
		body: `Returns work like this: ${'you write to us, we send you a label, you put it on the parcel, and you take it to the nearest post office. '.repeat(3)}`,
	},
] as const;

type Member = ReturnType<typeof memberWire>;

export function watchThrough(wire: Member, sessionId: SessionId): Viewer<MemberLive> {
	return viewSession<MemberLive>((input, hear) => wire.client.monitor.watch.subscribe({ sessionId, ...input }, hear));
}

export function followAs(wire: ReturnType<typeof visitorWire>): Viewer<VisitorLive> {
	return viewSession<VisitorLive>((input, hear) => wire.client.feed.subscribe(input, hear));
}

const isAnswered = ({ state }: SessionView<unknown>): boolean => state.unanswered === null;

export async function holdChat(base: string, siteKey: string, agent: Member): Promise<Chat> {
	const recorder = createRecorder();
	const visitor = visitorWire(base, siteKey, { again: 'open' });
	await insist(() => visitor.greet());
	const seen = followAs(visitor);

	const say = (text: string) =>
		recorder.command('visitor', 'say', text, (clientId) => visitor.client.say.mutate({ clientId, text }));

	const first = await say('What does delivery cost?');
	const { sessionId } = await insist(() => visitor.client.hello.query());
	const watched = watchThrough(agent, sessionId);
	await seen.until((view) => view.state.lastSeq > first.seq && isAnswered(view), 'the first answer');

	const takeOver = (gen: Gen) =>
		recorder.command('agent', 'takeOver', '', (clientId) =>
			agent.client.monitor.takeOver.mutate({ sessionId, gen, clientId }),
		);
	const reply = (gen: Gen, text: string) =>
		recorder.command('agent', 'reply', text, (clientId) =>
			agent.client.monitor.reply.mutate({ sessionId, gen, clientId, text }),
		);
	const release = (gen: Gen) =>
		recorder.command('agent', 'release', '', (clientId) =>
			agent.client.monitor.release.mutate({ sessionId, gen, clientId }),
		);
	// Typing may be lost; it must do no harm.
	const typing = (on: boolean) => {
		visitor.client.typing.mutate({ on }).catch(() => {});
		agent.client.monitor.typing.mutate({ sessionId, on }).catch(() => {});
	};

	typing(true);
	const burst = await Promise.all([say('How do returns work?'), say('And I have no printer.')]);
	const asked = burst[1].seq;
	const begun = await watched.until(
		(view) => view.state.lastSeq >= asked && (view.bubble !== null || isAnswered(view)),
		'the long answer begins',
	);
	const { gen } = await takeOver(begun.state.gen);
	await seen.until((view) => view.state.mode === 'taken-over', 'the visitor sees the agent');
	await say('Are you a person?');
	typing(true);
	await reply(gen, 'I am. Where do you live?');
	await reply(gen, 'We can fetch the parcel.');
	// A command of a control that is over: it must never be there.
	await reply((gen - 1) as Gen, 'This is of an older control.').then(
		() => {
			throw new Error('a stale command was acknowledged');
		},
		(error: unknown) => {
			if (!(error instanceof Refused) || error.error.code !== 'control.stale') throw error;
		},
	);
	const left = await say('Good. What does delivery cost?');
	await watched.until((view) => view.state.lastSeq >= left.seq, 'the agent sees the question');
	const back = await release(gen);
	await seen.until((view) => view.state.lastSeq > back.seq && isAnswered(view), 'the AI goes on');
	const again = await reply(watched.view.state.gen, 'I forgot: have a good day.');
	const end = await release(again.gen);
	// Levels come after the entries.
	await seen.until((view) => view.state.lastSeq >= end.seq && view.live?.gen === end.gen, 'the visitor sees the end');
	await watched.until((view) => view.state.lastSeq >= end.seq && view.live?.gen === end.gen, 'the agent sees the end');
	seen.stop();
	watched.stop();
	visitor.close();
	return { sessionId, recorder, visitor: seen, agent: watched };
}
