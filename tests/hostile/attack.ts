/** Carries out batches against the world, a few beside each other, and counts. */
import { type Batch, batchCases, type CallGroup, makeBatch } from './batches.ts';
import { add, type Counts, countCase, shown } from './counts.ts';
import { createHttpLine, type HttpLine } from './http-wire.ts';
import { httpFault, type Scan } from './judge.ts';
import { runOpening } from './opening-run.ts';
import { findRoutes } from './routes.ts';
import { type Door, type Found, runOnSocket } from './socket-run.ts';
import { runTcp } from './tcp-run.ts';
import type { World } from './world.ts';

/** What must not come out, by whom it is heard. */
export interface Scans {
	readonly visitor: Scan;
	readonly member: Scan;
}

export interface Attack {
	/** One batch; its failures are counted. */
	run(number: number): Promise<void>;
	/** One case alone. */
	replay(number: number, place: number): Promise<string>;
}

const beside = 8;

/** At most so many at once, in their order. */
async function inLanes<T>(
	list: readonly T[],
	lanes: number,
	work: (one: T, at: number, lane: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const lane = async (number: number): Promise<void> => {
		while (next < list.length) {
			const at = next;
			next += 1;
			const one = list[at];
			if (one !== undefined) await work(one, at, number);
		}
	};
	await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
}

const sleep = (ms: number): Promise<void> =>
	new Promise((resolve) => {
		setTimeout(resolve, ms);
	});

export function createAttack(world: World, seed: number, scans: Scans, counts: Counts): Attack {
	const { server } = world;
	const routes = findRoutes();
	const fences = {
		visitor: (id: number) => JSON.stringify({ id, method: 'query', params: { path: 'hello' } }),
		member: (id: number) => JSON.stringify({ id, method: 'query', params: { path: 'demo.status' } }),
	};
	const hello = JSON.stringify({ method: 'connectionParams', data: { hello: 'open', language: 'en' } });

	async function doorFor({ audience, login }: CallGroup): Promise<Door> {
		const member = audience === 'member';
		// Owners may do most, so most is tried as one.
		const turns = [0, 0, 1, 0, 2];
		const cookie = login === null ? await world.spareCookie() : world.cookies[turns[login % turns.length] ?? 0];
		return {
			audience,
			port: server.port,
			target: member ? '/trpc' : `/trpc?site=${world.crowdKey}&connectionParams=1`,
			headers: {
				Host: `localhost:${server.port}`,
				Origin: server.base,
				...(member ? { Cookie: cookie ?? '' } : {}),
			},
			hello: member ? null : hello,
			fence: fences[audience],
			scan: scans[audience],
		};
	}

	/** New sessions have a rate of their own, which is waited for. */
	async function onSocket(group: CallGroup, cases: CallGroup['cases']): Promise<Found | null> {
		for (;;) {
			const found = await runOnSocket(await doorFor(group), cases, counts);
			if (found !== 'rate') return found;
			add(counts.rules, 'I30');
			await sleep(200);
		}
	}

	async function runGroup(group: CallGroup, first: number): Promise<void> {
		const { cases, from } = group;
		for (const { place, mutation } of cases) countCase(counts, place, mutation);
		const found = await onSocket(group, cases);
		if (found === null) return;
		let culprit = found.at;
		let told = found;
		// One of many on a socket: each is tried alone, which is the shortest script there is.
		for (let at = 0; at < cases.length; at += 1) {
			if (found.at >= 0 && at !== found.at) continue;
			const one = cases[at];
			const alone = one === undefined ? null : await onSocket(group, [one]);
			if (alone !== null) {
				culprit = at;
				told = alone;
				break;
			}
		}
		const one = cases[culprit];
		counts.failures.push({
			index: first + from + Math.max(0, culprit),
			place: one?.place ?? `${group.audience} socket`,
			mutation: one?.mutation ?? 'all of them together',
			fault:
				told === found && culprit === found.at
					? `${found.fault} (only together with the ${cases.length} on its socket, or now and then)`
					: told.fault,
			sent: shown(Buffer.concat(one?.bytes ?? cases.flatMap(({ bytes }) => bytes))),
			heard: shown(told.heard),
		});
	}

	async function runBatch(batch: Batch, first: number): Promise<void> {
		const fail = (at: number, place: string, mutation: string, found: Found, sent: string | Buffer): void => {
			counts.failures.push({
				index: first + at,
				place,
				mutation,
				fault: found.fault,
				sent: shown(sent),
				heard: shown(found.heard),
			});
		};
		switch (batch.kind) {
			case 'calls':
				for (const group of batch.groups) await runGroup(group, first);
				return;
			case 'openings':
				await inLanes(batch.cases, beside, async (one, at) => {
					countCase(counts, one.place, one.mutation);
					const found = await runOpening(server.port, scans[one.audience], one, counts);
					if (found !== null)
						fail(at, one.place, one.mutation, found, Buffer.concat([Buffer.from(one.request), one.bytes]));
				});
				return;
			case 'tcp':
				await inLanes(batch.cases, beside, async (one, at) => {
					countCase(counts, 'raw TCP', one.mutation);
					const found = await runTcp(world, scans.visitor, one, counts);
					if (found !== null) fail(at, 'raw TCP', `${one.mutation} (${one.from})`, found, Buffer.concat(one.bytes));
				});
				return;
			case 'http': {
				let leak: string | null = null;
				const lines: HttpLine[] = [];
				await inLanes(batch.cases, beside, async (one, at, lane) => {
					const seen = scans.visitor();
					const line =
						lines[lane] ??
						createHttpLine(server.port, (chunk) => {
							leak ??= seen(chunk);
						});
					lines[lane] = line;
					countCase(counts, one.place, one.mutation);
					const { answer, text } = await line.ask(one.asked);
					add(counts.answers, answer === null ? (text === '' ? 'waited for' : 'cut') : `HTTP ${answer.status}`);
					if (answer?.status === 429) add(counts.rules, 'I30');
					const fault =
						(leak === null ? null : `a byte stream with ${leak}`) ??
						(answer === null ? (one.asked.quietMs > 1_000 ? 'was not answered' : null) : httpFault(answer)) ??
						(answer !== null && one.status !== null && !one.status.includes(answer.status)
							? `answered ${answer.status}`
							: null) ??
						(answer?.headers['set-cookie']?.includes('baton=') === true && !/baton=;/.test(answer.headers['set-cookie'])
							? 'was given a login'
							: null);
					leak = null;
					if (fault !== null)
						fail(at, one.place, one.mutation, { at, fault, heard: text }, Buffer.concat(one.asked.bytes));
				});
				for (const line of lines) line.close();
			}
		}
	}

	return {
		run: (number) => runBatch(makeBatch(world, routes, seed, number), number * batchCases),
		async replay(number, place) {
			const batch = makeBatch(world, routes, seed, number);
			const first = number * batchCases;
			if (batch.kind !== 'calls') {
				const cases = batch.cases.slice(place, place + 1);
				// The list is of one kind, whichever it is.
				await runBatch({ ...batch, cases } as Batch, first + place);
				return JSON.stringify(cases[0]);
			}
			const group = batch.groups.find(({ from, cases }) => place >= from && place < from + cases.length);
			const one = group?.cases[place - group.from];
			if (group === undefined || one === undefined) throw new Error('there is no such case');
			await runGroup({ ...group, from: place, cases: [one] }, first);
			return `${one.place}, ${one.mutation}: ${shown(Buffer.concat(one.bytes), 40_000)}`;
		},
	};
}
