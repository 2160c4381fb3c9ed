import { expect, test } from 'vitest';
import { nameFault } from '../../dashboard/shell/agent-name-check.ts';
import { emailFault, passwordFault, safeNext } from '../../dashboard/sign-in/check.ts';
import { displayName, email, password } from '../../shared/input.ts';

test.each(['', ' ', 'anna', 'anna@', '@example.com', 'a b@example.com', 'anna@example.com', ' anna@example.com '])(
	'what the form says of the address %j is what the server will say',
	(text) => {
		expect(emailFault(text) === null).toBe(email.safeParse(text).success);
	},
);

test.each(['', 'short', 'nine char', 'ten chars!'])('a new password %j is judged as the server will', (text) => {
	expect(passwordFault(text, true) === null).toBe(password.safeParse(text).success);
});

test('a password to sign in with only has to be there', () => {
	expect(passwordFault('short', false)).toBeNull();
	expect(passwordFault('', false)).toBe('empty');
});

test.each(['', 'Jānis no atbalsta', 'a'.repeat(60), 'a'.repeat(61), 'a\u202eb', 'a\nb', 'a\u0000', '\ud800', '👩‍💻'])(
	'a display name %j is judged as the server will',
	(name) => {
		expect(nameFault(name) === null).toBe(displayName.safeParse(name).success);
	},
);

test.each([
	[undefined, '/'],
	['/sites/1/monitor', '/sites/1/monitor'],
	['//evil.example', '/'],
	['/\\evil.example', '/'],
	['https://evil.example', '/'],
	['/sign-in?why=out', '/'],
])('after signing in, %j leads to %s', (next, where) => {
	expect(safeNext(next)).toBe(where);
});
