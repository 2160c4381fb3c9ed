/** A run as a person reads it: who did what, what was stored, what came, in virtual seconds. */
import type { Entry } from '../../shared/entry.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { CallOutcome, Eyes, StreamEvent } from './ledger.ts';
import type { Command } from './script.ts';
import type { World } from './world.ts';

const quote = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

function entryOf(entry: Entry): string {
	const head = `${entry.seq} ${entry.kind} g${entry.gen}`;
	if (entry.kind === 'message') {
		const cut = entry.author === 'ai' && entry.interrupted ? ' interrupted' : '';
		return `${head} ${entry.author}${cut} ${quote(entry.text)}`;
	}
	return 'why' in entry ? `${head} (${entry.why})` : head;
}

function outcomeOf(outcome: CallOutcome): string {
	switch (outcome.kind) {
		case 'ack':
			return `ack ${outcome.ack.seq} g${outcome.ack.gen}`;
		case 'refused':
			return `refused ${outcome.error.code}`;
		case 'stopped':
			return `stopped ${outcome.code}`;
		case 'lost':
		case 'answer':
			return outcome.kind;
		default:
			return unreachable(outcome);
	}
}

function eventOf(told: StreamEvent): string {
	if (told.kind === 'list') {
		const gone = told.event.type === 'changes' ? told.event.gone.length : 0;
		const cards = told.event.cards.map((card) => `${card.id.slice(8, 13)} g${card.gen} ${card.mode} ${card.presence}`);
		return `list ${told.event.type} ${cards.join('; ')}${gone > 0 ? ` −${gone}` : ''}`;
	}
	const { event } = told;
	switch (event.type) {
		case 'welcome':
			return event.reset ? 'welcome, from the start' : 'welcome back';
		case 'entries':
			return event.entries.map(entryOf).join(' · ');
		case 'live':
			return `live turn ${event.live.turn} g${event.live.gen}`;
		case 'piece':
			return `piece t${event.turn} g${event.gen} @${event.offset} ${quote(event.text)}`;
		default:
			return unreachable(event);
	}
}

export function describeCommand({ after, ...act }: Command): string {
	const { do: what, ...rest } = act;
	const values = Object.entries(rest).map(([name, value]) =>
		name === 'at' ? `${value.who}${value.person + 1}.${value.tab + 1}` : `${name} ${JSON.stringify(value)}`,
	);
	return `${after > 0 ? `${after} ms later: ` : ''}${what} ${values.join(', ')}`.trimEnd();
}

export interface Trace {
	readonly eyes: Eyes;
	command(command: Command): void;
	say(line: string): void;
}

export function createTrace(world: () => World, write: (line: string) => void): Trace {
	const say = (line: string): void => write(`${(world().time.monotonic() / 1_000).toFixed(3).padStart(9)}  ${line}`);
	const outboxes = new Map<string, string>();
	return {
		say,
		command: (command) => say(`▶ ${describeCommand(command)}`),
		eyes: {
			written: ({ session }, fresh) => say(`■ ${session.id.slice(8, 13)}: ${fresh.map(entryOf).join(' · ')}`),
			fenced: (id) => say(`■ ${id.slice(8, 13)}: fenced`),
			provided: ({ sessionId, turn, life }) =>
				say(`● provider called, ${sessionId.slice(8, 13)} turn ${turn}, life ${life}`),
			emitted: ({ turn, emitted, over }) => say(`● turn ${turn} says ${quote(emitted)}${over ? ', over' : ''}`),
			subscribed: ({ seat, kind, lastEventId }) => say(`  ${seat.page} subscribes ${kind} ${lastEventId ?? ''}`),
			received: ({ seat }, event) => say(`  ${seat.page} ← ${eventOf(event)}`),
			ended: ({ seat, kind }, failure) => say(`  ${seat.page} ${kind} ended: ${outcomeOf(failure)}`),
			asked: ({ seat, path, clientId, gen }) =>
				say(`  ${seat.page} → ${path} ${clientId?.slice(0, 6) ?? ''}${gen === null ? '' : ` g${gen}`}`),
			answered: ({ seat, path, clientId }, outcome) =>
				say(`  ${seat.page} ← ${path} ${clientId?.slice(0, 6) ?? ''}: ${outcomeOf(outcome)}`),
			served: ({ page }, open) => say(`  the server ${open ? 'has' : 'lost'} a socket of ${page}`),
			closed: ({ page }) => say(`  ${page} is closed`),
			booted: ({ number }) => say(`✚ life ${number}`),
			crashed: ({ number }) => say(`✝ life ${number}`),
			faulted: (id, fault) => say(`■ ${id.slice(8, 13)}: fault ${fault}`),
			outbox({ page }, { items }) {
				const shown = items.map(({ clientId, status }) => `${clientId.slice(0, 6)} ${status.kind}`).join(', ');
				if (outboxes.get(page) === shown) return;
				outboxes.set(page, shown);
				say(`  ${page} outbox: ${shown}`);
			},
		},
	};
}
