/** When `die-at-statement.ts` ends its process. */
export interface DeathPlan {
	/** A commit of the journal, or taking ownership of a session. */
	readonly statement: 'append' | 'claim';
	readonly when: 'before' | 'after';
	/** The how manieth from now on. */
	readonly nth: number;
}

/** For a death during the start, when nobody can be told anything yet. */
export const deathVariable = 'BATON_TEST_DIE_AT';

export const toVariable = (plan: DeathPlan): string => JSON.stringify(plan);
