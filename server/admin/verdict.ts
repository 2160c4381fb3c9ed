/** What `doctor` says of one thing. */
export type Verdict =
	| { readonly state: 'fine' | 'note'; readonly text: string }
	/** Something is wrong; `fix` says what to do. */
	| { readonly state: 'wrong'; readonly text: string; readonly fix: string };

export const fine = (text: string): Verdict => ({ state: 'fine', text });
export const note = (text: string): Verdict => ({ state: 'note', text });
export const wrong = (text: string, fix: string): Verdict => ({ state: 'wrong', text, fix });

export function lineOf(verdict: Verdict): string {
	switch (verdict.state) {
		case 'fine':
			return `✔ ${verdict.text}`;
		case 'note':
			return `· ${verdict.text}`;
		case 'wrong':
			return `✘ ${verdict.text}: ${verdict.fix}`;
	}
}

export const saidOf = (error: unknown): string => {
	if (!(error instanceof Error)) return String(error);
	// `fetch failed` says nothing; its cause does.
	const inner = error.cause instanceof Error ? error.cause : error;
	const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
	return inner.message === '' ? code || inner.name : inner.message;
};
