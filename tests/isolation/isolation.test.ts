/** I26, a part of it: `npm run isolation` plants a fault in every function that works for a session. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { holes } from './holes.ts';
import { instrument } from './instrument.ts';

interface Ended {
	readonly code: number;
	readonly output: string;
}

function run(...words: readonly string[]): Promise<Ended> {
	const main = join(import.meta.dirname, 'main.ts');
	return new Promise((resolve) => {
		execFile(process.execPath, ['--no-warnings', main, ...words], (error, stdout, stderr) => {
			resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
		});
	});
}

test('a probe is written into every function, and into a function that guards itself behind its guard', () => {
	const { text, points } = instrument(
		'a.ts',
		'const a = (x) => ({ x });\nfunction b() { return () => 1; }\nfunction c() {\n\ttry {\n\t\tb();\n\t} catch {}\n}\n',
	);
	expect(points).toHaveLength(4);
	const bare = text.replaceAll(/__batonPass\("[^"]*"\)/g, 'P');
	expect(bare).toBe(
		'const a = (x) => (P, ({ x }));\nfunction b() {P; return () => (P, 1); }\nfunction c() {\n\ttry {P;\n\t\tb();\n\t} catch {}\n}\n',
	);
});

describe('I26', () => {
	test('an exception here and there sets that session aside or is told, and harms nobody else', async () => {
		const { code, output } = await run('--every', '41');
		expect(output).toMatch(/\n\d+ passed, 0 failed\n$/);
		expect(code).toBe(0);
	});

	test.each(holes)('a server without its protection of $name is found out', async ({ name, shownBy }) => {
		const { code, output } = await run('--hole', name, '--only', shownBy);
		expect(output).toContain('FAILED');
		expect(code).toBe(1);
	});
});
