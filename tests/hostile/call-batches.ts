/** Hostile calls for one socket after another: which procedure, which mutation, which place in it follows from seed and number. */
import { makeClientId } from '../../shared/ids.ts';
import { type CallCase, type CaseParts, callWith, caseOf, said } from './call-case.ts';
import type { Chance } from './chance.ts';
import { changed, type Members, type Node, textOf } from './json-text.ts';
import type { Audience } from './judge.ts';
import { type Ground, inputMutations } from './mutate-input.ts';
import { fatalMutations, type MessageGround, messageMutations, type Recorded } from './mutate-message.ts';
import { textMutations } from './mutate-text.ts';
import { nameOf } from './procedures.ts';
import type { Turns } from './turns.ts';
import { textFrame } from './wire.ts';
import type { IdField, World } from './world.ts';

type Call = World['calls'][number];

export interface CallGround {
	readonly world: World;
	readonly chance: Chance;
	readonly turns: Turns;
	readonly nextId: () => number;
}

const isField = (name: string): name is IdField =>
	['siteId', 'sessionId', 'memberId', 'articleId', 'webhookId', 'blockId'].includes(name);

/** Client ids are drawn too, so that a replay says the same. */
const drawnClientId = (chance: Chance): string =>
	makeClientId((bytes) => {
		for (let n = 0; n < bytes.length; n += 1) bytes[n] = chance.below(256);
		return bytes;
	});

function groundOf({ world, chance }: CallGround, call: Call): Ground | null {
	const fresh = world.freshInput(call);
	if (fresh === undefined) return null;
	const sample = changed(fresh, ['clientId'], () => drawnClientId(chance)) ?? fresh;
	const { siteId, sessionId, memberId } = world.own;
	return {
		sample,
		leaves: call.leaves,
		chance,
		foreign: (field) => (isField(field) ? { others: world.others[field], nobodys: world.nobodys[field] } : null),
		strangers: [siteId, sessionId, memberId, world.crowdKey, '00000000-0000-0000-0000-000000000000'],
	};
}

/** I13: the same message again, and then another body under its id. */
function repeatedCall(ground: CallGround, call: Call, sample: Node): CaseParts {
	const ids = [ground.nextId(), ground.nextId(), ground.nextId()] as const;
	const otherBody = changed(sample, ['text'], () => 'Another text altogether');
	return {
		bytes: said(
			callWith(call.message, ids[0], sample),
			callWith(call.message, ids[1], sample),
			callWith(call.message, ids[2], otherBody),
		),
		cost: 3,
		answers: ids,
		repeated: ids,
	};
}

const again = 'the same again';
const procedureMutations = [...Object.keys(inputMutations), ...Object.keys(textMutations)];
/** Few procedures take a message, and a visitor's messages are few: what is asked of them comes round more often (I13). */
const messageTurns = procedureMutations.flatMap((name, at) => (at % 4 === 0 ? [again, name] : [name]));

const takesMessage = ({ leaves }: Call): boolean =>
	['clientId', 'text'].every((name) => leaves.some(({ path }) => path.join('.') === name));

function mutate(ground: CallGround, call: Call, mutation: string): CaseParts | null {
	const { message } = call;
	const id = ground.nextId();
	const inner = groundOf(ground, call);
	const alter = textMutations[mutation];
	if (alter !== undefined) {
		// Far from the others': a bit that is turned must not make it one of theirs.
		const text = alter(textOf(callWith(message, 700_000 + id, inner?.sample)), ground.chance);
		return { bytes: [typeof text === 'string' ? textFrame(text) : textFrame(text.toString())] };
	}
	// What takes no input is sent one all the same.
	const made =
		mutation === again ? null : inputMutations[mutation]?.(inner ?? { ...emptyGround(ground), chance: ground.chance });
	if (mutation === again) return inner === null ? null : repeatedCall(ground, call, inner.sample);
	if (made === null || made === undefined) return null;
	const mustRefuse = made.refused === true && inner !== null;
	const first = callWith(message, id, made.input);
	if (made.twin === undefined) {
		return { bytes: said(first), answers: [id], refused: mustRefuse ? [id] : [], endsLogin: call.endsLogin };
	}
	const second = ground.nextId();
	return {
		bytes: said(first, callWith(message, second, made.twin)),
		cost: 2,
		answers: [id, second],
		refused: mustRefuse ? [id, second] : [],
		twins: [id, second],
	};
}

const emptyGround = ({ world }: CallGround): Omit<Ground, 'chance'> => ({
	sample: null,
	leaves: [],
	foreign: () => null,
	strangers: [world.crowdKey],
});

/** A hostile input for a procedure whose turn it is. */
export function procedureCase(ground: CallGround, audience: Audience): CallCase {
	const { world, turns } = ground;
	// What ends logins costs a sign-in each time: it has a place of its own.
	const call = turns.next(
		audience,
		world.calls.filter(({ procedure, endsLogin }) => procedure.audience === audience && !endsLogin),
	);
	return hostileCall(ground, call);
}

/** For a login that is meant to be lost. */
export function lastCase(ground: CallGround): CallCase | null {
	const calls = ground.world.calls.filter(({ endsLogin }) => endsLogin);
	return calls.length === 0 ? null : hostileCall(ground, ground.turns.next('ends the login', calls));
}

function hostileCall(ground: CallGround, call: Call): CallCase {
	const name = nameOf(call.procedure);
	for (;;) {
		const mutation = ground.turns.next(name, takesMessage(call) ? messageTurns : procedureMutations);
		const parts = mutate(ground, call, mutation);
		if (parts !== null) return caseOf(name, mutation, { endsLogin: call.endsLogin, ...parts });
	}
}

/** The messages that envelopes are made from, found among the recorded ones. */
export function recordedFor(world: World, audience: Audience): Recorded {
	const calls = world.calls.filter(({ procedure, endsLogin }) => procedure.audience === audience && !endsLogin);
	const other = world.calls.filter(({ procedure }) => procedure.audience !== audience);
	const shortest = (fits: (call: Call) => boolean): Call => {
		const found = calls
			.filter(fits)
			.toSorted((a, b) => (a.answerUnits ?? Number.MAX_VALUE) - (b.answerUnits ?? Number.MAX_VALUE))[0];
		if (found === undefined) throw new Error('no such call was recorded');
		return found;
	};
	const message = (call: Call): Members => callWith(call.message, 0, world.freshInput(call));
	const [first, ...rest] = other.map(({ procedure }) => procedure.path);
	const cursor = (id: string): string => `${id}:1.0.0`;
	return {
		query: message(shortest(({ procedure, input }) => procedure.type === 'query' && input === undefined)),
		mutation: message(shortest(({ procedure }) => procedure.type === 'mutation')),
		subscription: message(shortest(({ procedure }) => procedure.type === 'subscription')),
		strangePaths: [first ?? 'x', ...rest],
		foreignCursors: [cursor(world.others.sessionId), cursor(world.own.sessionId), cursor(world.nobodys.sessionId)],
	};
}

const messageNames = [...Object.keys(messageMutations)];

/** A hostile message, whatever the procedure. */
export function messageCase(ground: CallGround, audience: Audience, recorded: Recorded): CallCase {
	const place = `${audience} socket`;
	const mutation = ground.turns.next(place, messageNames);
	const inner: MessageGround = { recorded, chance: ground.chance, nextId: ground.nextId };
	return caseOf(place, mutation, messageMutations[mutation]?.(inner) ?? { bytes: [] });
}

/** One that the socket does not survive. */
export function fatalCase(ground: CallGround, audience: Audience, recorded: Recorded): CallCase {
	const mutation = ground.turns.next(`${audience} fatal`, Object.keys(fatalMutations));
	const inner: MessageGround = { recorded, chance: ground.chance, nextId: ground.nextId };
	return caseOf(`${audience} socket`, mutation, fatalMutations[mutation]?.(inner) ?? { bytes: [] });
}
