import { destination, pino } from 'pino';
import type { LogLevel } from './config.ts';
import type { Log } from './log.ts';

/** JSON lines on standard error; standard output is for the person who started it. Secrets are cut out by name. */
export function createPinoLog(level: LogLevel): Log {
	const secrets = ['password', 'token', 'apiKey', 'key', 'cookie', 'authorization', 'text'];
	return pino(
		{
			level,
			base: null,
			redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
		},
		destination({ fd: 2, sync: true }),
	);
}
