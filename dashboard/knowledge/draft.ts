/** An article while it is written. Lengths are UTF-16 units after trimming, as the server counts them. Pure. */
import type { ArticleView } from '../../shared/account.ts';
import { limits } from '../../shared/limits.ts';

export interface Draft {
	readonly kind: ArticleView['kind'];
	readonly title: string;
	readonly body: string;
}

export const titleUnits = 300;

export interface DraftFaults {
	readonly title: 'missing' | null;
	readonly body: 'missing' | 'too-long' | null;
}

export const bodyUnits = ({ body }: Pick<Draft, 'body'>): number => body.trim().length;

/** Above the limit: by how much. */
export const unitsTooMany = (draft: Pick<Draft, 'body'>): number =>
	Math.max(0, bodyUnits(draft) - limits.knowledgeUnits);

export function faultsOf(draft: Draft): DraftFaults {
	return {
		title: draft.title.trim() === '' ? 'missing' : null,
		body: bodyUnits(draft) === 0 ? 'missing' : unitsTooMany(draft) > 0 ? 'too-long' : null,
	};
}

export const isFaultless = (faults: DraftFaults): boolean => faults.title === null && faults.body === null;

export const differs = (one: Draft, other: Draft): boolean => one.title !== other.title || one.body !== other.body;
