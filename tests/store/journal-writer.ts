/** A process that writes to a data folder until it is killed. Its parent is told of each entry that was acknowledged. */
import { openDatabase } from '../../server/store/database.ts';
import { seqOf, siteIdOf } from '../../shared/ids.ts';
import { commitOf, newSession, openJournal, said } from './transcripts.ts';

const [folder = '', site = ''] = process.argv.slice(2);
const database = await openDatabase({ kind: 'pglite', folder });
const journal = openJournal(database);
process.stdout.write('open\n');

async function write(): Promise<void> {
	const session = newSession(siteIdOf(site));
	for (let seq = 1; ; seq++) {
		const outcome = await journal.commit(commitOf({ session, entries: [said(seq)] }));
		if (outcome.kind !== 'committed') throw new Error(`the only writer met ${outcome.kind}`);
		process.stdout.write(`${session.id} ${seqOf(seq)}\n`);
	}
}
if (site !== '') await Promise.all(Array.from({ length: 8 }, write));
else setInterval(() => {}, 60_000);
