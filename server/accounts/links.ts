/** Hands out one-time links. The paths are the dashboard's own pages. */
import type { FillRandom } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import type { Link, LinkStore } from '../store/links.ts';
import { hashToken, makeToken } from './token.ts';

const day = 24 * 60 * 60_000;
const livesMs: Readonly<Record<Link['kind'], number>> = { setup: 7 * day, join: 7 * day, reset: day };

/** A link without what `Links` adds. */
export type LinkPurpose = Link extends infer L ? (L extends Link ? Omit<L, 'tokenHash' | 'expiresAt'> : never) : never;

export interface Links {
	/** `/join/TOKEN`: the token is nowhere else. */
	create(purpose: LinkPurpose): Promise<{ readonly path: string; readonly expiresAt: number }>;
}

export interface LinksDeps {
	readonly store: Pick<LinkStore, 'create'>;
	readonly clock: Clock;
	readonly fill: FillRandom;
}

export function createLinks({ store, clock, fill }: LinksDeps): Links {
	return {
		async create(purpose) {
			const token = makeToken(fill);
			const expiresAt = clock.now() + livesMs[purpose.kind];
			await store.create({ ...purpose, tokenHash: hashToken(token), expiresAt });
			return { path: `/${purpose.kind}/${token}`, expiresAt };
		},
	};
}
