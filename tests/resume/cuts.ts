/** The script, cut at each frame of each end of each wire, in each way a wire can be cut. */
import { projectFor } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import type { SessionId } from '../../shared/ids.ts';
import type { OutboxState } from '../../shared/live/outbox.ts';
import { faultsOfStream, faultsOfWriting, type Premises, type Told, type Written } from './check.ts';
import { createAgent, createNews, createVisitor, type Visitor } from './ends.ts';
import { type Cut, createFrameProxy, type FrameProxy } from './frame-proxy.ts';
import type { Lane, ResumeHouse } from './house.ts';
import { type Actors, never, playEnd, playScript, texts } from './script.ts';

export type Wire = 'visitor' | 'agent';

/** `reload`: the page dies with its socket, and another one takes its place. */
export type How = Cut['how'] | 'reload';

export interface Case {
	readonly wire: Wire;
	readonly from: Cut['from'];
	readonly index: number;
	readonly how: How;
}

export const nameOf = ({ wire, from, index, how }: Case): string => `${wire}:${from}:${index}:${how}`;

export function caseOf(name: string): Case {
	const [wire, from, index, how] = name.split(':');
	const found = kinds.find((kind) => kind.wire === wire && kind.from === from && kind.how === how);
	if (found === undefined || !/^\d+$/.test(index ?? '')) throw new Error(`no such case: ${name}`);
	return { ...found, index: Number(index) };
}

/** Every way in which a wire can be cut. A `late` frame is one that its sender has given up: the server's are nobody's then. */
export const kinds: readonly Omit<Case, 'index'>[] = (['visitor', 'agent'] as const).flatMap((wire) =>
	(['client', 'server'] as const).flatMap((from) =>
		(['lost', 'done', 'ghost', 'late', 'reload'] as const)
			.filter((how) => (how !== 'late' || from === 'client') && (how !== 'reload' || wire === 'visitor'))
			.map((how) => ({ wire, from, how })),
	),
);

export interface Outcome {
	/** The wire was long enough for this index: it was cut. */
	readonly fired: boolean;
	readonly faults: readonly string[];
}

export async function runCase(house: ResumeHouse, lane: Lane, one: Case, premises: Premises): Promise<Outcome> {
	const news = createNews();
	const { wire, from, index, how } = one;
	const plan: Cut = { from, index, how: how === 'reload' ? 'lost' : how };
	const onCut = (): void => {
		if (how === 'reload') setImmediate(() => visitor.reload());
	};
	const open = (mine: Wire): Promise<FrameProxy> =>
		createFrameProxy({ target: house.port, ...(mine === wire ? { plan, onCut } : {}) });
	const [near, far] = await Promise.all([open('visitor'), open('agent')]);
	const visitor = createVisitor(() => near.port, lane.site.key, news);
	const agent = createAgent(() => far.port, lane.cookie, lane.site.id, news);
	const cutOne = wire === 'visitor' ? near : far;
	try {
		const actors = { house, visitor, agent, news };
		const id = await playScript(actors);
		const stored = await quiet(actors, id);
		// What the visitor shows is taken before the end clears it.
		const told = [
			...streamsOf(visitor, id, stored),
			{ audience: 'member', events: [...agent.stream.events], view: agent.view, stored } as const,
		];
		const ended = await playEnd(actors);
		const whole = await house.stored(id);
		const faults = [
			...told.flatMap((one) => faultsOfStream(one, premises)),
			...faultsOfWriting(
				{ ...itemsOf(visitor.chat.outbox), texts: texts.visitor, author: 'visitor', acked: visitor.acked },
				whole,
				premises,
			),
			...faultsOfWriting(
				{ ...itemsOf(agent.outbox), texts: texts.agent, author: 'agent', acked: agent.acked },
				whole,
				premises,
			),
			...(JSON.stringify(whole).includes(never) ? ['I1: a late piece was stored'] : []),
			...(ended && house.isListed(lane.site.id, id) ? ['I20: the session has left and is listed'] : []),
		];
		return { fired: cutOne.fired, faults };
	} catch (error) {
		return { fired: cutOne.fired, faults: [error instanceof Error ? error.message : String(error)] };
	} finally {
		visitor.close();
		agent.close();
		await Promise.all([near.close(), far.close()]);
	}
}

/** I20: when traffic stops, both show the transcript within 2 s. */
async function quiet({ house, visitor, agent }: Actors, id: SessionId): Promise<readonly Entry[]> {
	const giveUpAt = performance.now() + 2_000;
	for (;;) {
		const stored = await house.stored(id);
		const views = [
			['visitor', visitor.chat.view],
			['member', agent.view],
		] as const;
		const whole = views.every(([audience, view]) => {
			const last = stored.findLast((entry) => projectFor(audience, entry) !== null);
			return last?.seq === view.state.lastSeq;
		});
		if (whole || performance.now() > giveUpAt) return stored;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/** A page that died is owed what came until then; the one that stayed is owed all. */
function streamsOf(visitor: Visitor, id: SessionId, stored: readonly Entry[]): readonly Told[] {
	const about = visitor.streams.filter(({ events }) =>
		events.some((event) => event.type === 'welcome' && event.sessionId === id),
	);
	return about.map(({ events }, n) => {
		if (n === about.length - 1) return { audience: 'visitor', events: [...events], view: visitor.chat.view, stored };
		const last = Math.max(
			0,
			...events.flatMap((event) => (event.type === 'entries' ? event.entries.map(({ seq }) => seq) : [])),
		);
		return { audience: 'visitor', events, view: null, stored: stored.filter(({ seq }) => seq <= last) };
	});
}

function itemsOf({ state: { items } }: { readonly state: OutboxState<unknown> }): Pick<Written, 'unsent' | 'failed'> {
	return { unsent: items.length, failed: items.filter(({ status }) => status.kind === 'failed').length };
}
