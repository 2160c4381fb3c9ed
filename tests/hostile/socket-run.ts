/** Says hostile things on one open socket and holds what comes back against what may come back. */
import type { CallCase } from './call-case.ts';
import { add, type Counts, shown } from './counts.ts';
import { type Audience, type Heard, hear, type Scan } from './judge.ts';
import { openWire, textFrame, upgradeRequest, type Wire } from './wire.ts';

export interface Door {
	readonly audience: Audience;
	readonly port: number;
	readonly target: string;
	readonly headers: Readonly<Record<string, string>>;
	/** The first frame; null: none. */
	readonly hello: string | null;
	/** A query that always answers, under the id that it is given. */
	readonly fence: (id: number) => string;
	readonly scan: Scan;
}

export interface Line {
	/** What was heard, by request id. */
	readonly heard: ReadonlyMap<unknown, readonly Heard[]>;
	/** First thing that must not have been said. */
	fault(): { readonly id: unknown; readonly fault: string; readonly heard: string } | null;
	readonly wire: Wire;
	readonly lastHeard: string;
	/** Resolves with true when all of these have been answered, and the later ones to their end, with false when the socket has ended or time is over. */
	answered(ids: readonly unknown[], toTheEnd?: readonly unknown[]): Promise<boolean>;
}

/** Far longer than any answer takes, on a machine that is busy with other things too. */
const patienceMs = 30_000;

export function openLine(door: Door, counts: Counts): Line {
	const heard = new Map<unknown, Heard[]>();
	const scan = door.scan();
	let fault: ReturnType<Line['fault']> = null;
	let lastHeard = '';
	let wake: (() => void) | null = null;

	function note(id: unknown, what: string, text: string): void {
		fault ??= { id, fault: what, heard: text };
	}

	const wire = openWire({
		port: door.port,
		request: upgradeRequest(door.target, door.headers),
		onBytes(chunk) {
			const name = scan(chunk);
			if (name !== null) note(undefined, `a byte stream with ${name}`, chunk.toString('latin1'));
		},
		onText(text) {
			lastHeard = text;
			const one = hear(text, door.audience);
			const known = heard.get(one.id);
			if (known === undefined) heard.set(one.id, [one]);
			else if (known.length < 5) known.push(one);
			if (one.fault !== null) note(one.id, one.fault, text);
			if (one.kind === 'error') {
				add(counts.answers, one.code ?? 'none');
				count(counts, one);
			} else add(counts.answers, one.kind);
			if (door.audience === 'visitor' && text.includes('"entries"')) add(counts.rules, 'I4');
			wake?.();
		},
	});
	void wire.ended.then(() => wake?.());

	return {
		heard,
		fault: () => fault,
		get lastHeard() {
			return lastHeard;
		},
		wire,
		answered: (ids, toTheEnd = []) =>
			new Promise((resolve) => {
				const timer = setTimeout(() => done(false), patienceMs);
				const missing = new Set(ids);
				const whole = new Set(toTheEnd);
				// A subscription is said to have started before it is refused.
				const isAnswered = (id: unknown): boolean =>
					heard.get(id)?.some(({ kind }) => kind !== 'started' || !whole.has(id)) === true;
				function done(all: boolean): void {
					clearTimeout(timer);
					wake = null;
					resolve(all);
				}
				function look(): void {
					for (const id of missing) if (isAnswered(id)) missing.delete(id);
					if (missing.size === 0) done(true);
					else if (!wire.isOpen) done(false);
				}
				wake = look;
				look();
			}),
	};
}

const illegal = new Set(['control.held', 'control.not-held', 'session.left', 'session.illegal', 'session.not-open']);

/** Premises of rules, as they arise. */
function count(counts: Counts, { code, retryAfterMs }: Heard): void {
	if (code === 'control.stale') add(counts.rules, 'I3');
	if (code !== null && illegal.has(code)) add(counts.rules, 'I9');
	if ((code === 'rate.limited' || code === 'overload') && retryAfterMs !== null) add(counts.rules, 'I30');
}

/** Clocks go on between two answers. */
const timeless = ({ bare }: Heard): string => bare.replaceAll(/"now":\d+/g, '"now":0');

/** Told to ask again: that says nothing of what was asked. */
const isBusy = (heard: Heard | undefined): boolean => heard?.code === 'rate.limited' || heard?.code === 'overload';

/** What is wrong with the answers to one case; null: nothing. */
function faultOf(
	counts: Counts,
	{ heard }: Line,
	{ answers, refused, twins, repeated, endsLogin }: CallCase,
): string | null {
	const first = (id: unknown): Heard | undefined =>
		heard.get(id)?.find(({ kind }) => kind !== 'started') ?? heard.get(id)?.[0];
	const silent = answers.filter((id) => first(id) === undefined);
	if (silent.length > 0 && !endsLogin) return `no answer to ${silent.join(', ')}`;
	const taken = refused.filter((id) => first(id)?.kind !== 'error');
	if (taken.length > 0) return `was not refused: ${taken.join(', ')}`;
	if (twins !== null) {
		const [others, nobodys] = twins.map((id) =>
			(heard.get(id) ?? [])
				.filter(({ kind }) => kind !== 'stopped')
				.map(timeless)
				.join('\n'),
		);
		const busy = twins.some((id) => isBusy(first(id)));
		if (others !== nobodys && !busy) return `I29: another's id is answered ${others}, nobody's ${nobodys}`;
		// Who may not even ask is told so whatever they name.
		if (first(twins[0])?.code === 'not-found') add(counts.rules, 'I29');
	}
	if (repeated !== null) {
		const [once, again, conflict] = repeated.map((id) => first(id));
		if (once?.kind === 'data' && !isBusy(again)) {
			if (once.bare !== again?.bare) return `I13: the ack ${once.bare} became ${again?.bare}`;
			if (!isBusy(conflict)) {
				if (conflict?.code !== 'message.conflict') return `I13: another body was answered ${conflict?.bare}`;
				add(counts.rules, 'I13');
			}
		}
	}
	return null;
}

export interface Found {
	readonly at: number;
	readonly fault: string;
	readonly heard: string;
}

/** Says all of them, and the last one may end the socket. Null: nothing was wrong. `at` −1: it is not known with which. */
export async function runOnSocket(
	door: Door,
	cases: readonly CallCase[],
	counts: Counts,
): Promise<Found | 'rate' | null> {
	const line = openLine(door, counts);
	const { wire } = line;
	try {
		// The hello is met when the first query is answered.
		if ((await wire.status) !== 101)
			return { at: -1, fault: `the upgrade was answered ${wire.head}`, heard: wire.head };
		// Not before: what comes together with the request is not heard.
		wire.bytes(Buffer.concat([...(door.hello === null ? [] : [textFrame(door.hello)]), textFrame(door.fence(1))]));
		if (!(await line.answered([1]))) {
			const { code } = await wire.ended;
			return code === 4429
				? 'rate'
				: { at: -1, fault: `closed with ${code} before anything was said`, heard: line.lastHeard };
		}
		const fatal = cases.at(-1)?.ends == null ? null : (cases.at(-1) ?? null);
		const calm = fatal === null ? cases : cases.slice(0, -1);
		wire.bytes(Buffer.concat([...calm.flatMap(({ bytes }) => bytes), textFrame(door.fence(2))]));
		const staying = calm.filter(({ endsLogin }) => !endsLogin);
		const whole = await line.answered(
			[2, ...staying.flatMap(({ answers }) => answers)],
			staying.flatMap(({ refused }) => refused),
		);
		const wrong = line.fault();
		if (wrong !== null) return { ...wrong, at: atOf(calm, wrong.id) };
		const lost = calm.some(({ endsLogin }) => endsLogin);
		if (!whole && !(lost && !wire.isOpen)) {
			const silent = calm.findIndex(({ answers }) => answers.some((id) => !line.heard.has(id)));
			if (wire.isOpen) return { at: silent, fault: 'was not answered in time', heard: line.lastHeard };
			return { at: -1, fault: `closed with ${(await wire.ended).code}`, heard: line.lastHeard };
		}
		for (const [at, one] of calm.entries()) {
			const fault = faultOf(counts, line, one);
			if (fault !== null)
				return {
					at,
					fault,
					heard: shown(
						one.answers
							.flatMap((id) => line.heard.get(id) ?? [])
							.map(({ bare }) => bare)
							.join('\n'),
					),
				};
		}
		if (fatal === null) return null;
		wire.bytes(Buffer.concat(fatal.bytes));
		const ended = await Promise.race([wire.ended, sleep(patienceMs)]);
		const at = cases.length - 1;
		if (ended === null) return { at, fault: 'the socket lives on', heard: line.lastHeard };
		if (ended.code === 4429) add(counts.rules, 'I30');
		add(counts.answers, `closed ${ended.code ?? 'without a word'}`);
		const late = line.fault();
		if (late !== null) return { ...late, at };
		if (fatal.ends?.includes(ended.code) !== true)
			return { at, fault: `closed with ${ended.code}`, heard: line.lastHeard };
		return null;
	} finally {
		wire.cut();
	}
}

const atOf = (cases: readonly CallCase[], id: unknown): number =>
	cases.findIndex(({ answers }) => answers.some((one) => one === id));

const sleep = (ms: number): Promise<null> =>
	new Promise((resolve) => {
		setTimeout(() => resolve(null), ms).unref();
	});
