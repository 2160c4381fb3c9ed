/** What `deploy/Dockerfile` says, done without a container: the same copies, the same commands, the same user's rights. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../support/prepared.ts';
import { freePort } from '../support/server.ts';

const run = promisify(execFile);
/** "nobody": may read the program and write its data folder, nothing else. */
const stranger = 65_534;

interface Line {
	readonly word: string;
	readonly rest: string;
}

/** The last stage: what runs. */
function finalStage(): readonly Line[] {
	const text = readFileSync(join(root, 'deploy', 'Dockerfile'), 'utf8').replaceAll(/\\\n\s*/g, '');
	const lines = text
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => ({ word: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }));
	return lines.slice(lines.findLastIndex(({ word }) => word === 'FROM'));
}

const stage = finalStage();
const restOf = (word: string): readonly string[] => stage.filter((line) => line.word === word).map(({ rest }) => rest);
const list = (text: string | undefined): readonly string[] => JSON.parse(text ?? '[]');

const environment = Object.fromEntries(
	restOf('ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=') as [string, string])),
);

let folder = '';
let app = '';
let data = '';

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'baton-container-'));
	app = join(folder, 'baton');
	data = join(folder, 'data');
	mkdirSync(app);
	mkdirSync(data);
	for (const rest of restOf('COPY')) {
		const words = rest.split(' ').filter((word) => !word.startsWith('--'));
		const to = words.at(-1) ?? '';
		for (const from of words.slice(0, -1)) {
			// What the first stage built lies here under the same name.
			const source = from.replace('/baton/', '');
			cpSync(join(root, source), join(app, to === './' ? source : to), { recursive: true });
		}
	}
	const install = restOf('RUN').find((rest) => rest.startsWith('npm ci'));
	expect(install).toBe(
		'npm ci --omit=dev && npm cache clean --force && rm -f node_modules/geoip-lite/data/geoip-city*.dat',
	);
	// The image's npm runs on Node 22, and so does this one: npm chooses native packages by the Node that runs it.
	const path = `${dirname(process.execPath)}:${process.env['PATH']}`;
	await run('npm', ['ci', '--omit=dev'], { cwd: app, env: { ...process.env, PATH: path } });
	await run('sh', ['-c', 'rm -f node_modules/geoip-lite/data/geoip-city*.dat'], { cwd: app });
	if (process.getuid?.() === 0) chownSync(data, stranger, stranger);
	await run('chmod', ['755', folder]);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it starts as somebody without rights, is healthy, and stops gently', async () => {
	expect(restOf('USER')).toEqual(['node']);
	expect(environment).toMatchObject({ HOST: '0.0.0.0', DATA_DIR: '/data', NODE_ENV: 'production' });
	const port = String(await freePort());
	const env = { PATH: process.env['PATH'], ...environment, DATA_DIR: data, PORT: port };
	const asStranger = process.getuid?.() === 0 ? { uid: stranger, gid: stranger } : {};
	const [program, ...args] = list(restOf('CMD')[0]);
	expect(program).toBe('node');
	const child = spawn(process.execPath, args, { cwd: app, env, ...asStranger, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	await new Promise<void>((resolve, reject) => {
		const hear = (chunk: Buffer): void => {
			output += chunk.toString();
			if (output.includes('Baton is running')) resolve();
		};
		child.stdout.on('data', hear);
		child.stderr.on('data', hear);
		child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${output}`)));
	});

	const health = restOf('HEALTHCHECK')[0] ?? '';
	const [, ...probe] = list(health.slice(health.indexOf('[')));
	await expect(run(process.execPath, probe, { env })).resolves.toBeDefined();

	const gone = once(child, 'exit');
	expect(restOf('STOPSIGNAL')).toEqual(['SIGTERM']);
	child.kill('SIGTERM');
	expect(await gone).toEqual([0, null]);
	await expect(run(process.execPath, probe, { env })).rejects.toThrow();
});

test('only what the program needs is in it', () => {
	expect(restOf('COPY').join(' ')).not.toMatch(/tests|bench|docs|\.git/);
	const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
	expect(ignored).toEqual(expect.arrayContaining(['.git', 'data', 'node_modules', 'tests']));
});
