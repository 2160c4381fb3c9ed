/** What a server that has ended left in its store. */
import { createSystemClock } from '../../server/clock.ts';
import { embeddedFolder } from '../../server/config.ts';
import { silentLog } from '../../server/log.ts';
import { openDatabase } from '../../server/store/database.ts';
import { createJournal } from '../../server/store/journal.ts';
import type { Entry } from '../../shared/entry.ts';
import { noSeq, type SessionId } from '../../shared/ids.ts';
import type { RunningServer } from './server.ts';

/** Whole transcripts, internal entries too. */
export async function readStored(
	server: Pick<RunningServer, 'dataDir'>,
	databaseUrl: string | null,
	ids: readonly SessionId[],
): Promise<ReadonlyMap<SessionId, readonly Entry[]>> {
	const database = await openDatabase(
		databaseUrl === null
			? { kind: 'pglite', folder: embeddedFolder(server.dataDir) }
			: { kind: 'postgres', url: databaseUrl },
	);
	const journal = createJournal({ database, clock: createSystemClock(), log: silentLog });
	const read = new Map<SessionId, readonly Entry[]>();
	for (const id of ids) read.set(id, await journal.read(id, noSeq, 10_000));
	await database.close();
	return read;
}
