/** What the simulation must have met, and what it leaves to others. */
import type { Rule } from './ledger.ts';
import type { Layer } from './network.ts';
import { wireRules } from './wire/rules.ts';

const always: readonly Rule[] = [
	'R0',
	'I1',
	'I2',
	'I3',
	'I4',
	'I5',
	'I6',
	'I7',
	'I8',
	'I9',
	'I10',
	'I11',
	'I12',
	'I13',
	'I14',
	'I16',
	'I17',
	'I18',
	'I19',
	'I20',
	'I21',
	'I22',
	'I25',
	'I26',
	'I27',
	'I28',
	'I29',
	'I30',
];

/** A run in which the case of one of these never arose has shown nothing about it, and fails. */
export const expectedOf = (layer: Layer['name']): readonly Rule[] =>
	layer === 'calls' ? always : [...always, ...(Object.keys(wireRules) as (keyof typeof wireRules)[])];

export const elsewhere: Readonly<Record<string, string>> = {
	I15: 'leases between many nodes: not part of this version',
	I23: 'tests/server/watching.test.ts: frames of real sockets, with and without watchers',
	I24: 'tests/bounds and tests/net: bytes that a real socket holds',
};
