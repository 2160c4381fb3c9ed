/** When `die-at-statement.ts` ends its process. */

/** What the server asks its store: each call of the journal and of the sessions' index. */
export type StoreCall = 'append' | 'claim' | 'read' | 'find' | 'position' | 'latest' | 'load' | 'to-wake';

export interface DeathPlan {
	readonly call: StoreCall;
	readonly when: 'before' | 'after';
	/** The how manieth from now on. */
	readonly nth: number;
	/** The answer to the next commit is lost first: it was written, and nobody knows. */
	readonly loseAnswer?: boolean;
}

/** For a death during the start, when nobody can be told anything yet. */
export const deathVariable = 'BATON_TEST_DIE_AT';

export const toVariable = (plan: DeathPlan): string => JSON.stringify(plan);

export const nameOfDeath = ({ call, when, nth, loseAnswer }: DeathPlan): string =>
	`${when} ${call} ${nth}${loseAnswer === true ? ', after a lost answer' : ''}`;
