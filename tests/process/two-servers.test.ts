/** I14, I16 where they are hardest: two servers on one Postgres, a visitor at the one and agents at the other. */
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { SiteView } from '../../shared/account.ts';
import type { Entry } from '../../shared/entry.ts';
import { genOf, type SessionId } from '../../shared/ids.ts';
import {
	type Ear,
	entriesOf,
	hearSession,
	joinAs,
	memberWire,
	newClientId,
	ownerWithSite,
	signIn,
	visitorWire,
	watchSession,
	wireErrorOf,
} from '../support/clients.ts';
import { testPostgres } from '../support/postgres.ts';
import { owner, type RunningServer, startServer } from '../support/server.ts';
import { readStored } from '../support/stored.ts';
import { insist } from './support/recorder.ts';

let first: RunningServer;
let second: RunningServer;
let url: string;
let database: pg.Pool;
let site: SiteView;
let annaCookie: string;
let bertCookie: string;

const key = { SECRET_KEY: 'one key for both, or a visitor of the one is a stranger to the other' };
const open = () => startServer({ env: { DATABASE_URL: url, ...key } });

beforeAll(async () => {
	const postgres = await testPostgres();
	url = postgres.url(await postgres.createDatabase());
	database = new pg.Pool({ connectionString: url, max: 1 });
	[first, second] = [await open(), await open()];
	const owned = await ownerWithSite(first.base);
	({ site, cookie: annaCookie } = owned);
	await owned.wire.client.me.updateProfile.mutate({ displayName: 'Anna' });
	bertCookie = await joinAs(first.base, owned.wire, 'agent', 'bert@example.com');
	owned.wire.close();
	// The second learns of the site within two seconds.
	const early = visitorWire(second.base, site.key, { again: 'open' });
	await insist(() => early.greet());
	early.close();
});
afterAll(async () => {
	await Promise.all([first.remove(), second.remove()]);
	await database.end();
});

function member(server: RunningServer, cookie: string) {
	const wire = memberWire(server.base, cookie);
	onTestFinished(() => wire.close());
	return wire;
}

async function enter(server: RunningServer, token?: string) {
	const wire = visitorWire(server.base, site.key, { again: 'open', ...(token === undefined ? {} : { token }) });
	onTestFinished(() => wire.close());
	const greeted = await wire.greet();
	const say = (text: string) => insist(() => wire.client.say.mutate({ clientId: newClientId(), text }));
	return { wire, say, ...greeted };
}

/** What a reader is shown until it has caught up. */
test('who has signed in at the one is let in by the other at once, and nobody is told that they are signed out', async () => {
	for (let round = 0; round < 3; round++) {
		const cookie = await signIn(first.base);
		const state = await fetch(`${second.base}/auth/state`, { headers: { cookie, origin: second.base } });
		expect(await state.json()).toMatchObject({ signedIn: true });
		const again = await signIn(first.base);
		const wire = member(second, again);
		expect((await wire.client.me.get.query()).email).toBe(owner.email);
		expect(wire.codes).toEqual([]);
	}
});

async function firstSight(ear: Ear<Parameters<typeof entriesOf>[0][number]>): Promise<readonly number[]> {
	onTestFinished(() => ear.stop());
	await ear.until((event) => event.type === 'live', 'caught up');
	return entriesOf(ear.events).map(({ seq }) => seq);
}

async function rowOf(id: SessionId): Promise<{ readonly epoch: number; readonly owner: string }> {
	const { rows } = await database.query('select epoch::int, owner from sessions where id = $1', [id]);
	return rows[0];
}

async function attendedAt(memberId: string): Promise<number> {
	const { rows } = await database.query('select id from processes where members ? $1', [memberId]);
	return rows.length;
}

/** Until every server has said and heard the news three times more. */
async function beatsOn(): Promise<void> {
	const beats = async (): Promise<ReadonlyMap<string, number>> => {
		const { rows } = await database.query('select id, beat::int from processes');
		return new Map(rows.map(({ id, beat }) => [id, beat]));
	};
	const before = await beats();
	const all = async () => [...(await beats())].every(([id, beat]) => beat >= (before.get(id) ?? 0) + 3);
	await expect.poll(all, { timeout: 30_000 }).toBe(true);
}

const transcriptOf = async (id: SessionId): Promise<readonly Entry[]> =>
	(await readStored(first, url, [id])).get(id) ?? [];

const isDense = (entries: readonly Entry[]): boolean => entries.every(({ seq }, n) => seq === n + 1);

test('I16 what was acknowledged through one server is seen by whoever asks the other next, again and again', async () => {
	const visitor = await enter(first);
	const { sessionId } = visitor;
	const anna = member(second, annaCookie);
	for (let n = 0; n < 3; n += 1) {
		const said = await visitor.say(`Question ${n}`);
		const seen = await firstSight(watchSession(anna, sessionId));
		expect(seen).toContain(said.seq);
		const gen = genOf(said.gen);
		const replied = await insist(() =>
			anna.client.monitor.reply.mutate({ sessionId, gen, clientId: newClientId(), text: `Answer ${n}` }),
		);
		const back = await enter(first, visitor.token);
		expect(back.sessionId).toBe(sessionId);
		expect(await firstSight(hearSession(back.wire))).toContain(replied.seq);
		back.wire.close();
	}
	expect(isDense(await transcriptOf(sessionId))).toBe(true);
});

test('I14 a server that was overtaken refuses, acknowledges and names by what stands, not by what it remembers', async () => {
	const visitor = await enter(first);
	const { sessionId } = visitor;
	const { gen } = await visitor.say('Hello');
	const [anna, bert] = [member(second, annaCookie), member(first, bertCookie)];
	const taken = await insist(() => anna.client.monitor.takeOver.mutate({ sessionId, gen, clientId: newClientId() }));
	// At once: the first has not been told.
	const late = bert.client.monitor.takeOver.mutate({ sessionId, gen, clientId: newClientId() }).catch(wireErrorOf);
	expect(await late).toMatchObject({ code: 'control.held', holder: 'Anna', gen: taken.gen });
	const said = await visitor.say('Are you there?');
	expect(said.gen).toBe(taken.gen);
	expect(said.seq).toBeGreaterThan(taken.seq);
	const entries = await transcriptOf(sessionId);
	expect(isDense(entries)).toBe(true);
	expect(entries.filter(({ kind }) => kind === 'took-over')).toHaveLength(1);
});

test('I14 a frozen server that comes back writes nothing under its old ownership', async () => {
	const visitor = await enter(first);
	const { sessionId } = visitor;
	const { gen } = await visitor.say('Hello');
	const anna = member(second, annaCookie);
	process.kill(first.pid, 'SIGSTOP');
	const asked = visitor.wire.client.say.mutate({ clientId: newClientId(), text: 'Said to a frozen server' });
	const taken = await insist(() =>
		anna.client.monitor.takeOver.mutate({ sessionId, gen, clientId: newClientId() }),
	).finally(() => process.kill(first.pid, 'SIGCONT'));
	const said = await asked;
	expect(said).toMatchObject({ gen: taken.gen });
	expect(said.seq).toBeGreaterThan(taken.seq);
	const entries = await transcriptOf(sessionId);
	expect(isDense(entries)).toBe(true);
	// I1: nothing of the AI's behind the takeover.
	expect(entries.slice(taken.seq).filter((entry) => entry.kind === 'message' && entry.author === 'ai')).toEqual([]);
});

test('I18 a command at the other server that takes the session and is refused leaves no question unanswered', async () => {
	const visitor = await enter(first);
	const { sessionId } = visitor;
	const bert = member(second, bertCookie);
	await insist(() => bert.client.me.get.query());
	const asked = await visitor.say('How do returns work, and what does delivery cost?');
	// The answer has just begun at the first server.
	const stale = bert.client.monitor.reply.mutate({
		sessionId,
		gen: genOf(asked.gen + 7),
		clientId: newClientId(),
		text: 'Of no control that ever was',
	});
	expect(await stale.catch(wireErrorOf)).toMatchObject({ code: 'control.stale' });
	const answers = async () =>
		(await transcriptOf(sessionId)).filter((entry) => entry.kind === 'message' && entry.author === 'ai').length;
	await expect.poll(answers, { timeout: 20_000, interval: 300 }).toBe(1);
});

test('an agent whose dashboard is open at the other server is not given up', async () => {
	const visitor = await enter(first);
	const { sessionId } = visitor;
	const { gen } = await visitor.say('Hello');
	const [here, there] = [member(first, bertCookie), member(second, bertCookie)];
	const me = await there.client.me.get.query();
	await expect.poll(() => attendedAt(me.id), { timeout: 20_000 }).toBe(2);
	await beatsOn();
	await insist(() => here.client.monitor.takeOver.mutate({ sessionId, gen, clientId: newClientId() }));
	here.close();
	await expect.poll(() => attendedAt(me.id), { timeout: 20_000 }).toBe(1);
	await beatsOn();
	await visitor.say('Are you still there?');
	expect((await transcriptOf(sessionId)).map(({ kind }) => kind)).not.toContain('agent-lost');
});

test('a rolling restart: the new server takes no chat of the old one while that lives, and all of them when it ends', async () => {
	const old = await open();
	onTestFinished(() => old.remove());
	const visitor = await enter(old);
	const { sessionId } = visitor;
	await visitor.say('Hello');
	const before = await rowOf(sessionId);
	const fresh = await open();
	onTestFinished(() => fresh.remove());
	// What they would take by themselves they would have by now.
	await beatsOn();
	expect(await rowOf(sessionId)).toEqual(before);
	// Whoever moves over finds the chat as it was; the first word there moves it.
	const moved = await enter(fresh, visitor.token);
	expect(moved.sessionId).toBe(sessionId);
	const told = await moved.say('Still me');
	expect((await rowOf(sessionId)).owner).not.toBe(before.owner);
	const other = await enter(old);
	await other.say('I stay where I am');
	const owner = (await rowOf(other.sessionId)).owner;
	expect(owner).toBe(before.owner);
	await old.kill();
	// Nobody has come back for it: it is taken up all the same.
	await expect.poll(async () => (await rowOf(other.sessionId)).owner, { timeout: 30_000 }).not.toBe(owner);
	const entries = await transcriptOf(sessionId);
	expect(entries.find(({ seq }) => seq === told.seq)).toMatchObject({ text: 'Still me' });
	expect(entries.map(({ kind }) => kind)).not.toContain('left');
});
