import { type Accessor, createSignal } from 'solid-js';
import type { ErrorCode } from '../../shared/errors.ts';
import { failureOf } from '../../shared/live/failure.ts';
import { useErrorText } from '../shell/error-text.ts';

export interface Action {
	readonly busy: Accessor<boolean>;
	/** What went wrong with the last try, in words. */
	readonly error: Accessor<string | undefined>;
	clear(): void;
	/** Does one thing at a time; a second one while the first is under way is not begun. True: it worked. */
	run(work: () => Promise<unknown>): Promise<boolean>;
}

/** Something a button does on the server. `words`: better sentences for refusals that this place can explain. */
export function createAction(words?: (code: ErrorCode) => string | undefined): Action {
	const errorText = useErrorText();
	const [busy, setBusy] = createSignal(false);
	const [error, setError] = createSignal<string>();

	function textOf(thrown: unknown): string {
		const failure = failureOf(thrown);
		const own = failure.kind === 'refused' ? words?.(failure.error.code) : undefined;
		return own ?? errorText(thrown);
	}

	return {
		busy,
		error,
		clear: () => setError(undefined),
		async run(work) {
			if (busy()) return false;
			setBusy(true);
			setError(undefined);
			try {
				await work();
				return true;
			} catch (thrown) {
				setError(textOf(thrown));
				return false;
			} finally {
				setBusy(false);
			}
		},
	};
}
