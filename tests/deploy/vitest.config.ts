import { defineConfig } from 'vitest/config';

// Needs Caddy and nginx on the machine, so it is a command of its own: `npm run test:deploy`.
export default defineConfig({
	test: {
		include: ['tests/deploy/**/*.test.ts'],
		globalSetup: ['tests/support/global-setup.ts'],
		testTimeout: 60_000,
		hookTimeout: 120_000,
		maxWorkers: 1,
		expect: { requireAssertions: true },
	},
});
