/** `backup` and `export`, over a database that is open here. */
import { unreachable } from '../../shared/unreachable.ts';
import type { Clock } from '../clock.ts';
import type { RawDatabase } from '../store/database.ts';
import type { ArchiveSecret } from './archive-format.ts';
import { backupPath, type Secrecy, secretFor, writeArchive } from './backup.ts';
import type { AdminReply, Say, WantedArchive } from './commands.ts';
import { OperatorFault } from './operator-fault.ts';
import { rowsText, sizeText } from './words.ts';

export interface ArchivesDeps {
	readonly database: RawDatabase;
	readonly config: Secrecy;
	readonly version: string;
	readonly clock: Clock;
	/** The server's own: aborts when it ends. Absent: nobody else is at work. */
	readonly beside?: AbortSignal | undefined;
}

export function createArchives({ database, config, version, clock, beside }: ArchivesDeps) {
	let busy = false;

	return async ({ kind, file, secret: wanted }: WantedArchive, say: Say): Promise<AdminReply> => {
		if (busy) return { ok: false, lines: ['A backup is being written at this moment: wait until it is done.'] };
		busy = true;
		try {
			const secret = secretFor(config, wanted);
			const path = file ?? backupPath(config.dataDir, clock.now());
			const done = await writeArchive({ database, file: path, secret, version, clock, say, beside });
			const what = kind === 'backup' ? 'Backed up' : 'Exported';
			return {
				ok: true,
				lines: [`${what} ${rowsText(done.rows)} to ${done.file} (${sizeText(done.bytes)}).`, secretWords(secret)],
			};
		} catch (error) {
			if (error instanceof OperatorFault) return { ok: false, lines: [error.message] };
			throw error;
		} finally {
			busy = false;
		}
	};
}

function secretWords(secret: ArchiveSecret): string {
	switch (secret.kept) {
		case 'here':
			return 'It holds all conversations, accounts and keys, THE SECRET KEY too: keep it where only you can read it, on another machine.';
		case 'elsewhere':
			return 'It holds all conversations, accounts and keys but SECRET_KEY: keep both, on another machine.';
		case 'left-out':
			return 'It holds all conversations, accounts and keys but DATA_DIR/secret.key: keep it where only you can read it.';
		default:
			return unreachable(secret);
	}
}
