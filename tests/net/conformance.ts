import { describe } from 'vitest';
import { callCases } from './conformance/calls.ts';
import { drainCases } from './conformance/drain.ts';
import { frameCases } from './conformance/frames.ts';
import { openingCases } from './conformance/opening.ts';
import { resumeCases } from './conformance/resume.ts';
import { slowReaderCases } from './conformance/slow-readers.ts';
import type { CreateTransport } from './support/world.ts';

/** One suite for every transport: what the official client and handler may count on. */
export function registerConformance(name: string, create: CreateTransport): void {
	describe(`transport over ${name}`, () => {
		openingCases(create);
		frameCases(create);
		callCases(create);
		resumeCases(create);
		slowReaderCases(create);
		drainCases(create);
	});
}
