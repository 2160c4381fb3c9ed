import { availableParallelism } from 'node:os';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { HeavyFirst } from './tests/support/heavy-first.ts';

// Tests wait for the database and for sockets as much as they compute: more workers than cores pay off on a small machine.
const maxWorkers = Math.max(3, availableParallelism() - 1);
/** Browsers fill the machine by themselves. */
const maxBrowsers = Math.max(2, availableParallelism() - 1);
/** A process of its own for each file would start its own Postgres or Chromium and load all modules again: a third more work. */
const shared = { isolate: false } as const;
const heavy = ['tests/process/**', 'tests/browser/**'];
// Needs programs that a fresh machine lacks: a command of its own.
const apart = ['tests/deploy/**'];
const client = ['tests/dashboard*/**', 'tests/widget*/**'];
/** It runs the dashboard's code too. */
const simulation = 'tests/sim/*.test.ts';

export default defineConfig({
	test: {
		pool: 'forks',
		maxWorkers,
		sequence: { sequencer: HeavyFirst },
		// A test that asserts nothing cannot fail.
		expect: { requireAssertions: true },
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					...shared,
					include: ['tests/**/*.test.ts'],
					exclude: [...heavy, ...client, ...apart, simulation],
					// A first PGlite on a busy machine takes seconds.
					testTimeout: 30_000,
					hookTimeout: 60_000,
				},
			},
			{
				extends: true,
				plugins: [solid()],
				// In Node, Solid would resolve to its server build, where nothing is reactive.
				resolve: { conditions: ['development', 'browser'] },
				test: {
					name: 'client',
					...shared,
					include: [...client.map((folder) => `${folder}/*.test.{ts,tsx}`), simulation],
					environment: 'node',
					server: { deps: { inline: [/solid/, /kobalte/] } },
					testTimeout: 30_000,
				},
			},
			// Real processes and real browsers run after the rest and among themselves: they measure time and fill the machine.
			{
				extends: true,
				test: {
					name: 'process',
					...shared,
					include: ['tests/process/**/*.test.ts'],
					globalSetup: ['tests/support/global-setup.ts'],
					sequence: { groupOrder: 1 },
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
			{
				extends: true,
				test: {
					name: 'browser',
					...shared,
					// A look costs the page some work, and a wait here is never short.
					expect: { poll: { interval: 100 } },
					include: ['tests/browser/**/*.test.ts'],
					globalSetup: ['tests/support/global-setup.ts'],
					maxWorkers: maxBrowsers,
					sequence: { groupOrder: 2 },
					testTimeout: 60_000,
					hookTimeout: 120_000,
				},
			},
		],
	},
});
