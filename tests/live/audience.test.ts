/** I4: what of each kind of entry reaches whom. */
import { describe, expect, test } from 'vitest';
import { type Audience, projectFor } from '../../shared/audience.ts';
import type { Entry, EntryBody } from '../../shared/entry.ts';
import { genOf, seqOf } from '../../shared/ids.ts';
import { anna, idOf } from '../session/samples.ts';

const clientId = idOf('mine');
const { memberId, name } = anna;
const turn = seqOf(3);
const answersUpTo = seqOf(2);
const entryOf = (body: EntryBody): Entry => ({ ...body, seq: seqOf(4), gen: genOf(2), at: 1_000, clientId });

const shown: readonly EntryBody[] = [
	{ kind: 'opened', reopened: false },
	{ kind: 'message', author: 'visitor', text: 'Hello' },
	{ kind: 'message', author: 'ai', text: 'Yes', turn, interrupted: false, answersUpTo, sources: [] },
	{ kind: 'message', author: 'agent', text: 'I am here', memberId, name },
	{ kind: 'took-over', memberId, name, entrance: 'button' },
	{ kind: 'released', name, why: 'left' },
	{ kind: 'asked-for-human', why: 'button' },
	{ kind: 'ai-failed', text: 'Sorry', why: 'timeout', turn, answersUpTo },
	{ kind: 'left', why: 'visitor' },
];
const inside: readonly EntryBody[] = [
	{ kind: 'kept', memberId },
	{ kind: 'agent-lost', deadline: 31_000 },
	{ kind: 'agent-back' },
	{ kind: 'whisper', memberId, name, text: 'Mention the sale' },
];
const internal: EntryBody = { kind: 'turn-started', answersUpTo };

const sees = (audience: Audience, body: EntryBody): boolean => projectFor(audience, entryOf(body)) !== null;

describe('what reaches a visitor', () => {
	test.each(shown)('is $kind $author', (body) => {
		const seen = projectFor('visitor', entryOf(body));
		expect(seen).toMatchObject({ kind: body.kind });
		expect(JSON.stringify(seen)).not.toContain(memberId);
	});

	test.each([...inside, internal])('is not $kind', (body) => expect(sees('visitor', body)).toBe(false));
});

test('members see all but the turns, and who did it', () => {
	for (const body of [...shown, ...inside]) expect(sees('member', body)).toBe(true);
	expect(sees('member', internal)).toBe(false);
	const taken = projectFor('member', entryOf({ kind: 'took-over', memberId, name, entrance: 'reply' }));
	expect(taken).toMatchObject({ memberId });
	const whispered = projectFor('member', entryOf({ kind: 'whisper', memberId, name, text: 'Mention the sale' }));
	expect(whispered).toMatchObject({ memberId, name, text: 'Mention the sale', clientId });
});

test('each side sees its own client ids only', () => {
	const asked = entryOf({ kind: 'message', author: 'visitor', text: 'Hello' });
	const said = entryOf({ kind: 'message', author: 'agent', text: 'Yes', memberId, name });
	expect(projectFor('visitor', asked)).toHaveProperty('clientId', clientId);
	expect(projectFor('member', asked)).not.toHaveProperty('clientId');
	expect(projectFor('member', said)).toHaveProperty('clientId', clientId);
	expect(projectFor('visitor', said)).not.toHaveProperty('clientId');
});
