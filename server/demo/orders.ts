/** What the server and its visitors' process tell each other. Parsed on both sides, as everything at an edge is. */
import { z } from 'zod';
import { languages } from '../../shared/text/language.ts';

export const mostVisitors = 50;

/** From the server. */
export const order = z.discriminatedUnion('type', [
	/** How many should walk about, and where. */
	z.object({ type: z.literal('walk'), url: z.url(), visitors: z.int().min(0).max(mostVisitors) }),
	/** One who may come in now. */
	z.object({ type: z.literal('enter'), token: z.string(), language: z.enum(languages) }),
	/** All go home. */
	z.object({ type: z.literal('stop') }),
]);
export type Order = z.infer<typeof order>;

/** From the visitors' process. */
export const request = z.discriminatedUnion('type', [
	/** Someone left: another may come. */
	z.object({ type: z.literal('next') }),
	/** All have gone home. */
	z.object({ type: z.literal('empty') }),
]);
export type Request = z.infer<typeof request>;
