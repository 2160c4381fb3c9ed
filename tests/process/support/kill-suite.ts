/** `kill -9` on either database: the same promises, the other side of each commit. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from '../../../shared/entry.ts';
import { type ClientId, type SessionId, seqOf } from '../../../shared/ids.ts';
import type { Chat } from './chat.ts';
import { faultsOf } from './chat-check.ts';
import { type KillHouse, nameOf, openKillHouse, type Round } from './kill-run.ts';

export function describeKills(
	name: string,
	{ rounds, databaseUrl }: { readonly rounds: readonly Round[]; readonly databaseUrl: () => Promise<string | null> },
): void {
	describe(`kill -9 on ${name}`, () => {
		let house: KillHouse;
		const held = new Map<SessionId, { readonly chat: Chat; readonly round: string }>();
		let deaths = 0;
		let stored: ReadonlyMap<SessionId, readonly Entry[]> = new Map();

		beforeAll(async () => {
			house = await openKillHouse(await databaseUrl());
		});
		afterAll(() => house.close());

		test.each(rounds.map((round) => [nameOf(round), round] as const))('%s: the chat goes on', async (round, plan) => {
			const played = await house.play(plan);
			// A plan that did not come to pass would prove nothing.
			const planned = plan.at === 'statement' && plan.thenDuringStart !== undefined ? 2 : 1;
			expect(played.deaths).toBe(planned);
			deaths += played.deaths;
			for (const chat of played.chats) held.set(chat.sessionId, { chat, round });
		});

		test('I11, I12, I13: what was acknowledged is there once, in order; what was refused is not; I1, I2, I8, I18, I20 hold', async () => {
			stored = await house.transcripts([...held.keys()]);
			const faults = [...held].flatMap(([id, { chat, round }]) =>
				faultsOf(chat, stored.get(id) ?? []).map((fault) => `${round}: ${fault}`),
			);
			expect(faults).toEqual([]);
			expect(held.size).toBeGreaterThanOrEqual(rounds.length);
			expect(deaths).toBeGreaterThanOrEqual(rounds.length);
		});

		test('the check finds what it looks for', () => {
			const [id, one] = [...held][0] ?? [];
			const entries = id === undefined ? undefined : stored.get(id);
			if (one === undefined || entries === undefined) throw new Error('no chat was held');
			const { chat } = one;
			const found = (changed: readonly Entry[]) => faultsOf(chat, changed).join('\n');
			const said = entries.findIndex((entry) => entry.kind === 'message' && entry.author === 'visitor');
			const took = entries.findIndex((entry) => entry.kind === 'took-over');
			const released = entries.findIndex((entry) => entry.kind === 'released');
			const change = (at: number, by: object): readonly Entry[] =>
				entries.with(at, { ...must(entries[at]), ...by } as Entry);

			expect(found(entries)).toBe('');
			expect(found(entries.toSpliced(said, 1))).toMatch(/I11: say .* is there 0 times/);
			expect(found(entries.toSpliced(said, 0, must(entries[said])))).toMatch(/I11: say .* is there 2 times/);
			expect(found(change(said, { text: 'Something else' }))).toMatch(/is there as something else/);
			expect(found(change(said, { seq: seqOf(90) }))).toMatch(/I12: entry 2 has the number 90/);
			expect(found(change(said, { clientId: 'nobody-asked' as ClientId }))).toMatch(/was asked for by nobody/);
			expect(found(change(took, { gen: 7 }))).toMatch(/I2: /);
			expect(found(change(released, { why: 'agent-gone' }))).toMatch(/I8: /);
			const answer = must(entries.find((entry) => entry.kind === 'message' && entry.author === 'ai'));
			expect(found(entries.toSpliced(took + 1, 0, answer))).toMatch(/I1: /);
			expect(found(entries.slice(0, released + 1))).toMatch(/I18: message \d+ was never answered/);
			const stale = chat.recorder.commands.find(({ outcome }) => outcome !== null && 'refused' in outcome);
			expect(found(change(released, { clientId: must(stale).clientId }))).toMatch(
				/I3: reply .* was refused and is there/,
			);
		});
	});
}

function must<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('the sample lacks it');
	return value;
}
