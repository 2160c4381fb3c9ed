import { A } from '@solidjs/router';
import { EmptyState } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';

export function Page() {
	const t = useDeskTexts();
	return (
		<main class="page">
			<EmptyState wholePage title={t().shell.notFound} text={t().shell.notFoundText}>
				<A class="button button-outline button-normal" href="/sites">
					{t().shell.toSites}
				</A>
			</EmptyState>
		</main>
	);
}
