/** What agents whisper to the AI. Each text bears a mark that nobody else writes, so that it can be looked for (I4). */
export const whisperMark = '⟢whisper';

export const whispers = [
	`${whisperMark} mention the sale`,
	`${whisperMark}: ask for the order's number 😀`,
	`${whisperMark} “no\nnew line”`,
] as const;
