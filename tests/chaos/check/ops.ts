/** What was promised to whoever asked, held against the store: I2, I3, I9, I11, I13. */
import type { Entry } from '../../../shared/entry.ts';
import type { ClientId, SessionId } from '../../../shared/ids.ts';
import { ackedAt, type History, invokedAt, type Op, type Verb, verdictOf } from '../history.ts';
import type { Findings } from './report.ts';

interface Stored {
	readonly sessionId: SessionId;
	readonly entry: Entry;
}

const kinds: Readonly<Record<Exclude<Verb, 'end'>, Entry['kind']>> = {
	say: 'message',
	ask: 'asked-for-human',
	back: 'released',
	takeOver: 'took-over',
	reply: 'message',
	release: 'released',
	keep: 'kept',
	whisper: 'whisper',
};

export const nameOf = ({ client, verb, text, clientId }: Op): string =>
	`${client}'s ${verb}${text === '' ? '' : ` ${JSON.stringify(text)}`} (${clientId ?? 'no id'})`;

export function checkOps({ ops, transcripts, begunAt }: History, findings: Findings): void {
	const byClientId = new Map<ClientId, Stored[]>();
	for (const [id, entries] of Object.entries(transcripts)) {
		for (const entry of entries) {
			if (entry.clientId === undefined) continue;
			const known = byClientId.get(entry.clientId) ?? [];
			// The record's keys are session ids.
			known.push({ sessionId: id as SessionId, entry });
			byClientId.set(entry.clientId, known);
		}
	}
	// Others asked in a session of an earlier round, which may still be on the list.
	const isOld = ({ sessionId }: Stored): boolean => (transcripts[sessionId]?.[0]?.at ?? 0) < begunAt;
	const bodies = new Map<ClientId | null, number>();
	for (const { clientId } of ops) bodies.set(clientId, (bodies.get(clientId) ?? 0) + 1);
	for (const [clientId, [stored]] of byClientId) {
		if (stored !== undefined && !bodies.has(clientId) && !isOld(stored))
			findings.fault('I11', `entry ${stored.entry.seq} was asked for by nobody (${clientId})`);
	}
	for (const op of ops) {
		if (op.clientId === null) ending(op, transcripts, findings);
		else one(op, byClientId.get(op.clientId) ?? [], (bodies.get(op.clientId) ?? 0) > 1, findings);
	}
	order(ops, byClientId, findings);
	contended(ops, findings);
}

/** @param shared another body was sent under the same id: it may be that one's entry. */
function one(op: Op, stored: readonly Stored[], shared: boolean, findings: Findings): void {
	const verdict = verdictOf(op);
	const [first] = stored;
	switch (verdict.kind) {
		case 'fail': {
			// `message.conflict`: another body stands under that id, and stays.
			const conflict = verdict.error.code === 'message.conflict';
			const there = stored.some(({ entry }) => says(op, entry));
			const rule = verdict.error.code === 'control.stale' ? 'I3' : conflict ? 'I13' : 'I9';
			findings.holds(rule, !there, () => `${nameOf(op)} was refused (${verdict.error.code}) and is there`);
			if (verdict.error.code === 'control.held') {
				findings.holds('I2', (verdict.error.holder ?? '') !== '', () => `${nameOf(op)} was not told who holds it`);
			}
			return;
		}
		case 'unknown':
			findings.holds(
				'I11',
				stored.length <= 1,
				() => `${nameOf(op)} of unknown outcome is there ${stored.length} times`,
			);
			if (first !== undefined && !shared && !says(op, first.entry)) {
				findings.fault('I11', `${nameOf(op)} is there as something else`);
			}
			return;
		case 'ok': {
			findings.holds(
				'I11',
				stored.length === 1,
				() => `${nameOf(op)} was acknowledged and is there ${stored.length} times`,
			);
			if (verdict.acks.length > 1) findings.arose('I13');
			if (first === undefined) return;
			for (const { seq, gen } of verdict.acks) {
				if (first.entry.seq === seq && first.entry.gen === gen) continue;
				findings.fault('I13', `${nameOf(op)} was acknowledged as entry ${seq} and is entry ${first.entry.seq}`);
			}
			if (!says(op, first.entry)) findings.fault('I11', `${nameOf(op)} is there as something else`);
		}
	}
}

function says({ verb, text }: Op, entry: Entry): boolean {
	if (verb === 'end' || entry.kind !== kinds[verb]) return false;
	if (entry.kind === 'whisper') return entry.text === text;
	if (entry.kind !== 'message') return true;
	return entry.text === text && entry.author === (verb === 'say' ? 'visitor' : 'agent');
}

function ending(op: Op, transcripts: History['transcripts'], findings: Findings): void {
	const verdict = verdictOf(op);
	if (verdict.kind !== 'ok' || op.sessionId === null) return;
	const entries = transcripts[op.sessionId] ?? [];
	const [ack] = verdict.acks;
	// Whoever ends a chat has said something in it: it is no visit without a trace.
	const left = entries.find(({ seq }) => seq === ack?.seq);
	findings.holds('I10', left?.kind === 'left', () => `${nameOf(op)} was acknowledged and the session has not left`);
}

/** I11: whoever began after another's ack stands behind it, whichever connection and process either of them used. */
function order(ops: readonly Op[], byClientId: ReadonlyMap<ClientId, readonly Stored[]>, findings: Findings): void {
	const bySession = new Map<SessionId, { readonly op: Op; readonly seq: number }[]>();
	for (const op of ops) {
		const [stored] = op.clientId === null ? [] : (byClientId.get(op.clientId) ?? []);
		if (stored === undefined || verdictOf(op).kind !== 'ok') continue;
		const list = bySession.get(stored.sessionId) ?? [];
		list.push({ op, seq: stored.entry.seq });
		bySession.set(stored.sessionId, list);
	}
	for (const list of bySession.values()) {
		const byStart = [...list].sort((a, b) => invokedAt(a.op) - invokedAt(b.op));
		const byAck = [...list].sort((a, b) => ackedAt(a.op) - ackedAt(b.op));
		let acked = 0;
		let highest: (typeof list)[number] | null = null;
		for (const later of byStart) {
			for (let next = byAck[acked]; next !== undefined && ackedAt(next.op) < invokedAt(later.op); next = byAck[acked]) {
				if (highest === null || next.seq > highest.seq) highest = next;
				acked += 1;
			}
			if (highest === null || highest.op === later.op) continue;
			const before = highest;
			findings.holds(
				'I11',
				later.seq > before.seq,
				() => `${nameOf(later.op)} came after the ack of ${nameOf(before.op)} and stands before it`,
			);
		}
	}
}

/** I2: of takeovers that saw the same control, one wins. */
function contended(ops: readonly Op[], findings: Findings): void {
	const groups = new Map<string, Op[]>();
	for (const op of ops) {
		if (op.verb !== 'takeOver' || op.sessionId === null) continue;
		const key = `${op.sessionId}/${op.gen}`;
		groups.set(key, [...(groups.get(key) ?? []), op]);
	}
	for (const group of groups.values()) {
		if (group.length < 2) continue;
		const won = group.filter((op) => verdictOf(op).kind === 'ok');
		findings.holds('I2', won.length <= 1, () => `${won.map(nameOf).join(' and ')} were both acknowledged`);
	}
}
