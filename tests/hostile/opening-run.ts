/** Opens a connection as no browser would, and holds what comes of it against what may. */
import { add, type Counts } from './counts.ts';
import { parseAnswer } from './http-wire.ts';
import { type Heard, hear, httpFault, type Scan } from './judge.ts';
import type { OpeningCase } from './opening-case.ts';
import type { Found } from './socket-run.ts';
import { openWire } from './wire.ts';

const patienceMs = 20_000;
/** A request that is not whole is waited for by the server, not by us. */
const quietMs = 60;

export async function runOpening(port: number, scan: Scan, one: OpeningCase, counts: Counts): Promise<Found | null> {
	const seen = scan();
	let leak: string | null = null;
	let heard: Heard | null = null;
	let text = '';
	const spoke = Promise.withResolvers<'answered'>();
	const wire = openWire({
		port,
		request: one.request,
		onBytes(chunk) {
			leak ??= seen(chunk);
			if (one.never !== null && chunk.includes(one.never)) leak ??= "another visitor's session";
		},
		onText(frame) {
			const said = hear(frame, one.audience);
			text = frame;
			if (heard === null || heard.fault === null) heard = said;
			if (said.id === 1 || said.fault !== null) spoke.resolve('answered');
		},
	});
	const found = (fault: string): Found => ({ at: 0, fault, heard: text === '' ? wire.head : text });
	try {
		const status = await Promise.race([wire.status, after(quietMs * 20)]);
		if (status === null) {
			add(counts.answers, 'waited for');
			return null;
		}
		if (status !== 101) {
			await Promise.race([wire.ended, after(quietMs)]);
			add(counts.answers, status === 0 ? 'cut' : `HTTP ${status}`);
			if (leak !== null) return found(`a byte stream with ${leak}`);
			const answer = parseAnswer(wire.head);
			const fault = answer === null ? null : httpFault(answer);
			return fault === null ? null : found(fault);
		}
		wire.bytes(one.bytes);
		const end = await Promise.race([spoke.promise, wire.ended, after(patienceMs)]);
		if (leak !== null) return found(`a byte stream with ${leak}`);
		if (end === null) return found('neither answered nor closed');
		if (end === 'answered') {
			const said = heard as Heard | null;
			add(counts.answers, said?.kind === 'error' ? (said.code ?? 'none') : 'data');
			if (said?.fault != null) return found(said.fault);
			return one.refused && said?.kind === 'data' ? found('was let in') : null;
		}
		add(counts.answers, `closed ${end.code ?? 'without a word'}`);
		if (end.code === 4429) add(counts.rules, 'I30');
		return one.codes.includes(end.code) ? null : found(`closed with ${end.code} ${end.reason}`);
	} finally {
		wire.cut();
	}
}

const after = (ms: number): Promise<null> =>
	new Promise((resolve) => {
		setTimeout(() => resolve(null), ms).unref();
	});
