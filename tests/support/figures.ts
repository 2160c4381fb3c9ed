/** What a proof has counted, written down by the run itself: `docs/guarantees.ts` puts it on the page, nobody types it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Figures {
	/** The file under docs/figures, and the row's name on the page. */
	readonly name: string;
	/** How to run it again, word for word. */
	readonly command: string;
	/** Null where chance is not seeded: real processes, real time. */
	readonly seed: number | null;
	readonly seconds: number;
	/** What was done, in the order to be read: runs, steps, kills, takeovers. */
	readonly counts: Readonly<Record<string, number>>;
	/** By rule (`R0`, `I1` …): how often the case that it speaks of arose, and was checked. */
	readonly rules: Readonly<Record<string, number>>;
	readonly failures: number;
}

const root = join(import.meta.dirname, '..', '..');
const sources = ['server', 'shared', 'widget', 'dashboard', 'migrations', 'tests', 'bench'];

/** The commit that was run; a plus sign: with changes that are in no commit. */
function commitNow(): string {
	const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
	const dirty = git('status', '--porcelain', '--', ...sources) !== '';
	return `${git('rev-parse', '--short=10', 'HEAD')}${dirty ? '+' : ''}`;
}

/** @param now wall clock, ms */
export function recordFigures(figures: Figures, now: number): void {
	const folder = join(root, 'docs', 'figures');
	mkdirSync(folder, { recursive: true });
	const { name, ...rest } = figures;
	const written = { name, date: new Date(now).toISOString().slice(0, 10), commit: commitNow(), ...rest };
	writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(written, null, '\t')}\n`);
}

/** The closing line that `.ci/run` reads. */
export const closingLine = (passed: number, failed: number): string => `${passed} passed, ${failed} failed`;
