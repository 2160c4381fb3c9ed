/** The knowledge of the sites: keeps articles searchable and finds the passage for a question. */
import { BatonError } from '../../shared/errors.ts';
import type { ArticleId, SiteId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { Clock } from '../clock.ts';
import type { Knowledge } from '../rpc/ports.ts';
import { languageOf } from './language.ts';
import { indexArticle } from './passages.ts';
import type { FoundPassage, KnowledgeStore } from './ports.ts';
import {
	answers,
	meantWord,
	type Rated,
	rarity,
	type Wanted,
	type Weight,
	wantedAfter,
	wantedOf,
	weigh,
} from './search.ts';
import { wordsOf } from './words.ts';

export interface Library extends Omit<Knowledge, 'ask'> {
	/** The best passage, or null where nothing answers the question; `before` is what a short one leans on. */
	find(siteId: SiteId, question: string, before?: string): Promise<FoundPassage | null>;
	/** What may be of use for a question, best first, the doubtful ones too: a model judges for itself. */
	related(siteId: SiteId, question: string, most: number): Promise<readonly FoundPassage[]>;
}

export interface LibraryDeps {
	readonly store: KnowledgeStore;
	readonly clock: Clock;
	readonly newArticleId: () => ArticleId;
}

const mostCandidates = 40;
const mostResembling = 50;
const correctedWeight = 0.85;
/** A share of the best score. */
const asGood = 0.75;

/** Articles of one answer: together, below what a stalled socket may hold (I24). One article is always shorter. */
const partUnits = 48 * 1024;
const partArticles = 100;

const saysTheSame = (one: string, other: string): boolean => wordsOf(one).join(' ') === wordsOf(other).join(' ');

export function createLibrary({ store, clock, newArticleId }: LibraryDeps): Library {
	/** A word that stands nowhere may be mistyped: it becomes the word that was meant, if one is close enough. */
	async function corrected(siteId: SiteId, wanted: Wanted): Promise<Wanted | null> {
		const meant = meantWord(wanted.word, await store.resembling(siteId, wanted.word, mostResembling));
		return meant === null ? null : wantedOf(meant, null, correctedWeight);
	}

	const termsOf = ({ terms, synonyms }: Wanted): readonly string[] => [...terms, ...synonyms];

	async function rate(
		siteId: SiteId,
		question: readonly Wanted[],
	): Promise<{ readonly passages: number; readonly rated: readonly Rated[] }> {
		const terms = [...new Set(question.flatMap((wanted) => wanted.terms))];
		const { passages, of } = await store.frequencies(siteId, terms);
		const times = new Map(terms.map((term, index) => [term, of[index] ?? 0]));
		const rated = question.map((wanted) => {
			const most = Math.max(...wanted.terms.map((term) => times.get(term) ?? 0));
			return { ...wanted, rarity: rarity(passages, most) };
		});
		return { passages, rated };
	}

	async function search(siteId: SiteId, question: string, before = ''): Promise<readonly (FoundPassage & Weight)[]> {
		const asked = wantedAfter(before, question);
		if (asked.length === 0) return [];
		const first = await rate(siteId, asked);
		if (first.passages === 0) return [];
		const nowhere = rarity(first.passages, 0);
		const words: Wanted[] = [];
		for (const wanted of first.rated) {
			const unknown = wanted.rarity === nowhere && wanted.synonyms.length === 0;
			words.push((unknown ? await corrected(siteId, wanted) : null) ?? wanted);
		}
		const changed = words.some((wanted, index) => wanted !== first.rated[index]);
		const { rated } = changed ? await rate(siteId, words) : first;
		const terms = [...new Set(rated.flatMap(termsOf))];
		const found = await store.candidates(siteId, terms, mostCandidates);
		const language = languageOf(question) ?? languageOf(before);
		// Equal ones stay in the order of the store: the beginning of an article before its end.
		return found.map((passage) => weigh(passage, rated, language)).sort((a, b) => b.score - a.score);
	}

	return {
		async list(siteId, after) {
			const rows = await store.list(siteId, after, partArticles);
			let units = 0;
			const cut = rows.findIndex((row, index) => {
				units += JSON.stringify(row).length;
				return units > partUnits && index > 0;
			});
			const part = cut < 0 ? rows : rows.slice(0, cut);
			const last = part.at(-1);
			const whole = cut < 0 && rows.length < partArticles;
			return {
				articles: part.map(({ createdAt: _place, ...article }) => article),
				next: whole || last === undefined ? null : { articleId: last.id, createdAt: last.createdAt },
			};
		},

		async create(siteId, { kind, title, body }) {
			const at = clock.now();
			const id = newArticleId();
			const made = await store.create(
				{ id, siteId, kind, title, body, at },
				indexArticle(title, body),
				limits.knowledgeArticles,
			);
			if (!made) throw new BatonError('limit.reached');
			return { id, kind, title, body, updatedAt: at };
		},

		async update(siteId, articleId, { title, body }) {
			const change = { title, body, at: clock.now() };
			const updated = await store.update(siteId, articleId, change, indexArticle(title, body));
			if (updated === null) throw new BatonError('not-found');
			return updated;
		},

		async remove(siteId, articleId) {
			if (!(await store.remove(siteId, articleId))) throw new BatonError('not-found');
		},

		async find(siteId, question, before) {
			const found = await search(siteId, question, before);
			// Asked in the owner's own words: nothing is left to weigh.
			const asWritten = found.find(({ title }) => saysTheSame(title, question));
			const best = asWritten ?? found[0];
			if (best === undefined || (asWritten === undefined && !answers(best))) return null;
			// Its neighbour speaks of the same: "what does it cost and how long does it take" is one question.
			const next = found.find(
				({ articleId, position }) => articleId === best.articleId && Math.abs(position - best.position) === 1,
			);
			if (next === undefined || next.score < best.score * asGood) return best;
			const [first, second] = next.position < best.position ? [next, best] : [best, next];
			return { ...first, text: `${first.text}\n\n${second.text}` };
		},

		async related(siteId, question, most) {
			return (await search(siteId, question)).slice(0, most);
		},
	};
}
