import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';

/** A page that threw, or whose file did not load: after an update the old names of files are gone. */
export function Broken() {
	const t = useDeskTexts();
	return (
		<ErrorState title={t().shell.pageFailed} text={t().shell.pageFailedText}>
			<Button onClick={() => location.reload()}>{t().shell.reload}</Button>
		</ErrorState>
	);
}
