import { testPostgres } from '../support/postgres.ts';
import { eachStatement, randomInstants } from './support/kill-run.ts';
import { describeKills } from './support/kill-suite.ts';

const more = Number(process.env['KILLS'] ?? 0);
/** The other sides of the commits; all of them only in a longer run. */
const others = eachStatement(1).filter((_, i) => more > 0 || i % 2 === 0);

describeKills('Postgres', {
	rounds: [...others, ...randomInstants(1 + more)],
	databaseUrl: async () => {
		const postgres = await testPostgres();
		return postgres.url(await postgres.createDatabase());
	},
});
