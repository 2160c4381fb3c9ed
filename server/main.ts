/** `npm start`: the only file of the server that acts on import. */
import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v7 as uuid } from 'uuid';
import { SecretFault } from './accounts/secret.ts';
import { OperatorFault } from './admin/operator-fault.ts';
import { createSystemClock } from './clock.ts';
import { readConfig } from './config.ts';
import { inContainer } from './container.ts';
import { readVersion } from './manifest.ts';
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

let server: Server | null = null;
const clock = createSystemClock();
/** One Ctrl-C comes twice where npm passes on what the terminal has told all of them. */
const sameSignalMs = 500;
let stoppingSince: number | null = null;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.on(signal, () => {
		// In the middle of a start nobody is connected, and the store is safe whenever the process ends.
		if (server === null) process.exit(0);
		if (stoppingSince !== null) {
			if (clock.monotonic() - stoppingSince < sameSignalMs) return;
			// Whoever asks twice does not want to wait: what is acknowledged is stored all the same.
			say('Baton is stopping at once.');
			server.hurry();
			return;
		}
		stoppingSince = clock.monotonic();
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
		version: readVersion(),
		assets: join(root, 'dist'),
		fillRandom: (bytes) => randomFillSync(bytes),
		random: Math.random,
		newId: () => uuid(),
		inContainer: inContainer(),
		onStray: (listener) => void process.on('unhandledRejection', listener),
	});
} catch (error) {
	if (!(error instanceof StartFault || error instanceof SecretFault || error instanceof OperatorFault)) throw error;
	complain(error.message);
	process.exit(1);
}
