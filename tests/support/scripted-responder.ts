/** An AI whose every word the test says. */
import type { Responder, ResponsePart, ResponseRequest } from '../../server/actor/ports.ts';
import type { AskWhy } from '../../shared/entry.ts';

export interface ScriptedCall {
	readonly request: ResponseRequest;
	readonly aborted: boolean;
	say(text: string): void;
	done(asks?: AskWhy | null): void;
	fail(): void;
}

export interface ScriptedResponder extends Responder {
	/** Every provider call so far, oldest first. */
	readonly calls: readonly ScriptedCall[];
}

export function createScriptedResponder(): ScriptedResponder {
	const calls: ScriptedCall[] = [];
	return {
		calls,
		respond(request) {
			const parts: (ResponsePart | 'fail')[] = [];
			let wake: (() => void) | null = null;
			const push = (part: ResponsePart | 'fail') => {
				parts.push(part);
				wake?.();
			};
			calls.push({
				request,
				get aborted() {
					return request.signal.aborted;
				},
				say: (text) => push({ type: 'text', text }),
				done: (asks = null) => push({ type: 'done', sources: [], asks }),
				fail: () => push('fail'),
			});
			return (async function* () {
				// Deliberately deaf to the signal: an ill-behaved provider must not be heard either (I1).
				for (;;) {
					for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
						if (part === 'fail') throw new Error('the provider broke');
						yield part;
					}
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
				}
			})();
		},
	};
}
