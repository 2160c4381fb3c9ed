import { describe, expect, test } from 'vitest';
import { type Environment, readConfig } from '../../server/config.ts';

const configOf = (env: Environment) => {
	const result = readConfig(env);
	if (!result.ok) throw new Error(result.problems.join('\n'));
	return result.config;
};

const problemsOf = (env: Environment) => {
	const result = readConfig(env);
	return result.ok ? [] : result.problems;
};

describe('a configuration', () => {
	test('without any variable is the documented defaults', () => {
		expect(configOf({})).toEqual({
			port: 3000,
			host: '127.0.0.1',
			dataDir: './data',
			databaseUrl: null,
			publicUrl: null,
			secretKey: null,
			owner: null,
			defaultPlan: 'pro',
			demo: true,
			trustedProxies: 0,
			logLevel: 'info',
			webhooksPrivate: true,
			backupBeforeUpgrade: true,
			ai: null,
			smtp: null,
		});
	});

	test('takes every variable', () => {
		const config = configOf({
			PORT: '80',
			HOST: '::',
			DATA_DIR: '/var/lib/baton',
			DATABASE_URL: 'postgresql://a:b@db/baton',
			PUBLIC_URL: 'https://Chat.Example.com/',
			SECRET_KEY: 'k'.repeat(32),
			OWNER_EMAIL: ' Owner@Example.com ',
			OWNER_PASSWORD: ' blanks belong to it ',
			DEFAULT_PLAN: 'free',
			DEMO: 'On',
			TRUSTED_PROXIES: '2',
			LOG_LEVEL: 'debug',
			WEBHOOKS_PRIVATE: 'off',
			AI_BASE_URL: 'http://127.0.0.1:11434/v1/',
			AI_MODEL: 'small',
			AI_API_KEY: 'secret',
			BACKUP_BEFORE_UPGRADE: 'false',
			SMTP_URL: 'smtp://ops%40example.com:p%23ss@mail.example.com:2525?from=Baton%20%3Cchat@example.com%3E',
		});
		expect(config).toEqual({
			port: 80,
			host: '::',
			dataDir: '/var/lib/baton',
			databaseUrl: 'postgresql://a:b@db/baton',
			publicUrl: 'https://chat.example.com',
			secretKey: 'k'.repeat(32),
			owner: { email: 'owner@example.com', password: ' blanks belong to it ' },
			defaultPlan: 'free',
			demo: true,
			trustedProxies: 2,
			logLevel: 'debug',
			webhooksPrivate: false,
			backupBeforeUpgrade: false,
			ai: { baseUrl: 'http://127.0.0.1:11434/v1', model: 'small', apiKey: 'secret' },
			smtp: {
				host: 'mail.example.com',
				port: 2525,
				secure: false,
				auth: { user: 'ops@example.com', pass: 'p#ss' },
				from: { name: 'Baton', address: 'chat@example.com' },
			},
		});
		expect(Object.isFrozen(config) && Object.isFrozen(config.owner) && Object.isFrozen(config.ai)).toBe(true);
	});

	test('treats an empty variable as one that is not set', () => {
		expect(configOf({ PORT: '', PUBLIC_URL: '  ', NATS_URL: '', SMTP_URL: '' })).toEqual(configOf({}));
	});

	test.each([
		[{}, true],
		[{ HOST: 'localhost' }, true],
		[{ HOST: '::1' }, true],
		[{ HOST: '127.0.1.1' }, true],
		[{ HOST: '0.0.0.0' }, false],
		[{ HOST: '127.example.com' }, false],
		[{ PUBLIC_URL: 'https://chat.example.com' }, false],
		[{ PUBLIC_URL: 'https://chat.example.com', DEMO: 'on' }, true],
		[{ DEMO: 'off' }, false],
	])('offers the demo only where nobody else can reach it, unless told: %j → %s', (env, offered) => {
		expect(configOf(env).demo).toBe(offered);
	});
});

describe('a bad variable', () => {
	test.each<[Environment, string]>([
		[{ PORT: '80a' }, 'PORT must be a whole number from 0 to 65535 (it is "80a"). Example: PORT=3000'],
		[{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535 (it is "65536"). Example: PORT=3000'],
		[{ PORT: '-1' }, 'PORT must be a whole number from 0 to 65535 (it is "-1"). Example: PORT=3000'],
		[{ PORT: '0x10' }, 'PORT must be a whole number from 0 to 65535 (it is "0x10"). Example: PORT=3000'],
		[
			{ HOST: 'http://0.0.0.0' },
			'HOST must be an address or a host name, without scheme and port (it is "http://0.0.0.0"). Example: HOST=0.0.0.0',
		],
		[
			{ PUBLIC_URL: 'chat.example.com' },
			'PUBLIC_URL must be a web address without a path (it is "chat.example.com"). Example: PUBLIC_URL=https://chat.example.com',
		],
		[
			{ PUBLIC_URL: 'https://example.com/chat' },
			'PUBLIC_URL must be a web address without a path (it is "https://example.com/chat"). Example: PUBLIC_URL=https://chat.example.com',
		],
		[
			{ DEFAULT_PLAN: 'gold' },
			'DEFAULT_PLAN must be one of free, standard, pro (it is "gold"). Example: DEFAULT_PLAN=pro',
		],
		[{ DEMO: 'maybe' }, 'DEMO must be on or off (it is "maybe"). Example: DEMO=off'],
		[
			{ TRUSTED_PROXIES: 'true' },
			'TRUSTED_PROXIES must be the number of proxies in front of Baton, from 0 to 10 (it is "true"). Example: TRUSTED_PROXIES=1',
		],
		[
			{ LOG_LEVEL: 'loud' },
			'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent (it is "loud"). Example: LOG_LEVEL=info',
		],
		[
			{ NATS_URL: 'nats://localhost' },
			'NATS_URL is set, but several nodes are not supported yet: remove it and run one process.',
		],
		[
			{ OWNER_EMAIL: 'owner@example.com' },
			'OWNER_PASSWORD is needed with OWNER_EMAIL: set both or neither. Example: OWNER_PASSWORD="three words and a number 7"',
		],
		[
			{ OWNER_PASSWORD: 'long enough for it' },
			'OWNER_EMAIL is needed with OWNER_PASSWORD: set both or neither. Example: OWNER_EMAIL=owner@example.com',
		],
		[
			{ AI_BASE_URL: 'http://localhost/v1' },
			'AI_MODEL is needed with AI_BASE_URL: set both or neither. Example: AI_MODEL=small-model-1',
		],
		[
			{ AI_API_KEY: 'key' },
			'AI_BASE_URL is needed with AI_API_KEY: set both or neither. Example: AI_BASE_URL=https://api.example.com/v1',
		],
	])('%j: one line with the variable, the fault and a right example', (env, line) => {
		expect(problemsOf(env)).toEqual([line]);
	});

	test.each<[string, Environment]>([
		['SECRET_KEY', { SECRET_KEY: 'hunter2' }],
		['DATABASE_URL', { DATABASE_URL: 'mysql://root:hunter2@db/baton' }],
		['OWNER_PASSWORD', { OWNER_EMAIL: 'owner@example.com', OWNER_PASSWORD: 'hunter2' }],
	])('%s: its value is not repeated', (name, env) => {
		const problems = problemsOf(env);
		expect(problems).toHaveLength(1);
		expect(problems[0]?.startsWith(`${name} must`)).toBe(true);
		expect(problems[0]).not.toContain('hunter2');
	});

	test('that holds line breaks still makes one line', () => {
		expect(problemsOf({ PORT: '1\n2' })).toEqual([
			'PORT must be a whole number from 0 to 65535 (it is "1\\n2"). Example: PORT=3000',
		]);
	});

	test('does not hide the next one', () => {
		expect(problemsOf({ PORT: 'x', DEMO: 'x', NATS_URL: 'x' }).map((line) => line.split(' ')[0])).toEqual([
			'PORT',
			'NATS_URL',
			'DEMO',
		]);
	});

	test('every example in a message is itself right', () => {
		const wrong = { PORT: 'x', HOST: '/', PUBLIC_URL: 'x', OWNER_EMAIL: 'x', OWNER_PASSWORD: 'x', DEFAULT_PLAN: 'x' };
		const more = { DEMO: 'x', TRUSTED_PROXIES: 'x', LOG_LEVEL: 'x', AI_BASE_URL: 'x', DATABASE_URL: 'x' };
		const problems = problemsOf({ ...wrong, ...more, AI_MODEL: 'm' });
		const examples = problems.map((line) => /Example: (\w+)=(.+)$/.exec(line)?.slice(1) ?? []);
		expect(examples).toHaveLength(11);
		const env = Object.fromEntries(examples.map(([name, value]) => [name ?? '', value?.replaceAll('"', '')]));
		expect(problemsOf({ ...env, AI_MODEL: 'm' })).toEqual([]);
	});
});

test.each([
	'mail.example.com',
	'http://mail.example.com?from=a@example.com',
	'smtp://mail.example.com',
	'smtp://user:secret@mail.example.com',
	'smtp://user@mail.example.com?from=a@example.com',
	'smtp://mail.example.com?from=nobody',
	'smtp://mail.example.com?from=a@example.com&tls=off',
	'smtp://mail.example.com/path?from=a@example.com',
	'smtp://mail.example.com?from=a%0D%0ABcc:%20b%3Ca@example.com%3E',
])('SMTP_URL=%s is refused without repeating it', (url) => {
	expect(problemsOf({ SMTP_URL: url })).toEqual([
		'SMTP_URL must be the address of a mail server, with ?from= and the address that mails come from. Example: SMTP_URL=smtps://user:password@mail.example.com?from=baton@example.com',
	]);
});

test('a user that is an address is the sender, and smtps has its own port', () => {
	expect(configOf({ SMTP_URL: 'smtps://chat%40example.com:x@[::1]' }).smtp).toMatchObject({
		host: '::1',
		port: 465,
		secure: true,
		from: { name: '', address: 'chat@example.com' },
	});
});

test('mail without a public address says what will not work', () => {
	const result = readConfig({ SMTP_URL: 'smtp://mail.example.com?from=a@example.com' });
	expect(result.ok && result.notes).toEqual([
		'SMTP_URL is set without PUBLIC_URL: links in mails will only work on this machine.',
	]);
});
