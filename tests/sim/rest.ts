/** Ends all faults and lets time pass until nothing is under way, then looks at what every live session holds. */
import type { SessionActor } from '../../server/actor/front.ts';
import { unsent } from '../../shared/live/outbox.ts';
import type { Books } from './checks/books.ts';
import { aiAnswers, isOpen } from './checks/reading.ts';
import { siteIds } from './estate.ts';
import type { World } from './world.ts';

/** Longer than any wait of a client that was refused, or of a session that was set aside. */
const patienceMs = 100_000;

function heal(world: World): void {
	const { faults } = world.store;
	faults.commits.length = 0;
	faults.down = false;
	faults.latencyMs = 0;
	world.responder.moods.length = 0;
	world.time.interrupt(0, () => {});
	world.traps.clear();
	for (const tab of world.visitors.flatMap(({ tabs }) => tabs)) {
		if (tab.page?.frozen === true) tab.back();
	}
	const pages = [...world.visitors, ...world.members].flatMap(({ tabs }) => [...tabs].map(({ page }) => page));
	for (const page of pages) {
		if (page === null) continue;
		page.thaw();
		page.show(true);
		page.net.weather.latencyMs = 0;
		page.offline(false);
		for (const line of page.net.lines) line.unblock();
	}
}

function isAtRest(world: World, books: Books): boolean {
	if (world.house.life.dead || !world.house.life.accepts || books.outstanding.size > 0) return false;
	for (const { tabs } of world.visitors) {
		for (const { page, chat } of tabs) {
			if (page === null || chat?.phase !== 'open') continue;
			if (chat.link.kind !== 'live' || chat.view.sessionId === null || unsent(chat.outbox.state).length > 0)
				return false;
		}
	}
	for (const { tabs } of world.members) {
		for (const { page, connection, session } of tabs) {
			if (page === null || connection?.state.kind === 'stopped') continue;
			if (connection?.state.kind !== 'live') return false;
			if (session === null || session.shown.failure() !== null) continue;
			if (session.shown.doing() !== null || session.shown.pending().some(({ status }) => status.kind === 'sending'))
				return false;
		}
	}
	const pages = [...world.visitors, ...world.members].flatMap(({ tabs }) => [...tabs].map(({ page }) => page));
	if (pages.some((page) => page?.net.lines.some((line) => !line.healthy))) return false;
	// Its pauses double: one that nobody looks at any more comes back later than everybody else.
	const cards = siteIds.flatMap((id) => world.house.life.app.directory.list(id).cards);
	if (cards.some(({ needsHuman }) => needsHuman?.why === 'set-aside')) return false;
	for (const { reading } of books.all.values()) {
		if (reading.turn !== null && aiAnswers(reading) && reading.turn.gen === reading.gen && isOpen(reading))
			return false;
		if (isOpen(reading) && aiAnswers(reading)) return false;
	}
	return true;
}

/** Every session that is stored, folded and awake. */
async function lookInside(world: World, stepped: () => void): Promise<void> {
	const { app } = world.house.life;
	const holding: { readonly actor: SessionActor; release(): void }[] = [];
	for (const { session } of world.journal.rows.values()) {
		void app.directory.hold(session.siteId, session.id).then(
			(held) => {
				if (held !== null) holding.push(held);
			},
			() => undefined,
		);
	}
	await world.time.run(10, stepped);
	for (const { actor } of holding) {
		world.liveStates.set(actor.session.id, actor.state);
		if (actor.setAsideAt !== null) world.asideAtRest.add(actor.session.id);
	}
	for (const held of holding) held.release();
}

/** False: it never came to rest; what is wrong is then found by whoever looks. */
export async function comeToRest(world: World, books: Books, stepped: () => void): Promise<boolean> {
	heal(world);
	const { time } = world;
	const until = time.monotonic() + patienceMs;
	await time.run(500, stepped);
	while (!isAtRest(world, books) && time.monotonic() < until) await time.run(1_000, stepped);
	const rested = isAtRest(world, books);
	// I20: within two seconds.
	await time.run(2_000, stepped);
	await lookInside(world, stepped);
	return rested;
}

/** Everybody of the team goes home. Who holds a session a minute later? */
export async function abandon(world: World, stepped: () => void): Promise<readonly string[]> {
	for (const tab of world.members.flatMap(({ tabs }) => tabs)) tab.close();
	await world.time.run(60_000, stepped);
	const { app } = world.house.life;
	return siteIds
		.flatMap((id) => app.directory.list(id).cards)
		.flatMap(({ holder }) => (holder === null ? [] : [holder.name]));
}
