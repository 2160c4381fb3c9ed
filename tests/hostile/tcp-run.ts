/** Breaks the protocol on one connection: the server ends it, or goes on as if nothing had been; it says nothing that is not typed. */
import { add, type Counts } from './counts.ts';
import { hear, nativeAnswer, type Scan } from './judge.ts';
import type { Found } from './socket-run.ts';
import type { TcpCase } from './tcp-cases.ts';
import { openWire, textFrame, upgradeRequest } from './wire.ts';
import type { World } from './world.ts';

const patienceMs = 60_000;
const quietMs = 15;

const sleep = (ms: number): Promise<null> =>
	new Promise((resolve) => {
		setTimeout(() => resolve(null), ms).unref();
	});

export async function runTcp(world: World, scan: Scan, one: TcpCase, counts: Counts): Promise<Found | null> {
	const seen = scan();
	const heard = new Map<unknown, () => void>();
	let fault: string | null = null;
	let text = '';
	const upgraded = one.from !== 'connection';
	const wire = openWire({
		port: world.server.port,
		request: upgraded
			? upgradeRequest(`/trpc?site=${world.crowdKey}&connectionParams=1`, {
					Host: `localhost:${world.server.port}`,
					Origin: world.server.base,
				})
			: '',
		onBytes(chunk) {
			const leak = seen(chunk);
			if (leak !== null) fault ??= `a byte stream with ${leak}`;
		},
		onText(frame) {
			text = frame;
			const said = hear(frame, 'visitor');
			fault ??= said.fault;
			add(counts.answers, said.kind === 'error' ? (said.code ?? 'none') : said.kind);
			heard.get(said.id)?.();
		},
	});
	const answered = (id: number) => new Promise<'answered'>((resolve) => heard.set(id, () => resolve('answered')));
	const hello = textFrame(
		JSON.stringify({
			method: 'connectionParams',
			data: { hello: 'open', language: 'en', token: world.tokens.tabs[one.mutation.length % world.tokens.tabs.length] },
		}),
	);
	const fence = (id: number) => textFrame(JSON.stringify({ id, method: 'query', params: { path: 'hello' } }));
	const found = (what: string): Found => ({ at: 0, fault: what, heard: text === '' ? wire.head : text });
	try {
		if (upgraded && (await wire.status) !== 101) return found('was not let in');
		if (one.from === 'after hello') {
			const first = answered(1);
			wire.bytes(Buffer.concat([hello, fence(1)]));
			const greeted = await Promise.race([first, wire.ended, sleep(patienceMs)]);
			if (greeted !== 'answered') return found(`was not greeted: ${JSON.stringify(greeted)}`);
		}
		if (one.pauseMs === 0) wire.bytes(Buffer.concat(one.bytes));
		else {
			for (const part of one.bytes) {
				wire.bytes(part);
				await new Promise(setImmediate);
			}
		}
		const last = answered(9);
		if (one.after === 'fence') wire.bytes(one.from === 'before hello' ? Buffer.concat([hello, fence(9)]) : fence(9));
		if (one.after === 'half-close') wire.halfClose();
		const end = await Promise.race([last, wire.ended, sleep(one.after === 'fence' ? patienceMs : quietMs)]);
		if (fault !== null) return found(fault);
		if (!upgraded && wire.head !== '' && !nativeAnswer(wire.head)) return found('an answer of another kind');
		if (end === null) {
			if (one.after === 'fence') return found('neither answered nor closed');
			add(counts.answers, 'waited for');
			return null;
		}
		if (end === 'answered') return one.mustEnd ? found('the socket lives on') : null;
		add(counts.answers, `closed ${end.code ?? 'without a word'}`);
		return end.code === null || allowed.has(end.code) ? null : found(`closed with ${end.code} ${end.reason}`);
	} finally {
		wire.cut();
	}
}

/** A close code of the client's comes back as it was; what it may not say is answered with 1002 or 1007, or cut. */
const allowed = new Set([1000, 1002, 1005, 1007, 1009, 3000, 4000, 4400, 4413, 4429, 4501, 4999, 4510]);
