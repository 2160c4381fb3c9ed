/** Ways in which a provider breaks in the middle: each is a point of its own. */
import type { Responder, ResponsePart, ResponseRequest } from '../../server/actor/ports.ts';
import { isSubject, Planted, probe } from './probe.ts';

const never = (): Promise<never> => new Promise(() => {});

/** What no type allows and a broken library does all the same. */
const shapeless = (part: unknown): ResponsePart => part as ResponsePart;

function stepping(next: () => unknown, back: () => unknown = () => undefined): AsyncIterable<ResponsePart> {
	const iterator = { next, return: back };
	// A broken iterator keeps no promise of its type.
	return { [Symbol.asyncIterator]: () => iterator as unknown as AsyncIterator<ResponsePart> };
}

const ways: Readonly<Record<string, (request: ResponseRequest) => AsyncIterable<ResponsePart>>> = {
	async *'throws after some text'() {
		yield { type: 'text', text: 'Well, ' };
		throw new Planted('responder');
	},
	async *'says a number'() {
		yield shapeless({ type: 'text', text: 5 });
	},
	async *'says nothing that can be read'() {
		yield shapeless(undefined);
	},
	async *'ends without an end'() {
		yield { type: 'text', text: 'Well, ' };
	},
	async *'ends without sources'() {
		yield { type: 'text', text: 'Well.' };
		yield shapeless({ type: 'done' });
	},
	'is no iterator': () => shapeless({}) as unknown as AsyncIterable<ResponsePart>,
	'steps without a promise': () => stepping(() => undefined),
	'throws in a step': () =>
		stepping(() => {
			throw new Planted('responder');
		}),
	'throws when it is left': () =>
		stepping(
			() => Promise.reject(new Planted('responder')),
			() => {
				throw new Planted('responder');
			},
		),
	'rejects when it is left': () =>
		stepping(
			() => Promise.reject(new Planted('responder')),
			() => Promise.reject(new Planted('responder')),
		),
	'never answers': () => stepping(never),
	async *'throws when it is told to stop'({ signal }) {
		signal.addEventListener('abort', () => {
			throw new Planted('responder');
		});
		yield { type: 'text', text: 'Well, ' };
		yield* stepping(never);
	},
	async *'talks on after it was silenced'() {
		for (;;) {
			await new Promise((go) => setImmediate(go));
			yield { type: 'text', text: '.' };
			if (Math.max(0, probe.fired) > 50) return yield* stepping(never);
			probe.fired += 1;
		}
	},
};

export const responderPoints: readonly string[] = Object.keys(ways).map((way) => `responder ${way}`);

export function badlyAnswering(responder: Responder): Responder {
	return {
		respond(request) {
			const way = isSubject() && probe.armed?.startsWith('responder ') ? probe.armed.slice('responder '.length) : null;
			const bad = way === null ? undefined : ways[way];
			if (bad === undefined) return responder.respond(request);
			probe.fired += 1;
			return bad(request);
		},
	};
}
