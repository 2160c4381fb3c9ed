/** What a person may type after `npm run admin --`. */
import { resolve } from 'node:path';
import { plans } from '../../shared/plans.ts';
import { type AdminCommand, adminCommand } from './commands.ts';

/** What `npm run admin` does by itself while no server runs; the rest a running server is asked to do. */
export type OwnCommand =
	| { readonly command: 'restore' | 'import'; readonly file: string }
	| { readonly command: 'move'; readonly to: string }
	/** Beside a running server too, which is told. `from`: a file's path, or `--maxmind`. */
	| { readonly command: 'geo'; readonly from: string };

export type Wanted =
	| { readonly kind: 'server'; readonly command: AdminCommand }
	| { readonly kind: 'own'; readonly command: OwnCommand }
	| { readonly kind: 'doctor' };

export const usage: readonly string[] = [
	'npm run admin -- accounts                       lists the accounts and their members',
	`npm run admin -- plan <account|email> <plan>    changes the plan of an account: ${plans.join(', ')}`,
	'npm run admin -- reset-password <email>         prints a one-time link to set a new password',
	'npm run admin -- backup [FILE] [--no-secret]    everything into one file (DATA_DIR/backups), while Baton runs or not',
	'npm run admin -- restore FILE                   brings a backup back; what is there now is kept aside',
	'npm run admin -- export FILE                    as backup, without the secret key',
	'npm run admin -- import FILE                    takes an export or a backup into an empty database',
	'npm run admin -- move --to DATABASE_URL         everything into an empty Postgres, and compares both',
	'npm run admin -- geo FILE|--maxmind              brings newer country data: your own file, or from MaxMind with your key',
	'npm run admin -- doctor                         looks for what is wrong, and says how to mend it',
];

/** What this command and a running server say to each other. */
const unspoken: ReadonlySet<AdminCommand['command']> = new Set(['condition', 'geo-reload']);

const own = (command: OwnCommand): Wanted => ({ kind: 'own', command });

/** Null: not a command; show `usage`. */
export function parseAdminArguments(words: readonly string[]): Wanted | null {
	const [name, ...rest] = words;
	const [first, second, ...others] = rest;
	switch (name) {
		case 'doctor':
			return rest.length === 0 ? { kind: 'doctor' } : null;
		case 'restore':
		case 'import':
			return isFile(first) && second === undefined ? own({ command: name, file: resolve(first) }) : null;
		case 'geo':
			return first !== undefined && second === undefined ? own({ command: name, from: first }) : null;
		case 'move':
			return first === '--to' && second !== undefined && others.length === 0
				? own({ command: name, to: second })
				: null;
		default: {
			const parsed = adminCommand.safeParse(fieldsOf(name, rest));
			return parsed.success && !unspoken.has(parsed.data.command) ? { kind: 'server', command: parsed.data } : null;
		}
	}
}

const isFile = (word: string | undefined): word is string => word !== undefined && !word.startsWith('-') && word !== '';

/** Null: too many words, or not these. */
function fieldsOf(command: string | undefined, rest: readonly string[]): object | null {
	const [first, second] = rest;
	switch (command) {
		case 'accounts':
			return rest.length === 0 ? { command } : null;
		case 'plan':
			return rest.length === 2 ? { command, account: first, plan: second } : null;
		case 'reset-password':
			return rest.length === 1 ? { command, email: first } : null;
		case 'export':
			return rest.length === 1 && isFile(first) ? { command, file: resolve(first) } : null;
		case 'backup': {
			const files = rest.filter((word) => word !== '--no-secret');
			const [file] = files;
			if (files.length > 1 || rest.length - files.length > 1 || (file !== undefined && !isFile(file))) return null;
			return { command, file: file === undefined ? null : resolve(file), secret: files.length === rest.length };
		}
		default:
			return null;
	}
}
