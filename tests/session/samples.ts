import type { Agent, SessionEvent, StampedEvent } from '../../server/session/events.ts';
import type { SessionState } from '../../shared/fold.ts';
import type { ClientId, Gen, Seq } from '../../shared/ids.ts';
import { clientIdOf, genOf, memberIdOf, seqOf } from '../../shared/ids.ts';

export const anna: Agent = { memberId: memberIdOf('00000000-0000-7000-8000-00000000000a'), name: 'Anna' };
export const bruno: Agent = { memberId: memberIdOf('00000000-0000-7000-8000-00000000000b'), name: 'Bruno' };

export const idOf = (name: string): ClientId =>
	clientIdOf(`client-${name}-`.replaceAll(/[^\w-]/g, '_').padEnd(12, '-'));

export const stamp = (event: SessionEvent, at = 1_000, published = ''): StampedEvent => ({ ...event, at, published });

/** Every kind of event, with the gen and turn that the state would accept, so that refusals come from the state alone. */
export function everyEvent(state: SessionState, n = 0): readonly SessionEvent[] {
	const { gen } = state;
	const turn: Seq = state.turn?.turn ?? seqOf(0);
	const turnGen: Gen = state.turn?.gen ?? genOf(0);
	const clientId = idOf(`${n}`);
	return [
		{ type: 'visitor.opened' },
		{ type: 'visitor.said', clientId, text: 'How much is it?' },
		{ type: 'visitor.asked', clientId, why: 'button' },
		{ type: 'visitor.wentBackToAi', clientId },
		{ type: 'visitor.leftAddress', clientId, email: 'visitor@example.com' },
		{ type: 'visitor.left', why: 'visitor' },
		{ type: 'visitor.left', why: 'grace' },
		{ type: 'agent.tookOver', agent: anna, gen, clientId },
		{ type: 'agent.tookOver', agent: bruno, gen, clientId },
		{ type: 'agent.said', agent: anna, gen, clientId, text: 'I am here.' },
		{ type: 'agent.said', agent: bruno, gen, clientId, text: 'Me too.' },
		{ type: 'agent.released', agent: anna, gen, clientId },
		{ type: 'agent.released', agent: bruno, gen, clientId },
		{ type: 'agent.kept', agent: anna, gen, clientId },
		{ type: 'agent.lost', deadline: 31_000 },
		{ type: 'agent.back' },
		{ type: 'control.returned', gen, why: 'agent-gone' },
		{ type: 'control.returned', gen, why: 'idle' },
		{ type: 'turn.completed', turn, gen: turnGen, sources: [], asks: null },
		{ type: 'turn.completed', turn, gen: turnGen, sources: [], asks: 'unsure' },
		{ type: 'turn.failed', turn, gen: turnGen, why: 'timeout', apology: 'Sorry.' },
		{ type: 'resumed', apology: 'Sorry.' },
		{ type: 'agent.answeredLate', agent: anna, gen, clientId, text: 'Here it is.' },
		{ type: 'agent.resolved', agent: bruno, gen, clientId, done: true },
		{ type: 'agent.resolved', agent: bruno, gen, clientId, done: false },
		{ type: 'agent.whispered', agent: anna, gen, clientId, text: 'Mention the sale.' },
		{ type: 'agent.whispered', agent: bruno, gen, clientId, text: 'Be brief.' },
	];
}
