import { expect, test } from 'vitest';
import { cardOf } from '../../server/actor/card-of.ts';
import { createLiveList } from '../../server/actor/live-list.ts';
import { listFeed } from '../../server/rpc/list-feed.ts';
import { createWorld, settle } from '../actor/world.ts';

/** The first event of somebody who comes with this cursor. */
async function firstFor(lastEventId: string | undefined) {
	const world = createWorld();
	const card = cardOf(await world.open());
	if (card === null) throw new Error('a session that was opened has a card');
	const list = createLiveList();
	list.put(card.id, card);
	const abort = new AbortController();
	const feed = listFeed({
		list,
		bootId: 'second',
		connection: { id: 'c1', writable: () => Promise.resolve(), close() {}, closed: abort.signal },
		lastEventId,
		signal: abort.signal,
		clock: world.clock,
		check() {},
	});
	const first = await feed.next();
	abort.abort();
	await settle();
	await world.stop();
	if (first.done === true) throw new Error('the feed said nothing');
	return first.value[1];
}

test('a version of this run of the server goes on where it was (I19)', async () => {
	expect(await firstFor('second:1')).toMatchObject({ type: 'changes', cards: [] });
});

test('a version of another run means nothing: the list begins anew (I20)', async () => {
	expect(await firstFor('first:1')).toMatchObject({ type: 'snapshot', cards: [{}] });
	expect(await firstFor(undefined)).toMatchObject({ type: 'snapshot', cards: [{}] });
});
