/** Protections that can be taken away, to see that their absence is found out: each was once missing. */
import type { Hole } from './instrument.ts';

interface NamedHole extends Hole {
	readonly name: string;
	/** The point that shows it. */
	readonly shownBy: string;
}

export const holes: readonly NamedHole[] = [
	{
		name: 'a statechart that could not begin',
		path: 'server/actor/life.ts',
		from: 'actor.start();',
		to: 'actor.start(); if (fault !== null) { const was = fault; fault = null; void was; }',
		shownBy: 'placeOf',
	},
	{
		name: 'a step of the provider',
		path: 'server/actor/turn.ts',
		from: '.catch(reject);',
		to: ';',
		shownBy: 'const settle',
	},
	{
		name: 'readers that wait',
		path: 'server/actor/signal.ts',
		from: 'guarded(go, () => waiting.push(go))();',
		to: 'go();',
		shownBy: 'const go = ',
	},
	{
		name: 'the end of an actor',
		path: 'server/actor/directory.ts',
		from: 'actor.stop().catch(',
		to: 'void actor.stop(); Promise.resolve().catch(',
		shownBy: 'async stop() {',
	},
	{
		name: 'a provider that is told to stop',
		path: 'server/actor/turn.ts',
		from: 'const abort = createGuardedAbort(',
		to: 'const abort = new AbortController();\n\tvoid (',
		shownBy: 'when it is told to stop',
	},
];
