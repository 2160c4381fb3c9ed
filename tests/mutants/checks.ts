/** The checks that a planted bug must not get past. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { runChild } from './child.ts';

export type Verdict =
	/** `after`: how many runs or tests it took. */
	| {
			readonly kind: 'found';
			readonly check: string;
			readonly what: string;
			readonly after: number;
			readonly file: string | null;
	  }
	| { readonly kind: 'passed' }
	/** The check itself could not be run: the patch breaks more than a rule, or the check is broken. */
	| { readonly kind: 'error'; readonly what: string };

const vitestReport = z.object({
	testResults: z.array(
		z.object({
			name: z.string(),
			status: z.string(),
			message: z.string().optional(),
			assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
		}),
	),
});

const patienceMs = 300_000;
const lastLines = (text: string): string => text.trim().split('\n').slice(-5).join(' | ');

/** The named files or folders, up to the first test that fails. */
export async function runTests(
	root: string,
	paths: readonly string[],
	workers: number,
	bail: boolean,
): Promise<Verdict> {
	const folder = mkdtempSync(join(tmpdir(), 'baton-report-'));
	const report = join(folder, 'report.json');
	const args = [
		join(root, 'node_modules', 'vitest', 'vitest.mjs'),
		'run',
		...paths,
		`--maxWorkers=${workers}`,
		...(bail ? ['--bail=1'] : []),
		'--testTimeout=20000',
		'--reporter=json',
		`--outputFile=${report}`,
	];
	try {
		const { code, output } = await runChild(args, root, patienceMs);
		if (code === null) return { kind: 'found', check: 'vitest', what: 'did not come to an end', after: 0, file: null };
		const { testResults } = vitestReport.parse(JSON.parse(readFileSync(report, 'utf8')));
		const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
		const done = tests.filter(({ status }) => status === 'passed' || status === 'failed').length;
		for (const { name, assertionResults } of testResults) {
			const failed = assertionResults.find(({ status }) => status === 'failed');
			if (failed === undefined) continue;
			const file = relative(root, name);
			return { kind: 'found', check: file, what: failed.fullName, after: done, file };
		}
		// Without a failed test it is no finding: a file that can't be loaded says nothing about a rule.
		const broken = testResults.find(({ status }) => status === 'failed');
		if (broken !== undefined) return { kind: 'error', what: lastLines(broken.message ?? broken.name) };
		if (done === 0) return { kind: 'error', what: lastLines(output) };
		// Every test passed, and yet: something threw where no test was looking.
		if (code !== 0)
			return { kind: 'found', check: paths.join(' '), what: 'an unhandled error', after: done, file: null };
		return { kind: 'passed' };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
