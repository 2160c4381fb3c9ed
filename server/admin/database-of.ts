import { type Config, embeddedFolder } from '../config.ts';
import type { DatabaseConfig } from '../store/database.ts';

/** Where the settings say that the database is. */
export const databaseOf = ({ databaseUrl, dataDir }: Config): DatabaseConfig =>
	databaseUrl === null ? { kind: 'pglite', folder: embeddedFolder(dataDir) } : { kind: 'postgres', url: databaseUrl };
