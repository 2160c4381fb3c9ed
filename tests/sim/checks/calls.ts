/** What is asked and what is answered: I2, I3, I9, I11, I13, I21, I29, I30. */
import { type ErrorCode, isErrorCode } from '../../../shared/errors.ts';
import type { ClientId, SessionId, SiteId } from '../../../shared/ids.ts';
import type { Failure } from '../../../shared/live/failure.ts';
import { people, siteIds } from '../estate.ts';
import type { Call, Eyes, Verdicts } from '../ledger.ts';
import { strangerIndex, type World } from '../world.ts';
import type { Books } from './books.ts';

type Refused = Extract<Failure, { kind: 'refused' }>;

interface Known {
	readonly clientId: ClientId;
	/** Controls that the attempts named. */
	readonly gens: (number | null)[];
	ack: { readonly seq: number; readonly gen: number } | null;
	/** Refused for good, with this. */
	refused: ErrorCode | null;
	/** Some attempt has no answer that counts. */
	open: boolean;
}

/** Refused because of what the session is, not of who asks: nothing may come of such a command. */
const ofControl: readonly ErrorCode[] = ['control.stale', 'control.held', 'control.not-held', 'session.left'];
const ofState: readonly ErrorCode[] = [...ofControl, 'session.illegal', 'session.not-open'];
/** Authority ended meanwhile: what was done before stands. */
const ofAuthority: readonly ErrorCode[] = ['auth.required', 'auth.forbidden', 'plan.required', 'not-found'];

export function checkCalls(world: () => World, books: Books, { held, broken }: Verdicts): Eyes {
	const known = new Map<ClientId, Known>();
	/** By page: the newest acknowledged message of its outbox. */
	const lastAck = new Map<string, { readonly session: string; readonly seq: number; readonly at: number }>();
	const sentOf = new Set<ClientId>();

	const nameOf = ({ path, clientId, seat }: Call): string => `${path} ${clientId ?? ''} of ${seat.page}`;

	function acked(call: Call, one: Known, ack: { readonly seq: number; readonly gen: number }): void {
		const noted = books.byClientId.get(one.clientId);
		if (noted === undefined) {
			broken('R0', `${nameOf(call)} is acknowledged and not stored`);
			return;
		}
		if (noted.entry.seq !== ack.seq || noted.entry.gen !== ack.gen) {
			broken('R0', `${nameOf(call)} is acknowledged as ${ack.seq}, and stored as ${noted.entry.seq}`);
		}
		if (one.ack !== null) {
			held('I13');
			if (one.ack.seq !== ack.seq || one.ack.gen !== ack.gen) broken('I13', `${nameOf(call)} gets a second, other ack`);
		}
		const repeated = one.ack !== null || one.gens.length > 1;
		one.ack = ack;
		held('I11');
		// Until now no outbox may have shown it as sent.
		if (call.seat.role === 'visitor') held('I21');
		if (call.gen !== null && !one.gens.includes(noted.genBefore)) {
			broken('I3', `${nameOf(call)} named gen ${one.gens.join(', ')} and was taken under ${noted.genBefore}`);
		}
		if (call.seat.role === 'visitor' && !repeated) {
			const before = lastAck.get(call.seat.page);
			const sameSession = before?.session === noted.sessionId;
			// Asked after the one before was acknowledged, so it stands behind it.
			if (before !== undefined && sameSession && before.at <= call.at && before.seq >= ack.seq) {
				broken('I11', `${nameOf(call)} is acknowledged as ${ack.seq}, and ${before.seq} was before it`);
			}
			lastAck.set(call.seat.page, { session: noted.sessionId, seq: ack.seq, at: world().time.monotonic() });
		}
	}

	function refused(call: Call, one: Known | undefined, { error }: Refused): void {
		const { code } = error;
		if (!isErrorCode(code) || code === 'internal') {
			broken('I9', `${nameOf(call)} fails with "${code}"`);
			return;
		}
		if (error.retryable) {
			held('I30');
			if ((error.retryAfterMs ?? 0) <= 0)
				broken('I30', `${nameOf(call)} is refused as ${code} and not told when to ask again`);
			if (one !== undefined) one.open = true;
			return;
		}
		if (ofState.includes(code)) held('I9');
		if (call.seat.role === 'member' && ofControl.includes(code)) held('I3');
		if (one === undefined) return;
		one.refused = code;
		const noted = books.byClientId.get(one.clientId);
		if (code === 'message.conflict') {
			held('I13');
			const text = noted?.entry.kind === 'message' ? noted.entry.text : null;
			if (text === call.input['text']) broken('I13', `${nameOf(call)} repeats what is stored and is called a conflict`);
			return;
		}
		// Asked when it was stored already: two attempts may be on their way at once.
		if (noted !== undefined && noted.at < call.at && !ofAuthority.includes(code)) {
			broken('I13', `${nameOf(call)} is stored as ${noted.entry.seq}, and its repeat is refused as ${code}`);
		}
		if (code === 'control.held') holder(call, error.holder);
	}

	/** I2: who comes second learns the winner's name. */
	function holder(call: Call, name: string | undefined): void {
		held('I2');
		const book = call.sessionId === null ? undefined : books.all.get(call.sessionId);
		const own = people[call.seat.person]?.displayName;
		const winner = book?.entries.some((entry) => entry.kind === 'took-over' && entry.name === name);
		if (winner !== true) broken('I2', `${nameOf(call)} is told that "${name}" holds the session, who never did`);
		if (name === own && own !== '') broken('I2', `${nameOf(call)} is told that they hold it themselves`);
	}

	/** A member asks about a session of another account, or about one that never was. */
	function isStranger({ seat, sessionId }: Call): boolean {
		if (seat.role !== 'member' || sessionId === null) return false;
		const siteId = siteOf(sessionId);
		const account = siteId === siteIds[2] ? 'theirs' : 'ours';
		return siteId === null ? seat.person === strangerIndex : people[seat.person]?.account !== account;
	}

	/** Also of one that is not stored yet. */
	function siteOf(sessionId: SessionId): SiteId | null {
		const stored = world().journal.rows.get(sessionId)?.session.siteId;
		if (stored !== undefined) return stored;
		const index = world().visitors.findIndex(({ tabs }) => tabs.some(({ chat }) => chat?.view.sessionId === sessionId));
		return index < 0 ? null : world().siteOfVisitor(index);
	}

	function stranger(call: Call, failure: Call['outcome']): void {
		if (!call.path.startsWith('monitor.') || failure === null || failure.kind === 'lost' || failure.kind === 'stopped')
			return;
		held('I29');
		const error = failure.kind === 'refused' ? failure.error : null;
		const told = error === null ? '' : JSON.stringify({ ...error, code: undefined, retryable: undefined });
		if (error?.code === 'store.unavailable') return;
		// Asked before any id is looked at: a viewer, or who is on `free`, may not take over anything, known or not.
		if (told === '{}' && (error?.code === 'auth.forbidden' || error?.code === 'plan.required')) return;
		if (error?.code !== 'not-found' || told !== '{}')
			broken('I29', `${nameOf(call)}, a stranger, is told ${error?.code} ${told}`);
	}

	return {
		asked(call) {
			const { clientId, gen } = call;
			if (clientId === null) return;
			const one = known.get(clientId);
			if (one === undefined) known.set(clientId, { clientId, gens: [gen], ack: null, refused: null, open: false });
			else one.gens.push(gen);
		},
		answered(call, outcome) {
			const one = call.clientId === null ? undefined : known.get(call.clientId);
			if (isStranger(call)) {
				stranger(call, outcome);
				return;
			}
			switch (outcome.kind) {
				case 'ack':
					if (one !== undefined) acked(call, one, outcome.ack);
					break;
				case 'refused':
					refused(call, one, outcome);
					break;
				case 'lost':
				case 'stopped':
					if (one !== undefined) one.open = true;
					break;
				case 'answer':
					break;
			}
		},
		ended(stream, failure) {
			const { role, person } = stream.seat;
			if (role !== 'member' || person !== strangerIndex || stream.siteId === null || stream.siteId === siteIds[2])
				return;
			if (failure.kind !== 'refused') return;
			held('I29');
			if (failure.error.code !== 'not-found') broken('I29', `a stranger's list is refused as ${failure.error.code}`);
		},
		outbox(seat, { items }) {
			for (const { clientId, status } of items) {
				if (status.kind === 'sent' && !sentOf.has(clientId)) {
					sentOf.add(clientId);
					held('I21');
					if (known.get(clientId)?.ack == null) broken('I21', `${seat.page} shows ${clientId} as sent before its ack`);
				}
				if (status.kind === 'failed') {
					held('I21');
					const noted = books.byClientId.get(clientId);
					if (noted !== undefined)
						broken('I21', `${seat.page} shows ${clientId} as failed, and it is stored as ${noted.entry.seq}`);
				}
			}
		},
		quiet() {
			for (const one of known.values()) {
				const noted = books.byClientId.get(one.clientId);
				if (one.ack !== null) {
					const book = noted === undefined ? undefined : books.all.get(noted.sessionId);
					const times = book?.entries.filter((entry) => entry.clientId === one.clientId).length ?? 0;
					held('I11');
					if (times !== 1) broken('I11', `${one.clientId} was acknowledged and is stored ${times} times`);
				} else if (noted !== undefined && !one.open && one.refused !== null && ofState.includes(one.refused)) {
					broken('I3', `${one.clientId} was refused as ${one.refused} and is stored as ${noted.entry.seq}`);
				}
			}
		},
	};
}
