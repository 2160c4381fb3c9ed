/** Built files from memory: read once at start, so that serving touches no disk and no path can escape. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { HttpRequest, HttpResponse } from './http-types.ts';

export interface StaticFolder {
	/** On disk. A folder that does not exist serves nothing. */
	readonly directory: string;
	/** Where its files appear: `/`, `/widget`. */
	readonly mountAt: string;
	/** Answers every page address below `mountAt` that is no file: the router of the dashboard takes it from there. */
	readonly pageFallback?: string | undefined;
	/** Scripts loaded by other people's pages: sends the headers which a module from another origin needs. */
	readonly crossOrigin?: boolean | undefined;
	/** Which files carry a hash in their name and may be kept for ever. Default: those in `assets/`, where Vite puts them. */
	readonly isHashed?: ((name: string) => boolean) | undefined;
	/** `cache-control` of the others. Default: kept, but asked about each time. */
	readonly cacheControl?: string | undefined;
}

export interface StaticFiles {
	serve(request: HttpRequest): HttpResponse | undefined;
	/** Addresses, for the checks at start ("is the dashboard built?"). */
	readonly paths: ReadonlySet<string>;
}

interface Asset {
	readonly etag: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly plain: Buffer;
	readonly gzip: Buffer | undefined;
	readonly brotli: Buffer | undefined;
}

const contentTypes: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.mjs': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.webmanifest': 'application/manifest+json; charset=utf-8',
	'.txt': 'text/plain; charset=utf-8',
	'.svg': 'image/svg+xml; charset=utf-8',
	'.png': 'image/png',
	'.jpg': 'image/jpeg',
	'.webp': 'image/webp',
	'.ico': 'image/x-icon',
	'.woff2': 'font/woff2',
	'.mp3': 'audio/mpeg',
	'.wav': 'audio/wav',
};

/** The copies that the build puts beside a file, the better one first. */
const packed = { br: '.br', gzip: '.gz' } as const;

const isPacked = (name: string, among: ReadonlySet<string>): boolean =>
	Object.values(packed).some((end) => name.endsWith(end) && among.has(name.slice(0, -end.length)));

async function loadAsset(file: string, name: string, folder: StaticFolder, among: ReadonlySet<string>): Promise<Asset> {
	const copy = async (end: string) => (among.has(`${file}${end}`) ? readFile(`${file}${end}`) : undefined);
	const [plain, brotli, gzip] = await Promise.all([readFile(file), copy(packed.br), copy(packed.gzip)]);
	const { isHashed = (asked: string) => asked.startsWith('assets/') } = folder;
	const type = contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream';
	return {
		etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
		headers: {
			'content-type': type,
			'cache-control': isHashed(name) ? 'public, max-age=31536000, immutable' : (folder.cacheControl ?? 'no-cache'),
			...(brotli || gzip ? { vary: 'accept-encoding' } : {}),
			...(folder.crossOrigin
				? { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }
				: {}),
		},
		plain,
		brotli,
		gzip,
	};
}

async function filesBelow(directory: string): Promise<string[]> {
	try {
		const found = await readdir(directory, { recursive: true, withFileTypes: true });
		// Only plain files: a link could lead out of the folder.
		return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	} catch (fault) {
		if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return [];
		throw fault;
	}
}

function accepts(header: string | undefined, encoding: string): boolean {
	return (header ?? '').split(',').some((part) => {
		const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
		return name === encoding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
	});
}

function respond(asset: Asset, request: HttpRequest): HttpResponse {
	const { headers, etag } = asset;
	// Weak comparison: what proxies prefix with W/ is still this version.
	const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
	if (known.includes(etag) || known.includes('*')) {
		// With its content type: what a browser keeps takes on these headers, the policy for that type among them.
		return { status: 304, headers: { ...headers, etag } };
	}
	const encodings = request.headers['accept-encoding'];
	if (asset.brotli && accepts(encodings, 'br')) {
		return { status: 200, headers: { ...headers, etag, 'content-encoding': 'br' }, body: asset.brotli };
	}
	if (asset.gzip && accepts(encodings, 'gzip')) {
		return { status: 200, headers: { ...headers, etag, 'content-encoding': 'gzip' }, body: asset.gzip };
	}
	return { status: 200, headers: { ...headers, etag }, body: asset.plain };
}

function decoded(path: string): string | undefined {
	try {
		return decodeURIComponent(path);
	} catch {
		// A percent sign that introduces nothing.
		return undefined;
	}
}

function joined(mountAt: string, rest: string): string {
	return `${mountAt === '/' ? '' : mountAt}/${rest}`;
}

/** Reads the folders into memory. */
export async function createStaticFiles(folders: readonly StaticFolder[]): Promise<StaticFiles> {
	const assets = new Map<string, Asset>();
	const fallbacks: { readonly below: string; readonly asset: Asset }[] = [];
	for (const folder of folders) {
		const files = new Set(await filesBelow(folder.directory));
		const own = [...files].filter((file) => !isPacked(file, files));
		const loaded = await Promise.all(
			own.map(async (file) => {
				const name = relative(folder.directory, file).split(sep).join('/');
				return { name, asset: await loadAsset(file, name, folder, files) };
			}),
		);
		for (const { name, asset } of loaded) {
			assets.set(joined(folder.mountAt, name), asset);
			if (name === folder.pageFallback) fallbacks.push({ below: joined(folder.mountAt, ''), asset });
		}
	}
	// The deepest mount first, so that `/` is the last resort.
	fallbacks.sort((a, b) => b.below.length - a.below.length);

	/** Only what looks like a page: a missing script answered with HTML would be a puzzle in somebody's console. */
	function pageFor(path: string): Asset | undefined {
		if (extname(path) !== '') return undefined;
		return fallbacks.find(({ below }) => `${path}/`.startsWith(below))?.asset;
	}

	return {
		paths: new Set(assets.keys()),
		serve(request) {
			const path = decoded(request.path);
			if (path === undefined) return undefined;
			const asset = assets.get(path) ?? pageFor(path);
			return asset && respond(asset, request);
		},
	};
}
