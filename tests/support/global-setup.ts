import type { TestProject } from 'vitest/node';
import { build } from '../../scripts/build.mjs';
import { prepareChromium } from './chromium.ts';

/** Runs once, and only for the projects that name it and have a test in this run. */
export async function setup(project: TestProject): Promise<void> {
	await build();
	if (project.name === 'browser') await prepareChromium();
}
