/** Scripts that have failed once: they are run first, for ever. A script and not a seed, because what a seed draws changes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from './ledger.ts';
import type { Layer } from './network.ts';
import type { Script } from './script.ts';

export interface Recorded {
	readonly rule: Rule;
	readonly layer: Layer['name'];
	/** What was wrong, in a line. */
	readonly why: string;
	readonly script: Script;
}

/** Of our own making: `npm run sim` wrote each script. */
export const readSeeds = (): readonly Recorded[] =>
	JSON.parse(readFileSync(join(import.meta.dirname, 'seeds.json'), 'utf8')) as readonly Recorded[];
