export interface LogFields {
	/** What was thrown goes under `err`: under any other name a line shows `{}` in its place. */
	readonly error?: string | undefined;
	readonly [name: string]: unknown;
}

/** What the server says to its operator: one line of JSON each. Ports that log own no more than this. */
export interface Log {
	debug(fields: LogFields, message: string): void;
	info(fields: LogFields, message: string): void;
	warn(fields: LogFields, message: string): void;
	error(fields: LogFields, message: string): void;
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
