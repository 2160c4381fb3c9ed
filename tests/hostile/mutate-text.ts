/** What is done to a message as text, whatever it says. */
import type { Chance } from './chance.ts';

export type TextMutation = (text: string, chance: Chance) => string | Buffer;

function cut(text: string, chance: Chance): string {
	return text.slice(0, chance.below(text.length));
}

function flipped(text: string, chance: Chance): Buffer {
	const bytes = Buffer.from(text);
	const where = chance.below(bytes.length);
	// Below 0x80, so that it stays text: broken text is for the raw connection.
	bytes[where] = (bytes[where] ?? 0) ^ (1 << chance.below(7));
	return bytes;
}

function inserted(text: string, chance: Chance): string {
	const where = chance.below(text.length);
	return `${text.slice(0, where)}${chance.pick(['\u0001', ',', '"', '}', '\\', 'NaN', '/* */', '\n', '\u00a0'])}${text.slice(where)}`;
}

export const textMutations: Readonly<Record<string, TextMutation>> = {
	'JSON cut': cut,
	'JSON with a bit turned': flipped,
	'JSON with something put in': inserted,
	'JSON twice': (text) => text + text,
	'JSON after a byte order mark': (text) => `\ufeff${text}`,
	'JSON in spaces': (text) => ` \n\t${text.replaceAll(':', ' : ')}\r\n`,
	'JSON with NaN': (text, chance) =>
		text.replace(/:[^,}]+/, `:${chance.pick(['NaN', 'Infinity', '-Infinity', 'undefined', '.5', '01'])}`),
	'JSON with a trailing comma': (text) => text.replace(/\}$/, ',}'),
	'JSON in single quotes': (text) => text.replaceAll('"', "'"),
	'JSON that is none': (_, chance) =>
		chance.pick([
			'',
			' ',
			'null',
			'true',
			'0',
			'-',
			'"x"',
			'[]',
			'{}',
			'[null]',
			'[[]]',
			'[1,2]',
			'nonsense',
			'\\',
			'{"id":',
			'undefined',
		]),
};
