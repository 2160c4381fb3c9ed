import { eachStatement, type Round, randomInstants } from './support/kill-run.ts';
import { describeKills } from './support/kill-suite.ts';

/** The server dies at its first commit and again while it takes up what it left. */
const duringStart: Round = {
	at: 'statement',
	plan: { statement: 'append', when: 'after', nth: 3 },
	thenDuringStart: { statement: 'claim', when: 'after', nth: 1 },
};

/** How many more at random, for a longer run by hand. */
const more = Number(process.env['KILLS'] ?? 0);

describeKills('PGlite', {
	rounds: [...eachStatement(0), duringStart, ...randomInstants(1 + more)],
	databaseUrl: async () => null,
});
