/** The session that is cut everywhere: an AI answer, a takeover in the middle of the next one, replies, a release. */
import type { Entry } from '../../../shared/entry.ts';
import type { SessionFeedEvent } from '../../../shared/feed.ts';
import type { Agent, Visitor, WireWorld } from './world.ts';

export const visitorTexts = ['first', 'second', 'third', 'fourth'] as const;
export const agentTexts = ['hello', 'goodbye'] as const;

interface Step {
	readonly what: string;
	readonly act: () => void;
	/** What the person waits for before the next step. */
	readonly so: () => boolean;
}

function stepsOf(
	{ chat }: Visitor,
	agent: Agent,
): { steps: readonly Step[]; idle: () => boolean; refused: readonly string[] } {
	let asked: Promise<unknown> = Promise.resolve();
	const refused: string[] = [];
	let waiting = 0;
	const ask = (act: () => Promise<unknown>) => (): void => {
		waiting += 1;
		asked = asked.then(act).then(
			() => {
				waiting -= 1;
			},
			(why: unknown) => refused.push(String(why)),
		);
	};
	const say = (text: string) => (): void => chat.write({ kind: 'say', text });
	const from = (author: string, entries: readonly Entry[]): number =>
		entries.filter((entry) => entry.kind === 'message' && entry.author === author).length;
	const visitorSees = (author: string, count: number) => () => from(author, chat.view.entries) >= count;
	const answered = (): boolean => {
		const { state } = chat.view;
		return from('visitor', chat.view.entries) === visitorTexts.length && state.answered >= state.lastVisitorSeq;
	};
	return {
		idle: () => waiting === 0,
		refused,
		steps: [
			{
				what: 'the first answer',
				act() {
					chat.openPanel();
					say(visitorTexts[0])();
				},
				so: visitorSees('ai', 1),
			},
			{
				what: 'the agent looks on',
				act() {
					if (chat.view.sessionId !== null) agent.watch(chat.view.sessionId);
				},
				so: () => from('ai', agent.view.entries) >= 1,
			},
			{
				what: 'the second answer begins',
				act: say(visitorTexts[1]),
				so: () => chat.view.bubble !== null || visitorSees('ai', 2)(),
			},
			{ what: 'a takeover', act: ask(agent.takeOver), so: () => agent.view.state.mode === 'taken-over' },
			{ what: 'a reply', act: ask(() => agent.reply(agentTexts[0])), so: visitorSees('agent', 1) },
			{ what: 'the agent hears', act: say(visitorTexts[2]), so: () => from('visitor', agent.view.entries) >= 3 },
			{ what: 'another reply', act: ask(() => agent.reply(agentTexts[1])), so: visitorSees('agent', 2) },
			{ what: 'a release', act: ask(agent.release), so: () => agent.view.state.mode === 'released' },
			{ what: 'the AI is back', act: say(visitorTexts[3]), so: answered },
		],
	};
}

/** Plays it to its end. Returns what never happened, or null. */
export async function playSession(world: WireWorld, visitor: Visitor, agent: Agent): Promise<string | null> {
	const { steps, idle, refused } = stepsOf(visitor, agent);
	for (const { what, act, so } of steps) {
		act();
		if (!(await world.until(so))) return [what, ...refused].join(', ');
	}
	if (!(await world.until(idle))) return 'an answer to a command';
	return null;
}

/** I19: since the last reset each entry came once, ascending, and none that the role may see is missing. */
function faultInStream(events: readonly SessionFeedEvent<unknown>[], expected: readonly Entry[]): string | null {
	let seqs: number[] = [];
	for (const event of events) {
		if (event.type === 'welcome' && event.reset) seqs = [];
		if (event.type === 'entries') seqs.push(...event.entries.map(({ seq }) => seq));
	}
	const should = expected.map(({ seq }) => seq).join(' ');
	return seqs.join(' ') === should ? null : `came ${seqs.join(' ')}, should be ${should}`;
}

/** I1: no piece of an older control after the entry that changed it. */
function lateWord(events: readonly SessionFeedEvent<unknown>[]): string | null {
	let gen = 0;
	for (const event of events) {
		if (event.type === 'entries') for (const entry of event.entries) gen = Math.max(gen, entry.gen);
		if (event.type === 'piece' && event.gen < gen) return `a piece of ${event.gen} under ${gen}`;
	}
	return null;
}

/** A grace that ran out behind the visitor's back shows them nothing: what they read stays on the screen. */
function visitorShouldSee(world: WireWorld, { chat }: Visitor): readonly Entry[] {
	const all = world.transcript('visitor');
	return chat.phase === 'dormant' && all.at(-1)?.kind === 'left' ? all.slice(0, -1) : all;
}

/** Everything that must be so when it is over, whatever the line did meanwhile. */
export function faultsAtEnd(world: WireWorld, visitor: Visitor, agent: Agent): readonly string[] {
	const faults: string[] = [...world.violations, ...world.faults.map(String)];
	const note = (who: string, fault: string | null): void => {
		if (fault !== null) faults.push(`${who}: ${fault}`);
	};
	note('the visitor’s stream', faultInStream(visitor.events, visitorShouldSee(world, visitor)));
	note('the agent’s stream', faultInStream(agent.events, world.transcript('member')));
	note('the visitor’s stream', lateWord(visitor.events));
	note('the agent’s stream', lateWord(agent.events));
	const text = (entries: readonly Entry[]): string => JSON.stringify(entries);
	if (text(visitor.chat.view.entries) !== text(visitorShouldSee(world, visitor)))
		faults.push('I20: the visitor’s view');
	if (text(agent.view.entries) !== text(world.transcript('member'))) faults.push('I20: the agent’s view');
	const said = (author: string): readonly string[] =>
		world
			.transcript('member')
			.flatMap((entry) => (entry.kind === 'message' && entry.author === author ? [entry.text] : []));
	if (said('visitor').join() !== visitorTexts.join())
		faults.push(`I11: the visitor’s words are ${said('visitor').join()}`);
	if (said('agent').join() !== agentTexts.join()) faults.push(`I11: the agent’s words are ${said('agent').join()}`);
	if (visitor.chat.outbox.state.items.length > 0) faults.push('I21: something is still in the outbox');
	return faults;
}
