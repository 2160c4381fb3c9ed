/** I19: a reader who comes back with any cursor at all gets what is missing, once, in order, or is told to begin anew. */
import { isDeepStrictEqual } from 'node:util';
import { foldList, type Gathered, gather } from '../../dashboard/monitor/cards.ts';
import { type Audience, projectFor } from '../../shared/audience.ts';
import type { Entry } from '../../shared/entry.ts';
import type { ListEvent, SessionFeedEvent } from '../../shared/feed.ts';
import { genOf, makeVisitorId, type SessionId } from '../../shared/ids.ts';
import { memberWire, visitorWire, wireErrorOf } from '../support/clients.ts';
import type { Premises } from './check.ts';
import { newClientId } from './ends.ts';
import type { Lane, ResumeHouse } from './house.ts';
import type { Failure } from './sweep.ts';

interface Heard<E> {
	readonly events: readonly { readonly id: string; readonly data: E }[];
	/** The code of a typed refusal. */
	readonly refused: string | null;
}

interface Listening<E> extends Heard<E> {
	until(fits: (heard: Heard<E>) => boolean, what: string): Promise<void>;
	stop(): void;
}

type Handlers<E> = {
	readonly onData: (event: { readonly id: string; readonly data: E }) => void;
	readonly onError: (error: unknown) => void;
};
type Subscribe<E> = (lastEventId: unknown, handlers: Handlers<E>) => { unsubscribe(): void };

function listenTo<E>(subscribe: Subscribe<E>, lastEventId: unknown): Listening<E> {
	const events: { readonly id: string; readonly data: E }[] = [];
	let refused: string | null = null;
	let look = (): void => {};
	const subscription = subscribe(lastEventId, {
		onData(event) {
			events.push(event);
			look();
		},
		onError(error) {
			refused = wireErrorOf(error)?.code ?? String(error);
			look();
		},
	});
	const heard = {
		events,
		get refused() {
			return refused;
		},
	};
	return {
		...heard,
		get refused() {
			return refused;
		},
		until: (fits, what) =>
			new Promise((resolve, reject) => {
				const timer = setTimeout(
					() => reject(new Error(`never came: ${what}; heard ${JSON.stringify(events)}`)),
					10_000,
				);
				look = () => {
					if (!fits(heard)) return;
					clearTimeout(timer);
					resolve();
				};
				look();
			}),
		stop: () => subscription.unsubscribe(),
	};
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What no server ever gave out. */
export const malformed: readonly string[] = [
	'',
	' ',
	'0',
	'undefined',
	'null',
	'__proto__',
	'1.0.0',
	':1.0.0',
	'session_:1.0.0',
	'ID:1',
	'ID:1.0',
	'ID:1.0.0.0',
	'ID:1.0.0 ',
	'ID:1.0.0\n',
	' ID:1.0.0',
	'ID:-1.0.0',
	'ID:+1.0.0',
	'ID:1e3.0.0',
	'ID:0x1.0.0',
	'ID:1.0.-1',
	'ID:..',
	'ID:NaN.0.0',
	'ID:١.٠.٠',
	'ID:12345678901.0.0',
	'ID:1.0.1234567',
	`ID:1.0.0${'0'.repeat(50)}`,
];

/** What is no cursor's kind of thing: a typed refusal. */
export const refusedInputs: readonly unknown[] = ['x'.repeat(101), 7, -1, true, [], {}, ['ID:1.0.0']];

export interface CursorReport {
	readonly counts: Readonly<Record<string, number>>;
	readonly failures: readonly Failure[];
}

export async function checkCursors(house: ResumeHouse, lane: Lane, premises: Premises): Promise<CursorReport> {
	const counts: Record<string, number> = {};
	const failures: Failure[] = [];

	function check(kind: string, name: string, ok: boolean, detail: unknown = ''): void {
		counts[kind] = (counts[kind] ?? 0) + 1;
		premises['I19'] = (premises['I19'] ?? 0) + 1;
		if (!ok) failures.push({ name: `${kind}: ${name}`, faults: [JSON.stringify(detail)] });
	}

	const base = (): string => `http://127.0.0.1:${house.port}`;
	let member = memberWire(base(), lane.cookie);
	const wires: { close(): void }[] = [member];

	async function enter(token?: string) {
		const visitor = visitorWire(base(), lane.site.key, token === undefined ? {} : { token });
		wires.push(visitor);
		return { visitor, ...(await visitor.greet()) };
	}
	type Entered = Awaited<ReturnType<typeof enter>>;

	/** Subscribes as one of the two readers; the cursor goes in as it is, also where the types would not have it. */
	const readers = ({
		visitor,
		sessionId,
	}: Entered): Readonly<Record<Audience, Subscribe<SessionFeedEvent<unknown>>>> => ({
		visitor: (lastEventId, handlers) => visitor.client.feed.subscribe({ lastEventId: lastEventId as string }, handlers),
		member: (lastEventId, handlers) =>
			member.client.monitor.watch.subscribe({ sessionId, lastEventId: lastEventId as string }, handlers),
	});
	const audiences: readonly Audience[] = ['visitor', 'member'];
	const owedTo = (audience: Audience, stored: readonly Entry[], after: number): readonly Entry[] =>
		stored.filter(({ seq }) => seq > after).flatMap((entry) => projectFor(audience, entry) ?? []);
	const entriesIn = ({ events }: Heard<SessionFeedEvent<unknown>>): readonly Entry[] =>
		events.flatMap(({ data }) => (data.type === 'entries' ? data.entries : []));
	const isQuiet = ({ events, refused }: Heard<{ readonly type: string }>): boolean =>
		refused !== null || events.some(({ data }) => data.type === 'live');

	/** What follows a cursor, up to the level that closes the catching up. */
	async function follows(
		entered: Entered,
		audience: Audience,
		cursor: unknown,
	): Promise<Heard<SessionFeedEvent<unknown>>> {
		const ear = listenTo(readers(entered)[audience], cursor);
		await ear.until(isQuiet, `the ${audience} is up to date after ${String(cursor)}`);
		ear.stop();
		return ear;
	}

	async function expectAll(
		kind: string,
		entered: Entered,
		cursor: string,
		after: number,
		reset: boolean,
	): Promise<void> {
		const stored = await house.stored(entered.sessionId);
		for (const audience of audiences) {
			const heard = await follows(entered, audience, cursor);
			const [first] = heard.events;
			const begins = first?.data.type === 'welcome' && first.data.reset === reset;
			const owed = owedTo(audience, stored, after);
			const ok = begins && isDeepStrictEqual(asJson(entriesIn(heard)), asJson(owed));
			check(kind, `${audience} ${cursor}`, ok, {
				first,
				got: entriesIn(heard).map(({ seq }) => seq),
				owed: owed.map(({ seq }) => seq),
			});
		}
	}

	const call = async (id: SessionId, n: number) => {
		for (;;) {
			const found = house.calls(id)[n];
			if (found !== undefined) return found;
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	};
	const say = ({ visitor }: Entered, text: string) => visitor.client.say.mutate({ clientId: newClientId(), text });

	// A long conversation in human hands: further back than the tail (64), further than one page of the store (500).
	const long = await enter();
	await say(long, 'One');
	await member.client.monitor.takeOver.mutate({ sessionId: long.sessionId, gen: genOf(1), clientId: newClientId() });
	for (let n = 0; n < 60; n += 1)
		await Promise.all(Array.from({ length: 10 }, (_, m) => say(long, `Message ${n} ${m}`)));
	const last = (await house.stored(long.sessionId)).at(-1)?.seq ?? 0;
	const edges = [
		0,
		1,
		2,
		3,
		last - 501,
		last - 500,
		last - 499,
		last - 66,
		last - 65,
		last - 64,
		last - 63,
		last - 51,
		last - 50,
		last - 49,
		last - 1,
		last,
	];
	const spread = Array.from({ length: 30 }, (_, n) => Math.floor((n * last) / 30));
	for (const after of new Set([...edges, ...spread]))
		await expectAll('entries', long, `${long.sessionId}:${after}.0.0`, after, false);
	for (const ahead of [last + 1, last + 100, 9_999_999_999])
		await expectAll('ahead', long, `${long.sessionId}:${ahead}.0.0`, 0, true);

	// Another session, and things that are no cursor.
	const short = await enter();
	await say(short, 'Two');
	(await call(short.sessionId, 0)).say('Half an ans');
	for (const other of [long.sessionId, `session_${'A'.repeat(22)}`])
		await expectAll('another session', short, `${other}:1.0.0`, 0, true);
	for (const text of malformed) await expectAll('malformed', short, text.replace('ID', short.sessionId), 0, true);
	for (const input of refusedInputs) {
		for (const audience of audiences) {
			const { refused, events } = await follows(short, audience, input);
			check(
				'refused',
				`${audience} ${JSON.stringify(input)}`,
				refused === 'input.invalid' && events.length === 0,
				refused,
			);
		}
	}

	// In the middle of a turn's text, at every offset, with letters that are two units long.
	const text = 'Līnu 🧺 mazgā 40° ūdenī.';
	const talk = await enter();
	await say(talk, 'Three');
	const answer = await call(talk.sessionId, 0);
	answer.say(text);
	const stored = await house.stored(talk.sessionId);
	const turn = stored.at(-1)?.seq ?? 0;
	const hasPiece = ({ events }: Heard<SessionFeedEvent<unknown>>): boolean =>
		events.some(({ data }) => data.type === 'piece');
	for (const audience of audiences) {
		const one = listenTo(readers(talk)[audience], undefined);
		await one.until(hasPiece, 'the piece');
		one.stop();
		// The cursor as the server gave it out, and all the others that it may have given out on the way.
		const own = one.events.at(-1)?.id;
		check('given out', `${audience} ${own}`, own === `${talk.sessionId}:${turn}.${turn}.${text.length}`, own);
		for (let offset = 0; offset < text.length; offset += 1) {
			const ear = listenTo(readers(talk)[audience], `${talk.sessionId}:${turn}.${turn}.${offset}`);
			await ear.until(hasPiece, `the rest after ${offset}`);
			ear.stop();
			const [piece] = ear.events.flatMap(({ data }) => (data.type === 'piece' ? [data] : []));
			const ok = piece?.offset === offset && piece.text === text.slice(offset) && entriesIn(ear).length === 0;
			check('offsets', `${audience} ${offset}`, ok, ear.events);
		}
		for (const other of [1, turn - 1, turn + 1]) {
			const ear = listenTo(readers(talk)[audience], `${talk.sessionId}:${turn}.${other}.3`);
			await ear.until(hasPiece, `the whole text after an offset of turn ${other}`);
			ear.stop();
			const [piece] = ear.events.flatMap(({ data }) => (data.type === 'piece' ? [data] : []));
			check('offsets of another turn', `${audience} ${other}`, piece?.offset === 0 && piece.text === text, ear.events);
		}
	}
	// At its very end, and beyond: nothing comes until more is said, and the entry heals it all.
	const atEnd = audiences.map((audience) =>
		listenTo(readers(talk)[audience], `${talk.sessionId}:${turn}.${turn}.${text.length}`),
	);
	const beyond = audiences.map((audience) =>
		listenTo(readers(talk)[audience], `${talk.sessionId}:${turn}.${turn}.900`),
	);
	for (const ear of [...atEnd, ...beyond]) await ear.until(isQuiet, 'the level');
	answer.say(' Un žāvē.');
	for (const ear of atEnd) {
		await ear.until(hasPiece, 'what is said next');
		const [piece] = ear.events.flatMap(({ data }) => (data.type === 'piece' ? [data] : []));
		check('offsets', 'at the end', piece?.offset === text.length && piece.text === ' Un žāvē.', piece);
	}
	answer.done();
	for (const ear of [...atEnd, ...beyond]) {
		await ear.until((heard) => entriesIn(heard).length > 0, 'the entry');
		const [entry] = entriesIn(ear);
		check(
			'healed by the entry',
			String(entry?.seq),
			entry?.kind === 'message' &&
				entry.text === `${text} Un žāvē.` &&
				!hasPiece({
					...ear,
					events: ear.events.filter(({ data }) => data.type === 'piece' && data.offset > text.length),
				}),
			ear.events,
		);
		ear.stop();
	}

	// From an older boot: in the middle of a turn that ended with the process. A visit that wrote nothing is forgotten.
	const silent = await enter();
	const cut = await enter();
	await say(cut, 'Four');
	(await call(cut.sessionId, 0)).say('This is never ');
	const before = (await house.stored(cut.sessionId)).at(-1)?.seq ?? 0;
	const listBefore = listenTo(listOf(member, lane), undefined);
	await listBefore.until(({ events }) => events.some(({ data }) => data.more !== true), 'the list');
	const oldList = listBefore.events.at(-1)?.id ?? '';
	for (const wire of wires) wire.close();
	await house.restart();
	member = memberWire(base(), lane.cookie);
	wires.push(member);
	const back = await enter(cut.token);
	check('older boot', 'the same session', back.sessionId === cut.sessionId, back.sessionId);
	const again = await call(cut.sessionId, 1);
	again.say('Now it is.');
	const after = await house.stored(cut.sessionId);
	const next = after.at(-1)?.seq ?? 0;
	for (const audience of audiences) {
		const ear = listenTo(readers(back)[audience], `${cut.sessionId}:${before}.${before}.14`);
		await ear.until(hasPiece, 'the text of the new turn');
		ear.stop();
		const [first] = ear.events;
		const [piece] = ear.events.flatMap(({ data }) => (data.type === 'piece' ? [data] : []));
		const ok =
			first?.data.type === 'welcome' &&
			!first.data.reset &&
			piece?.turn === next &&
			piece.offset === 0 &&
			piece.text === 'Now it is.' &&
			isDeepStrictEqual(asJson(entriesIn(ear)), asJson(owedTo(audience, after, before)));
		check('older boot', audience, ok, ear.events);
	}
	await expectAll('older boot', await enter(long.token), `${long.sessionId}:${last - 70}.0.0`, last - 70, false);
	const forgotten = visitorWire(base(), lane.site.key, { hello: 'resume', token: silent.token });
	wires.push(forgotten);
	forgotten.client.hello.query().catch(() => {});
	while (forgotten.codes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
	forgotten.close();
	check('older boot', 'a visit without a word', forgotten.codes[0] === 4510, forgotten.codes);
	const anew = await enter(silent.token);
	await say(anew, 'Five');
	await expectAll('older boot', anew, `${silent.sessionId}:0.0.0`, 0, silent.sessionId !== anew.sessionId);

	await checkList();
	for (const wire of wires) wire.close();
	return { counts, failures };

	async function checkList(): Promise<void> {
		const list = house.app.directory.list(lane.site.id);
		const now = () => [...list.cards].map(({ id }) => id).sort();
		const idsOf = ({ cards }: Gathered): readonly string[] => [...cards.keys()].sort();
		/** Where a dashboard stood at a moment, and its cursor then. */
		const stations: { readonly id: string; readonly gathered: Gathered }[] = [];
		let gathered: Gathered = { cards: new Map(), parts: null };
		const following = member.client.monitor.list.subscribe(
			{ siteId: lane.site.id },
			{
				onData({ id, data }) {
					gathered = gather(gathered, data);
					if (gathered.parts === null) stations.push({ id, gathered });
				},
			},
		);
		const settled = async (): Promise<void> => {
			while (!isDeepStrictEqual(idsOf(gathered), now())) await new Promise((resolve) => setTimeout(resolve, 5));
		};
		const come = () =>
			house.app.directory.open({
				siteId: lane.site.id,
				visitorId: makeVisitorId((bytes) => crypto.getRandomValues(bytes)),
				language: 'en',
				facts: { country: null, device: 'desktop', browser: '', system: '' },
				page: null,
			});
		await settled();
		const stay = await Promise.all(Array.from({ length: 40 }, come));
		await settled();
		for (let round = 0; round < 11; round += 1) {
			const guests = await Promise.all(Array.from({ length: 110 }, come));
			await settled();
			await Promise.all(guests.map((actor) => actor.tell({ type: 'visitor.left', why: 'visitor' })));
			await settled();
		}
		await Promise.all(stay.slice(0, 20).map((actor) => actor.tell({ type: 'visitor.left', why: 'visitor' })));
		await settled();
		following.unsubscribe();

		async function resume(
			kind: string,
			cursor: unknown,
			from: Gathered | null,
			mustBe: ListEvent['type'] | null,
		): Promise<void> {
			const ear = listenTo(listOf(member, lane), cursor);
			await ear.until(
				({ events, refused }) => refused !== null || events.some(({ data }) => data.more !== true),
				'the list',
			);
			ear.stop();
			let end: Gathered = from ?? { cards: new Map(), parts: null };
			for (const { data } of ear.events) end = gather(end, data);
			const [first] = ear.events;
			const gone = ear.events.flatMap(({ data }) => (data.type === 'changes' ? data.gone : []));
			const ok =
				(mustBe === null || first?.data.type === mustBe) &&
				isDeepStrictEqual(idsOf(end), now()) &&
				new Set(gone).size === gone.length;
			check(kind, String(cursor), ok, {
				first: first?.data.type,
				has: end.cards.size,
				owed: now().length,
				refused: ear.refused,
			});
		}
		const boot = (stations[0]?.id ?? '').split(':')[0] ?? '';
		for (const { id, gathered: from } of stations) {
			const version = Number(id.split(':')[1]);
			const tooOld = list.since(version, 0, 1) === null;
			await resume(tooOld ? 'list, too long ago' : 'list', id, from, tooOld ? 'snapshot' : 'changes');
		}
		await resume('list, older boot', oldList, null, 'snapshot');
		for (const ahead of [list.version + 1, list.version + 1_000])
			await resume('list, ahead', `${boot}:${ahead}`, null, 'snapshot');
		for (const text of [
			'',
			':',
			boot,
			`${boot}:`,
			`${boot}:x`,
			`${boot}:-1`,
			`${boot}:1e1`,
			`:${list.version}`,
			'0:0',
		]) {
			await resume('list, malformed', text, null, 'snapshot');
		}
		for (const input of refusedInputs) {
			const ear = listenTo(listOf(member, lane), input);
			await ear.until(({ refused }) => refused !== null, 'a refusal');
			check('refused', `list ${JSON.stringify(input)}`, ear.refused === 'input.invalid', ear.refused);
		}
		void foldList;
	}
}

const listOf =
	(member: ReturnType<typeof memberWire>, lane: Lane): Subscribe<ListEvent> =>
	(lastEventId, handlers) =>
		member.client.monitor.list.subscribe({ siteId: lane.site.id, lastEventId: lastEventId as string }, handlers);
