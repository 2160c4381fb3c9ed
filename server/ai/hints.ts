/** Where in the knowledge a whisper points, for an AI that can't do as it is told. */
import type { Entry } from '../../shared/entry.ts';
import type { Language } from '../../shared/text/language.ts';
import { whispersIn } from './conversation.ts';
import { languageOf } from './language.ts';
import type { FoundPassage } from './ports.ts';
import { mentions, wantedIn } from './search.ts';
import { fold } from './words.ts';

export interface Hint {
	readonly passage: FoundPassage;
	readonly whispered: string;
}

/** Whispers looked up for one answer. */
const mostHints = 3;

/** "Do not promise a refund": what it names is what must not be said. Folded; in Latvian the verb itself says no. */
const forbids: Readonly<Record<Language, RegExp>> = {
	en: /\b(no|not|never|without|avoid|stop|(do|does|did|ca|wo|should|must|is|are|need|could|would)n['’]?t)\b/,
	lv: /\b(bez|nav|ne(?!del|to\b|rus|ilon)\p{L}{2,})\b/u,
};

/** It names the subject of the article, in the visitor's language: a word in passing, or a wish for a tone, points nowhere. */
function pointsTo(whispered: string, { title, text }: FoundPassage, language: Language): boolean {
	if (forbids[languageOf(whispered) ?? 'en'].test(fold(whispered))) return false;
	return (
		mentions({ title, text: '' }, wantedIn(whispered)) && (languageOf(`${title}\n${text}`) ?? language) === language
	);
}

/** What the knowledge says on what was whispered since the last answer. */
export async function hintsIn(
	transcript: readonly Entry[],
	language: Language,
	find: (text: string) => Promise<FoundPassage | null>,
): Promise<readonly Hint[]> {
	const hints: Hint[] = [];
	for (const { text, fresh } of whispersIn(transcript).slice(-mostHints)) {
		const passage = fresh ? await find(text) : null;
		if (passage !== null && pointsTo(text, passage, language)) hints.push({ passage, whispered: text });
	}
	return hints;
}
