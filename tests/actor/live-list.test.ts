import { expect, test } from 'vitest';
import { cardOf } from '../../server/actor/card-of.ts';
import { createLiveList } from '../../server/actor/live-list.ts';
import type { Card } from '../../shared/card.ts';
import { type SessionId, sessionIdOf } from '../../shared/ids.ts';
import { createWorld } from './world.ts';

const idAt = (n: number): SessionId => sessionIdOf(`session_${String(n).padStart(22, '0')}`);

async function cards(): Promise<(n: number, messages?: number) => Card> {
	const world = createWorld();
	const card = cardOf(await world.open());
	await world.stop();
	if (card === null) throw new Error('a session that was opened has a card');
	return (n, messages = 0) => ({ ...card, id: idAt(n), messages });
}

const whole = 1_000_000;

test('a session that left and came back is there, for who slept through both (I20)', async () => {
	const cardAt = await cards();
	const list = createLiveList();
	list.put(idAt(1), cardAt(1));
	const known = list.version;
	list.put(idAt(1), null);
	list.put(idAt(1), cardAt(1, 3));
	expect(list.since(known, 0, whole)).toEqual({ cards: [cardAt(1, 3)], gone: [], version: 3 });
});

test('what came after a version is told once, the rest not again', async () => {
	const cardAt = await cards();
	const list = createLiveList();
	list.put(idAt(1), cardAt(1));
	list.put(idAt(2), cardAt(2));
	expect(list.since(1, 0, whole)?.cards).toEqual([cardAt(2)]);
	expect(list.since(2, 0, whole)?.cards).toEqual([]);
	expect(list.put(idAt(2), cardAt(2))).toBe(false);
	list.put(idAt(1), null);
	expect(list.since(2, 0, whole)).toEqual({ cards: [], gone: [idAt(1)], version: 3 });
});

test('a version that was never given begins anew (I19)', () => {
	expect(createLiveList().since(5, 0, whole)).toBeNull();
});
