// `npm test`: all tests, or those that the arguments name (`npm test -- tests/session`). The last line is the count.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { modules, root } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';
import { main, runNode } from './run.mjs';

/** @param {string} path vitest's JSON report */
function count(path) {
	if (!existsSync(path)) return { passed: 0, failed: 0, skipped: 0 };
	const report = JSON.parse(readFileSync(path, 'utf8'));
	// A file that could not be loaded holds no test that could fail; it counts as one.
	const broken = report.testResults.filter(
		(/** @type {{ status: string, assertionResults: readonly { status: string }[] }} */ file) =>
			file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
	);
	return {
		passed: Number(report.numPassedTests),
		failed: Number(report.numFailedTests) + broken.length,
		skipped: Number(report.numPendingTests) + Number(report.numTodoTests),
	};
}

await main(import.meta.url, async () => {
	prepare();
	const report = join(root, '.cache', 'test-report.json');
	rmSync(report, { force: true });
	const vitest = join(modules, 'vitest', 'vitest.mjs');
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
	const code = await runNode([vitest, 'run', ...reporters, ...process.argv.slice(2)]);
	const { passed, failed, skipped } = count(report);
	// An unhandled error or a crash belongs to no test and still is a failure.
	const failures = code === 0 ? failed : Math.max(failed, 1);
	console.log(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
	return code === 0 && failures > 0 ? 1 : code;
});
