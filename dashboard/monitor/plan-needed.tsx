import { Show } from 'solid-js';
import { useDesk } from '../shell/desk.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';

/** On `free` the server refuses the list; this page says what it would be, and how to get it. */
export function PlanNeeded() {
	const t = useDeskTexts();
	const { me, may } = useDesk();
	return (
		<EmptyState title={t().monitor.freeTitle} text={t().monitor.freeText}>
			<Show when={may('manage-plan')} fallback={<p class="quiet small">{t().monitor.freeMember}</p>}>
				<p class="quiet small">{t().monitor.freeOwner}</p>
				<CopyField label={t().monitor.freeOwner} value={`npm run admin -- plan ${me().account.id} pro`} />
			</Show>
		</EmptyState>
	);
}
