import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../server/store/database.ts';
import { cacheFolder, prepared } from './prepared.ts';

/** Makes `folder` a data folder with an empty, migrated PGlite: a start on it takes half a second instead of five. */
export async function fillDataFolder(folder: string): Promise<void> {
	mkdirSync(cacheFolder, { recursive: true });
	const home = await prepared(cacheFolder, 'pglite', async (making) => {
		const database = await openDatabase({ kind: 'pglite', folder: making });
		await database.close();
	});
	cpSync(join(home, 'database'), join(folder, 'database'), { recursive: true });
}
