/**
 * A local socket through which `npm run admin` talks to the running server: JSON lines, one question, words of progress,
 * one answer. Who may open it is decided by the file system: only the user that runs the server.
 */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { type AdminCommand, type AdminCommands, type AdminReply, adminCommand, type Say } from './commands.ts';
import { condition } from './condition.ts';

/** The name of a socket has a fixed room in the kernel: 104 bytes on the tightest system. */
const longestPath = 100;
const maxBytes = 64 * 1024;
const silenceMs = 15_000;

/** In the data folder, or, where its path is too long for a socket, in a folder that only this user may enter. */
export function adminSocketPath(dataDir: string): string {
	const folder = resolve(dataDir);
	const path = join(folder, 'admin.sock');
	if (Buffer.byteLength(path) <= longestPath) return path;
	const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
	return join(tmpdir(), `baton-${process.getuid?.() ?? 0}`, `${name}.sock`);
}

/** The folder is in a place where anybody may make one of that name: it must be ours alone. */
function ensurePrivate(path: string, dataDir: string): void {
	const folder = join(path, '..');
	if (folder === resolve(dataDir)) return;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const { uid, mode } = lstatSync(folder);
	const isOurs = uid === process.getuid?.() && (mode & 0o077) === 0;
	if (!isOurs) throw new Error(`${folder} belongs to somebody else`);
}

export interface AdminServer {
	/** Never rejects: a server without it serves all the same, and the log says so. */
	start(): Promise<void>;
	stop(): Promise<void>;
}

export interface AdminServerDeps {
	readonly dataDir: string;
	readonly execute: AdminCommands;
	readonly log: Log;
}

export function createAdminServer({ dataDir, execute, log }: AdminServerDeps): AdminServer {
	const path = adminSocketPath(dataDir);
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		// The person at the other end may press Ctrl-C at any time.
		socket.on('error', () => {});
		void readLine(socket)
			.then((line) => answer(line, (said) => void socket.write(`${JSON.stringify({ progress: said })}\n`)))
			.then((reply) => socket.end(`${JSON.stringify(reply)}\n`))
			.catch(() => socket.destroy());
	});

	// Without this a fault of the listening socket would end the process.
	server.on('error', (error) => log.warn({ err: error }, 'the socket of npm run admin failed'));

	async function answer(line: string, say: Say): Promise<AdminReply> {
		const command = adminCommand.safeParse(parseJson(line));
		if (!command.success) return { ok: false, lines: ['The running server does not know this command: is it older?'] };
		try {
			const reply = await execute(command.data, say);
			log.info({ command: command.data.command, ok: reply.ok }, 'an admin command was run');
			return reply;
		} catch (error) {
			log.error({ err: error, command: command.data.command }, 'an admin command failed');
			return { ok: false, lines: ['The server could not do it: its log says why.'] };
		}
	}

	return {
		async start() {
			try {
				ensurePrivate(path, dataDir);
				// A killed server leaves its file behind. One that answers is alive: on Postgres two may share a folder.
				if (await isAlive(path)) throw new Error('another server answers there');
				rmSync(path, { force: true });
				await listen(server, path);
			} catch (error) {
				log.warn({ err: error, path }, 'npm run admin can not reach this server');
			}
		},
		async stop() {
			const closed = new Promise((done) => server.close(done));
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

function listen(server: Server, path: string): Promise<void> {
	return new Promise((done, failed) => {
		server.once('error', failed);
		// The file is made within this call: no moment in which others might open it.
		const mask = process.umask(0o177);
		try {
			server.listen(path, done);
		} finally {
			process.umask(mask);
		}
	});
}

async function isAlive(path: string): Promise<boolean> {
	const socket = await connect(path);
	socket?.destroy();
	return socket !== null;
}

/** Null: nobody listens there. */
function connect(path: string): Promise<Socket | null> {
	return new Promise((done, failed) => {
		const socket = createConnection(path, () => done(socket));
		socket.once('error', (error) => {
			const nobody = 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED');
			if (nobody) done(null);
			else failed(error);
		});
	});
}

/** The first line that is not `progress`; rejects if none comes. A long command is not silent. */
function readLine(socket: Socket, progress: (line: string) => boolean = () => false): Promise<string> {
	return new Promise((done, failed) => {
		let text = '';
		const fail = () => failed(new Error('the connection ended before an answer came'));
		socket.setEncoding('utf8');
		socket.setTimeout(silenceMs, fail);
		socket.once('close', fail);
		socket.once('error', failed);
		socket.on('data', (part: string) => {
			text += part;
			for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
				const line = text.slice(0, end);
				text = text.slice(end + 1);
				if (!progress(line)) done(line);
			}
			if (text.length > maxBytes) fail();
		});
	});
}

function parseJson(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		// Not one of ours; it will not pass for a command.
		return null;
	}
}

const adminReply = z.object({ ok: z.boolean(), lines: z.array(z.string()), condition: condition.optional() });
const adminProgress = z.strictObject({ progress: z.string() });

/** Asks the running server. Null: none is running on this data folder. */
export async function askServer(
	dataDir: string,
	command: AdminCommand,
	say: Say = () => {},
): Promise<AdminReply | null> {
	const socket = await connect(adminSocketPath(dataDir));
	if (socket === null) return null;
	const progress = (line: string): boolean => {
		const parsed = adminProgress.safeParse(parseJson(line));
		if (parsed.success) say(parsed.data.progress);
		return parsed.success;
	};
	try {
		socket.write(`${JSON.stringify(command)}\n`);
		return adminReply.parse(parseJson(await readLine(socket, progress)));
	} finally {
		socket.destroy();
	}
}

/** A server answers on this data folder. */
export const isServerThere = (dataDir: string): Promise<boolean> => isAlive(adminSocketPath(dataDir));
