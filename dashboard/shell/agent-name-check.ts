import { limits } from '../../shared/limits.ts';

export type NameFault = 'long' | 'control';

/** The same rule as the server's schema: no controls, line separators or marks that fake a name. Empty is a choice. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

export function nameFault(name: string): NameFault | null {
	const text = name.trim();
	if (text.length > limits.displayNameUnits) return 'long';
	return controls.test(text) || !text.isWellFormed() ? 'control' : null;
}
