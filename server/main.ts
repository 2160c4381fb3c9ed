/** `npm start`: the only file of the server that acts on import. */
import { randomFillSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { SecretFault } from './accounts/secret.ts';
import { readConfig } from './config.ts';
import { run, type Server } from './run.ts';
import { StartFault } from './store/start-fault.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

const result = readConfig(process.env);
if (!result.ok) {
	for (const problem of result.problems) complain(problem);
	process.exit(1);
}
for (const note of result.notes) say(note);

const manifest = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

let server: Server | null = null;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.once(signal, () => {
		// In the middle of a start nobody is connected, and the store is safe whenever the process ends.
		if (server === null) process.exit(0);
		say('Baton is stopping: open chats move on, nothing is lost.');
		server.stop().then(
			() => process.exit(0),
			(error: unknown) => {
				complain(String(error));
				process.exit(1);
			},
		);
	});
}

try {
	server = await run({
		config: result.config,
		say,
		version: manifest.version,
		assets: join(root, 'dist'),
		fillRandom: (bytes) => randomFillSync(bytes),
		random: Math.random,
		newId: () => uuid(),
		inContainer: existsSync('/.dockerenv') || existsSync('/run/.containerenv'),
	});
} catch (error) {
	if (!(error instanceof StartFault || error instanceof SecretFault)) throw error;
	complain(error.message);
	process.exit(1);
}
