import { randomFillSync } from 'node:crypto';
import { createSystemClock } from '../clock.ts';
import { inContainer } from '../container.ts';
import { readVersion } from '../manifest.ts';
import { runAdmin } from './run.ts';

const { exitCode, lines } = await runAdmin({
	words: process.argv.slice(2),
	env: process.env,
	clock: createSystemClock(),
	fill: (bytes) => randomFillSync(bytes),
	version: readVersion(),
	inContainer: inContainer(),
	say: (line) => process.stderr.write(`${line}\n`),
});
const out = exitCode === 0 ? process.stdout : process.stderr;
out.write(`${lines.join('\n')}\n`);
process.exitCode = exitCode;
