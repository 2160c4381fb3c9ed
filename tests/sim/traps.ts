/** Deaths at a chosen moment: chance alone would hardly ever hit the turn between a commit and its ack. */
import type { Commit } from '../../server/actor/ports.ts';
import type { Entry } from '../../shared/entry.ts';
import type { Stage, StoreCall } from './ledger.ts';
import type { Random } from './random.ts';
import type { Time } from './time.ts';

export interface Trap {
	readonly call: 'commit' | 'claim';
	/** As the store is asked, when it has done it, or one turn after the answer. */
	readonly stage: Stage;
	/** Only a commit that writes such an entry; null: any. */
	readonly kind: Entry['kind'] | null;
	readonly downMs: number;
}

export interface Traps {
	set(trap: Trap): void;
	/** Nothing waits to be sprung any more. */
	clear(): void;
	spring(stage: Stage, call: StoreCall): void;
}

const kinds = [
	'opened',
	'message',
	'took-over',
	'released',
	'left',
	'asked-for-human',
	'ai-failed',
	'kept',
	'whisper',
	'agent-lost',
	'agent-back',
	'turn-started',
] as const satisfies readonly Entry['kind'][];

export function drawTrap(random: Random): Trap {
	const call = random.chance(0.15) ? 'claim' : 'commit';
	return {
		call,
		stage: random.pick(['asked', 'done', 'answered']),
		kind: call === 'claim' || random.chance(0.2) ? null : random.pick(kinds),
		downMs: random.pick([0, 5, 800]),
	};
}

export function createTraps(time: Time, crash: (downMs: number) => void): Traps {
	let waiting: readonly Trap[] = [];
	return {
		set(trap) {
			waiting = [...waiting, trap];
		},
		clear() {
			waiting = [];
		},
		spring(stage, { name, values }) {
			const sprung = waiting.find((trap) => {
				if (trap.call !== name || trap.stage !== stage) return false;
				// The one value of a commit is a commit.
				return trap.kind === null || (values[0] as Commit).entries.some(({ kind }) => kind === trap.kind);
			});
			if (sprung === undefined) return;
			waiting = waiting.filter((trap) => trap !== sprung);
			if (stage === 'answered') time.after(0, () => crash(sprung.downMs));
			else crash(sprung.downMs);
		},
	};
}
