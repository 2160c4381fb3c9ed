/** The conversation that is cut: everything that two people and an AI do with each other, each step once the one before is seen. */
import type { SessionId } from '../../shared/ids.ts';
import type { SessionView } from '../../shared/live/session-view.ts';
import type { Agent, News, Visitor } from './ends.ts';
import type { ResumeHouse } from './house.ts';

export interface Actors {
	readonly house: ResumeHouse;
	readonly visitor: Visitor;
	readonly agent: Agent;
	readonly news: News;
}

/** What the visitor and the agent write, in their order: it must be stored once each. */
export const texts = {
	visitor: ['How do I wash linen?', 'And wool?', 'Are you a person?', 'What about silk?', 'Thank you.'],
	agent: ['I am. Cold water.', 'And no dryer.'],
} as const;

/** Said by an AI that was taken over: no socket gets it, nobody stores it (I1). */
export const never = 'never to be heard';

const isAnswered = ({ state }: SessionView<unknown>): boolean => state.unanswered === null;
const hasPiece = ({ bubble }: SessionView<unknown>, text: string): boolean => bubble?.text.includes(text) === true;

/** Runs to the end; returns the session that it was about. */
export async function playScript({ house, visitor, agent, news }: Actors): Promise<SessionId> {
	const { until } = news;
	const v = () => visitor.chat.view;
	const both = (what: string, fits: (view: SessionView<unknown>) => boolean): Promise<unknown> =>
		until(() => fits(v()) && fits(agent.view), what);
	const say = (n: number): void => visitor.chat.write({ kind: 'say', text: texts.visitor[n] ?? '' });
	/** The provider call that answers up to the n-th message. */
	const call = (id: SessionId, n: number) => {
		const text = texts.visitor[n] ?? '';
		return until(
			() =>
				house
					.calls(id)
					.filter(({ aborted, request }) => {
						const last = request.transcript.findLast((entry) => entry.kind === 'message' && entry.author === 'visitor');
						return !aborted && last?.kind === 'message' && last.text === text;
					})
					.at(-1),
			`the AI is asked: ${text}`,
		);
	};

	await until(() => agent.lists.length > 0, 'the list');
	visitor.chat.openPanel();
	await until(() => v().live?.open === true, 'the visitor is in');
	const id = await until(() => v().sessionId, 'the session');
	// A reload before the token was kept makes somebody new: who is on the screen now is who we talk to.
	await until(() => agent.cards().has(v().sessionId ?? id), 'the card');
	say(0);
	const about = await until(() => {
		const now = v().sessionId;
		return now !== null && v().state.messages >= 1 ? now : null;
	}, 'the first message is seen');
	await until(() => agent.cards().has(about), 'the card of that session');
	agent.watch(about);
	const first = await call(about, 0);
	await until(() => agent.view.live !== null, 'the agent watches');
	for (const piece of ['Linen ', 'is washed ', 'at forty ']) {
		first.say(piece);
		await both(`the piece “${piece}”`, (view) => hasPiece(view, piece));
	}
	first.say('degrees.');
	first.done();
	await both('the first answer', (view) => isAnswered(view) && view.bubble === null);

	say(1);
	const second = await call(about, 1);
	for (const piece of ['Wool is ', 'washed cold, ']) {
		second.say(piece);
		await both(`the piece “${piece}”`, (view) => hasPiece(view, piece));
	}
	const { gen } = await agent.takeOver(agent.view.state.gen);
	second.say(never);
	second.done();
	await both('control', (view) => view.state.mode === 'taken-over');
	agent.typing(true);
	visitor.chat.typing(true);
	say(2);
	await both('the question to a person', ({ state }) => state.messages >= 5);
	for (const [n, text] of texts.agent.entries()) {
		agent.reply(gen, text);
		await both(`reply ${n}`, ({ state }) => state.messages >= 6 + n);
	}
	visitor.chat.pageChanged();
	say(3);
	await both('the question that stays open', ({ state }) => state.messages >= 8);
	await agent.release(gen);
	const third = await call(about, 3);
	third.say('Silk ');
	await both('the AI is back', (view) => hasPiece(view, 'Silk '));
	third.say('by hand.');
	third.done();
	await both('the third answer', (view) => isAnswered(view) && view.bubble === null);

	visitor.chat.write({ kind: 'ask' });
	await both('somebody is asked for', ({ state }) => state.needsHuman !== null);
	await until(() => agent.card?.needsHuman?.why === 'button', 'the card calls');
	say(4);
	const fourth = await call(about, 4);
	fourth.say('You are welcome.');
	fourth.done();
	await both('the last answer', ({ state }) => state.messages >= 11);
	await until(() => visitor.chat.outbox.state.items.length === 0, 'nothing is left to send');
	await until(() => agent.outbox.state.items.length === 0, 'nothing is left to send for the agent');
	return about;
}

/** “End chat”. After a page that died before the server heard of it there is nobody to end it: then false. */
export async function playEnd({ visitor, agent, news }: Actors): Promise<boolean> {
	const pages = visitor.pages;
	visitor.chat.end();
	await news.until(() => agent.view.state.mode === 'left' || visitor.pages > pages, 'the agent sees the end');
	if (visitor.pages > pages) return false;
	await news.until(() => agent.card === undefined, 'the card is gone');
	return true;
}
