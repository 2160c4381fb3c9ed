/** An outbox that keeps its promise in memory only: written down first, sent when a test says so, each key once. */
import type { Channel, Delivery, DeliveryView, Draft, Outbox, Sent } from '../../../server/outbox/ports.ts';

interface Kept extends DeliveryView {
	readonly draft: Draft;
}

export interface MemoryOutbox extends Outbox {
	/** One attempt for each that waits. */
	attempt(): Promise<readonly Sent[]>;
	readonly waiting: number;
}

export function createMemoryOutbox(channel: () => Channel, now: () => number): MemoryOutbox {
	const kept = new Map<string, Kept>();
	const never = new AbortController().signal;
	let last = 0;

	function add(draft: Draft): string {
		last += 1;
		const id = `delivery-${last}`;
		const at = now();
		kept.set(id, { id, draft, about: draft.about, createdAt: at, state: 'waiting', attempts: 0, error: '', at });
		return id;
	}

	async function send(id: string): Promise<Sent> {
		const one = kept.get(id);
		if (one === undefined) throw new Error('no such delivery');
		const attempts = one.attempts + 1;
		const { channel: kind, target, siteId, about, payload } = one.draft;
		const delivery: Delivery = {
			id,
			channel: kind,
			target,
			siteId,
			about,
			payload,
			createdAt: one.createdAt,
			attempt: attempts,
		};
		const sent = await channel().send(delivery, never);
		const state = sent.kind === 'sent' ? 'sent' : sent.again ? 'waiting' : 'failed';
		kept.set(id, { ...one, attempts, state, error: sent.kind === 'sent' ? '' : sent.error, at: now() });
		return sent;
	}

	return {
		get waiting() {
			return [...kept.values()].filter(({ state }) => state === 'waiting').length;
		},
		async attempt() {
			const due = [...kept.values()].filter(({ state }) => state === 'waiting');
			const sent: Sent[] = [];
			for (const { id } of due) sent.push(await send(id));
			return sent;
		},
		async enqueue(drafts) {
			const known = new Set([...kept.values()].map(({ draft }) => draft.key));
			for (const draft of drafts) if (!known.has(draft.key)) add(draft);
		},
		async sendNow(draft) {
			const id = add(draft);
			const sent = await send(id);
			const one = kept.get(id);
			if (one !== undefined && one.state === 'waiting') kept.set(id, { ...one, state: 'failed' });
			return sent;
		},
		log: async ({ target }, limit) =>
			[...kept.values()]
				.filter(({ draft }) => draft.target === target)
				.reverse()
				.slice(0, limit)
				.map(({ draft: _, ...view }) => view),
		async resend({ target, id }) {
			const one = kept.get(id);
			if (one === undefined || one.draft.target !== target) return false;
			kept.set(id, { ...one, state: 'waiting', attempts: 0 });
			return true;
		},
	};
}
