/** The measure of a small machine, small: that it opens what it says, that nothing is refused, and that the bound is set. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measureFootprint } from '../../bench/footprint.ts';
import { missingTools, openSmallMachine, type SmallMachine } from '../../bench/small-machine.ts';
import { type TestPostgres, testPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
const machines: SmallMachine[] = [];
beforeAll(async () => {
	postgres = await testPostgres();
});
afterAll(() => {
	for (const machine of machines) machine.remove();
});

async function machineWith(memoryMb: number, bounded: boolean): Promise<SmallMachine> {
	const machine = openSmallMachine(postgres.url(await postgres.createDatabase()), memoryMb, bounded);
	machines.push(machine);
	return machine;
}

const bounded = missingTools().length === 0;

test('a few chats and agents: all are served, and what they take is read', async () => {
	const server = await (await machineWith(1_024, bounded)).start();
	try {
		expect(server.use().boundMb).toBe(bounded ? 1_024 : null);
		const figures = await measureFootprint(server, {
			chats: 6,
			agents: 2,
			openRate: 5,
			rate: 20,
			seconds: 1,
			restSeconds: 0,
		});
		expect(figures.refused).toEqual([]);
		expect(figures.messages).toBe(20);
		for (const value of [figures.idleMb, figures.openMb, figures.peakMb, figures.ack.p50])
			expect(value).toBeGreaterThan(0);
		expect(figures.peakMb).toBeGreaterThanOrEqual(figures.openMb);
	} finally {
		expect(await server.stop()).toBe(0);
	}
});
