/** How the AI shall answer: the visitor's own words say it, so that no other channel has to be in step with the sockets. */

export type Plan =
	/** One piece in each turn of the loop. */
	| 'steady'
	/** Holds its first piece until a takeover has arrived, then emits in that very moment. */
	| 'first'
	/** The same with the last piece. */
	| 'last'
	/** All pieces are out, and the end of the answer comes with the takeover: either may win. */
	| 'done';

const plans: readonly Plan[] = ['steady', 'first', 'last', 'done'];

/** A takeover that has not come by then is not waited for: the first word is due after 15 s, and each next one after 20. */
export const holdMs = 5_000;

/** Every word of it costs a frame for each reader: no answer needs to be longer to be taken over. */
export const piecesOf: Readonly<Record<Plan, number>> = { steady: 1_200, first: 300, last: 4, done: 3 };

export const askingFor = (plan: Plan, n: number): string => `[${plan}] Question ${n}: how long does delivery take?`;

export function planIn(text: string): Plan {
	const named = /^\[(\w+)\]/.exec(text)?.[1];
	return plans.find((plan) => plan === named) ?? 'steady';
}

/** Words, and characters whose two halves come in two pieces. */
export function pieceOf(n: number): string {
	if (n % 9 === 4) return `w${n} \ud83d`;
	if (n % 9 === 5) return `\udca1 w${n} `;
	return `w${n} `;
}

/** At which of its emissions it waits for the takeover; -1: never. */
export const heldAt: Readonly<Record<Plan, number>> = {
	steady: -1,
	first: 0,
	last: piecesOf.last - 1,
	done: piecesOf.done,
};

/** How much text is out when it waits. */
export const heldLength = (plan: Plan): number =>
	Array.from({ length: Math.max(0, heldAt[plan]) }, (_, n) => pieceOf(n)).join('').length;
