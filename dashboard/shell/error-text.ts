import { type Failure, failureOf } from '../../shared/live/failure.ts';
import type { DeskTexts } from '../../shared/text/desk-en.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { useDeskTexts } from '../ui/texts.ts';

/** What went wrong, in the reader's language: what happened and what to do. */
export function failureText(failure: Failure, texts: DeskTexts): string {
	switch (failure.kind) {
		case 'refused':
			if (failure.error.code === 'control.held' && failure.error.holder !== undefined) {
				return texts.heldBy(failure.error.holder);
			}
			return texts.errors[failure.error.code];
		case 'lost':
			return texts.lost;
		case 'stopped':
			return texts.errors['auth.required'];
		default:
			return unreachable(failure);
	}
}

/** `const errorText = useErrorText()`, then `errorText(thrown)` with whatever a call threw. */
export function useErrorText(): (thrown: unknown) => string {
	const t = useDeskTexts();
	return (thrown) => failureText(failureOf(thrown), t());
}
