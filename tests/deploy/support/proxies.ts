/** Caddy and nginx with the very files of `deploy/`, on loopback ports and with certificates of their own making. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/prepared.ts';

export interface FrontProxy extends AsyncDisposable {
	readonly output: string;
}

export interface ProxyPlan {
	/** Where it listens, with TLS, as `localhost`. */
	readonly port: number;
	/** Where Baton listens. */
	readonly upstream: number;
}

const shipped = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8');

/** Changes what a test must change, and fails when the file does not hold it any more. */
function change(text: string, from: string, to: string): string {
	if (!text.includes(from)) throw new Error(`the shipped file does not hold ${JSON.stringify(from)}`);
	return text.replaceAll(from, to);
}

async function listens(port: number, child: ChildProcess, said: () => string): Promise<void> {
	for (;;) {
		if (child.exitCode !== null) throw new Error(`the proxy ended with ${child.exitCode}:\n${said()}`);
		const open = await new Promise<boolean>((resolve) => {
			const probe = connect(port, '127.0.0.1');
			probe.once('connect', () => resolve(true));
			probe.once('error', () => resolve(false));
			probe.once('close', () => resolve(false));
			probe.once('connect', () => probe.destroy());
		});
		if (open) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

async function run(command: string, args: readonly string[], folder: string, port: number): Promise<FrontProxy> {
	const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
	const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	const hear = (chunk: Buffer): void => {
		output += chunk.toString();
	};
	child.stdout.on('data', hear);
	child.stderr.on('data', hear);
	const ended = once(child, 'exit');
	await Promise.race([
		listens(port, child, () => output),
		once(child, 'error').then(([error]) => {
			throw new Error(`${command} can not be run (is its Debian package installed?): ${String(error)}`);
		}),
	]);
	return {
		get output() {
			return output;
		},
		async [Symbol.asyncDispose]() {
			child.kill('SIGTERM');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

export function startCaddy({ port, upstream }: ProxyPlan): Promise<FrontProxy> {
	const folder = mkdtempSync(join(tmpdir(), 'baton-caddy-'));
	// For `localhost` it makes a certificate by itself; the machine's own trust is none of a test's business.
	const settings = '{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n';
	const site = change(shipped('Caddyfile'), '{$DOMAIN}', `localhost:${port}`);
	const text = `${settings}${change(site, '{$UPSTREAM:127.0.0.1:3000}', `127.0.0.1:${upstream}`)}`;
	writeFileSync(join(folder, 'Caddyfile'), text);
	return run('caddy', ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')], folder, port);
}

export interface NginxPlan extends ProxyPlan {
	/** The http port that only sends people on. */
	readonly plainPort: number;
	/** Lines of the shipped file that somebody forgot. */
	readonly without?: readonly string[];
}

export function startNginx({ port, plainPort, upstream, without = [] }: NginxPlan): Promise<FrontProxy> {
	const folder = mkdtempSync(join(tmpdir(), 'baton-nginx-'));
	const key = join(folder, 'key.pem');
	const certificate = join(folder, 'certificate.pem');
	const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
	const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
	execFileSync('openssl', [...kind, ...subject, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
	let site = shipped('nginx.conf');
	site = change(site, '/etc/letsencrypt/live/chat.example.com/fullchain.pem', certificate);
	site = change(site, '/etc/letsencrypt/live/chat.example.com/privkey.pem', key);
	site = change(site, 'server_name chat.example.com;', 'server_name localhost;');
	site = change(site, 'listen 80;', `listen 127.0.0.1:${plainPort};`);
	site = change(site, 'listen 443 ssl', `listen 127.0.0.1:${port} ssl`);
	site = change(site, 'http://127.0.0.1:3000', `http://127.0.0.1:${upstream}`);
	for (const line of without) site = change(site, line, '');
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => {
		mkdirSync(join(folder, what));
		return `${what}_temp_path ${join(folder, what)};`;
	});
	// A worker of another user could not read a folder that is ours.
	const user = process.getuid?.() === 0 ? 'user root;' : '';
	const config = `${user}\npid ${join(folder, 'pid')};\nerror_log stderr warn;\nevents {}\nhttp {\naccess_log off;\n${temporary.join('\n')}\n${site}\n}\n`;
	writeFileSync(join(folder, 'nginx.conf'), config);
	return run('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], folder, port);
}

export interface PlainProxy extends AsyncDisposable {
	readonly base: string;
}

/** One that knows requests and answers and has never heard of WebSockets. */
export async function startPlainProxy(upstream: number): Promise<PlainProxy> {
	const server = createServer((request, response) => {
		const { upgrade: _, connection: __, ...headers } = request.headers;
		const onward = httpRequest({ port: upstream, path: request.url, method: request.method, headers });
		onward.on('response', (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		onward.on('upgrade', (_answer, socket) => {
			socket.destroy();
			response.writeHead(502).end();
		});
		onward.on('error', () => response.writeHead(502).end());
		request.pipe(onward);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return {
		base: `http://localhost:${port}`,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
