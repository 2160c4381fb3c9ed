/** What the gate makes of a commit whose outcome nobody told. */
import { expect, test } from 'vitest';
import { commitEntries } from '../../server/actor/gate.ts';
import { newLife } from '../../server/actor/life.ts';
import { type CommitOutcome, type Journal, type SessionFacts, StoreFault } from '../../server/actor/ports.ts';
import { silentLog } from '../../server/log.ts';
import type { AlertKind } from '../../shared/alert.ts';
import type { Entry } from '../../shared/entry.ts';
import { emptyState } from '../../shared/fold.ts';
import { epochOf, genOf, seqOf, sessionIdOf, siteIdOf, visitorIdOf } from '../../shared/ids.ts';
import { createManualClock } from '../net/support/manual-clock.ts';

const session: SessionFacts = {
	id: sessionIdOf(`session_${'a'.repeat(22)}`),
	siteId: siteIdOf('00000000-0000-7000-8000-0000000000aa'),
	visitorId: visitorIdOf('visitor_one'),
	previousId: null,
	language: 'en',
	facts: { country: null, device: 'desktop', browser: '', system: '' },
	page: null,
	createdAt: 0,
};
const entries: readonly Entry[] = [
	{ kind: 'opened', reopened: false, seq: seqOf(1), gen: genOf(1), at: 0 },
	{ kind: 'message', author: 'visitor', text: 'Hi', seq: seqOf(2), gen: genOf(1), at: 0 },
];

/** Each commit meets the next of these; then all is well. */
function gateOver(position: Awaited<ReturnType<Journal['position']>>, faults: StoreFault[]) {
	const clock = createManualClock();
	const tried: number[] = [];
	const told: (readonly number[])[] = [];
	let rung = 0;
	const absent = () => Promise.reject(new Error('not asked for here'));
	const journal: Journal = {
		async commit({ alerts = [] }): Promise<CommitOutcome> {
			tried.push(clock.monotonic());
			told.push(alerts.map(({ seq }) => seq));
			const fault = faults.shift();
			if (fault !== undefined) throw fault;
			return { kind: 'committed' };
		},
		position: () => Promise.resolve(position),
		claim: absent,
		read: absent,
		find: absent,
	};
	const alerts = {
		wants: (_: unknown, kind: AlertKind) => kind === 'message',
		written() {
			rung += 1;
		},
	};
	const life = newLife({ open() {}, shut() {} });
	const written = { entries, before: emptyState, after: emptyState, wakeAt: null };
	const outcome = commitEntries({ clock, journal, log: silentLog, alerts }, session, life, written);
	return { clock, tried, told, outcome, rung: () => rung };
}

const unknown = () => new StoreFault('unknown', null);
const refused = () => new StoreFault('refused', null);

async function pass(clock: { advance(ms: number): void }, ms: number): Promise<void> {
	for (let gone = 0; gone < ms; gone += 50) {
		await new Promise<void>((resolve) => setImmediate(resolve));
		clock.advance(50);
	}
	await new Promise<void>((resolve) => setImmediate(resolve));
}

test('I11: an unknown outcome that is found written is committed, and not written again', async () => {
	const { clock, tried, outcome } = gateOver({ lastSeq: seqOf(2), epoch: epochOf(1) }, [unknown()]);
	await pass(clock, 100);
	expect(await outcome).toBe('committed');
	expect(tried).toHaveLength(1);
});

test('I11: an unknown outcome that is found unwritten is tried again', async () => {
	const { clock, tried, outcome } = gateOver({ lastSeq: seqOf(0), epoch: epochOf(1) }, [unknown()]);
	await pass(clock, 100);
	expect(await outcome).toBe('committed');
	expect(tried).toHaveLength(2);
});

test('I14: whoever reads back and finds another owner is fenced, however far the transcript reaches', async () => {
	const { clock, tried, outcome } = gateOver({ lastSeq: seqOf(2), epoch: epochOf(2) }, [unknown()]);
	await pass(clock, 100);
	expect(await outcome).toBe('fenced');
	expect(tried).toHaveLength(1);
});

test('a store that refuses for ten seconds is given up', async () => {
	const { clock, outcome } = gateOver(
		null,
		Array.from({ length: 100 }, () => refused()),
	);
	await pass(clock, 12_000);
	expect(await outcome).toBe('failed');
});

test('I17: what somebody wants to hear of goes with every try, and is called out once it stands', async () => {
	const { clock, told, outcome, rung } = gateOver({ lastSeq: seqOf(0), epoch: epochOf(1) }, [unknown(), refused()]);
	expect(rung()).toBe(0);
	await pass(clock, 300);
	expect(await outcome).toBe('committed');
	expect(told).toEqual([[2], [2], [2]]);
	expect(rung()).toBe(1);
});

test('I14: who is fenced calls nobody', async () => {
	const { clock, outcome, rung } = gateOver({ lastSeq: seqOf(2), epoch: epochOf(2) }, [unknown()]);
	await pass(clock, 100);
	expect(await outcome).toBe('fenced');
	expect(rung()).toBe(0);
});
