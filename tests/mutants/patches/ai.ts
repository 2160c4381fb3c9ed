/** Planted in what the AI is given of a transcript, and in what it reads out of it. */
import type { Patch } from '../patch.ts';

export const aiPatches: readonly Patch[] = [
	{
		name: 'a running answer uses a whisper up',
		file: 'server/ai/conversation.ts',
		find: 'heardUpTo = entry.turn;',
		replace: 'heardUpTo = entry.seq;',
		rule: 'I3',
		mistake:
			'An answer stands behind the whisper, so it seems to have heard it: an accepted command is dropped in silence.',
		blind: 'responder',
		tests: ['tests/ai/conversation.test.ts', 'tests/ai/embedded.test.ts'],
	},
	{
		name: 'a turn hears what came after it',
		file: 'server/actor/turn-runner.ts',
		find: 'entry.seq <= lastSeq && ',
		replace: '',
		rule: 'I18',
		mistake:
			'The transcript is read whole; while the store is asked, more is written, and is answered now and once more.',
		blind: null,
		tests: ['tests/actor/whisper.test.ts'],
	},
];
