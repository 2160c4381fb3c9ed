/** Environment → frozen configuration. Pure; a wrong variable is a sentence for the operator, never a guess. */
import { z } from 'zod';
import { email, password } from '../shared/input.ts';
import { type Plan, plans } from '../shared/plans.ts';
import { parseSmtpUrl, type SmtpConfig } from './mail/smtp-url.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
	readonly port: number;
	readonly host: string;
	readonly dataDir: string;
	/** Null: PGlite in `dataDir`. */
	readonly databaseUrl: string | null;
	/** An origin without a trailing slash. Null: wherever the Host header says. */
	readonly publicUrl: string | null;
	/** Null: made once and kept in `dataDir`. */
	readonly secretKey: string | null;
	/** Creates the owner at the first start, instead of a one-time link. */
	readonly owner: { readonly email: string; readonly password: string } | null;
	readonly defaultPlan: Plan;
	/** The demo is offered. */
	readonly demo: boolean;
	/** An embedded database is backed up before an upgrade changes it. */
	readonly backupBeforeUpgrade: boolean;
	/** How many proxies in front of this process add to the forwarded-for header. */
	readonly trustedProxies: number;
	readonly logLevel: LogLevel;
	/** Null: no mail is sent. */
	readonly smtp: SmtpConfig | null;
	/** Webhooks may lead into private networks and to this machine. */
	readonly webhooksPrivate: boolean;
	/** An endpoint for sites that choose a model and name none of their own. */
	readonly ai: { readonly baseUrl: string; readonly model: string; readonly apiKey: string } | null;
}

export type ConfigResult =
	| {
			readonly ok: true;
			readonly config: Config;
			/** What an operator should know of them, one line each. */
			readonly notes: readonly string[];
	  }
	/** One line each: the variable, the fault, a right example. */
	| { readonly ok: false; readonly problems: readonly string[] };

export type Environment = Readonly<Record<string, string | undefined>>;

interface Variable {
	readonly schema: z.ZodType;
	/** What it must be, after the name. */
	readonly rule: string;
	readonly example: string;
	/** Its value is not repeated in a message. */
	readonly secret?: true;
	/** Blanks at its ends belong to it. */
	readonly verbatim?: true;
}

const whole = (max: number) =>
	z
		.string()
		.regex(/^\d{1,9}$/)
		.transform(Number)
		.pipe(z.int().max(max));

const hostName = z.string().regex(/^(?:[0-9a-z](?:[0-9a-z.-]{0,251}[0-9a-z])?|[0-9a-f:.]*:[0-9a-f:.]*)$/i);

/** A web address that is nothing but its origin: Baton does not live below a path. */
const bareOrigin = z
	.url({ protocol: /^https?$/ })
	.transform((text) => new URL(text))
	.refine((url) => url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '')
	.transform((url) => url.origin);

const httpUrl = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));

const onOrOff = z.stringbool({ truthy: ['on', 'true', '1', 'yes'], falsy: ['off', 'false', '0', 'no'] });

const variables = {
	PORT: { schema: whole(65_535), rule: 'must be a whole number from 0 to 65535', example: '3000' },
	HOST: { schema: hostName, rule: 'must be an address or a host name, without scheme and port', example: '0.0.0.0' },
	DATA_DIR: { schema: z.string(), rule: 'must be a folder', example: './data' },
	DATABASE_URL: {
		schema: z.url({ protocol: /^postgres(?:ql)?$/ }),
		rule: 'must be the address of a Postgres database',
		example: 'postgres://baton:password@localhost:5432/baton',
		secret: true,
	},
	NATS_URL: {
		schema: z.never(),
		rule: 'is set, but several nodes are not supported yet: remove it and run one process',
		example: '',
		secret: true,
	},
	PUBLIC_URL: {
		schema: bareOrigin,
		rule: 'must be a web address without a path',
		example: 'https://chat.example.com',
	},
	SECRET_KEY: {
		schema: z.string().min(32),
		rule: 'must be at least 32 random characters (or leave it out: one is made and kept in DATA_DIR)',
		example: '"$(openssl rand -hex 32)"',
		secret: true,
	},
	OWNER_EMAIL: { schema: email, rule: 'must be an e-mail address', example: 'owner@example.com' },
	OWNER_PASSWORD: {
		schema: password,
		rule: 'must have 10 to 200 characters',
		example: '"three words and a number 7"',
		secret: true,
		verbatim: true,
	},
	DEFAULT_PLAN: { schema: z.enum(plans), rule: `must be one of ${plans.join(', ')}`, example: 'pro' },
	DEMO: { schema: onOrOff, rule: 'must be on or off', example: 'off' },
	BACKUP_BEFORE_UPGRADE: { schema: onOrOff, rule: 'must be on or off', example: 'off' },
	TRUSTED_PROXIES: {
		schema: whole(10),
		rule: 'must be the number of proxies in front of Baton, from 0 to 10',
		example: '1',
	},
	LOG_LEVEL: { schema: z.enum(logLevels), rule: `must be one of ${logLevels.join(', ')}`, example: 'info' },
	AI_BASE_URL: {
		schema: httpUrl,
		rule: 'must be the address of an OpenAI-compatible endpoint',
		example: 'https://api.example.com/v1',
	},
	AI_MODEL: { schema: z.string().max(200), rule: 'must be the name of a model', example: 'small-model-1' },
	AI_API_KEY: {
		schema: z.string().max(500),
		rule: 'must be the key of that endpoint',
		example: 'sk-0123456789',
		secret: true,
	},
	SMTP_URL: {
		schema: z
			.string()
			.transform(parseSmtpUrl)
			.pipe(z.custom<SmtpConfig>((value) => value !== null)),
		rule: 'must be the address of a mail server, with ?from= and the address that mails come from',
		example: 'smtps://user:password@mail.example.com?from=baton@example.com',
		secret: true,
	},
	WEBHOOKS_PRIVATE: {
		schema: z.stringbool({ truthy: ['on', 'true', '1', 'yes'], falsy: ['off', 'false', '0', 'no'] }),
		rule: 'must be on or off',
		example: 'off',
	},
} as const satisfies Readonly<Record<string, Variable>>;

type Name = keyof typeof variables;
type Values = { readonly [N in Name]?: z.output<(typeof variables)[N]['schema']> | undefined };

/** The values that parse; each that does not adds a line to `problems`. An empty variable is one that is not set. */
function parse(env: Environment, problems: string[]): Values {
	const values: Record<string, unknown> = {};
	for (const [name, variable] of Object.entries<Variable>(variables)) {
		const raw = env[name] ?? '';
		const text = raw.trim();
		if (text === '') continue;
		const parsed = variable.schema.safeParse(variable.verbatim ? raw : text);
		if (parsed.success) values[name] = parsed.data;
		else problems.push(problemOf(name, variable, text));
	}
	// The loop above is the mapped type written out; the compiler can't follow names into it.
	return values as Values;
}

function problemOf(name: string, { rule, example, secret }: Variable, raw: string): string {
	// A value may have been pasted from anywhere: quoted, so that it can't write lines of its own.
	const shown = secret ? '' : ` (it is ${JSON.stringify(raw.length > 60 ? `${raw.slice(0, 60)}…` : raw)})`;
	return `${name} ${rule}${shown}.${example === '' ? '' : ` Example: ${name}=${example}`}`;
}

const missing = (name: Name, partner: Name) =>
	`${name} is needed with ${partner}: set both or neither. Example: ${name}=${variables[name].example}`;

/** Reads every variable of docs/spec.md section 11. */
export function readConfig(env: Environment): ConfigResult {
	const problems: string[] = [];
	const values = parse(env, problems);
	const has = (name: Name) => (env[name]?.trim() ?? '') !== '';
	if (has('OWNER_EMAIL') && !has('OWNER_PASSWORD')) problems.push(missing('OWNER_PASSWORD', 'OWNER_EMAIL'));
	if (has('OWNER_PASSWORD') && !has('OWNER_EMAIL')) problems.push(missing('OWNER_EMAIL', 'OWNER_PASSWORD'));
	if (has('AI_BASE_URL') && !has('AI_MODEL')) problems.push(missing('AI_MODEL', 'AI_BASE_URL'));
	for (const name of ['AI_MODEL', 'AI_API_KEY'] as const) {
		if (has(name) && !has('AI_BASE_URL')) problems.push(missing('AI_BASE_URL', name));
	}
	if (problems.length > 0) return { ok: false, problems };

	const host = values.HOST ?? '127.0.0.1';
	const publicUrl = values.PUBLIC_URL ?? null;
	const { OWNER_EMAIL: ownerEmail, OWNER_PASSWORD: ownerPassword, AI_BASE_URL: baseUrl, AI_MODEL: model } = values;
	const config: Config = {
		port: values.PORT ?? 3000,
		host,
		dataDir: values.DATA_DIR ?? './data',
		databaseUrl: values.DATABASE_URL ?? null,
		publicUrl,
		secretKey: values.SECRET_KEY ?? null,
		owner: ownerEmail && ownerPassword ? Object.freeze({ email: ownerEmail, password: ownerPassword }) : null,
		defaultPlan: values.DEFAULT_PLAN ?? 'pro',
		backupBeforeUpgrade: values.BACKUP_BEFORE_UPGRADE ?? true,
		demo: values.DEMO ?? (isLoopback(host) && publicUrl === null),
		trustedProxies: values.TRUSTED_PROXIES ?? 0,
		logLevel: values.LOG_LEVEL ?? 'info',
		smtp: values.SMTP_URL ?? null,
		webhooksPrivate: values.WEBHOOKS_PRIVATE ?? true,
		ai: baseUrl && model ? Object.freeze({ baseUrl, model, apiKey: values.AI_API_KEY ?? '' }) : null,
	};
	const notes =
		config.smtp !== null && publicUrl === null
			? ['SMTP_URL is set without PUBLIC_URL: links in mails will only work on this machine.']
			: [];
	return { ok: true, config: Object.freeze(config), notes };
}

/** Where PGlite lives in a data folder. */
export const embeddedFolder = (dataDir: string): string => `${dataDir.replace(/\/+$/, '')}/pglite`;

/** Reachable from this machine only. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
